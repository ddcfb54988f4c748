package read

import (
	"bufio"
	"bytes"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/adrg/frontmatter"

	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// header splits a text into its front matter and its body. line is the line of
// the text, counted from 1, on which the body begins. A text without front
// matter is all body. A block that is broken is reported; it is never part of
// the body.
func header(file string, text []byte, zone *time.Location) (site.Header, []byte, int, []diag.Problem) {
	b, ok := fenced(text)
	if !ok {
		return site.Header{}, text, 1, nil
	}
	m := matters.Get().(*matter)
	defer matters.Put(m)
	*m = matter{file: file, zone: zone}
	opened := site.Spot{Line: int32(b.line), Column: 1, Width: int32(b.mark.width)}
	switch {
	case b.missing:
		first, _ := cutLine(text, b.open)
		m.lines(string(text[b.start:b.end]), 1+bytes.Count(text[:b.start], []byte{'\n'}))
		m.problems = nil
		m.report(spot(string(first), trim(string(first)), b.line), "front-matter.fence")
	case !b.closed:
		m.lines(string(text[b.start:b.keyed]), b.line+1)
		m.problems = nil
		m.report(opened, "front-matter.unclosed", b.mark.String())
		return m.h, nil, 1 + bytes.Count(text, []byte{'\n'}), m.problems
	case b.end-b.start > blockLimit:
		m.report(opened, "front-matter.size", blockLimit>>10)
	default:
		raw, format := recognise(text, b)
		if format == "toml" {
			m.toml(raw, b.line+1)
		} else {
			m.lines(string(raw), b.line+1)
		}
	}
	return m.h, text[b.body:], 1 + bytes.Count(text[:b.body], []byte{'\n'}), m.problems
}

// matters are used again, for each is as large as several headers.
var matters = sync.Pool{New: func() any { return new(matter) }}

const blockLimit = 64 << 10

// A mark is what a fence is made of.
type mark struct {
	char  byte
	width int // how many characters the opening line has
}

func (m mark) String() string { return string([]byte{m.char, m.char, m.char}) }

// A block says where the front matter of a text stands. Offsets are in bytes.
type block struct {
	mark             mark
	line             int // of the opening fence
	open, start, end int // the opening fence, the first key, the closing fence
	body             int // what follows the closing fence
	closed           bool
	odd              bool // package frontmatter would not find the fences, or too soon
	missing          bool // there are keys, but no opening fence, or one that could mean anything
	keyed            int  // the end of the first lines, up to a blank one
}

// fenced finds the front matter: the first line that is not blank is --- or
// +++. It ends at a line of the same characters that is not indented. For ---
// a line of three dots will do, as in YAML, and of dashes as people and word
// processors type them; where keys follow, such dashes open it too.
func fenced(text []byte) (b block, ok bool) {
	line, next := cutLine(text, 0)
	for b.line = 1; len(bytes.TrimSpace(line)) == 0; b.line++ {
		if next == len(text) {
			return b, false
		}
		b.open = next
		line, next = cutLine(text, next)
	}
	b.start = next
	switch t := bytes.TrimSpace(line); {
	case string(t) == "---" || string(t) == "+++":
		b.mark = mark{t[0], 3 + utf8.RuneCount(line[:bytes.Index(line, t)])}
	case len(t) > 200 || !b.resembles(text, string(t)):
		return b, false
	default:
		b.mark, b.odd = mark{'-', utf8.RuneCount(line)}, true
	}
	b.close(text)
	if b.missing {
		if !b.closed || b.keyed > 0 && b.keyed < b.end {
			b.end, b.body, b.closed = b.keyed, b.keyed, false
		}
	}
	return b, true
}

// close finds the end.
func (b *block) close(text []byte) {
	for at, next := b.start, 0; at < len(text); at = next {
		var line []byte
		line, next = cutLine(text, at)
		t := bytes.TrimSpace(line)
		if len(t) == 0 && b.keyed == 0 {
			b.keyed = at
		}
		if !b.mark.closes(t) {
			continue
		}
		exact := string(t) == b.mark.String()
		if line[0] != t[0] {
			b.odd = b.odd || exact
			continue
		}
		b.end, b.body, b.closed = at, next, true
		b.odd = b.odd || !exact
		return
	}
	if b.keyed == 0 {
		b.keyed = len(text)
	}
}

// resembles reports whether front matter is meant that does not begin as it
// should: with dashes of another kind or number, which are as good, with
// another line without words, or with its first key.
func (b *block) resembles(text []byte, first string) bool {
	switch {
	case dashes(first):
		return keyBelow(text, b.start) >= 0
	case strings.Trim(first, "-=*_~`+#. —") == "", strings.HasPrefix(first, "```y"):
		b.missing = true
		return keyBelow(text, b.start) >= 0
	}
	row := keyOf(first)
	below, _ := cutLine(text, b.start)
	t := trim(string(below))
	b.start, b.missing = b.open, true
	return row == titleRow || row >= 0 && (keyOf(t) >= 0 || len(t) > 1 && dashes(t))
}

// keyBelow is the row of the key on the first line that is not blank, -1 when
// there is none.
func keyBelow(text []byte, at int) int {
	for at < len(text) {
		line, next := cutLine(text, at)
		if t := trim(string(line)); t != "" {
			return keyOf(t)
		}
		at = next
	}
	return -1
}

// keyOf is the row of the key that a line begins with, -1 when it has none.
func keyOf(line string) int {
	i := colon(line)
	if i < 0 {
		return -1
	}
	return known(trim(line[:i]))
}

func (m mark) closes(line []byte) bool {
	if len(line) < 2 {
		return false
	}
	switch c := line[0]; {
	case m.char == '+':
		return len(line) > 2 && len(bytes.Trim(line, "+")) == 0
	case c == '.':
		return string(line) == "..."
	}
	return (line[0] == '-' || line[0] >= utf8.RuneSelf) && dashes(string(line))
}

// dashes reports whether a line has nothing but dashes: hyphens, or what word
// processors and input methods make of them.
func dashes(s string) bool {
	for _, r := range s {
		switch r {
		case '-', '–', '—', '―', '−', '─', '━', '－':
		default:
			return false
		}
	}
	return s != ""
}

// cutLine returns the line that begins at, without its end, and where the next begins.
func cutLine(text []byte, at int) (line []byte, next int) {
	if n := bytes.IndexByte(text[at:], '\n'); n >= 0 {
		return text[at : at+n], at + n + 1
	}
	return text[at:], len(text)
}

// readers are what package frontmatter would otherwise make anew for each text.
var readers = sync.Pool{New: func() any { return bufio.NewReader(nil) }}

// recognise returns what stands between the fences and its format.
func recognise(text []byte, b block) (raw []byte, format string) {
	fence := text[b.open:b.body]
	if b.odd {
		fence = b.plain(text[b.start:b.end])
	}
	type found struct {
		format string
		size   int
	}
	as := func(format string) frontmatter.UnmarshalFunc {
		return func(data []byte, v any) error {
			*v.(*found) = found{format, len(data)}
			return nil
		}
	}
	r := readers.Get().(*bufio.Reader)
	defer readers.Put(r)
	r.Reset(bytes.NewReader(fence))
	var f found
	_, err := frontmatter.Parse(r, &f,
		frontmatter.NewFormat("---", "---", as("yaml")),
		frontmatter.NewFormat("+++", "+++", as("toml")))
	if err != nil || f.format == "" {
		return nil, ""
	}
	return text[b.start : b.start+f.size], f.format
}

// plain is the block with fences as package frontmatter wants them; an indented
// --- is hidden from it.
func (b block) plain(inner []byte) []byte {
	fence := b.mark.String() + "\n"
	all := make([]byte, 0, len(inner)+2*len(fence))
	all = append(append(all, fence...), inner...)
	for at := len(fence); at < len(all); {
		line, next := cutLine(all, at)
		if t := bytes.TrimSpace(line); string(t) == b.mark.String() {
			copy(t, "~~~")
		}
		at = next
	}
	return append(all, fence...)
}
