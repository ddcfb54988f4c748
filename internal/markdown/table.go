package markdown

import (
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	xast "github.com/yuin/goldmark/extension/ast"
)

// table renders a table in a box that can scroll. Columns are aligned by a
// class: the pages' content policy refuses style attributes.
func (w *writer) table(n *xast.Table) {
	w.put("<div class=\"table\"><table>\n")
	body := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if _, head := row.(*xast.TableHeader); head {
			w.put("<thead>\n")
			w.row(row, "th")
			w.put("</thead>\n")
			continue
		}
		if !body {
			body = true
			w.put("<tbody>\n")
		}
		w.row(row, "td")
	}
	if body {
		w.put("</tbody>\n")
	}
	w.put("</table></div>\n")
}

func (w *writer) row(n ast.Node, cell string) {
	w.put("<tr>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.put("<", cell)
		if c, ok := c.(*xast.TableCell); ok {
			w.cellClass(c)
		}
		w.put(">")
		w.cell = true
		w.content(c)
		w.cell = false
		w.put("</", cell, ">\n")
	}
	w.put("</tr>\n")
}

// cellClass says how a cell is aligned, and that it is short: a name, a date or a
// number is not broken for the sake of a longer neighbour.
func (w *writer) cellClass(c *xast.TableCell) {
	class := ""
	if c.Alignment != xast.AlignNone {
		class = c.Alignment.String()
	}
	if w.short(c) {
		class = strings.TrimSpace(class + " short")
	}
	if class != "" {
		w.put(` class="`, class, `"`)
	}
}

// short reports whether a cell has no more than a few words, and more than always
// stand in one line.
func (w *writer) short(c *xast.TableCell) bool {
	const least, most = 6, 14 // columns; "2024年12月31日" and "0571-12345678"
	columns := 0
	for n := c.FirstChild(); n != nil; n = n.NextSibling() {
		text, plain := n.(*ast.Text)
		if !plain {
			return false
		}
		for _, r := range strings.TrimSpace(html.UnescapeString(string(text.Segment.Value(w.source)))) {
			columns += columnsOf(r)
		}
	}
	return least < columns && columns <= most
}

// definitions renders a definition list.
func (w *writer) definitions(n *xast.DefinitionList) {
	w.put("<dl>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *xast.DefinitionTerm:
			w.put("<dt>")
			w.content(c)
			w.put("</dt>\n")
		case *xast.DefinitionDescription:
			w.put("<dd>")
			if !c.IsTight {
				w.put("\n")
			}
			w.blocks(c)
			w.put("</dd>\n")
		}
	}
	w.put("</dl>\n")
}

// task renders the box of a task.
func (w *writer) task(n *xast.TaskCheckBox) {
	w.put(`<input type="checkbox" disabled`)
	if n.IsChecked {
		w.put(" checked")
	}
	w.put("> ")
}
