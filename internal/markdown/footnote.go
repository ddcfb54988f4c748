package markdown

import (
	"strconv"

	xast "github.com/yuin/goldmark/extension/ast"

	"bulletin/internal/document"
)

// footnoteMark begins every reference to a footnote; strip knows it.
const footnoteMark = `<sup class="footnote-ref"`

// footnoteLink renders the number that refers to a footnote. The first
// reference to note 1 has the id fnref1, the second fnref1-2.
func (w *writer) footnoteLink(n *xast.FootnoteLink) {
	number, id := strconv.Itoa(n.Index), referenceID(n.Index, n.RefIndex)
	if w.links > 0 {
		w.put(footnoteMark, ">", number, "</sup>")
		return
	}
	w.put(footnoteMark)
	w.identify(id)
	w.put(`><a href="#`)
	w.hole(document.ScopeHole, 0)
	w.put(`fn`, number, `" role="doc-noteref">`, number, "</a></sup>")
}

func referenceID(note, reference int) string {
	id := "fnref" + strconv.Itoa(note)
	if reference > 0 {
		id += "-" + strconv.Itoa(reference+1)
	}
	return id
}

// identify writes an id attribute for what is no heading, unless the text uses
// the id already.
func (w *writer) identify(id string) {
	if w.claim(id) {
		w.put(` id="`)
		w.hole(document.ScopeHole, 0)
		w.put(id, `"`)
		w.doc.Anchors = append(w.doc.Anchors, id)
	}
}

// backlink renders the way back from a footnote. Nothing that the note's text
// left open may hold it: least of all another link.
func (w *writer) backlink(n *xast.FootnoteBacklink) {
	w.closeTags(w.base)
	w.put(` <a href="#`)
	w.hole(document.ScopeHole, 0)
	w.put(referenceID(n.Index, n.RefIndex), `" class="footnote-back" role="doc-backlink" aria-label="`)
	w.label("back_to_text")
	w.put("\">\u21a9\ufe0e</a>")
}

func (w *writer) footnotes(n *xast.FootnoteList) {
	w.put(`<section class="footnotes" role="doc-endnotes" aria-label="`)
	w.label("footnotes")
	w.put("\">\n<ol>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		note, ok := c.(*xast.Footnote)
		if !ok {
			continue
		}
		w.put("<li")
		w.identify("fn" + strconv.Itoa(note.Index))
		w.put(">\n")
		w.blocks(note)
		w.put("</li>\n")
	}
	w.put("</ol>\n</section>\n")
}
