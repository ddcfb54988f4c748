// Package ledger writes down what a build asked, what it was told and what it
// made of it, so that the next build can ask again and compare.
//
// A build is a function of the program, its options, the hour and the answers
// that its source gave: the bytes of a file, the names in a folder, whether
// something is there. Where all of these are as they were, and every output
// still has the bytes that the build gave it, there is nothing to do. Nothing
// is inferred from what changed; there are no edges to follow and to forget.
//
// A file is known by its Seal, what it looks like from outside, if that was
// not young when it was set; else by the sum of its bytes.
//
// A ledger is a file that may be lost, cut short, damaged, of another version
// or from another machine: Decode refuses it, or its answers do not agree, and
// the build is made anew.
package ledger

import (
	"cmp"
	"slices"
	"strings"

	"bulletin/internal/digest"
)

// A Kind is what was asked.
type Kind uint8

// The kinds of questions.
const (
	Content Kind = iota // the bytes of a file
	Listing             // the names and types in a folder
	Status              // type and size of what is there, links followed
	Link                // the same, links not followed
)

// An Answer is what a source said of a path.
type Answer struct {
	Path   string // relative to the source, with slashes
	Kind   Kind
	Absent bool       // nothing is there; then all else is zero
	Young  bool       // the seal says nothing
	Seal   Seal       // of what was there just before
	Sum    digest.Sum // of the bytes, or of whatever else the answer was
}

// An Output is a file that was made.
type Output struct {
	Path  string // relative to the destination, with slashes
	Young bool   // the seal says nothing
	Seal  Seal
	Sum   digest.Sum
	From  digest.Sum // of all that it was made from; zero where that is not known
}

// A Ledger is one build.
type Ledger struct {
	With        string     // the options, in the caller's words
	Program     Answer     // the bytes of the program; Path is empty
	From, Until int64      // between these instants the hour changes nothing; Until is 0 for ever. Nanoseconds since 1970
	Mark        digest.Sum // of what the destination says of itself
	Home        uint64     // the number of the file in which it says so, which a copy does not have
	Folders     []Answer   // those folders of the destination that hold folders of outputs, by their seals alone
	Inputs      []Answer
	Outputs     []Output
	Report      []byte // what was told of the build, in the caller's words
}

// Sorted brings answers into the order of their paths and takes out
// repetitions.
func Sorted(answers []Answer) []Answer {
	slices.SortFunc(answers, Compare)
	return slices.Compact(answers)
}

// Compare orders answers by their paths, those of one path by what was asked.
func Compare(a, b Answer) int {
	return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.Kind, b.Kind))
}
