package markdown

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"bulletin/internal/diag"
	"bulletin/internal/document"
)

// A reach says where an address leads.
type reach uint8

const (
	inside  reach = iota // to a file of the site, or within the text
	outside              // to another host, a mailbox or a telephone
	nowhere              // it is not safe
)

// classify says where an address leads, and returns it as it is to be printed:
// mended.
// What a browser would overlook in the scheme (control characters, spaces,
// invisible characters) makes an address unsafe.
func classify(address string) (string, reach) {
	address = mended(trim(address))
	if strings.HasPrefix(address, "//") {
		return "https:" + address, outside
	}
	if len(address) > 1 && slash(address[0]) && slash(address[1]) {
		return address, nowhere
	}
	switch s, plain := scheme(address); {
	case s == "":
		// Percent-decoding must not make a scheme of what is a file name.
		if strings.Contains(address, "%") {
			if s, _ := scheme(document.Name(address)); s != "" {
				return address, nowhere
			}
		}
		return address, inside
	case plain && known(s):
		return address, outside
	}
	return address, nowhere
}

func slash(c byte) bool { return c == '/' || c == '\\' }

// scheme is the scheme of an address in lower case, without what browsers
// overlook in it; plain tells that there was nothing of the kind.
func scheme(address string) (name string, plain bool) {
	i := strings.IndexByte(address, ':')
	if i < 0 || strings.ContainsAny(address[:i], "/?#") {
		return "", true
	}
	var b []byte
	plain = true
	for _, r := range address {
		switch {
		case r == ':' && len(b) > 0:
			return string(b), plain
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
			b = append(b, byte(r)|0x20)
		case len(b) > 0 && ('0' <= r && r <= '9' || r == '+' || r == '-' || r == '.'):
			b = append(b, byte(r))
		case unicode.IsSpace(r), unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			plain = false
		default:
			return "", true
		}
	}
	return "", true
}

// link renders a link of Markdown.
func (w *writer) link(n *ast.Link) {
	if w.links > 0 || !w.affordable(n) {
		w.phrase(n)
		return
	}
	address, to := classify(w.decoded(n.Destination))
	switch {
	case address == "":
		w.report(w.destination(n.Destination, n.Pos()), "link.empty")
		w.phrase(n)
	case to == inside:
		path, fragment := split(address)
		w.hole(document.LinkStart, len(w.doc.Links))
		i := len(w.doc.Links)
		w.doc.Links = append(w.doc.Links, document.Link{
			Path: path, Fragment: fragment, Title: w.decoded(n.Title), Place: w.destination(n.Destination, n.Pos()),
		})
		w.linked(n)
		w.hole(document.LinkEnd, i)
	case to == outside:
		w.anchor(address, w.decoded(n.Title))
		w.linked(n)
		w.put("</a>")
	default:
		w.unsafe(address, w.destination(n.Destination, n.Pos()))
		w.phrase(n)
	}
}

// linked renders the content of a link, in which there can be no other.
func (w *writer) linked(n ast.Node) {
	w.links++
	w.phrase(n)
	w.links--
}

// split cuts an address inside the site into path and fragment.
func split(address string) (path, fragment string) {
	path, fragment, _ = strings.Cut(address, "#")
	path, _, _ = strings.Cut(path, "?")
	return document.Name(path), document.Name(fragment)
}

// anchor writes the start tag of a link to another host.
func (w *writer) anchor(address, title string) {
	w.put(`<a href="`)
	w.out = appendAttribute(w.out, util.URLEscape([]byte(address), false))
	if title != "" {
		w.put(`" title="`)
		w.out = appendAttribute(w.out, []byte(title))
	}
	w.put(`">`)
}

func (w *writer) unsafe(address string, at document.Place) {
	m := diag.Message("unsafe")
	if local(address) {
		m = "unsafe.local"
	}
	w.report(at, m, snippet([]byte(address)))
}

// local reports whether an address is a place on the writer's computer: file:…
// or that of a drive, C:\… or C:/….
func local(address string) bool {
	s, _ := scheme(address)
	return s == "file" || len(s) == 1 && len(address) > 2 && address[1] == ':' && slash(address[2])
}

// autoLink renders <https://…> and addresses found in the text.
func (w *writer) autoLink(n *ast.AutoLink) {
	label := n.Label(w.source)
	address := string(n.URL(w.source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(address), "mailto:") {
		address = "mailto:" + address
	}
	address, to := classify(address)
	if to != outside {
		at, _ := within(w.source, label)
		w.unsafe(address, w.place(at, len(label)))
	}
	if to != outside || w.links > 0 {
		w.literal(label)
		return
	}
	w.anchor(address, "")
	w.literal(label)
	w.put("</a>")
}

// affordable reports whether a link by reference may still repeat its address.
func (w *writer) affordable(n *ast.Link) bool {
	if n.Reference == nil {
		return true
	}
	w.repeated += len(n.Destination) + len(n.Title)
	if w.repeated <= maxReference+len(w.source) {
		return true
	}
	w.overdrawn = true
	return false
}

// destination is the place of a link's address, or that of the link itself
// where the address stands elsewhere.
func (w *writer) destination(address []byte, start int) document.Place {
	if at, ok := within(w.source, address); ok {
		return w.place(at, len(address))
	}
	return w.place(max(start, 0), 1)
}

// within is the offset at which part, if it is a slice of whole, lies in it.
func within(whole, part []byte) (int, bool) {
	at := cap(whole) - cap(part)
	if len(part) == 0 || at < 0 || at+len(part) > len(whole) || &whole[at] != &part[0] {
		return 0, false
	}
	return at, true
}

// decoded is a destination or title without escapes and character references.
func (w *writer) decoded(b []byte) string {
	if bytes.IndexByte(b, '\\') >= 0 || bytes.IndexByte(b, '&') >= 0 {
		b = resolve(b)
	}
	return string(bytes.ToValidUTF8(b, nil))
}

// report adds a problem.
func (w *writer) report(at document.Place, m diag.Message, args ...any) {
	w.problems = append(w.problems, diag.At(diag.Pos{Line: at.Line, Column: at.Column, Width: at.Width}, m, args...))
}
