package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"bulletin/internal/document"
)

// bareParser makes pictures of the lines of a paragraph that hold nothing but
// the name of a picture: what is left when a text is pasted out of a word
// processor. A picture that does not lie beside the text is missed there.
type bareParser struct{}

func (bareParser) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	s := stateOf(pc)
	if s.words {
		return
	}
	source, lines := reader.Source(), node.Lines()
	from, blank := 0, node.HasBlankPreviousLines()
	for i := range lines.Len() {
		line := lines.At(i)
		name := bytes.TrimFunc(line.Value(source), isGap)
		if !pictureName(name) {
			continue
		}
		exact, ok := s.beside.find(string(name))
		if !ok {
			if !nothingElse(name) {
				continue
			}
			exact = document.Name(string(name))
		}
		blank = before(node, source, from, i, blank)
		start := line.Start + max(bytes.Index(source[line.Start:line.Stop], name), 0)
		p := &picture{name: text.NewSegment(start, start+len(name)), exact: exact}
		p.SetPos(start)
		insert(node, p, blank)
		from, blank = i+1, false
	}
	if from > 0 {
		before(node, source, from, lines.Len(), blank)
		node.Parent().RemoveChild(node.Parent(), node)
	}
}

// nothingElse reports whether a line that ends like the name of a picture is
// one, although there is no such picture: neither a sentence nor a path nor
// Markdown. What follows a space must then be a number, as in 图 2.png.
func nothingElse(line []byte) bool {
	const longest = 40
	if utf8.RuneCount(line) > longest || bytes.ContainsAny(line, "!?,;:\"'`*<>[]{}|/\\=#$&，。！？；：、…“”‘’《》【】") ||
		len(line) > 4 && strings.EqualFold(string(line[:4]), "www.") {
		return false
	}
	for i, c := range line[:len(line)-1] {
		if c == ' ' && !digit(line[i+1]) && line[i+1] != '(' {
			return false
		}
	}
	return true
}

// before puts a paragraph of the lines from until to before node, if there are
// any, and tells whether what follows comes after an empty line.
func before(node *ast.Paragraph, source []byte, from, to int, blank bool) bool {
	if from == to {
		return blank
	}
	p := ast.NewParagraph()
	for i := from; i < to; i++ {
		line := node.Lines().At(i)
		line = line.TrimLeftSpace(source)
		if i == to-1 {
			line = line.TrimRightSpace(source)
		}
		p.Lines().Append(line)
	}
	p.SetPos(p.Lines().At(0).Start)
	insert(node, p, blank)
	return false
}

func insert(before *ast.Paragraph, n ast.Node, blank bool) {
	n.SetBlankPreviousLines(blank)
	before.Parent().InsertBefore(before.Parent(), before, n)
}
