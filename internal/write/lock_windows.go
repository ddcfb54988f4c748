package write

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// A lock on Windows keeps others from reading too, so it is on a byte far
// behind the end.
const lockAt = 1 << 30

// tryLock says whether the lock was free and is now ours. Closing the file
// gives it back. Where the file system has no locks, everything is free.
func tryLock(f *os.File) (bool, error) {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	raw, err := f.SyscallConn()
	if err != nil {
		return false, err
	}
	var result error
	err = raw.Control(func(fd uintptr) {
		at := &windows.Overlapped{OffsetHigh: lockAt}
		result = windows.LockFileEx(windows.Handle(fd), flags, 0, 1, 0, at)
	})
	switch {
	case err != nil:
		return false, err
	case errors.Is(result, windows.ERROR_LOCK_VIOLATION), errors.Is(result, windows.ERROR_IO_PENDING):
		return false, nil
	case errors.Is(result, windows.ERROR_NOT_SUPPORTED), errors.Is(result, windows.ERROR_INVALID_FUNCTION),
		errors.Is(result, windows.ERROR_CALL_NOT_IMPLEMENTED):
		return true, nil
	case result != nil:
		return false, os.NewSyscallError("LockFileEx", result)
	}
	return true, nil
}
