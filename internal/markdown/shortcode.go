package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// leftover is template syntax of another program: {{< … >}}, {{% … %}},
// {% … %} or {{ … }}. It is printed as it stands and reported.
type leftover struct {
	ast.BaseInline
	segment text.Segment
}

var kindLeftover = ast.NewNodeKind("Leftover")

func (*leftover) Kind() ast.NodeKind { return kindLeftover }
func (*leftover) Inline()            {}

func (n *leftover) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// braceParser reads what begins with a brace: leftovers, and the attributes
// at the end of a heading.
type braceParser struct{}

func (braceParser) Trigger() []byte { return []byte{'{'} }

func (braceParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if n := leftoverLen(line); n > 0 {
		block.Advance(n)
		return &leftover{segment: segment.WithStop(segment.Start + n)}
	}
	if h, ok := parent.(*ast.Heading); ok && headingAttributes(h, line) {
		block.Advance(len(line))
		withoutMarks(h.LastChild(), block.Source())
		n := ast.NewTextSegment(text.NewSegment(segment.Start, segment.Start))
		n.SetPos(segment.Start)
		return n
	}
	return nil
}

// leftoverLen is the length of the leftover at the beginning of a line, or 0.
func leftoverLen(line []byte) int {
	var end string
	switch {
	case len(line) < 4:
		return 0
	case bytes.HasPrefix(line, []byte("{{<")):
		end = ">}}"
	case bytes.HasPrefix(line, []byte("{{%")):
		end = "%}}"
	case bytes.HasPrefix(line, []byte("{{")):
		end = "}}"
	case bytes.HasPrefix(line, []byte("{%")):
		end = "%}"
	default:
		return 0
	}
	const longest = 1000
	i := bytes.Index(line[2:min(len(line), longest)], []byte(end))
	if i < 0 {
		return 0
	}
	return 2 + i + len(end)
}

func (w *writer) leftover(n *leftover) {
	s := n.segment.Value(w.source)
	w.report(w.place(n.segment.Start, len(s)), "shortcode", snippet(s))
	w.literal(s)
}

// leftovers reports what it finds in the text of an HTML block, which starts
// at an offset.
func (w *writer) leftovers(s []byte, offset int) {
	for i := 0; ; i++ {
		k := bytes.IndexByte(s[i:], '{')
		if k < 0 {
			return
		}
		i += k
		if n := leftoverLen(s[i:]); n > 0 {
			w.report(w.place(offset+i, n), "shortcode", snippet(s[i:i+n]))
			i += n - 1
		}
	}
}
