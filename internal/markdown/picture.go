package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"bulletin/internal/document"
	"bulletin/internal/media"
)

// picture is a picture that only the names beside the text tell: one written
// ![…](with spaces.png), or a bare file name on a line of its own.
type picture struct {
	ast.BaseBlock
	inline       bool
	name         text.Segment // as written
	exact        string       // the file
	alt, caption string
}

var kindPicture = ast.NewNodeKind("Picture")

func (*picture) Kind() ast.NodeKind { return kindPicture }
func (*picture) Inline()            {}
func (*picture) IsRaw() bool        { return true }

func (n *picture) Type() ast.NodeType {
	if n.inline {
		return ast.TypeInline
	}
	return ast.TypeBlock
}

func (n *picture) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// pictureParser reads ![…](…) where CommonMark sees none: a name with spaces
// or odd brackets in it, if the file lies beside the text.
type pictureParser struct{}

func (pictureParser) Trigger() []byte { return []byte{'!'} }

func (pictureParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	const longest = 1000
	s := stateOf(pc)
	line, segment := block.PeekLine()
	if len(line) < 4 || line[1] != '[' {
		return nil
	}
	line = line[:min(len(line), longest)]
	label := labelEnd(line)
	if label < 0 || label+1 >= len(line) || line[label+1] != '(' {
		return nil
	}
	first := label + 2
	for i, tries := first, 0; tries < 4; i, tries = i+1, tries+1 {
		k := bytes.IndexByte(line[i:], ')')
		if k < 0 {
			return nil
		}
		i += k
		n := s.named(line[first:i])
		if n == nil {
			continue
		}
		if n.ordinary(line[first:]) {
			return nil
		}
		n.name.Start += segment.Start + first
		n.name.Stop += segment.Start + first
		n.alt = s.plain(line[2:label])
		n.SetPos(segment.Start)
		block.Advance(i + 1)
		return n
	}
	return nil
}

// labelEnd is where the bracket opened by ![ is closed, or -1.
func labelEnd(line []byte) int {
	open := 0
	for i := 1; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '[':
			open++
		case ']':
			if open--; open == 0 {
				return i
			}
		}
	}
	return -1
}

// named makes a picture of what stands between the brackets after ![…]: the
// name of a file beside the text, or of a picture that is missed there, and
// perhaps a caption in quotes.
func (s *state) named(inner []byte) *picture {
	if n := s.file(inner); n != nil {
		return n
	}
	name, caption, ok := captioned(inner)
	if !ok {
		return nil
	}
	n := s.file(name)
	if n != nil {
		n.caption = caption
	}
	return n
}

func (s *state) file(name []byte) *picture {
	exact, ok := s.beside.find(destination(name))
	bare := bytes.TrimSpace(name)
	if !ok {
		address, to := classify(destination(name))
		if to != inside || !pictureName(bare) || bytes.Contains(bare, []byte("](")) {
			return nil
		}
		exact = document.Name(address)
	}
	start := bytes.Index(name, bare)
	return &picture{inline: true, name: text.NewSegment(start, start+len(bare)), exact: exact}
}

// ordinary reports whether CommonMark finds the same picture. It does when the
// name has no spaces, its brackets pair and the caption's quotes are ASCII.
func (n *picture) ordinary(rest []byte) bool {
	name, after := rest[n.name.Start:n.name.Stop], bytes.TrimLeft(rest[n.name.Stop:], " ")
	return bytes.IndexByte(name, ' ') < 0 && bytes.Count(name, []byte("(")) == bytes.Count(name, []byte(")")) &&
		!bytes.HasPrefix(after, []byte("“"))
}

// destination is a name as find takes it, without <>, escapes and a leading ./.
func destination(name []byte) string {
	name = bytes.TrimSpace(name)
	if n := len(name); n > 1 && name[0] == '<' && name[n-1] == '>' {
		name = name[1 : n-1]
	}
	return strings.TrimPrefix(string(resolve(name)), "./")
}

// captioned splits a caption in quotes of some kind off the end.
func captioned(inner []byte) (name []byte, caption string, ok bool) {
	s := bytes.TrimSpace(inner)
	for _, q := range [...][2]string{{`"`, `"`}, {"'", "'"}, {"(", ")"}, {"“", "”"}} {
		body, found := bytes.CutSuffix(s, []byte(q[1]))
		if !found {
			continue
		}
		if i := bytes.LastIndex(body, []byte(" "+q[0])); i > 0 {
			return body[:i], trim(string(resolve(body[i+1+len(q[0]):]))), true
		}
	}
	return nil, "", false
}

func isGap(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == 0xA0 || r == 0x3000 || r == 0xFEFF
}

// pictureName reports whether a line ends as the names of pictures do.
func pictureName(line []byte) bool {
	switch ending(line) {
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg":
		return true
	}
	return false
}

