package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// wideBrackets reports whether a text may hold what slips looks for.
func wideBrackets(source []byte) bool {
	for _, s := range []string{"］", "】"} { // rare, so that they are looked for by themselves
		if bytes.Contains(source, []byte(s)) {
			return true
		}
	}
	for rest := source; ; {
		_, after, found := bytes.Cut(rest, []byte("]"))
		switch {
		case !found:
			return false
		case bytes.HasPrefix(after, []byte("（")):
			return true
		case bytes.HasPrefix(after, []byte("(")):
			if i := bytes.IndexAny(after, ")）\n"); i >= 0 && after[i] >= utf8.RuneSelf {
				return true
			}
		}
		rest = after
	}
}

// slips reports links in a piece of text that are none because an input method
// wrote their brackets in full width: [文字]（/路径）, ！［图］（图.png）,
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
			if l := w.wideLink(at); l.end > l.start {
				w.report(w.place(l.start, l.end-l.start), "full-width", snippet(w.source[l.start:l.end]), l.spelled())
			}
		}
		at++
	}
}

// wideLink is what looks like a link.
type wideLink struct {
	start, end     int
	picture        bool
	words, address []byte
}

// spelled is the link as it is to be written.
func (l wideLink) spelled() string {
	mark := ""
	if l.picture {
		mark = "!"
	}
	return mark + "[" + snippet(l.words) + "](" + string(l.address) + ")"
}

// wideLink finds what looks like a link whose second bracket opens at an
// offset. It is empty if nothing does.
func (w *writer) wideLink(at int) (l wideLink) {
	const longest = 1000
	before, rest := w.source[max(at-longest, 0):at], w.source[at:min(at+longest, len(w.source))]
	before = before[bytes.LastIndexByte(before, '\n')+1:]
	words, closer := cutLast(before, "]", "］", "】")
	open := bytes.LastIndexAny(words, "[［【")
	if closer == "" || open < 0 || bytes.ContainsAny(words[open:], "]］】") || bytes.HasSuffix(before[:open], []byte(`\`)) || bytes.HasSuffix(words, []byte(`\`)) {
		return l
	}
	_, opener := utf8.DecodeRune(words[open:])
	_, bracket := utf8.DecodeRune(rest)
	inner := rest[bracket:]
	i := bytes.IndexAny(inner, ")）\n")
	if i < 0 || inner[i] == '\n' || !w.leads(inner[:i]) {
		return l
	}
	_, closed := utf8.DecodeRune(inner[i:])
	if opener+len(closer)+bracket+closed == len("[]()") {
		return l // all are half-width: if this is no link, it is meant to be none
	}
	l = wideLink{end: at + bracket + i + closed, words: words[open+opener:], address: inner[:i]}
	rest, mark := cutLast(before[:open], "!", "！")
	l.picture = mark != ""
	l.start = at - len(before) + len(rest)
	return l
}

// cutLast cuts the ending that s has off it.
func cutLast(s []byte, endings ...string) (before []byte, ending string) {
	for _, e := range endings {
		if b, ok := bytes.CutSuffix(s, []byte(e)); ok {
			return b, e
		}
	}
	return s, ""
}

// leads reports whether what stands between brackets is an address rather than
// a remark.
func (w *writer) leads(inner []byte) bool {
	if len(inner) < 2 {
		return false
	}
	if _, ok := w.beside.find(destination(inner)); ok {
		return true
	}
	s := string(inner)
	path, _, _ := strings.Cut(s, "#")
	if bytes.ContainsFunc(inner, isGap) {
		return pictureName([]byte(path)) // 图片 1.png
	}
	switch {
	case inner[0] == '#':
		return !digit(inner[1])
	case inner[0] == '/', inner[len(inner)-1] == '/', strings.HasPrefix(s, "./"), strings.HasPrefix(s, "../"), fileName([]byte(path)):
		return true
	}
	address, to := classify(s)
	return to == outside && !strings.HasPrefix(address, "mailto:")
}
