package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// looseParser reads […](…) where CommonMark sees no link because of the spaces
// in the address, if that is the name of a file: [表格](/files/表 格.docx).
type looseParser struct{}

func (looseParser) Trigger() []byte { return []byte{']'} }

func (looseParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	const longest = 1000
	line, segment := block.PeekLine()
	line = line[:min(len(line), longest)]
	if len(line) < 4 || line[1] != '(' || segment.Padding > 0 {
		return nil
	}
	end := bracketEnd(line[1:])
	if end < 0 || bytes.IndexByte(line[2:1+end], ' ') < 0 {
		return nil
	}
	inner := line[2 : 1+end]
	name, title := inner, ""
	if !stateOf(pc).loose(name) {
		var ok bool
		if name, title, ok = captioned(inner); !ok || !stateOf(pc).loose(name) {
			return nil
		}
	}
	bare := bytes.TrimSpace(name)
	at := segment.Start + 2 + bytes.Index(inner, bare)
	// What has been read since the bracket was opened is in goldmark's hands: it
	// is given an address to its liking, which is exchanged then.
	n := parser.NewLinkParser().Parse(parent, text.NewReader([]byte("](<x>)")), pc)
	destination := block.Source()[at : at+len(bare)]
	switch n := n.(type) {
	case *ast.Link:
		n.Destination, n.Title = destination, []byte(title)
	case *ast.Image:
		n.Destination, n.Title = destination, []byte(title)
	default:
		// The bracket that was opened has been given up: this one closes nothing.
		block.Advance(1)
		return ast.NewTextSegment(segment.WithStop(segment.Start + 1))
	}
	block.Advance(1 + end + 1)
	return n
}

// bracketEnd is where the bracket that a line begins with is closed, or -1.
func bracketEnd(line []byte) int {
	open := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return i
			}
		}
	}
	return -1
}

// loose reports whether an address with spaces in it is that of a file.
func (s *state) loose(name []byte) bool {
	name = bytes.TrimSpace(name)
	if len(name) == 0 || name[0] == '<' || bytes.IndexByte(name, ' ') < 0 {
		return false
	}
	if _, ok := s.beside.find(destination(name)); ok {
		return true
	}
	path, _, _ := bytes.Cut(name, []byte("#"))
	if !fileName(path) {
		return false
	}
	address, to := classify(destination(name))
	return to != nowhere || local(address)
}
