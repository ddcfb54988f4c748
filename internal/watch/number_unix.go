//go:build unix

package watch

import (
	"io/fs"
	"syscall"

	"golang.org/x/sys/unix"
)

// shut reports whether a file or a folder cannot be read.
func shut(path string, folder bool) bool {
	need := uint32(unix.R_OK)
	if folder {
		need |= unix.X_OK
	}
	return unix.Access(path, need) != nil
}

// number tells a file from another that has taken its place.
func number(info fs.FileInfo) uint64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(stat.Ino)
	}
	return 0
}
