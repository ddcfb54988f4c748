package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// wideBrackets reports whether a text may hold what slips looks for.
func wideBrackets(source []byte) bool {
	return bytes.Contains(source, []byte("]（")) || bytes.Contains(source, []byte("】（")) || bytes.Contains(source, []byte("】("))
}

// slips reports links in a piece of text that are none because an input method
// wrote their brackets in full width: [文字]（/路径）, ![图]（图.png）,
// 【文字】(/路径).
func (w *writer) slips(n *ast.Text) {
	for at := n.Segment.Start; at < n.Segment.Stop; {
		i := bytes.IndexAny(w.source[at:n.Segment.Stop], "(（")
		if i < 0 {
			return
		}
		at += i
		_, own := n.PreviousSibling().(*ast.Text)
		if at > n.Segment.Start || own { // else what stands before is a link already
			if start, end := wideLink(w.source, at); end > start {
				w.report(w.place(start, end-start), "full-width", snippet(w.source[start:end]))
			}
		}
		at++
	}
}

// wideLink is where what looks like a link begins and ends whose second
// bracket opens at an offset. It is empty if nothing does.
func wideLink(source []byte, at int) (start, end int) {
	const longest = 1000
	before, rest := source[max(at-longest, 0):at], source[at:min(at+longest, len(source))]
	before = before[bytes.LastIndexByte(before, '\n')+1:]
	bracket := len("(")
	if rest[0] != '(' {
		bracket = len("（")
	}
	opens, closes := "【", "】"
	if bracket > 1 && bytes.HasSuffix(before, []byte("]")) {
		opens, closes = "[", "]"
	}
	words, ok := bytes.CutSuffix(before, []byte(closes))
	open := bytes.LastIndex(words, []byte(opens))
	if !ok || open < 0 || bytes.Contains(words[open:], []byte(closes)) || bytes.HasSuffix(words, []byte(`\`)) {
		return 0, 0
	}
	for _, mark := range []string{"!", "！"} {
		open -= len(before[:open]) - len(bytes.TrimSuffix(before[:open], []byte(mark)))
	}
	inner := rest[bracket:]
	i := bytes.IndexAny(inner, ")）\n")
	if i < 0 || inner[i] == '\n' || !leads(inner[:i]) {
		return 0, 0
	}
	closed := len(")")
	if inner[i] != ')' {
		closed = len("）")
	}
	return at - len(before) + open, at + bracket + i + closed
}

// leads reports whether what stands between brackets is an address rather than
// a remark.
func leads(inner []byte) bool {
	if len(inner) < 2 || bytes.ContainsFunc(inner, isGap) {
		return false
	}
	s := string(inner)
	path, _, _ := strings.Cut(s, "#")
	switch {
	case inner[0] == '#':
		return !digit(inner[1])
	case inner[0] == '/', inner[len(inner)-1] == '/', strings.HasPrefix(s, "./"), strings.HasPrefix(s, "../"), fileName([]byte(path)):
		return true
	}
	address, to := classify(s)
	return to == outside && !strings.HasPrefix(address, "mailto:")
}
