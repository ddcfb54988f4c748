package markdown

import (
	"bytes"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
)

// A comment begins with <!-- and ends with the next -->, whatever lies between:
// empty lines, the marks of lists and quotations, cells. CommonMark sees that
// only within one block and prints the rest as text, but what a writer has
// commented out must never be seen. So what is left over, once a text has been
// parsed, neither as code nor as a comment, is made an empty comment, and the
// text is parsed again. Comments that CommonMark knows cost nothing.

// emptyComment stands for a comment that spans blocks: to the blocks around it
// a comment is what an empty one would be.
const emptyComment = "<!---->"

// maxParsed is how many bytes may be parsed again for the comments of a text.
const maxParsed = 8 << 20

// parsed is what became of a text.
type parsed struct {
	source   []byte // what was parsed
	root     ast.Node
	state    *state
	edits    edits
	unclosed int    // where in the original a comment begins that never ends, or -1
	limit    *limit // the bound that was exceeded, or nil
}

// tree parses a text until no comment is left in what is shown of it.
func (p *Parser) tree(original []byte, beside Beside) parsed {
	r := parsed{unclosed: -1}
	for rest, spent := original, 0; ; spent += len(rest) {
		r.source = spaced(rest)
		r.state = &state{beside: beside, grammar: p.grammarFor(r.source)}
		pc := parser.NewContext()
		pc.Set(stateKey, r.state)
		r.root = r.state.grammar.Parse(text.NewReader(r.source), parser.WithContext(pc))
		at := loose(r.root, r.source)
		switch {
		case at < 0:
			return r
		case spent > maxParsed:
			r.limit = comments
			return r
		}
		n := commentLen(r.source[at:])
		if n < 0 {
			r.unclosed = r.edits.back(at)
			rest = rest[:at]
			continue
		}
		empty := emptyComment
		if string(rest[at:at+n]) == emptyComment {
			empty = "" // it stands where there are no comments: in the title of a link, say
		}
		rest = slices.Concat(rest[:at], []byte(empty), rest[at+n:])
		r.edits.add(at+len(empty), n-len(empty))
	}
}

// comment leaves out a comment, but for what <!--more--> says.
func (w *writer) comment(s []byte) {
	s = bytes.TrimSuffix(bytes.TrimPrefix(s, []byte("<!--")), []byte("-->"))
	if string(bytes.TrimSpace(s)) == "more" {
		w.more(w.start)
	}
}

// unclosed tells of a comment without an end: the text from there on is lost.
func (w *writer) unclosed(offset int) {
	w.edits = nil
	w.report(w.place(offset, len("<!--")), "unclosed")
}

// commentLen is the length of the comment that s begins with, -1 if it has no
// end.
func commentLen(s []byte) int {
	for _, short := range []string{"<!-->", "<!--->"} {
		if bytes.HasPrefix(s, []byte(short)) {
			return len(short)
		}
	}
	i := bytes.Index(s[len("<!--"):], []byte("-->"))
	if i < 0 {
		return -1
	}
	return len("<!--") + i + len("-->")
}

// uncommented is a text without anything that could be a comment.
func uncommented(s []byte) []byte {
	var out []byte
	for {
		i := bytes.Index(s, []byte("<!--"))
		if i < 0 {
			return append(out, s...)
		}
		out = append(out, s[:i]...)
		n := commentLen(s[i:])
		if n < 0 {
			return out
		}
		s = s[i+n:]
	}
}

// An edit is a place where a text was shortened by so many bytes.
type edit struct{ at, by int }

// edits are in the order of the shortened text.
type edits []edit

// add takes out so many bytes before an offset.
func (e *edits) add(at, by int) {
	i := sort.Search(len(*e), func(i int) bool { return (*e)[i].at > at })
	for j := i; j < len(*e); j++ {
		(*e)[j].at -= by
	}
	*e = slices.Insert(*e, i, edit{at, by})
}

// back is where in the original an offset of the shortened text lies.
func (e edits) back(offset int) int {
	back := offset
	for _, d := range e {
		if d.at > offset {
			break
		}
		back += d.by
	}
	return back
}

// A span is a part of the source.
type span struct{ start, stop int }

