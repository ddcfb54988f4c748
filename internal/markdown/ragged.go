package markdown

import (
	"bytes"
	"html"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// A line of Chinese is stretched to the edge where the next word does not fit, and
// torn apart where that word is long. A block with one is set ragged.
const longWord = 8 // columns

// ragged is the class of a block of Chinese with a word that would tear its lines: a
// telephone number, an address, a long foreign word.
func (w *writer) ragged(block ast.Node) string {
	if block == nil || !w.mayBeRagged(block) {
		return ""
	}
	word, long := 0, false
	count := func(text []byte) {
		if bytes.IndexByte(text, '&') >= 0 {
			text = []byte(html.UnescapeString(string(text)))
		}
		for i := 0; i < len(text) && !long; {
			r, n := utf8.DecodeRune(text[i:])
			i += n
			switch {
			case unicode.IsSpace(r), columnsOf(r) > 1, shared(r):
				word = 0
			case r == '-' && i < len(text) && !digit(text[i]): // behind it a line may end
				word = 0
			default:
				word++
			}
			long = word > longWord
		}
	}
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Image, *picture:
			return ast.WalkSkipChildren, nil
		case *ast.AutoLink:
			count(n.Label(w.source))
		case *ast.Text:
			count(n.Segment.Value(w.source))
			if n.SoftLineBreak() || n.HardLineBreak() {
				word = 0
			}
		}
		if long {
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	if long {
		return ` class="ragged"`
	}
	return ""
}

// mayBeRagged tells quickly of most blocks that they are not: there is no Chinese in
// them, or nothing long.
func (w *writer) mayBeRagged(block ast.Node) bool {
	word, long, chinese := 0, false, false
	lines := block.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		text := line.Value(w.source)
		for i := 0; i < len(text); i++ {
			c := text[i]
			if c == '(' && i > 0 && text[i-1] == ']' { // an address that is not seen
				i += max(0, bytes.IndexByte(text[i:], ')'))
				continue
			}
			if ' ' < c && c < utf8.RuneSelf {
				word++
				long = long || word > longWord
				continue
			}
			word = 0
			chinese = chinese || 0xe4 <= c && c <= 0xe9 // begins a Han character
		}
		word = 0
	}
	return long && chinese
}
