package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	xast "github.com/yuin/goldmark/extension/ast"

	"bulletin/internal/diag"
	"bulletin/internal/document"
)

// A writer renders one syntax tree in one walk, and learns on the way whatever
// the Document has to tell.
type writer struct {
	parser *Parser
	source []byte
	beside Beside

	original []byte // the text as it was given: places are counted in it
	edits    edits  // where the source is shorter
	line     int    // number of its first line
	seen     cursor

	doc      *document.Document
	problems []diag.Problem
	out      []byte

	start  int      // where in out the content of the block begins
	cell   bool     // the block is a cell of a table
	wide   bool     // the text may hold links in full-width brackets
	noted  bool     // the text may hold marks of footnotes
	node   ast.Node // the text that is being written, where it is a node
	inWord bool     // the last character belongs to a word that is counted
	links  int      // links that are open
	shift  int      // by how much headings move down
	ids    map[string]bool

	stray []strayNote // marks of footnotes that were left in the text

	tags []tag // elements of raw HTML that are open
	base int   // how many of them were opened outside of the block

	repeated  int // bytes of addresses that reference links have repeated
	overdrawn bool
	summary   summary
}

func (w *writer) begin(p *Parser, r parsed, original []byte, line int, beside Beside) {
	w.parser, w.source, w.original, w.edits, w.line, w.beside = p, r.source, original, r.edits, line, beside
	w.doc = &document.Document{}
	w.wide, w.noted = wideBrackets(w.source), hasNotes(w.source)
	w.summary.marked = bytes.Contains(w.source, []byte("<!--"))
}

// keep leaves the HTML in the document, or where the options say. What shows
// nothing, as a comment, is no HTML.
func (w *writer) keep() {
	switch keep := w.parser.options.Keep; {
	case len(w.doc.Holes) == 0 && len(bytes.TrimSpace(w.out)) == 0:
	case keep == nil:
		w.doc.HTML = bytes.Clone(w.out)
	default:
		var err error
		if w.doc.Body, err = keep(w.out); err != nil {
			w.parser.failed.CompareAndSwap(nil, &err)
		}
	}
}

// finish hands over what was made.
func (w *writer) finish() (*document.Document, []diag.Problem) {
	if w.overdrawn {
		w.problems = append(w.problems, reference.problem(w.line))
	}
	w.keep()
	w.doc.Summary = w.summary.text()
	return w.doc, w.problems
}

// reset forgets the text, and keeps the buffers if they are not overlarge.
func (w *writer) reset() {
	const most = 1 << 20
	out, gathered := w.out[:0], w.summary.gathered[:0]
	if cap(out) > most || cap(gathered) > most {
		out, gathered = nil, nil
	}
	*w = writer{out: out, tags: w.tags[:0], summary: summary{gathered: gathered}}
}

func (w *writer) put(parts ...string) {
	for _, s := range parts {
		w.out = append(w.out, s...)
	}
}

func (w *writer) hole(k document.Kind, index int) {
	w.doc.Holes = append(w.doc.Holes, document.Hole{At: len(w.out), Kind: k, Index: index})
}

// label leaves open an interface string.
func (w *writer) label(key string) {
	i := 0
	for i < len(w.doc.Labels) && w.doc.Labels[i] != key {
		i++
	}
	if i == len(w.doc.Labels) {
		w.doc.Labels = append(w.doc.Labels, key)
	}
	w.hole(document.LabelHole, i)
}

// A mark is a point to which the writer can go back when nothing came of what
// it wrote since.
type mark struct {
	out, holes, problems, links, pictures, blocks, headings, anchors int
	count                                                            document.Count
}

func (w *writer) mark() mark {
	d := w.doc
	return mark{len(w.out), len(d.Holes), len(w.problems), len(d.Links), len(d.Pictures), len(d.Blocks), len(d.Headings), len(d.Anchors), d.Count}
}

// rewind takes back all but the problems with what was left out.
func (w *writer) rewind(m mark) {
	d := w.doc
	w.out, d.Holes, d.Links = w.out[:m.out], d.Holes[:m.holes], d.Links[:m.links]
	d.Pictures, d.Blocks, d.Headings, d.Anchors, d.Count = d.Pictures[:m.pictures], d.Blocks[:m.blocks], d.Headings[:m.headings], d.Anchors[:m.anchors], m.count
}

func (w *writer) document(root ast.Node) {
	w.shift = shifts(root)
	w.blocks(root)
	w.closeTags(0)
}

// blocks renders the blocks inside a block.
func (w *writer) blocks(parent ast.Node) {
	base := w.enter()
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		n = w.block(n)
	}
	w.leave(base)
}

