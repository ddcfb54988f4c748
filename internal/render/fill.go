package render

import (
	"html/template"

	"bulletin/internal/document"
	"bulletin/internal/view"
)

// text appends a text's HTML with every hole filled by its answer.
func (t *Theme) text(dst []byte, v view.Text) ([]byte, error) {
	if v.Document == nil {
		return dst, nil
	}
	scratch := buffers.Get().(*Buffer)
	defer buffers.Put(scratch)
	var err error
	if scratch.b, err = t.bodies(scratch.b[:0], v.Document); err != nil {
		return dst, err
	}
	return fill(dst, scratch.b, v), nil
}

func fill(dst, html []byte, t view.Text) []byte {
	doc := t.Document
	return document.Fill(dst, html, doc.Holes, func(dst []byte, i int, h document.Hole) []byte {
		a := &t.Answers[i]
		switch h.Kind {
		case document.LinkStart:
			return link(dst, a, doc.Links[h.Index].Title)
		case document.LinkEnd:
			return linkEnd(dst, a)
		case document.PictureHole:
			return picture(dst, a.Picture, &doc.Pictures[h.Index])
		case document.BlockHole:
			return gallery(dst, a.Pictures, doc.Blocks[h.Index].Layout)
		case document.HeadingStart:
			dst = append(append(dst, "<h"...), level(&t, h.Index))
			dst = append(append(dst, ` id="`...), t.Scope...)
			dst = escape(dst, a.Text)
			return append(dst, '"')
		case document.HeadingEnd:
			dst = append(append(dst, "</h"...), level(&t, h.Index))
			return append(dst, '>')
		case document.ScopeHole:
			return append(dst, t.Scope...)
		case document.LabelHole:
			return escape(dst, a.Text)
		}
		return dst
	})
}

// level is the digit of a heading's element.
func level(t *view.Text, heading int) byte {
	return '0' + byte(min(t.Document.Headings[heading].Level+t.Deeper, 6))
}

// link opens a link; where it leads nowhere, only its words are printed.
func link(dst []byte, a *view.Answer, title string) []byte {
	if a.URL == "" {
		return dst
	}
	dst = append(dst, `<a href="`...)
	dst = escape(dst, a.URL)
	if a.Language != nil {
		dst = append(dst, `" hreflang="`...)
		dst = escape(dst, a.Language.Tag)
	}
	if title != "" {
		dst = append(dst, `" title="`...)
		dst = escape(dst, title)
	}
	return append(dst, `">`...)
}

func linkEnd(dst []byte, a *view.Answer) []byte {
	if a.URL == "" {
		return dst
	}
	dst = append(dst, "</a>"...)
	return escape(dst, a.Text)
}

// day prints a date for people and machines; nothing where there is none.
func day(d view.Date) template.HTML { return template.HTML(appendDay(nil, &d)) }

func appendDay(dst []byte, d *view.Date) []byte {
	if d.Text == "" {
		return dst
	}
	dst = append(dst, `<time datetime="`...)
	dst = escape(dst, d.Machine)
	dst = append(dst, `">`...)
	dst = escape(dst, d.Text)
	return append(dst, "</time>"...)
}

// escape appends a text as HTML, fit for attributes in double quotes too.
func escape(dst []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		var esc string
		switch s[i] {
		case '&':
			esc = "&amp;"
		case '<':
			esc = "&lt;"
		case '>':
			esc = "&gt;"
		case '"':
			esc = "&#34;"
		case 0:
			esc = "\ufffd"
		default:
			continue
		}
		dst = append(dst, s[from:i]...)
		dst = append(dst, esc...)
		from = i + 1
	}
	return append(dst, s[from:]...)
}
