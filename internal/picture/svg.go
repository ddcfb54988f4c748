package picture

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"

	"bulletin/internal/diag"
)

// The namespaces that browsers draw. What belongs to others is an editor's
// own: paths, user names, the state of its windows.
const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"
)

// maxDepth is how deep the elements of a drawing may be nested.
const maxDepth = 500

func probeSVG(data []byte) (Info, diag.Message) {
	d := readDrawing(data)
	if d.wrong != sound {
		return Info{}, d.wrong
	}
	width, height := d.size()
	return Info{Format: SVG, Width: width, Height: height, Orientation: 1}, sound
}

func cleanSVG(data []byte) ([]byte, error) {
	d := readDrawing(data)
	if d.wrong != sound {
		return nil, errDamaged
	}
	out := make([]byte, 0, len(data))
	at := 0
	for _, e := range d.edits {
		out = append(append(out, data[at:e.from]...), e.with...)
		at = e.to
	}
	return append(out, data[at:]...), nil
}

// An edit replaces bytes of a drawing. Edits are in order and do not overlap.
type edit struct {
	from, to int
	with     string
}

// A drawing is an SVG while it is read, and what came of it.
type drawing struct {
	data  []byte
	edits []edit
	wrong diag.Message
	root  map[string]string // the attributes of the outermost element
	depth int
	drop  int // the depth at which what is left out began; 0 if nothing is
	from  int // where it began
	style *style
}

// A style is the text of a style element that is being read. It is judged as a
// whole: comments and CDATA part it, and browsers join it again.
type style struct {
	from   int
	text   strings.Builder
	pieces int
}

// readDrawing reads an SVG to its end or to the first thing that is wrong.
func readDrawing(data []byte) *drawing {
	d := &drawing{data: data}
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.CharsetReader = func(charset string, r io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "us-ascii") {
			return r, nil
		}
		return nil, errDamaged
	}
	for d.wrong == sound {
		from := int(dec.InputOffset())
		t, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			d.wrong = d.malformed()
			break
		}
		d.take(t, from, int(dec.InputOffset()))
	}
	if d.wrong == sound && d.root == nil {
		d.wrong = alien
	}
	return d
}

// malformed tells a damaged drawing from a text that only begins like one.
func (d *drawing) malformed() diag.Message {
	if d.root != nil || bytes.Contains(d.data[:min(len(d.data), 4096)], []byte("<svg")) {
		return damage
	}
	return alien
}

func (d *drawing) take(t xml.Token, from, to int) {
	switch t := t.(type) {
	case xml.StartElement:
		d.start(t, from, to)
	case xml.EndElement:
		d.end(from, to)
	case xml.CharData:
		d.text(string(t))
	case xml.Comment:
		d.cut(from, to, "")
	case xml.ProcInst:
		if t.Target != "xml" {
			d.cut(from, to, "")
		}
	case xml.Directive:
		if bytes.ContainsAny(t, "[") || bytes.Contains(bytes.ToUpper(t), []byte("ENTITY")) {
			d.wrong = script // entities can hide anything
		}
		d.cut(from, to, "")
	}
}

// cut replaces bytes, unless they are left out or written anew anyway.
func (d *drawing) cut(from, to int, with string) {
	if d.style != nil {
		d.style.pieces++
	} else if n := len(d.edits); d.drop == 0 && n > 0 && with == "" && d.edits[n-1].to == from {
		d.edits[n-1].to = to
	} else if d.drop == 0 {
		d.edits = append(d.edits, edit{from, to, with})
	}
}

func (d *drawing) start(e xml.StartElement, from, to int) {
	if d.depth == 0 {
		d.outermost(e)
	}
	d.depth++
	name := strings.ToLower(e.Name.Local)
	switch {
	case d.wrong != sound:
	case d.depth > maxDepth:
		d.wrong = damage
	case name == "script", d.style != nil:
		d.wrong = script
	case d.drop != 0:
	case forbidden(name):
		d.wrong = script
	case e.Name.Space != svgSpace || name == "metadata":
		d.drop, d.from = d.depth, from
	default:
		if d.attributes(e, from, to); name == "style" {
			d.style = &style{from: to}
		}
	}
}

