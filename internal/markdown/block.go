package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"

	"bulletin/internal/diag"
	"bulletin/internal/document"
)

// gallery renders a fenced block that is a gallery: its lines name files, or
// say the layout. Which files there are, and in which order, the site tells. It
// reports false for code.
func (w *writer) gallery(n *ast.FencedCodeBlock) bool {
	if n.Info == nil {
		return false
	}
	info := n.Info.Segment
	name, rest, _ := strings.Cut(strings.TrimFunc(string(info.Value(w.source)), isGap), " ")
	if !strings.EqualFold(name, "gallery") && name != "图集" {
		w.gallerySlip(n, name)
		return false
	}
	b := document.Block{Layout: "rows", Place: w.place(info.Start, info.Len())}
	if rest = strings.TrimFunc(rest, isGap); rest != "" {
		w.layout(&b, rest, b.Place)
	}
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		line := s.Value(w.source)
		text := bytes.TrimFunc(line, isGap)
		if item, ok := bytes.CutPrefix(text, []byte("- ")); ok {
			text = bytes.TrimFunc(item, isGap)
		}
		if len(text) == 0 {
			continue
		}
		at := w.place(s.Start+bytes.Index(line, text), len(text))
		if said, ok := layoutLine(string(text)); ok {
			w.layout(&b, said, at)
			continue
		}
		b.Lines = append(b.Lines, document.Line{Text: strings.TrimPrefix(document.Name(string(text)), "./"), Place: at})
	}
	w.hole(document.BlockHole, len(w.doc.Blocks))
	w.doc.Blocks = append(w.doc.Blocks, b)
	w.put("\n")
	return true
}

// gallerySlip reports code that was to be a gallery: its name is nearly that, and
// its first line is the name of a picture.
func (w *writer) gallerySlip(n *ast.FencedCodeBlock, name string) {
	like := diag.Suggest(name, []string{"gallery"})
	if strings.HasPrefix(name, "图") && name != "图集" {
		like = "图集"
	}
	if like == "" || n.Lines().Len() == 0 {
		return
	}
	first := n.Lines().At(0)
	if line := bytes.TrimFunc(first.Value(w.source), isGap); pictureName(line) {
		w.report(w.place(n.Info.Segment.Start, n.Info.Segment.Len()), "slip.gallery", name, like)
	}
}

// layoutLine is what a line says of the layout, if it does.
func layoutLine(line string) (said string, ok bool) {
	for _, colon := range [...]string{":", "："} {
		key, value, found := strings.Cut(line, colon)
		if key = strings.TrimFunc(key, isGap); found && (strings.EqualFold(key, "layout") || key == "版式") {
			return strings.TrimFunc(value, isGap), true
		}
	}
	return "", false
}

// layout sets the layout of a gallery.
func (w *writer) layout(b *document.Block, said string, at document.Place) {
	switch strings.ToLower(said) {
	case "rows", "行":
		b.Layout = "rows"
	case "grid", "格":
		b.Layout = "grid"
	case "story", "故事":
		b.Layout = "story"
	default:
		if like := diag.Suggest(said, []string{"rows", "grid", "story"}); like != "" {
			w.report(at, "slip.layout.like", said, like)
			return
		}
		w.report(at, "slip.layout", said)
	}
}
