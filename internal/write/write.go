// Package write makes a directory hold exactly the given outputs, and touches
// nothing else in it.
//
// A build opens the destination, says which paths it will write, writes them
// in any order and from any number of goroutines, and commits:
//
//	s, err := write.Open(ctx, "public", nil)
//	defer s.Close()
//	err = s.Begin(paths)
//	change, err := s.Write(write.Output{Path: "zh/index.html", Body: page})
//	stats, err := s.Commit()
//
// # What is promised
//
// A file that already has the right bytes is not touched, and keeps its time.
// A file with other bytes is written aside and takes its place at Commit, by
// one rename, together with all others. A new file is created under its own
// name; it is not linked from the old pages yet. What the program wrote and no
// longer plans is removed after that, and a folder this leaves empty with it.
//
// Until Commit has succeeded, Abort (and Close, and a failed Commit followed
// by either) leaves the destination as it was, byte for byte. A build that was
// killed leaves each old file with its old or its new bytes, and the next
// build brings about exactly the new tree. (A lost power supply may empty
// what was written just before. The next build compares and heals that too.)
//
// # What belongs to the program
//
// The manifest, .bulletin-manifest in the destination, lists what the program
// wrote. A file that it does not list is foreign. So is one that somebody has
// changed since, once no output is planned there. A foreign file is never
// removed; at a planned path a file is replaced, and Replaced tells before the
// commit which had been somebody's work. A folder,
// symbolic link or device at a planned path is an error that names it, unless
// it is a folder of nothing but old outputs; a folder can likewise take the
// place of an old output, never that of a foreign file.
//
// Everything goes through os.Root, and below the destination no symbolic link
// is followed. The destination itself may be one.
//
// # The manifest
//
// A header, then one line "SUM  PATH" for each file, sorted by path; SUM is the
// XXH3 sum of the file, of 128 bits. While a build runs, lines are added at
// the end, and the last line for a path counts:
//
//   - PATH      the program's, in an unknown state
//     ?SUM  PATH   the program's if the file has this sum, else foreign
//
// A line that cannot be read, that is not complete or that names an unsafe
// path does not count. The lock that keeps two builds apart is on this file.
package write

import (
	"os"
	"sync"

	"bulletin/internal/digest"
)

const (
	manifestName = ".bulletin-manifest"
	asideName    = ".bulletin-aside"
)

// An Output is a file to be: its slash-separated path below the destination
// and its bytes.
type Output struct {
	Path string
	Body []byte
}

// A Change is what writing an output does to the destination.
type Change int

// The changes.
const (
	Same    Change = iota // the file had these bytes already
	Changed               // the file had other bytes
	Created               // there was no file
)

// Stats counts what a build did to the destination.
type Stats struct {
	Same, Changed, Created, Removed int
}

// A Site is a destination that is being written, and its lock.
type Site struct {
	root    *os.Root
	folders *folders
	fault   func(op string) error // tests make operations fail with it

	mu       sync.Mutex
	lock     *os.File         // the manifest, open and locked
	held     bool             // the lock is ours
	found    []byte           // the manifest as it was
	lines    map[string]int   // where its lines are that are to be amended; nil if all outputs are planned
	patched  []string         // those that were
	torn     bool             // its last line is not complete
	added    bool             // lines were added to it
	made     []string         // folders that were made to hold the destination, outermost first
	bare     bool             // Open made the manifest
	old      map[string]entry // what the manifest says
	plan     map[string]*plan
	begun    bool
	undo     []step
	asides   int
	aside    *folder // what waits for the commit, or was there before it
	finished bool    // committed or aborted
	closed   bool
	leftover error // what could not be swept away after the commit
}

// A plan is an output on its way.
type plan struct {
	state   state
	foreign bool   // a foreign file stood at the path when the build began
	edited  bool   // somebody has changed the file that stands there
	aside   string // its name in the folder aside, where the bytes wait for the commit
	late    bool   // can be put in place only when old outputs have made room
	sum     digest.Sum
	change  Change
}

type state int

const (
	waiting state = iota
	writing
	done
)

func (s *Site) trouble(op string) error {
	if s.fault == nil {
		return nil
	}
	return s.fault(op)
}
