package markdown

import (
	"bytes"
	"regexp"
	"sort"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"

	"bulletin/internal/document"
)

// maxOpen is how many elements of raw HTML may be open at once.
const maxOpen = 50

// flow are the elements that may stay open from one HTML block to another, with
// Markdown between them.
const flow = " details div section figure figcaption blockquote td th dd li "

// blockLevel are the other elements that are not part of a line of text.
const blockLevel = " p summary pre h1 h2 h3 h4 h5 h6 ul ol dl dt table caption thead tbody tfoot tr colgroup col hr "

// void are the elements without content.
const void = " br wbr hr col "

// among reports whether name is one of a list of names between spaces.
func among(list, name string) bool { return strings.Contains(list, " "+name+" ") }

// policy is the allow-list: what the elements above and those of text may be
// and carry. No style, no scripts, no pictures, no address inside the site:
// Markdown has words for these.
func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	names := strings.Fields(flow + blockLevel + void +
		"b strong i em small s u del ins mark sub sup kbd code samp var abbr cite dfn q ruby rb rt rp rtc span bdi bdo time")
	p.AllowElements(names...)
	p.AllowNoAttrs().OnElements(names...)
	p.AllowAttrs("class", "id").Matching(regexp.MustCompile(`^[\p{L}\p{N}\p{M}_.: -]{1,200}$`)).Globally()
	p.AllowAttrs("lang").Matching(regexp.MustCompile(`^[A-Za-z0-9-]{2,35}$`)).Globally()
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(?i:ltr|rtl|auto)$`)).Globally()
	p.AllowAttrs("title").OnElements("abbr", "dfn")
	p.AllowAttrs("datetime").Matching(regexp.MustCompile(`^[0-9TZ:+. -]{4,40}$`)).OnElements("time", "del", "ins")
	p.AllowAttrs("open").OnElements("details")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("colspan", "rowspan").Matching(regexp.MustCompile(`^[0-9]{1,3}$`)).OnElements("td", "th")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(?i:row|col|rowgroup|colgroup)$`)).OnElements("th")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(false)
	return p
}

// A tag is an element of raw HTML that is open.
type tag struct{ name string }

// enter begins a block or a phrase: what is open outside of it cannot be
// closed in it.
func (w *writer) enter() int {
	base := w.base
	w.base = len(w.tags)
	return base
}

// leave ends it: what was opened in it is closed.
func (w *writer) leave(base int) {
	w.closeTags(w.base)
	w.base = base
}

// closeTags closes open elements until n are left.
func (w *writer) closeTags(n int) {
	for len(w.tags) > n {
		t := w.tags[len(w.tags)-1]
		w.tags = w.tags[:len(w.tags)-1]
		if t.name == "a" {
			w.links--
		}
		w.put("</", t.name, ">")
	}
}

// innermost is the position of the innermost open element of a name that the
// block itself has opened, or -1.
func (w *writer) innermost(name string) int {
	for i := len(w.tags) - 1; i >= w.base; i-- {
		if w.tags[i].name == name {
			return i
		}
	}
	return -1
}

// htmlBlock renders a block of raw HTML. Boxes that it leaves open stay open
// until a later block beside it closes them; the rest is closed.
func (w *writer) htmlBlock(n *ast.HTMLBlock) {
	b, pieces := blockHTML(n, w.source)
	w.start = len(w.out)
	w.tokens(b, pieces, false)
	w.inWord = false
	for len(w.tags) > w.base && !among(flow, w.tags[len(w.tags)-1].name) {
		w.closeTags(len(w.tags) - 1)
	}
}

// blockHTML is what a block of HTML holds.
func blockHTML(n *ast.HTMLBlock, source []byte) (b []byte, pieces []piece) {
	add := func(s text.Segment) {
		pieces = append(pieces, piece{len(b), s.Start})
		b = append(b, source[s.Start:s.Stop]...)
	}
	for i := range n.Lines().Len() {
		add(n.Lines().At(i))
	}
	if n.HasClosure() {
		add(n.ClosureLine)
	}
	return b, pieces
}

// rawHTML renders a tag within a line. The content of scripts and styles goes
// with them.
func (w *writer) rawHTML(n *ast.RawHTML) ast.Node {
	var b []byte
	var pieces []piece
	for i := range n.Segments.Len() {
		s := n.Segments.At(i)
		pieces = append(pieces, piece{len(b), s.Start})
		b = append(b, w.source[s.Start:s.Stop]...)
	}
	if bytes.HasPrefix(b, []byte("<!--")) {
		w.comment(b)
		return n
	}
	hidden := w.tokens(b, pieces, true)
	if hidden == "" {
		return n
	}
	last := n.Parent().LastChild()
	for c := n.NextSibling(); c != nil; c = c.NextSibling() {
		if r, ok := c.(*ast.RawHTML); ok && r.Segments.Len() > 0 {
			s := r.Segments.At(0)
			if strings.HasPrefix(strings.ToLower(string(s.Value(w.source))), "</"+hidden) {
				return c
			}
		}
	}
	return last
}

