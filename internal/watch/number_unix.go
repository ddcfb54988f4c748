//go:build unix

package watch

import (
	"io/fs"
	"syscall"
)

// number tells a file from another that has taken its place.
func number(info fs.FileInfo) uint64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(stat.Ino)
	}
	return 0
}
