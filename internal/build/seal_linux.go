package build

import (
	"io/fs"
	"syscall"
	"time"
)

func inner(info fs.FileInfo) (number uint64, changed time.Time) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ino, time.Unix(s.Ctim.Unix()).UTC()
	}
	return 0, time.Time{}
}