// A piece says where in the source a part of some HTML lies.
type piece struct{ at, offset int }

func offsetIn(pieces []piece, at int) int {
	i := sort.Search(len(pieces), func(i int) bool { return pieces[i].at > at })
	if i == 0 {
		return 0
	}
	return pieces[i-1].offset + at - pieces[i-1].at
}

// tokens renders HTML token by token. It returns the name of an element whose
// content must not be shown and that is still open at the end.
func (w *writer) tokens(b []byte, pieces []piece, inline bool) (hidden string) {
	z := html.NewTokenizer(bytes.NewReader(b))
	for at := 0; ; {
		kind := z.Next()
		raw := z.Raw()
		offset := offsetIn(pieces, at)
		at += len(raw)
		switch {
		case kind == html.ErrorToken:
			w.remainder(b[min(at-len(raw), len(b)):], offset)
			return hidden
		case kind == html.CommentToken:
			w.comment(raw)
		case kind == html.DoctypeToken:
		case w.parser.options.TrustHTML:
			w.out = append(w.out, bytes.ToValidUTF8(raw, nil)...)
		case hidden != "":
			if name, _ := z.TagName(); kind == html.EndTagToken && string(name) == hidden {
				hidden = ""
			}
		case kind == html.TextToken:
			raw = bytes.Clone(raw)
			w.leftovers(raw, offset)
			w.literal(z.Text())
		case kind == html.EndTagToken:
			name, _ := z.TagName()
			if i := w.innermost(string(name)); i >= 0 {
				w.closeTags(i)
			}
		default:
			raw = bytes.Clone(raw)
			name, _ := z.TagName()
			if !w.startTag(raw, offset, inline) && among(" script style iframe noscript noembed noframes title textarea xmp plaintext template ", string(name)) && kind == html.StartTagToken {
				hidden = string(name)
			}
		}
	}
}

// remainder deals with what is no complete tag.
func (w *writer) remainder(b []byte, offset int) {
	switch {
	case len(bytes.TrimSpace(b)) == 0, bytes.HasPrefix(b, []byte("<!")), bytes.HasPrefix(b, []byte("<?")):
	case w.parser.options.TrustHTML:
		w.out = append(w.out, b...)
	default:
		w.removed(b, offset)
	}
}

func (w *writer) removed(raw []byte, offset int) {
	w.report(w.place(offset, len(raw)), "html", snippet(bytes.TrimSpace(raw)))
}

// startTag renders what the allow-list leaves of a start tag; false if that is
// nothing. What is left is written anew from its name and attributes, so that
// nothing can hide in it.
func (w *writer) startTag(raw []byte, offset int, inline bool) bool {
	z := html.NewTokenizer(bytes.NewReader(raw))
	z.Next()
	asked := z.Token()
	z = html.NewTokenizer(bytes.NewReader(w.parser.policy().SanitizeBytes(raw)))
	z.Next()
	t := z.Token()
	switch {
	case t.Type != html.StartTagToken && t.Type != html.SelfClosingTagToken,
		inline && (among(flow, t.Data) || among(blockLevel, t.Data)),
		t.Data == "a" && (w.links > 0 || len(t.Attr) == 0),
		len(w.tags) >= maxOpen:
		w.removed(raw, offset)
		return false
	}
	if among(flow, t.Data) || among(blockLevel, t.Data) {
		if i := w.innermost("p"); i >= 0 {
			w.closeTags(i) // as browsers do
		}
	}
	kept := w.openTag(t)
	if kept < len(asked.Attr) {
		w.removed(raw, offset)
	}
	switch {
	case among(void, t.Data):
	case t.Data == "a":
		w.links++
		fallthrough
	default:
		w.tags = append(w.tags, tag{t.Data})
	}
	return true
}

// openTag writes a start tag and returns how many attributes it kept.
func (w *writer) openTag(t html.Token) (kept int) {
	w.put("<", t.Data)
	for _, a := range t.Attr {
		switch a.Key {
		case "id":
			if !identifier([]byte(a.Val)) || w.ids[a.Val] || document.Taken(a.Val) {
				continue
			}
			w.identify(a.Val)
		case "href":
			if _, to := classify(a.Val); to != outside {
				continue
			}
			fallthrough
		default:
			w.put(" ", a.Key, `="`)
			w.out = appendAttribute(w.out, []byte(a.Val))
			w.put(`"`)
		}
		kept++
	}
	w.put(">")
	return kept
}
