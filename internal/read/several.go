package read

import (
	"strings"
	"unicode/utf8"

	"bulletin/internal/site"
)

// several reads a value that may be a list: lines with hyphens, names between
// brackets, or one line that is divided later (see divide). records says
// whether an item may be a record of an attachment.
func (m *matter) several(p given, records bool) value {
	if p.first == "" || p.first[0] == '#' && p.hash {
		switch text := leading(p.rest); {
		case text == "":
			return value{}
		case text[0] == '-', records && attachmentKey(text) != "":
			return m.items(p, records)
		case outer(text) == record:
			return value{form: record, at: m.below(p)}
		}
		return m.literal(p, false)
	}
	switch {
	case p.first[0] == '[', strings.HasPrefix(p.first, "［"):
		return m.flow(p)
	case p.first[0] == '{' && records:
		return m.tree(p)
	}
	return m.literal(p, false)
}

// items reads the lines of a list, each with its hyphen.
func (m *matter) items(p given, records bool) value {
	v := value{form: list}
	for line, s := range rows(p.rest, p.at.Line+1) {
		text := trim(s)
		if text == "" || text[0] == '#' {
			continue
		}
		if text[0] == '-' {
			text = trimLeft(text[1:])
			if intricate(text) {
				return m.tree(p)
			}
			v.items = append(v.items, value{})
			if flowing(text) {
				v.items[len(v.items)-1] = m.tree(given{first: text, at: tail(s, text, line)})
				continue
			}
		} else if len(v.items) == 0 {
			v.items = append(v.items, value{})
		}
		item := &v.items[len(v.items)-1]
		at := tail(s, text, line)
		q := given{first: text, at: at, hash: true}
		if records && m.member(item, q) {
			continue
		}
		if trim(s) == text && item.form != nothing {
			if !m.astray(s, line) {
				item.text, item.exact = join(item.text, m.uncomment(text, at, true, false)), false
			}
			continue
		}
		*item = m.single(q, false)
	}
	kept := v.items[:0]
	for _, item := range v.items {
		if item.form != nothing {
			kept = append(kept, item)
		}
	}
	if v.items = kept; len(kept) == 0 {
		return value{}
	}
	v.at = kept[0].at
	return v
}

// intricate reports whether an item goes on below in a way that only a YAML
// parser understands.
func intricate(text string) bool {
	if text == "" {
		return false
	}
	return blockSign(text) || text[0] == '"' && quoteEnd(text) < 0 || text[0] == '{' && !flowing(text)
}

// flowing reports whether an item is a list or record between brackets.
func flowing(text string) bool {
	return len(text) > 1 && (text[0] == '{' && text[len(text)-1] == '}' || text[0] == '[' && text[len(text)-1] == ']')
}

// member adds a line like "file: fees.pdf" to a record.
func (m *matter) member(item *value, p given) bool {
	name := attachmentKey(p.first)
	if name == "" || item.form == plain {
		return false
	}
	q, ok := cutKey(p.first, int(p.at.Line))
	if !ok {
		return false
	}
	q.at.Column += p.at.Column - 1
	v := m.single(q, false)
	if item.form == nothing {
		*item = value{form: record, at: p.at}
	}
	if v.form != nothing {
		v.name = name
		item.items = append(item.items, v)
	}
	return true
}

// attachmentKey is "path" or "title" for a line that begins with such a key.
func attachmentKey(text string) string {
	i := colon(text)
	if i < 0 || text[i] == ':' && i+1 < len(text) && text[i+1] != ' ' && text[i+1] != '\t' {
		return ""
	}
	return attachmentName(trim(text[:i]))
}

func attachmentName(name string) string {
	switch strings.ToLower(name) {
	case "path", "file", "src", "文件":
		return "path"
	case "title", "name", "标题", "名称":
		return "title"
	}
	return ""
}

// flow reads a list between brackets of either width.
func (m *matter) flow(p given) value {
	s := p.first
	if p.rest != "" {
		s += "\n" + p.rest
	}
	open := 1
	if s[0] != '[' {
		open = len("［")
	}
	d := divider{m: m, s: s, bracket: true, spot: p.at}
	d.advance(open)
	items := d.divide()
	switch {
	case d.nested:
		return m.tree(p)
	case !d.closed:
		at := p.at
		at.Width = 1
		m.report(at, "front-matter.list")
		return value{}
	}
	if after := trimLeft(s[d.i:]); after != "" && after[0] != '#' && !m.strayBelow(p, d.spot.Line) {
		return m.literal(p, false)
	}
	if len(items) == 0 {
		return value{}
	}
	at := p.at
	if d.spot.Line == at.Line {
		at.Width = d.spot.Column - at.Column
	}
	return value{form: list, at: at, items: items}
}