// loose is where a comment begins that is neither code nor a comment to the
// parser, or -1.
func loose(root ast.Node, source []byte) int {
	const begin = "<!--"
	if !bytes.Contains(source, []byte(begin)) {
		return -1
	}
	known := settled(root, source)
	for at := 0; ; {
		i := bytes.Index(source[at:], []byte(begin))
		if i < 0 {
			return -1
		}
		at += i
		for len(known) > 0 && known[0].stop <= at {
			known = known[1:]
		}
		switch {
		case len(known) > 0 && known[0].start <= at:
			at = known[0].stop
		case escaped(source, at):
			at += len(begin)
		default:
			return at
		}
	}
}

// escaped reports whether a backslash stands for the character at an offset.
func escaped(source []byte, at int) bool {
	n := 0
	for n < at && source[at-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}

// settled are the parts of the source in which <!-- is code, or begins a comment
// that the parser knows, in order.
func settled(root ast.Node, source []byte) []span {
	var known []span
	lines := func(s *text.Segments) {
		if n := s.Len(); n > 0 {
			known = append(known, span{s.At(0).Start, s.At(n - 1).Stop})
		}
	}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeBlock:
			lines(n.Lines())
		case *ast.FencedCodeBlock:
			lines(n.Lines())
		case *ast.CodeSpan:
			first, _ := n.FirstChild().(*ast.Text)
			last, _ := n.LastChild().(*ast.Text)
			if first != nil && last != nil {
				known = append(known, span{first.Segment.Start, last.Segment.Stop})
			}
		case *ast.RawHTML:
			if s := n.Segments.Value(source); bytes.HasPrefix(s, []byte("<!--")) {
				lines(n.Segments)
			} else if name := rawText(s); name != "" {
				known = append(known, span{n.Segments.At(0).Start, closing(n, name, source)})
			}
		case *ast.HTMLBlock:
			known = append(known, blockSpans(n, source)...)
		}
		return ast.WalkContinue, nil
	})
	slices.SortStableFunc(known, func(a, b span) int { return a.start - b.start })
	return known
}

// blockSpans are the comments in a block of HTML, and what is the text of a
// script or a style.
func blockSpans(n *ast.HTMLBlock, source []byte) []span {
	var known []span
	b, pieces := blockHTML(n, source)
	z := html.NewTokenizer(bytes.NewReader(b))
	raw := false // what follows is the text of a script
	for at := 0; ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return known
		}
		s := z.Raw()
		comment := kind == html.CommentToken && bytes.HasPrefix(s, []byte("<!--")) && bytes.HasSuffix(s, []byte("-->"))
		if comment || raw && kind == html.TextToken {
			known = append(known, span{offsetIn(pieces, at), offsetIn(pieces, at+len(s)-1) + 1})
		}
		at += len(s)
		raw = kind == html.StartTagToken && rawText(s) != ""
	}
}

// rawText is the name of the element that a tag begins, if it is one in whose
// text <!-- begins no comment.
func rawText(tag []byte) string {
	for _, name := range []string{"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"} {
		if n := 1 + len(name); len(tag) > n && equalFold(tag[1:n], name) && !wordByte(tag[n]) && tag[n] != '-' {
			return name
		}
	}
	return ""
}

// closing is where the element that a tag in a line begins is closed: at the
// latest where its block ends.
func closing(n *ast.RawHTML, name string, source []byte) int {
	for c := n.NextSibling(); c != nil; c = c.NextSibling() {
		if r, ok := c.(*ast.RawHTML); ok && r.Segments.Len() > 0 {
			if s := r.Segments.At(0); strings.HasPrefix(strings.ToLower(string(s.Value(source))), "</"+name) {
				return s.Start
			}
		}
	}
	var block ast.Node = n
	for block.Type() == ast.TypeInline && block.Parent() != nil {
		block = block.Parent()
	}
	if lines := block.Lines(); lines.Len() > 0 {
		return lines.At(lines.Len() - 1).Stop
	}
	return n.Segments.At(n.Segments.Len() - 1).Stop
}

// comments is exceeded by a text that is parsed too often for its comments.
var comments = &limit{"too many comments span paragraphs, items of lists or cells; the text is shown as it stands",
	"跨段落、列表项或表格的注释太多，已照原样显示", true}
