package build

import (
	"io/fs"
	"time"
)

// A seal is what a file looks like from outside. A file whose seal is unbroken
// has not changed, if the seal was not young when it was set.
type seal struct {
	size     int64
	modified time.Time
	number   uint64    // which another file in its place does not have; 0 where the system does not tell
	changed  time.Time // the last change of whatever the system knows of the file, which nobody can set; the zero time where it does not tell
}

func sealOf(info fs.FileInfo) seal {
	s := seal{size: info.Size(), modified: info.ModTime().UTC()}
	s.number, s.changed = inner(info)
	return s
}

// settling is how long after its last change a file is not known by its times:
// two changes within one tick of a file system's clock have the same.
const settling = 2 * time.Second

// young reports whether the file changed just before now, or after it.
func (s seal) young(now time.Time) bool {
	return now.Sub(s.modified) < settling || now.Sub(s.changed) < settling
}