// strayBelow reports lines below the end of a list that are indented by mistake.
func (m *matter) strayBelow(p given, last int32) (any bool) {
	for line, s := range rows(p.rest, p.at.Line+1) {
		if line > last && trim(s) != "" {
			any = m.astray(s, line) || any
		}
	}
	return any
}

// tail is where text stands at the end of the line s.
func tail(s, text string, line int32) site.Spot {
	at := strings.LastIndex(s, text)
	return site.Spot{
		Line:   line,
		Column: int32(1 + utf8.RuneCountInString(s[:max(at, 0)])),
		Width:  int32(utf8.RuneCountInString(text)),
	}
}

// A divider takes a list apart at commas and semicolons of either width and at 、.
type divider struct {
	m              *matter
	s              string
	i              int
	spot           site.Spot // of s[i:]
	bracket        bool      // the list ends with a bracket
	files          bool      // only what has a file's ending is an item
	closed, nested bool
}

func (d *divider) divide() (items []value) {
	for d.skip(); d.i < len(d.s) && !d.closed && !d.nested; d.skip() {
		switch c := d.s[d.i]; {
		case d.bracket && (c == '[' || c == '{'):
			d.nested = true
			return nil
		case d.bracket && (c == ']' || strings.HasPrefix(d.s[d.i:], "］")):
			d.closed = true
			d.next()
		default:
			if v := d.item(); v.form != nothing {
				items = append(items, v)
			}
			if r, _ := utf8.DecodeRuneInString(d.s[d.i:]); comma(r) {
				d.next()
			}
		}
	}
	return items
}

// item reads up to the next comma or the bracket.
func (d *divider) item() value {
	at, start := d.spot, d.i
	if end := quoteEnd(d.s[d.i:]); end > 0 && !strings.Contains(d.s[d.i:d.i+end], "\n") {
		rest := strings.TrimLeft(d.s[d.i+end:], " \t\n")
		r, n := utf8.DecodeRuneInString(rest)
		if n == 0 || comma(r) || d.bracket && (r == ']' || r == '］' || r == '#') {
			d.advance(end)
			v := d.m.unquote(d.s[start:d.i], at)
			d.skip()
			return v
		}
	}
	for d.i < len(d.s) {
		r, n := utf8.DecodeRuneInString(d.s[d.i:])
		if d.bracket && (r == ']' || r == '］') || comma(r) && (!d.files || ended(d.s[start:d.i])) {
			break
		}
		if d.bracket && r == '#' && d.i > start && (d.s[d.i-1] == ' ' || d.s[d.i-1] == '\n') {
			break
		}
		d.advance(n)
	}
	text := trimRight(d.s[start:d.i])
	d.skip()
	if text == "" || text == "~" {
		return value{}
	}
	if d.bracket && strings.Contains(text, "\n") {
		text = strings.Join(strings.Fields(text), " ")
		return value{form: plain, text: text, at: at}
	}
	at.Width = int32(utf8.RuneCountInString(text))
	return value{form: plain, text: text, at: at, exact: true}
}

func comma(r rune) bool {
	switch r {
	case ',', '，', '、', ';', '；':
		return true
	}
	return false
}

// ended reports whether s looks like a file name with its ending.
func ended(s string) bool {
	s = trimRight(s)
	s = s[max(0, len(s)-7):]
	i := strings.LastIndexByte(s, '.')
	if i < 0 || len(s)-i < 2 || len(s)-i > 6 {
		return false
	}
	for _, c := range []byte(s[i+1:]) {
		if c = lower(c); (c < 'a' || 'z' < c) && (c < '0' || '9' < c) {
			return false
		}
	}
	return true
}

// skip passes blanks, line ends and comments.
func (d *divider) skip() {
	for d.i < len(d.s) {
		r, n := utf8.DecodeRuneInString(d.s[d.i:])
		switch {
		case r <= ' ' || blank(r):
		case r == '#' && d.bracket && d.i > 0 && (d.s[d.i-1] == ' ' || d.s[d.i-1] == '\n'):
			if n = strings.IndexByte(d.s[d.i:], '\n'); n < 0 {
				n = len(d.s) - d.i
			}
		default:
			return
		}
		d.advance(n)
	}
}

// next moves on by a character.
func (d *divider) next() {
	_, n := utf8.DecodeRuneInString(d.s[d.i:])
	d.advance(n)
}

// advance moves on by n bytes.
func (d *divider) advance(n int) {
	for _, r := range d.s[d.i : d.i+n] {
		d.spot.Column++
		if r == '\n' {
			d.spot.Line, d.spot.Column = d.spot.Line+1, 1
		}
	}
	d.i += n
	d.spot.Width = 0
}
