//go:build linux || darwin

package ledger

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// A Look is what a file is, seen from outside.
type Look struct {
	Seal
	Type fs.FileMode // its type bits
}

// At looks at a path; links are followed. It asks the system itself, for
// package os describes at length what is thrown away at once.
func At(path string) (Look, error) { return look("stat", path, syscall.Stat) }

// On looks at a path; links are not followed.
func On(path string) (Look, error) { return look("lstat", path, syscall.Lstat) }

func look(op, path string, ask func(string, *syscall.Stat_t) error) (Look, error) {
	var s syscall.Stat_t
	for {
		switch err := ask(path, &s); err {
		case nil:
			return Look{sealOf(&s), typeOf(uint32(s.Mode))}, nil
		case syscall.EINTR:
		default:
			return Look{}, &os.PathError{Op: op, Path: path, Err: err}
		}
	}
}

// In looks at a file below an open folder; links on the way are followed, one at
// the end only if follow says so. For the system that is half the way of a whole
// path.
func In(folder *os.File, name string, follow bool) (Look, error) {
	var s unix.Stat_t
	flags := 0
	if !follow {
		flags = unix.AT_SYMLINK_NOFOLLOW
	}
	for {
		switch err := unix.Fstatat(int(folder.Fd()), name, &s, flags); err {
		case nil:
			seal := Seal{Size: s.Size, Modified: s.Mtim.Nano(), Changed: s.Ctim.Nano(), Number: s.Ino}
			return Look{seal, typeOf(uint32(s.Mode))}, nil
		case unix.EINTR:
		default:
			return Look{}, &os.PathError{Op: "stat", Path: filepath.Join(folder.Name(), name), Err: err}
		}
	}
}

func typeOf(mode uint32) fs.FileMode {
	switch mode & syscall.S_IFMT {
	case syscall.S_IFREG:
		return 0
	case syscall.S_IFDIR:
		return fs.ModeDir
	case syscall.S_IFLNK:
		return fs.ModeSymlink
	case syscall.S_IFIFO:
		return fs.ModeNamedPipe
	case syscall.S_IFSOCK:
		return fs.ModeSocket
	case syscall.S_IFCHR:
		return fs.ModeDevice | fs.ModeCharDevice
	}
	return fs.ModeDevice
}

func inner(info fs.FileInfo) (number uint64, changed int64) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		seal := sealOf(s)
		return seal.Number, seal.Changed
	}
	return 0, 0
}
