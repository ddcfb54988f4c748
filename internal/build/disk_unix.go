//go:build unix

package build

import (
	"errors"
	"io/fs"
	"slices"

	"golang.org/x/sys/unix"

	"bulletin/internal/ledger"
)

// load does the work of Load. Package os would ask the system six times whether
// it can wait for the file, which no regular file can.
func (t straight) load(name string, limit int64, room []byte) (data []byte, seal ledger.Seal, err error) {
	if !fs.ValidPath(name) {
		return nil, seal, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	fd, err := t.descriptor(name)
	if err != nil {
		return nil, seal, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	defer func() { _ = unix.Close(fd) }()
	var info unix.Stat_t
	if err := unix.Fstat(fd, &info); err != nil {
		return nil, seal, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	seal = ledger.Seal{Size: info.Size, Modified: info.Mtim.Nano(), Changed: info.Ctim.Nano(), Number: info.Ino}
	if info.Mode&unix.S_IFMT != unix.S_IFREG {
		return nil, seal, &fs.PathError{Op: "read", Path: name, Err: fs.ErrInvalid}
	}
	if info.Size > limit {
		return nil, seal, nil
	}
	data = slices.Grow(room[:0], int(info.Size))[:info.Size]
	n, err := fill(fd, data)
	if err != nil {
		return nil, seal, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return data[:n], seal, nil
}

// fill reads until the bytes are full or the file ends.
func fill(fd int, data []byte) (n int, err error) {
	for n < len(data) {
		m, err := unix.Read(fd, data[n:])
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return n, err
		case m == 0:
			return n, nil // it was cut short while we looked
		default:
			n += m
		}
	}
	return n, nil
}
