//go:build unix

package write

import (
	"errors"
	"io"
	"io/fs"

	"golang.org/x/sys/unix"
)

// newFile makes a file in the folder that must not be there yet. Package os
// would ask the system six times whether it can wait for the file, which no
// regular file can.
func (f *folder) newFile(base string) (io.WriteCloser, error) {
	dir, err := f.handle()
	if err != nil {
		return nil, err
	}
	const flags = unix.O_WRONLY | unix.O_CREAT | unix.O_EXCL | unix.O_CLOEXEC | unix.O_NOFOLLOW
	for {
		fd, err := unix.Openat(int(dir.Fd()), base, flags, 0o666)
		switch {
		case err == nil:
			return rawFile(fd), nil
		case !errors.Is(err, unix.EINTR):
			return nil, &fs.PathError{Op: "create", Path: base, Err: err}
		}
	}
}

// A rawFile is a file descriptor.
type rawFile int

func (r rawFile) Write(b []byte) (n int, err error) {
	for n < len(b) {
		m, err := unix.Write(int(r), b[n:])
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return n, &fs.PathError{Op: "write", Path: "file", Err: err}
		case m == 0:
			return n, io.ErrUnexpectedEOF
		default:
			n += m
		}
	}
	return n, nil
}

func (r rawFile) Close() error {
	if err := unix.Close(int(r)); err != nil && !errors.Is(err, unix.EINTR) {
		return &fs.PathError{Op: "close", Path: "file", Err: err}
	}
	return nil
}
