package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// plain is the text of a node without markup.
func (w *writer) plain(n ast.Node) string {
	var b []byte
	w.gather(&b, n)
	b = bytes.ToValidUTF8(b, nil)
	return trim(strings.Join(strings.FieldsFunc(string(b), func(r rune) bool { return isGap(r) && r != 0x3000 }), " "))
}

func (w *writer) gather(b *[]byte, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			s := c.Segment.Value(w.source)
			if !c.IsRaw() {
				s = resolve(s)
			}
			*b = append(*b, s...)
			if before, _ := utf8.DecodeLastRune(*b); (c.SoftLineBreak() || c.HardLineBreak()) && !(chinese(before) && chinese(w.next(c))) {
				*b = append(*b, ' ')
			}
		case *ast.String:
			*b = append(*b, resolve(c.Value)...)
		case *ast.AutoLink:
			*b = append(*b, c.Label(w.source)...)
		case *leftover:
			*b = append(*b, c.segment.Value(w.source)...)
		case *picture:
			*b = append(*b, c.alt...)
		default:
			w.gather(b, c)
		}
	}
}

// plain is the plain text of inline Markdown.
func (s *state) plain(markdown []byte) string {
	if len(bytes.Trim(markdown, " \u00a0")) == 0 {
		return ""
	}
	pc := parser.NewContext()
	pc.Set(stateKey, &state{grammar: s.grammar, words: true})
	root := s.grammar.Parse(text.NewReader(markdown), parser.WithContext(pc))
	w := writer{source: markdown}
	return w.plain(root)
}
