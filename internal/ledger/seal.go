package ledger

import (
	"io/fs"
	"time"
)

// A Seal is what a file looks like from outside. A file whose seal is unbroken
// has not changed, if the seal was not young when it was set.
type Seal struct {
	Size     int64
	Modified int64  // nanoseconds since 1970
	Changed  int64  // the last change of whatever the system knows of the file, which nobody can set; 0 where it does not tell
	Number   uint64 // which another file in its place does not have; 0 where the system does not tell
}

// Of takes the seal of a file.
func Of(info fs.FileInfo) Seal {
	s := Seal{Size: info.Size(), Modified: info.ModTime().UnixNano()}
	s.Number, s.Changed = inner(info)
	return s
}

// How long after its last change a file is not known by its times, for two
// changes within one tick of a file system's clock have the same. A clock that
// tells fractions of a second ticks a hundred times in one, or more often.
const (
	coarse = int64(2 * time.Second)
	fine   = int64(100 * time.Millisecond)
)

// Young reports whether the file changed so shortly before an instant, in
// nanoseconds since 1970, or after it, that another change may have left the
// same seal.
func (s Seal) Young(at int64) bool {
	return young(s.Modified, at) || s.Changed != 0 && young(s.Changed, at)
}

func young(changed, at int64) bool {
	settling := coarse
	if changed%int64(time.Second) != 0 {
		settling = fine
	}
	return at-changed < settling
}

// Tells reports whether a file is the one that another seal was taken of. Where
// the system does not tell the last change, a seal says too little: whoever can
// set a file's time can hide a change.
func (s Seal) Tells(of Seal) bool { return s == of && s.Changed != 0 }

// Moved reports whether a file may be what another seal was taken of, copied
// with its time: sizes and times agree, and the time is too exact to do so by
// chance.
func (s Seal) Moved(to Seal) bool {
	return s.Size == to.Size && s.Modified == to.Modified && s.Modified%int64(time.Second) != 0
}