func (d *drawing) outermost(e xml.StartElement) {
	switch {
	case d.root != nil:
		d.wrong = damage // two of them
	case e.Name.Local != "svg":
		d.wrong = alien
	case e.Name.Space != svgSpace:
		d.wrong = damage // browsers show nothing
	}
	d.root = make(map[string]string)
	for _, a := range e.Attr {
		if a.Name.Space == "" {
			d.root[a.Name.Local] = a.Value
		}
	}
}

// forbidden lists the elements, besides script, that run or load something.
func forbidden(name string) bool {
	switch name {
	case "foreignobject", "iframe", "embed", "object", "audio", "video", "canvas", "handler", "listener":
		return true
	}
	return false
}

func (d *drawing) end(from, to int) {
	if d.drop == d.depth {
		d.drop = 0
		d.cut(d.from, to, "")
	}
	if s := d.style; s != nil {
		d.style = nil
		text := s.text.String()
		clean, wrong := cleanStyle(text)
		if d.wrong = wrong; clean != text || s.pieces > 1 {
			d.cut(s.from, from, escapeXML(clean))
		}
	}
	d.depth--
}

func (d *drawing) text(text string) {
	switch {
	case d.depth == 0:
		if strings.Trim(text, " \t\r\n\ufeff") != "" {
			d.wrong = damage
		}
	case d.style != nil:
		d.style.pieces++
		d.style.text.WriteString(text)
	}
}

// attributes checks each attribute of a start tag and takes out those that are
// not drawn.
func (d *drawing) attributes(e xml.StartElement, from, to int) {
	spans := attributeSpans(d.data[from:to])
	if len(spans) != len(e.Attr) {
		d.wrong = damage
		return
	}
	for i, a := range e.Attr {
		if private(a) {
			d.cut(from+spans[i].from, from+spans[i].to, "")
			continue
		}
		clean, wrong := cleanAttribute(a)
		if wrong != sound {
			d.wrong = wrong
			return
		}
		if clean != a.Value {
			d.cut(from+spans[i].value, from+spans[i].to, `"`+escapeXML(clean)+`"`)
		}
	}
}

// private reports whether an attribute is an editor's own, or declares the
// namespace of such.
func private(a xml.Attr) bool {
	switch a.Name.Space {
	case "":
		return a.Name.Local == "xmlns" && a.Value != svgSpace
	case "xmlns":
		return a.Value != svgSpace && a.Value != xlinkSpace && a.Value != xmlSpace
	case xlinkSpace, xmlSpace, svgSpace:
		return false
	}
	return true
}

// A span is where an attribute stands in its tag: from the white space before
// it, and its value from the quotation mark on.
type span struct{ from, value, to int }

// attributeSpans finds the attributes of a start tag that is known to be well
// formed.
func attributeSpans(tag []byte) []span {
	const white = " \t\r\n"
	var spans []span
	i := bytes.IndexAny(tag, white)
	for i >= 0 && i < len(tag) {
		s := span{from: i}
		for i < len(tag) && strings.IndexByte(white, tag[i]) >= 0 {
			i++
		}
		eq := bytes.IndexByte(tag[i:], '=')
		if eq < 0 || tag[i] == '/' || tag[i] == '>' {
			break
		}
		i += eq + 1
		for i < len(tag) && strings.IndexByte(white, tag[i]) >= 0 {
			i++
		}
		if i >= len(tag) {
			return nil
		}
		end := bytes.IndexByte(tag[i+1:], tag[i])
		if end < 0 {
			return nil
		}
		s.value, s.to = i, i+end+2
		i = s.to
		spans = append(spans, s)
	}
	return spans
}

func escapeXML(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;", "\r", "&#13;", "\t", "&#9;").Replace(s)
}
