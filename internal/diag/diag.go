// Package diag says what is wrong, where, and what to do about it.
//
// A Problem has a position, a message and the message's arguments. What the
// message says stands in a catalogue, in English and Chinese, together with a
// hint: what the writer should do. Every message belongs to a rule, by whose
// name site.yaml gives it another severity.
//
// What an author did wrong is a Problem: collected, sorted and shown, all in
// one run. What the machine did wrong (disk, network) is an error.
package diag

import (
	"cmp"
	"slices"
	"strings"
)

// A Severity says what a problem does to the build.
type Severity uint8

// The severities. Only Error stops the build; under --strict, Warning too.
const (
	Off Severity = iota
	Advice
	Warning
	Error
)

var severityNames = [...]string{Off: "off", Advice: "advice", Warning: "warning", Error: "error"}

func (s Severity) String() string { return severityNames[s] }

// ParseSeverity reads a severity as site.yaml writes it.
func ParseSeverity(s string) (Severity, bool) {
	i := slices.Index(severityNames[:], strings.ToLower(strings.TrimSpace(s)))
	return Severity(max(i, 0)), i >= 0
}

// A Pos is a place in a source file. File is a path with slashes, relative to
// the site's source. Line and Column count from 1, columns in characters
// (runes). Width is how many characters the place spans; 0 means one.
type Pos struct {
	File                string
	Line, Column, Width int
}

// Whole is the position of a problem that concerns a whole file.
func Whole(file string) Pos { return Pos{File: file, Line: 1, Column: 1} }

// A Message names one thing that can be wrong: the name of its rule, and where
// a rule has several messages a dot and a word more, as in "date.missing".
type Message string

// Rule is the name by which site.yaml knows the message.
func (m Message) Rule() string {
	rule, _, _ := strings.Cut(string(m), ".")
	return rule
}

// A Problem is one thing wrong at one place.
type Problem struct {
	Pos      Pos
	Message  Message
	Args     []any // for the verbs of the catalogue's texts: strings and ints
	Severity Severity
}

// At makes a problem with the severity that its rule has by default.
func At(pos Pos, m Message, args ...any) Problem {
	return Problem{Pos: pos, Message: m, Args: args, Severity: DefaultSeverity(m.Rule())}
}

// Settings are the severities that site.yaml gives to rules.
type Settings map[string]Severity

// Apply returns the problems with their severities set, without those that are
// off and without repetitions, sorted by file, line, column and message. Of a
// picture that is missing it is not said that it has no description.
// Nothing lowers a rule that is fixed (see Fixed).
func (s Settings) Apply(problems []Problem) []Problem {
	kept := make([]Problem, 0, len(problems))
	for _, p := range problems {
		if sev, ok := s[p.Message.Rule()]; ok && !Fixed(p.Message.Rule()) {
			p.Severity = sev
		}
		if p.Severity != Off {
			kept = append(kept, p)
		}
	}
	slices.SortStableFunc(kept, compare)
	missing := map[Pos]bool{}
	for _, p := range kept {
		if p.Message == "picture" || p.Message == "picture.like" {
			missing[p.Pos] = true
		}
	}
	kept = slices.DeleteFunc(kept, func(p Problem) bool { return p.Message.Rule() == "alt" && missing[p.Pos] })
	return slices.CompactFunc(kept, same)
}

func compare(a, b Problem) int {
	return cmp.Or(
		strings.Compare(a.Pos.File, b.Pos.File),
		a.Pos.Line-b.Pos.Line,
		a.Pos.Column-b.Pos.Column,
		strings.Compare(string(a.Message), string(b.Message)),
		slices.CompareFunc(a.Args, b.Args, func(x, y any) int { return strings.Compare(plain(x), plain(y)) }),
	)
}

func same(a, b Problem) bool { return compare(a, b) == 0 }

// Worst is the highest severity among problems, Off when there are none.
func Worst(problems []Problem) Severity {
	worst := Off
	for _, p := range problems {
		worst = max(worst, p.Severity)
	}
	return worst
}

// Suggest returns the candidate that is most like word, or "" when none is
// close enough to be a likely slip of the hand.
func Suggest(word string, candidates []string) string {
	best, limit := "", 1+len([]rune(word))/3
	for _, c := range candidates {
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d < limit || d == limit && best == "" && d < len([]rune(word)) {
			best, limit = c, d
		}
	}
	return best
}

// distance is the number of single-character edits (a swap of neighbours
// counts as one) between two words.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	var before []int
	row := make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(s); i++ {
		next := make([]int, len(t)+1)
		next[0] = i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(t)]
}