// block renders a block, and those after it that belong together with it. It
// returns the last.
func (w *writer) block(n ast.Node) ast.Node {
	switch n := n.(type) {
	case *ast.Paragraph:
		if last := w.pictures(n); last != nil {
			return last
		}
		w.lineSlips(n, n.Lines())
		w.paragraph(n)
	case *picture:
		return w.pictures(n)
	case *ast.TextBlock:
		w.lineSlips(n, n.Lines())
		w.content(n)
		if n.NextSibling() != nil {
			w.put("\n")
		}
	case *ast.Heading:
		return w.headings(n)
	case *ast.List:
		w.list(n)
	case *ast.Blockquote:
		w.put("<blockquote>\n")
		w.blocks(n)
		w.put("</blockquote>\n")
	case *ast.ThematicBreak:
		w.put("<hr>\n")
	case *ast.FencedCodeBlock:
		if !w.gallery(n) {
			w.fenced(n)
		}
	case *ast.CodeBlock:
		w.plainCode(n.Lines(), "")
	case *ast.HTMLBlock:
		w.htmlBlock(n)
	case *xast.Table:
		w.table(n)
	case *xast.DefinitionList:
		w.definitions(n)
	case *xast.FootnoteList:
		w.footnotes(n)
	case *xast.FootnoteBacklink:
		w.backlink(n)
	}
	return n
}

// paragraph renders a paragraph; one that shows nothing is dropped.
func (w *writer) paragraph(n *ast.Paragraph) {
	at := w.mark()
	w.put("<p", w.ragged(n), ">")
	begun := len(w.out)
	w.content(n)
	if len(w.out) == begun && len(w.doc.Holes) == at.holes {
		w.rewind(at)
		return
	}
	w.put("</p>\n")
	switch n.Parent().(type) {
	case *ast.Document, *ast.Blockquote:
		w.summarize(at.out)
	}
}

// content renders the inlines of a block. Those behind the box of a task are
// what it is called.
func (w *writer) content(n ast.Node) {
	_, task := n.FirstChild().(*xast.TaskCheckBox)
	if task {
		w.put("<label>")
	}
	w.start, w.inWord = len(w.out), false
	w.phrase(n)
	w.trimEnd()
	w.inWord = false
	if task {
		w.put("</label>")
	}
}

// phrase renders the inlines inside a node. What raw HTML opens in it ends with
// it.
func (w *writer) phrase(parent ast.Node) {
	base := w.enter()
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		n = w.inline(n)
	}
	w.leave(base)
}

// inline renders an inline, and those after it that belong together with it.
// It returns the last.
func (w *writer) inline(n ast.Node) ast.Node {
	switch n := n.(type) {
	case *ast.Text:
		if w.wide {
			w.slips(n)
		}
		if w.noted {
			w.strayNotes(n)
		}
		w.node = n
		w.text(n.Segment.Value(w.source))
		w.node = nil
		if n.HardLineBreak() {
			w.inWord = false
			w.trimEnd()
			w.put("<br>\n")
		} else if n.SoftLineBreak() {
			w.softBreak(n)
		}
	case *ast.Emphasis:
		w.element("em", "strong", n.Level == 2, n)
	case *xast.Strikethrough:
		w.element("del", "", false, n)
	case *ast.Link:
		w.link(n)
	case *ast.AutoLink:
		w.autoLink(n)
	case *ast.Image, *picture:
		w.image(n)
	case *ast.CodeSpan:
		w.codeSpan(n)
	case *ast.RawHTML:
		return w.rawHTML(n)
	case *leftover:
		w.leftover(n)
	case *ast.String:
		w.text(n.Value)
	case *xast.TaskCheckBox:
		w.task(n)
	case *xast.FootnoteLink:
		w.footnoteLink(n)
	case *xast.FootnoteBacklink:
		w.backlink(n)
	}
	return n
}

func (w *writer) element(name, other string, second bool, n ast.Node) {
	if second {
		name = other
	}
	w.put("<", name, ">")
	w.phrase(n)
	w.put("</", name, ">")
}

func (w *writer) list(n *ast.List) {
	name := "ul"
	if n.IsOrdered() {
		name = "ol"
	}
	w.put("<", name)
	if n.IsOrdered() && n.Start != 1 {
		w.put(` start="`, strconv.Itoa(n.Start), `"`)
	}
	w.put(">\n")
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		first := item.FirstChild()
		if tight, ok := first.(*ast.TextBlock); ok {
			w.put("<li", w.ragged(tight), ">")
		} else if w.put("<li>"); first != nil {
			w.put("\n")
		}
		w.blocks(item)
		w.put("</li>\n")
	}
	w.put("</", name, ">\n")
}
