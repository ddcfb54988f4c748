package render

import (
	"bytes"
	"strings"

	"bulletin/internal/view"
)

// Whole appends a text with its holes filled, and the pictures of the gallery
// below it, to be read away from its page, as in a feed: every URL in it is
// absolute. origin is the scheme and host of the site, page the absolute URL
// of the page that the text stands on.
func (t *Theme) Whole(dst []byte, text view.Text, gallery []*view.Picture, origin, page string) ([]byte, error) {
	b := buffers.Get().(*Buffer)
	defer buffers.Put(b)
	var err error
	if b.b, err = t.text(b.b[:0], text); err != nil {
		return dst, err
	}
	for _, p := range gallery {
		b.b = append(figure(b.b, p, column), '\n')
	}
	return base{origin, page}.absolute(dst, b.b), nil
}

// A base is where HTML stood that is to be read elsewhere.
type base struct{ origin, page string }

// absolute appends HTML with the addresses in its tags made absolute. It goes
// over all of it, rather than over the answers alone, for a text also leads to
// places of its own, such as footnotes, and HTML that the site trusts leads
// anywhere.
func (b base) absolute(dst, html []byte) []byte {
	for {
		i := bytes.IndexByte(html, '<')
		if i < 0 || i+1 == len(html) {
			return append(dst, html...)
		}
		i++
		dst = append(dst, html[:i]...)
		html = html[i:]
		if letter(html[0]) {
			dst, html = b.tag(dst, html)
		}
	}
}

// tag appends the start tag that html begins with, less its < and its end, and
// returns what follows.
func (b base) tag(dst, html []byte) (all, rest []byte) {
	from, i := 0, span(html, 0, inName)
	for {
		i = span(html, i, between)
		start := i
		i = span(html, i, inName)
		if i == start {
			if i == len(html) || html[i] == '>' {
				return append(dst, html[from:i]...), html[i:]
			}
			i++ // a stray =
			continue
		}
		equals := span(html, i, isSpace)
		if equals == len(html) || html[equals] != '=' {
			continue
		}
		var value, end int
		name := html[start:i]
		value, end, i = attribute(html, span(html, equals+1, isSpace))
		if address(name) {
			dst = append(dst, html[from:value]...)
			dst = escape(dst, b.before(string(html[value:end])))
			from = value
		}
	}
}

// attribute finds the value that begins at i, without its quotes, and where
// the tag goes on.
func attribute(html []byte, i int) (start, end, next int) {
	if i < len(html) && (html[i] == '"' || html[i] == '\'') {
		n := bytes.IndexByte(html[i+1:], html[i])
		if n < 0 {
			return i + 1, len(html), len(html)
		}
		return i + 1, i + 1 + n, i + 2 + n
	}
	end = span(html, i, func(c byte) bool { return !isSpace(c) && c != '>' })
	return i, end, end
}

// before is what makes an address absolute when it stands before it.
func (b base) before(address string) string {
	if scheme, _, ok := strings.Cut(address, ":"); address == "" || ok && !strings.ContainsAny(scheme, "/?#") {
		return ""
	}
	switch {
	case strings.HasPrefix(address, "//"):
		scheme, _, _ := strings.Cut(b.origin, "//")
		return scheme
	case address[0] == '/':
		return b.origin
	case address[0] == '#', address[0] == '?':
		return b.page
	}
	return b.page[:strings.LastIndexByte(b.page, '/')+1]
}

// address reports whether an attribute holds an address.
func address(name []byte) bool {
	for _, known := range []string{"href", "src", "poster", "cite"} {
		if len(name) == len(known) && strings.EqualFold(string(name), known) {
			return true
		}
	}
	return false
}

// span is where the bytes that belong end, from i on.
func span(html []byte, i int, belongs func(byte) bool) int {
	for i < len(html) && belongs(html[i]) {
		i++
	}
	return i
}

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' && c != '\v' }
func between(c byte) bool { return isSpace(c) || c == '/' }
func letter(c byte) bool  { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func inName(c byte) bool  { return !between(c) && c != '>' && c != '=' }
