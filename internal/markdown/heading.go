package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"bulletin/internal/document"
)

// headingAttributes reads {#id .class} at the end of a heading's line. Other
// attributes have no meaning here: then the braces are text.
func headingAttributes(h *ast.Heading, line []byte) bool {
	s := bytes.TrimRight(line, " \t\n")
	if len(s) < 4 || s[len(s)-1] != '}' {
		return false
	}
	var id, class []byte
	for _, f := range bytes.Fields(s[1 : len(s)-1]) {
		switch {
		case len(f) < 2 || !identifier(f[1:]):
			return false
		case f[0] == '#' && id == nil:
			id = f[1:]
		case f[0] == '.' && class == nil:
			class = f[1:]
		case f[0] == '.':
			class = append(append(bytes.Clone(class), ' '), f[1:]...)
		default:
			return false
		}
	}
	if id != nil {
		h.SetAttributeString("id", id)
	}
	if class != nil {
		h.SetAttributeString("class", class)
	}
	return id != nil || class != nil
}

// withoutMarks takes the closing ## off the text before the attributes.
func withoutMarks(n ast.Node, source []byte) {
	t, ok := n.(*ast.Text)
	if !ok {
		return
	}
	s := bytes.TrimRight(t.Segment.Value(source), " ")
	if bare := bytes.TrimRight(s, "#"); len(bare) < len(s) && bytes.HasSuffix(bare, []byte(" ")) {
		t.Segment.Stop = t.Segment.Start + len(bare)
	}
}

// identifier reports whether s may be an id or a class: letters, digits and
// - _ . : in the scripts of the languages, at most 100 bytes.
func identifier(s []byte) bool {
	const longest = 100
	if len(s) == 0 || len(s) > longest {
		return false
	}
	for len(s) > 0 {
		r, n := utf8.DecodeRune(s)
		switch {
		case r < utf8.RuneSelf:
			if c := byte(r); !wordByte(c) && c != '-' && c != '_' && c != '.' && c != ':' {
				return false
			}
		case r == utf8.RuneError, !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r):
			return false
		}
		s = s[n:]
	}
	return true
}

// headings renders a heading, or the two headings that are a kicker and a
// deck, and returns the last node that it rendered.
//
// Two headings of one level on adjacent lines are such a pair; three or more
// in a row are not.
func (w *writer) headings(h *ast.Heading) ast.Node {
	run := []*ast.Heading{h}
	for last := h; ; run = append(run, last) {
		next, ok := last.NextSibling().(*ast.Heading)
		if !ok || next.Level != h.Level || !w.adjacent(last, next) {
			break
		}
		last = next
	}
	if len(run) != 2 || !run[0].HasChildren() || !run[1].HasChildren() {
		for _, h := range run {
			w.heading(h, "")
		}
		return run[len(run)-1]
	}
	at := w.mark()
	w.put(`<hgroup><p class="kicker">`)
	w.content(run[0])
	kicker := w.stripped(at.out)
	w.put("</p>")
	held := len(w.doc.Headings)
	w.heading(run[1], kicker)
	if kicker == "" || len(w.doc.Headings) == held {
		w.rewind(at)
		w.heading(run[0], "")
		w.heading(run[1], "")
		return run[1]
	}
	w.out = w.out[:len(w.out)-1] // the line's end goes behind the group
	w.put("</hgroup>\n")
	return run[1]
}

// adjacent reports whether two headings are written with # on adjacent lines.
func (w *writer) adjacent(a, b *ast.Heading) bool {
	from, to := a.Pos(), b.Pos()
	return 0 <= from && from < to && to < len(w.source) && w.source[from] == '#' && w.source[to] == '#' &&
		bytes.Count(w.source[from:to], []byte{'\n'}) == 1
}

// heading renders one heading; an empty one is dropped.
func (w *writer) heading(h *ast.Heading, kicker string) {
	at := w.mark()
	level := min(h.Level+w.shift, 6)
	w.hole(document.HeadingStart, len(w.doc.Headings))
	if class, ok := h.AttributeString("class"); ok {
		w.put(` class="`)
		w.out = appendAttribute(w.out, class.([]byte))
		w.put(`"`)
	}
	w.put(">")
	words := len(w.out)
	w.content(h)
	text := w.stripped(words)
	if text == "" && len(w.doc.Pictures) == at.pictures {
		w.rewind(at)
		return
	}
	w.hole(document.HeadingEnd, len(w.doc.Headings))
	w.put("\n")
	offset := max(h.Pos(), 0)
	line := w.source[offset:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	line = bytes.TrimRightFunc(line, isGap)
	heading := document.Heading{Level: level, Text: text, Kicker: kicker, Place: w.place(offset, len(line))}
	if id, ok := h.AttributeString("id"); ok {
		switch s := string(id.([]byte)); {
		case document.Taken(s):
			w.report(heading.Place, "anchor.taken", s)
		case w.claim(s):
			heading.ID = s
		default:
			w.report(heading.Place, "anchor.twice", s)
		}
	}
	w.doc.Headings = append(w.doc.Headings, heading)
}

// claim takes an id for the text; false if it has it already.
func (w *writer) claim(id string) bool {
	if w.ids[id] {
		return false
	}
	if w.ids == nil {
		w.ids = map[string]bool{}
	}
	w.ids[id] = true
	return true
}

// shifts is how far headings move down: by one if there is any of level 1,
// because the page's own headline is that.
func shifts(n ast.Node) int {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if h, ok := c.(*ast.Heading); ok && h.Level == 1 {
			return 1
		}
		switch c.(type) {
		case *ast.Blockquote, *ast.List, *ast.ListItem:
			if shifts(c) > 0 {
				return 1
			}
		}
	}
	return 0
}
