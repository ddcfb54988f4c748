package read

import (
	"bufio"
	"bytes"
	"sync"
	"time"

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
	m := &matter{file: file, zone: zone}
	opened := site.Spot{Line: int32(b.line), Column: 1, Width: int32(b.mark.width)}
	switch {
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
	odd              bool // package frontmatter would not find the end, or too soon
	keyed            int  // the end of the first lines, up to a blank one
}

// fenced finds the front matter: the first line that is not blank is --- or
// +++. It ends at a line of the same characters that is not indented; for ---
// a line of three dots or of more dashes will do, as in YAML and as people type.
func fenced(text []byte) (b block, ok bool) {
	line, next := cutLine(text, 0)
	for b.line = 1; len(bytes.TrimSpace(line)) == 0; b.line++ {
		if next == len(text) {
			return b, false
		}
		b.open = next
		line, next = cutLine(text, next)
	}
	switch t := bytes.TrimSpace(line); string(t) {
	case "---", "+++":
		b.mark = mark{t[0], 3 + bytes.Index(line, t)}
	default:
		return b, false
	}
	b.start = next
	for at := next; at < len(text); at = next {
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
		return b, true
	}
	if b.keyed == 0 {
		b.keyed = len(text)
	}
	return b, true
}

func (m mark) closes(line []byte) bool {
	if len(line) < 3 || line[0] != m.char {
		return m.char == '-' && string(line) == "..."
	}
	for _, c := range line {
		if c != m.char {
			return false
		}
	}
	return true
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
		fence = b.plain(fence)
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

// plain is the block with fences as package frontmatter wants them, byte for
// byte as long: an indented --- is hidden from it, ... and ---- become ---.
func (b block) plain(fence []byte) []byte {
	fence = bytes.Clone(fence)
	for at, last := b.start-b.open, b.end-b.open; at < last; {
		line, next := cutLine(fence, at)
		if t := bytes.TrimSpace(line); string(t) == b.mark.String() {
			copy(t, "~~~")
		}
		at = next
	}
	line, _ := cutLine(fence, b.end-b.open)
	for i := range line {
		line[i] = ' '
	}
	copy(line, b.mark.String())
	return fence
}
