// Package document holds a parsed text: HTML with holes.
//
// A Document is what package markdown makes of one text and of nothing else: it
// knows the bytes of the text and the names of the files beside it. Whatever
// only the whole site can tell (where a link leads, how large a picture is,
// which id two editions share, what a label is called in the page's language)
// is left open as a Hole, in the order of the text. The site answers the holes
// when the page is planned; Fill puts the answers in.
//
// So a Document can be kept for as long as its text does not change, whatever
// else happens to the site.
package document

import (
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"bulletin/internal/digest"
)

// A Document is one parsed text.
type Document struct {
	HTML     []byte     // the body, finished but for the holes; nil while it lies in a pack
	Body     Ref        // where the body lies in the pack, when HTML is nil
	Holes    []Hole     // ascending by At
	Links    []Link     // what the holes of kind LinkStart and LinkEnd index
	Pictures []Picture  // what the holes of kind PictureHole index
	Blocks   []Block    // what the holes of kind BlockHole index
	Headings []Heading  // what the holes of kind HeadingStart and HeadingEnd index
	Labels   []string   // keys of interface strings, what the holes of kind LabelHole index
	Anchors  []string   // ids in the text that belong to no heading (footnotes and the like)
	Count    Count      // how long the text is
	Summary  string     // plain text: all before <!--more-->, else the first sentences within a budget
	Sum      digest.Sum // of all that the document was made from: one with the same sum is the same; zero where nobody has told
	Prepared Place      // where a line of Prepared still stands; zero when none does
}

// Taken reports whether pages have an id around their texts: one of the text
// itself would be the second.
func Taken(id string) bool { return id == "main" || id == "viewer-legend" }

// Prepared are the lines that a new text has for a body, in Chinese and in
// English, until somebody writes it.
func Prepared() (chinese, english string) {
	return "在这里写正文，图片放在同一目录。", "Write the text here; keep the pictures in this folder."
}

// Empty reports whether the text shows nothing at all.
func (d *Document) Empty() bool {
	return len(d.HTML) == 0 && d.Body.Len == 0
}

// A Ref says where the bytes of a body lie in the pack that holds them.
type Ref struct {
	Offset int64
	Len    int
}

// A Kind says what a hole asks for.
type Kind uint8

// The questions a document can ask.
const (
	LinkStart    Kind = iota // the start tag of a link, or nothing where the link is not to be
	LinkEnd                  // its end tag, with the mark of a foreign language where it has one
	PictureHole              // a whole picture: img, or figure with its caption
	HeadingStart             // `<h2 id="…"`, the start tag of a heading up to its class: the text may stand below other headings
	HeadingEnd               // its end tag
	LabelHole                // an interface string, as text or inside an attribute in double quotes
	BlockHole                // a gallery of the files that a block names
	ScopeHole                // what keeps an id of Anchors apart from those of other texts on the page
)

// A Hole is a place in the HTML where an answer goes.
type Hole struct {
	At    int  // offset in HTML
	Kind  Kind // what is asked
	Index int  // which link, picture, heading, label or block
}

// A Place is where something stands in its source file. Line and Column count
// from 1, columns and Width in characters (runes).
type Place struct {
	Line, Column, Width int
}

// A Link is a link inside the site: to a text, a file or a heading. Links to
// other hosts, mailto: and tel: ask nothing and stand in the HTML as they are.
type Link struct {
	Path     string // as written, decoded by Name; "" for a link within the page
	Fragment string // what follows #, decoded; may be empty
	Title    string // the link's title attribute
	Place    Place
}

// ToText reports whether the link can lead to no file: one within the page, and
// one to Markdown, which is a file only below files/.
func (l Link) ToText() bool {
	return l.Path == "" || strings.HasSuffix(l.Path, ".md") && !strings.Contains(l.Path, "files/")
}

// A Form says how a picture stands in the text.
type Form uint8

// The forms of pictures.
const (
	Inline  Form = iota // within a line of text
	Figure              // alone in its paragraph
	Gallery             // one of a run of pictures
)

// A Picture is a picture shown by the text.
type Picture struct {
	Path    string // as written, decoded by Name, or the exact name of the file beside the text
	Alt     string // replacement text; "" when the writer gave none
	Named   bool   // the writer gave the name of the file for one
	Caption string // the title of the Markdown picture
	Form    Form
	Place   Place
}

// A Block is a gallery of files that only the site can tell.
type Block struct {
	Layout string // rows, grid or story
	Lines  []Line // names of files, or patterns; none for every picture of the folder that is not shown otherwise
	Place  Place
}

// A Line names files in a block.
type Line struct {
	Text  string // as written, decoded by Name
	Place Place
}

// A Heading is a heading of the text.
type Heading struct {
	Level  int    // 1 to 6
	Text   string // plain text
	Kicker string // the line above it in an hgroup, plain text
	ID     string // the id the writer gave with {#id}, or ""
	Place  Place
}

// Count is the length of a text: Han characters and words of other scripts,
// counted apart.
type Count struct {
	Han, Words int
}

// Minutes is how long a reader needs, at 400 Han or 220 words a minute, at
// least 1 for a text that has any (domain: words are counted apart).
func (c Count) Minutes() int {
	if c.Han == 0 && c.Words == 0 {
		return 0
	}
	return max(1, (c.Han*220+c.Words*400+400*220/2)/(400*220))
}

// Fill appends html to dst with every hole filled by what answer appends for it.
func Fill(dst, html []byte, holes []Hole, answer func(dst []byte, i int, h Hole) []byte) []byte {
	at := 0
	for i, h := range holes {
		dst = append(dst, html[at:h.At]...)
		dst = answer(dst, i, h)
		at = h.At
	}
	return append(dst, html[at:]...)
}

// Name is a file name or path as names are compared: percent-decoding done,
// Unicode in form C, every no-break or ideographic space an ordinary one,
// backslashes as slashes.
func Name(s string) string {
	s = decodePercent(s)
	if ascii(s) {
		return strings.ReplaceAll(s, `\`, "/")
	}
	s = strings.NewReplacer("\u00a0", " ", "\u3000", " ", "\u202f", " ", `\`, "/").Replace(s)
	return norm.NFC.String(s)
}

// Repeats reports whether a replacement text, as Name has it, says no more than
// the name of the file does, or nothing at all.
func Repeats(alt, file string) bool {
	file = path.Base(Name(file))
	return alt == "" || strings.EqualFold(alt, file) || strings.EqualFold(alt, strings.TrimSuffix(file, path.Ext(file)))
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func decodePercent(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if hi, lo := hex(s[i+1]), hex(s[i+2]); hi >= 0 && lo >= 0 {
				b.WriteByte(byte(hi<<4 | lo))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func hex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
