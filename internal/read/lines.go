package read

import (
	"strings"
	"time"
	"unicode/utf8"

	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// matter is front matter while it is read.
type matter struct {
	file string
	zone *time.Location
	h    site.Header
	seen [len(keys)]struct { // each key as it was given
		name string
		line int32
	}
	problems []diag.Problem
	base     int  // how far the keys are indented
	lost     bool // a line without a key was met: what follows may be prose
}

func (m *matter) report(at site.Spot, msg diag.Message, args ...any) {
	pos := diag.Pos{File: m.file, Line: int(at.Line), Column: int(at.Column), Width: int(at.Width)}
	m.problems = append(m.problems, diag.At(pos, msg, args...))
}

// A given is a key with what a writer put behind it, still to be understood.
type given struct {
	name   string
	nameAt site.Spot
	first  string    // what follows the colon on the same line
	at     site.Spot // where first begins
	hash   bool      // a # at the start of first begins a comment
	rest   string    // the lines below that belong to the key, as they stand
}

// lines reads a block of YAML: one key after the other. Not what YAML makes of
// a line counts but what the writer meant by it, so a key is whatever stands
// before the first colon, and its value what stands behind, up to the next key.
func (m *matter) lines(src string, line int) {
	var p given
	open, based := false, false
	start, end := 0, 0 // of the lines that belong to p
	for at := 0; at < len(src); line++ {
		s, next := src[at:], len(src)
		if n := strings.IndexByte(s, '\n'); n >= 0 {
			s, next = s[:n], at+n+1
		}
		begin := at
		at = next
		text := trim(s)
		if text == "" {
			continue
		}
		indent := strings.Index(s, text)
		if open && (indent > m.base || bound(text)) {
			end = next
			continue
		}
		if text[0] == '#' {
			continue
		}
		if open {
			p.rest = src[start:max(start, end)]
			m.take(p)
		}
		if !based {
			m.base, based = indent, true
		}
		if p, open = cutKey(s, line); !open {
			m.keyless(s, begin, line)
			continue
		}
		start, end = next, 0
	}
	if open {
		p.rest = src[start:max(start, end)]
		m.take(p)
	}
}

// bound reports whether a line belongs to the key above it though it is not
// indented: an item of a list, or the end of a list or map.
func bound(text string) bool {
	switch text[0] {
	case '-', ']', '}':
		return true
	}
	return strings.HasPrefix(text, "］")
}

// keyless reports the first line that has no key.
func (m *matter) keyless(s string, begin, line int) {
	if m.lost {
		return
	}
	m.lost = true
	m.report(spot(s, trim(s), line), "front-matter.line")
}

// cutKey takes a line apart at its first colon.
func cutKey(s string, line int) (p given, ok bool) {
	text := trim(s)
	name, after, wide := text, "", false
	if q := text[0]; q == '"' || q == '\'' {
		n := strings.IndexByte(text[1:], q)
		if n < 0 {
			return p, false
		}
		name, after = text[1:n+1], trimLeft(text[n+2:])
		if wide = strings.HasPrefix(after, "："); !wide && !strings.HasPrefix(after, ":") {
			return p, false
		}
	} else {
		i := colon(text)
		if i < 0 {
			return p, false
		}
		name, after, wide = trim(text[:i]), text[i:], text[i] != ':'
	}
	if name == "" || len(name) > 40 && utf8.RuneCountInString(name) > 40 {
		return p, false
	}
	if after = after[1:]; wide {
		after = after[2:]
	}
	value := trimLeft(after)
	if !wide && value != "" && len(value) == len(after) && known(name) < 0 {
		return p, false
	}
	p = given{name: name, nameAt: spot(s, name, line), first: value}
	p.at = site.Spot{Line: int32(line), Column: int32(1 + utf8.RuneCountInString(s[:len(s)-len(trailing(s, text))-len(value)]))}
	p.at.Width = int32(utf8.RuneCountInString(value))
	p.hash = !wide || len(value) < len(after)
	return p, true
}

// trailing is what trim took from the end of s to make text.
func trailing(s, text string) string {
	return s[strings.Index(s, text)+len(text):]
}

// colon is the offset of the first colon of either width.
func colon(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] == ':' || s[i] == 0xef && strings.HasPrefix(s[i:], "：") {
			return i
		}
	}
	return -1
}

// take sets the field that a key is for.
func (m *matter) take(p given) {
	row, ok := m.row(p.name, p.nameAt)
	if !ok {
		return
	}
	m.set(keys[row].field(&m.h), p)
}

// row finds a key, and reports it when it is unknown or given before.
func (m *matter) row(name string, at site.Spot) (row int, ok bool) {
	row = known(name)
	switch {
	case row < 0 && m.lost, row >= 0 && keys[row].field == nil:
		return row, false
	case row < 0:
		m.unknown(name, at)
		return row, false
	case m.seen[row].name != "":
		if first := m.seen[row]; alike(first.name, name) {
			m.report(at, "duplicate-key", name, int(first.line))
		} else {
			m.report(at, "duplicate-key.other", name, first.name, int(first.line))
		}
		return row, false
	}
	m.seen[row].name, m.seen[row].line = name, at.Line
	if row == titleRow {
		m.h.Title.Spot = at // where it is missing, if nothing follows
	}
	return row, true
}

// spot is where part stands in the line s.
func spot(s, part string, line int) site.Spot {
	i := max(strings.Index(s, part), 0)
	return site.Spot{
		Line:   int32(line),
		Column: int32(1 + utf8.RuneCountInString(s[:i])),
		Width:  int32(utf8.RuneCountInString(part)),
	}
}

// trim takes spaces of every kind off both ends.
func trim(s string) string { return trimRight(trimLeft(s)) }

func trimLeft(s string) string {
	for s != "" {
		if s[0] < utf8.RuneSelf {
			if s[0] > ' ' {
				break
			}
			s = s[1:]
			continue
		}
		r, n := utf8.DecodeRuneInString(s)
		if !blank(r) {
			break
		}
		s = s[n:]
	}
	return s
}

func trimRight(s string) string {
	for s != "" {
		c := s[len(s)-1]
		if c < utf8.RuneSelf {
			if c > ' ' {
				break
			}
			s = s[:len(s)-1]
			continue
		}
		r, n := utf8.DecodeLastRuneInString(s)
		if !blank(r) {
			break
		}
		s = s[:len(s)-n]
	}
	return s
}

// blank reports whether r shows nothing: the spaces that Word and input methods leave.
func blank(r rune) bool {
	switch r {
	case '\u00a0', '\u3000', '\u200b', '\u2028', '\u2029', '\u202f', '\ufeff', '\u0085':
		return true
	}
	return '\u2000' <= r && r <= '\u200a'
}
