package read

import (
	"iter"
	"strings"
	"unicode/utf8"

	"bulletin/internal/site"
)

// A value is what was written for a key, in whatever format.
type value struct {
	form  form
	name  string // its key in a record
	text  string
	at    site.Spot
	exact bool    // text stands at at as it is
	items []value // of a list or a record
}

// A form is the outer look of a value.
type form uint8

const (
	nothing form = iota
	plain
	list
	record
)

// literal reads a value that is text, whatever characters it has: only
// quotation marks around the whole, comments and block signs mean what they
// mean in YAML.
func (m *matter) literal(p given, advise bool) value {
	switch {
	case blockSign(p.first):
		if p.rest == "" {
			return value{}
		}
		return m.quoted(p)
	case p.rest == "":
		return m.single(p, advise)
	case p.first != "" && quoteEnd(p.first) < 0:
		if strings.IndexByte(p.rest, p.first[0]) >= 0 {
			return m.quoted(p)
		}
		return m.single(p, advise)
	}
	first := m.single(p, advise)
	if first.form == nothing {
		if text := leading(p.rest); text == "" {
			return first
		} else if f := outer(text); f != plain {
			return value{form: f, at: m.below(p)}
		}
	}
	return m.folded(p, first, advise)
}

// single reads a value of one line.
func (m *matter) single(p given, advise bool) value {
	s := p.first
	if s == "" || s == "~" || strings.EqualFold(s, "null") {
		return value{}
	}
	if s[0] == '"' || s[0] == '\'' {
		end := quoteEnd(s)
		if end < 0 && s[0] == '"' {
			m.report(p.at, "front-matter.quote")
			return value{}
		}
		if end > 0 {
			if tail := trimLeft(s[end:]); tail == "" || tail[0] == '#' && len(tail) < len(s)-end {
				return m.unquote(s[:end], p.at)
			}
		}
	}
	text := m.uncomment(s, p.at, p.hash, advise)
	if text == "" || text == "~" || len(text) < len(s) && strings.EqualFold(text, "null") {
		return value{}
	}
	at := p.at
	at.Width = int32(utf8.RuneCountInString(text))
	return value{form: plain, text: text, at: at, exact: true}
}

// uncomment cuts a comment off: a # at the beginning or behind a space. hash
// says whether one at the beginning counts. Text fields advise of it, for the
// writer may have meant a number sign.
func (m *matter) uncomment(s string, at site.Spot, hash, advise bool) string {
	for i := strings.IndexByte(s, '#'); i >= 0 && i < len(s); i++ {
		if s[i] != '#' || i == 0 && !hash || i > 0 && s[i-1] != ' ' && s[i-1] != '\t' {
			continue
		}
		if advise {
			at.Column += int32(utf8.RuneCountInString(s[:i]))
			at.Width = int32(utf8.RuneCountInString(s[i:]))
			m.report(at, "comment")
		}
		return trimRight(s[:i])
	}
	return s
}

// quoteEnd is the offset behind the quotation mark that closes the one s
// begins with: -1 when there is none, 0 when s begins with no such mark.
func quoteEnd(s string) int {
	if s == "" || s[0] != '"' && s[0] != '\'' {
		return 0
	}
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && s[0] == '"':
			i++
		case s[i] != s[0]:
		case s[0] == '\'' && i+1 < len(s) && s[i+1] == '\'':
			i++
		default:
			return i + 1
		}
	}
	return -1
}

// unquote reads s, which begins and ends with quotation marks.
func (m *matter) unquote(s string, at site.Spot) value {
	inner := s[1 : len(s)-1]
	in := site.Spot{Line: at.Line, Column: at.Column + 1, Width: int32(utf8.RuneCountInString(inner))}
	v := value{form: plain, text: inner, at: in, exact: true}
	switch {
	case s[0] == '\'' && strings.Contains(inner, "''"):
		v.text, v.exact = strings.ReplaceAll(inner, "''", "'"), false
	case s[0] == '"' && strings.Contains(inner, `\`):
		at.Width = int32(utf8.RuneCountInString(s))
		v = m.quoted(given{first: s, at: at})
		v.at = in
	}
	if v.text == "" {
		return value{}
	}
	return v
}

// blockSign reports whether a value is the | or > of a block of lines.
func blockSign(s string) bool {
	if s == "" || s[0] != '|' && s[0] != '>' {
		return false
	}
	s, _, _ = strings.Cut(s[1:], " #")
	return strings.Trim(s, "0123456789+- \t") == ""
}

// folded joins the lines of a value into one text.
func (m *matter) folded(p given, first value, advise bool) value {
	v := first
	parts := append(make([]string, 0, 8), v.text)
	for line, s := range rows(p.rest, p.at.Line+1) {
		text := trim(s)
		if text == "" || text[0] == '#' {
			continue
		}
		if m.astray(s, line) {
			continue
		}
		at := spot(s, text, int(line))
		text = m.uncomment(text, at, true, advise)
		if v.form == nothing {
			at.Width = int32(utf8.RuneCountInString(text))
			v = value{form: plain, text: text, at: at, exact: true}
			continue
		}
		parts, v.exact = append(parts, text), false
	}
	if len(parts) > 1 {
		if parts[0] == "" {
			parts[0] = v.text
		}
		v.text = join(parts...)
	}
	return v
}

// astray reports a line that is indented by mistake: it has a key of its own,
// but as it stands it belongs to the value above.
func (m *matter) astray(s string, line int32) bool {
	p, ok := cutKey(s, int(line))
	if !ok || known(p.name) < 0 {
		return false
	}
	m.report(p.nameAt, "front-matter.indent")
	return true
}

// join puts lines together: with spaces, but none between Han.
func join(parts ...string) string {
	var b strings.Builder
	last := ' '
	for _, s := range parts {
		if s == "" {
			continue
		}
		first, _ := utf8.DecodeRuneInString(s)
		if b.Len() > 0 && !(wide(last) && wide(first)) {
			b.WriteByte(' ')
		}
		b.WriteString(s)
		last, _ = utf8.DecodeLastRuneInString(s)
	}
	return b.String()
}

func wide(r rune) bool {
	return 0x2e80 <= r && r <= 0xffef && r != 0xfeff || r >= 0x20000
}

// outer says what form the value has that begins with this line.
func outer(text string) form {
	if text == "-" || strings.HasPrefix(text, "- ") {
		return list
	}
	if i := colon(text); i > 0 && text[i] == ':' && (i+1 == len(text) || text[i+1] == ' ') && text[0] != '"' {
		return record
	}
	return plain
}

// leading is the first line of rest that says something, trimmed.
func leading(rest string) string {
	for _, s := range rows(rest, 0) {
		if text := trim(s); text != "" && text[0] != '#' {
			return text
		}
	}
	return ""
}

// below is where the value stands that begins under its key.
func (m *matter) below(p given) site.Spot {
	for line, s := range rows(p.rest, p.at.Line+1) {
		if text := trim(s); text != "" && text[0] != '#' {
			return spot(s, text, int(line))
		}
	}
	return p.at
}

// rows walks over lines, the first having the number line.
func rows(s string, line int32) iter.Seq2[int32, string] {
	return func(yield func(int32, string) bool) {
		for s != "" {
			row, rest, _ := strings.Cut(s, "\n")
			if !yield(line, row) {
				return
			}
			s, line = rest, line+1
		}
	}
}
