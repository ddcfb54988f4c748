package render

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// A graph is JSON-LD being written.
type graph struct {
	b      []byte
	origin string
}

func (g *graph) put(json string) { g.b = append(g.b, json...) }

func (g *graph) key(name string) {
	g.b = append(g.b, `,"`...)
	g.b = append(g.b, name...)
	g.b = append(g.b, `":`...)
}

// text writes what is known.
func (g *graph) text(name, text string) {
	if text != "" {
		g.key(name)
		g.quote(text)
	}
}

// url writes an address of the site, or an absolute one.
func (g *graph) url(name, url string) {
	if rooted(url) {
		g.key(name)
		g.quote(g.origin, url)
		return
	}
	g.text(name, url)
}

// rooted reports whether a URL lacks nothing but the site's origin.
func rooted(url string) bool {
	return strings.HasPrefix(url, "/") && !strings.HasPrefix(url, "//")
}

func (g *graph) number(name string, n int) {
	g.key(name)
	g.b = strconv.AppendInt(g.b, int64(n), 10)
}

func (g *graph) open(name, kind string) {
	g.key(name)
	g.put(`{"@type":"`)
	g.put(kind)
	g.put(`"`)
}

// next begins member i of an array, and with the first the array.
func (g *graph) next(name string, i int) {
	if i > 0 {
		g.put(",")
		return
	}
	g.key(name)
	g.put("[")
}

// close ends an array of n members; one of none was never begun.
func (g *graph) close(n int) {
	if n > 0 {
		g.put("]")
	}
}

// quote writes texts as one. Nothing in it can end the element that it stands
// in, or begin a comment.
func (g *graph) quote(texts ...string) {
	g.put(`"`)
	for _, s := range texts {
		g.b = appendScript(g.b, s)
	}
	g.put(`"`)
}

// appendScript appends a text as it stands within quotes in a script.
func appendScript(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' {
				i++
				continue
			}
			dst = append(dst, s[from:i]...)
			if c == '"' || c == '\\' {
				dst = append(dst, '\\', c)
			} else {
				dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			}
			i++
			from = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			dst = append(append(dst, s[from:i]...), `\ufffd`...)
			from = i + n
		case r == '\u2028' || r == '\u2029':
			dst = append(append(dst, s[from:i]...), `\u202`...)
			dst = append(dst, hex[r&15])
			from = i + n
		}
		i += n
	}
	return append(dst, s[from:]...)
}
