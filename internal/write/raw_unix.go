//go:build unix

package write

import (
	"errors"
	"io"
	"io/fs"
	"os"

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
	fd, err := openAt(dir, "create", base, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL)
	if err != nil {
		return nil, err
	}
	return rawFile(fd), nil
}

// newFolder makes a folder in the folder.
func (f *folder) newFolder(base string) error {
	dir, err := f.handle()
	if err != nil {
		return err
	}
	for {
		err := unix.Mkdirat(int(dir.Fd()), base, 0o777)
		switch {
		case err == nil:
			return nil
		case !errors.Is(err, unix.EINTR):
			return &fs.PathError{Op: "mkdir", Path: base, Err: err}
		}
	}
}

// open opens a folder that this build has made. An os.Root of it would take
// seven calls more, and nothing needs one.
func (f *folder) open(above *folder, base string) error {
	dir, err := above.handle()
	if err != nil {
		return err
	}
	fd, err := openAt(dir, "open", base, unix.O_RDONLY|unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	f.self = os.NewFile(uintptr(fd), base)
	return nil
}

// openAt opens what stands in a folder, and never what a link leads to.
func openAt(dir *os.File, op, base string, flags int) (int, error) {
	for {
		fd, err := unix.Openat(int(dir.Fd()), base, flags|unix.O_CLOEXEC|unix.O_NOFOLLOW, 0o666)
		if err == nil {
			return fd, nil
		}
		if !errors.Is(err, unix.EINTR) {
			return -1, &fs.PathError{Op: op, Path: base, Err: err}
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