// fileName reports whether a line ends as the names of files do that one shows
// or links.
func fileName(line []byte) bool {
	switch ending(line) {
	case ".md", ".html", ".htm", ".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".csv", ".ppt", ".pptx", ".dps", ".ofd",
		".odt", ".ods", ".odp", ".rtf", ".txt", ".zip", ".rar", ".7z", ".mp3", ".mp4", ".ics", ".epub":
		return true
	}
	return pictureName(line)
}

// ending is the ending of a file's name in lower case, with its dot: at most
// four letters, after a name. It is "" if there is none.
func ending(line []byte) string {
	const longest = 255
	n := len(line)
	if n < 4 || n > longest {
		return ""
	}
	for i := n - 2; i >= max(n-5, 1); i-- {
		if line[i] == '.' {
			return strings.ToLower(string(line[i:]))
		}
	}
	return ""
}

// shown is a picture on its way into the document.
type shown struct {
	written      string // the file as the writer wrote it
	path         string
	alt, caption string
	place        document.Place
}

// pictureOf looks at a node that may be a picture of the site; ok is false for
// pictures elsewhere.
func (w *writer) pictureOf(n ast.Node) (s shown, ok bool) {
	switch n := n.(type) {
	case *picture:
		s = shown{written: string(n.name.Value(w.source)), path: n.exact, alt: n.alt, caption: n.caption}
		s.place = w.place(n.name.Start, n.name.Len())
	case *ast.Image:
		address, to := classify(w.decoded(n.Destination))
		exact, beside := w.beside.find(strings.TrimPrefix(address, "./"))
		if to != inside && !beside {
			return s, false
		}
		s = shown{written: address, path: exact, alt: w.plain(n), caption: trim(w.decoded(n.Title))}
		if !beside {
			s.path, _ = split(address)
		}
		s.place = w.destination(n.Destination, n.Pos())
	default:
		return s, false
	}
	return s, true
}

// picture writes the hole of a picture.
func (w *writer) picture(s shown, form document.Form) {
	named := false
	if alt := document.Name(s.alt); document.Repeats(alt, s.written) {
		s.alt, named = "", alt != ""
	}
	w.hole(document.PictureHole, len(w.doc.Pictures))
	w.doc.Pictures = append(w.doc.Pictures, document.Picture{
		Path: s.path, Alt: s.alt, Named: named, Caption: s.caption, Form: form, Place: s.place,
	})
}

// image renders a picture within a line. One that lies on another host becomes
// a link to it.
func (w *writer) image(n ast.Node) {
	if s, ok := w.pictureOf(n); ok {
		w.picture(s, document.Inline)
		return
	}
	i, ok := n.(*ast.Image)
	if !ok {
		return
	}
	address, to := classify(w.decoded(i.Destination))
	words, at := w.plain(i), w.destination(i.Destination, i.Pos())
	linked := to == outside && w.links == 0 && w.affordable(&ast.Link{})
	if to == outside {
		w.report(at, "remote", address)
	} else {
		w.unsafe(address, at)
	}
	if words == "" && to == outside {
		words = address
	}
	if linked {
		w.anchor(address, w.decoded(i.Title))
	}
	w.literal([]byte(words))
	if linked {
		w.put("</a>")
	}
}

// pictures renders the run of pictures that begins with a block, if it is one
// that shows nothing else: one is a figure, several are a gallery. It returns
// the last block of the run, or nil.
func (w *writer) pictures(n ast.Node) (last ast.Node) {
	if !w.onlyPictures(n) {
		return nil
	}
	var run []shown
	for ; n != nil && w.onlyPictures(n); n = n.NextSibling() {
		last = n
		if s, ok := w.pictureOf(n); ok {
			run = append(run, s)
		}
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if s, ok := w.pictureOf(c); ok {
				run = append(run, s)
			}
		}
	}
	for len(run) > 0 {
		n := 0
		for n < len(run) && media.Of(run[n].path) == media.None {
			n++
		}
		w.run(run[:max(n, 1)])
		run = run[max(n, 1):]
	}
	return last
}

// run writes pictures that stand together, or a recording, which stands alone.
func (w *writer) run(run []shown) {
	if len(run) == 1 {
		w.picture(run[0], document.Figure)
		w.put("\n")
		return
	}
	w.put(`<div class="gallery rows of-` + strconv.Itoa(len(run)) + "\">\n")
	for _, s := range run {
		w.picture(s, document.Gallery)
		w.put("\n")
	}
	w.put("</div>\n")
}

// onlyPictures reports whether a block shows nothing but pictures of the site.
func (w *writer) onlyPictures(n ast.Node) bool {
	if p, ok := n.(*picture); ok {
		return !p.inline
	}
	if _, ok := n.(*ast.Paragraph); !ok {
		return false
	}
	found := false
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			if s := c.Segment.Value(w.source); len(s) > 0 && len(bytes.TrimFunc(s, isGap)) > 0 {
				return false
			}
		case *picture:
			found = true
		case *ast.Image:
			address, to := classify(w.decoded(c.Destination))
			if _, beside := w.beside.find(address); to != inside && !beside {
				return false
			}
			found = true
		default:
			return false
		}
	}
	return found
}
