//go:build unix

package build

import (
	"errors"
	"math"
	"os"
	"path"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

// forReading is how a file is opened. None is waited for: a pipe has no end.
const forReading = unix.O_RDONLY | unix.O_CLOEXEC | unix.O_NONBLOCK

// ReadFile is part of fs.ReadFileFS.
func (t straight) ReadFile(name string) ([]byte, error) {
	data, _, err := t.load(name, math.MaxInt64, nil)
	return data, err
}

func (t straight) open(name string) (*os.File, error) {
	fd, err := t.descriptor(name)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), t.root+"/"+name), nil
}

// descriptor opens a file from the top: by one question where the system can be
// asked not to follow links, else folder by folder.
func (t straight) descriptor(name string) (int, error) {
	if t.top.folder == nil {
		return unix.Open(t.root+"/"+name, forReading|unix.O_NOFOLLOW, 0) // which says why
	}
	defer runtime.KeepAlive(t.top)
	from := int(t.top.folder.Fd())
	name = path.Join(t.under, name)
	if t.top.plain.Load() {
		return stepwise(from, name)
	}
	fd, err := patiently(func() (int, error) { return atOnce(from, name) })
	switch err {
	case unix.ENOSYS, unix.EPERM, unix.EAGAIN: // it cannot, it may not, or something is being renamed
		if fd, err = stepwise(from, name); err == nil {
			t.top.plain.Store(true)
		}
	}
	return fd, err
}

// stepwise opens one folder after the other.
func stepwise(from int, name string) (int, error) {
	at := from
	for {
		first, rest, more := strings.Cut(name, "/")
		how := forReading | unix.O_NOFOLLOW
		if more {
			how |= unix.O_DIRECTORY
		}
		fd, err := patiently(func() (int, error) { return unix.Openat(at, first, how, 0) })
		if at != from {
			_ = unix.Close(at)
		}
		if err != nil || !more {
			return fd, err
		}
		at, name = fd, rest
	}
}

// patiently asks again when a signal came in between.
func patiently(ask func() (int, error)) (int, error) {
	for {
		fd, err := ask()
		if !errors.Is(err, unix.EINTR) {
			return fd, err
		}
	}
}
