//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package write

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// tryLock says whether the lock was free and is now ours. Closing the file
// gives it back. Where the file system has no locks, everything is free.
func tryLock(f *os.File) (bool, error) {
	raw, err := f.SyscallConn()
	if err != nil {
		return false, err
	}
	var result error
	err = raw.Control(func(fd uintptr) {
		for {
			result = unix.Flock(int(fd), unix.LOCK_EX|unix.LOCK_NB)
			if result != unix.EINTR {
				return
			}
		}
	})
	switch {
	case err != nil:
		return false, err
	case errors.Is(result, unix.EWOULDBLOCK):
		return false, nil
	case errors.Is(result, unix.ENOTSUP), errors.Is(result, unix.EOPNOTSUPP), errors.Is(result, unix.ENOSYS):
		return true, nil
	case result != nil:
		return false, os.NewSyscallError("flock", result)
	}
	return true, nil
}
