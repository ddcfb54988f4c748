package feed

import "bulletin/internal/view"

// Atom appends the feed as Atom: the file f.Path + ".xml". whole is asked for
// the texts of the entries that carry theirs; it may be nil where none does.
func Atom(dst []byte, f *view.Feed, whole Whole) ([]byte, error) {
	x := xml{dst}
	x.put(xmlStart + `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="`)
	x.text(f.Language.Tag)
	x.put("\">\n")
	x.element("id", f.URL+".xml")
	x.element("title", f.Title)
	x.unless("subtitle", f.Deck)
	x.element("updated", f.Modified)
	x.author(f.Site)
	x.link("self", atomType, "", f.URL+".xml")
	x.link("alternate", "text/html", f.Language.Tag, f.Home)
	for _, a := range f.Alternates {
		x.link("alternate", atomType, a.Tag, a.URL+".xml")
	}
	var text []byte // scratch
	for i := range f.Entries {
		e := f.Entries[i]
		x.put("<entry>\n")
		x.entry(e, f.Language)
		if e.Whole {
			var err error
			if text, err = whole(text[:0], e); err != nil {
				return dst, err
			}
			x.put(`<content type="html">`)
			x.b = appendXML(x.b, text)
			x.put("</content>\n")
		}
		x.put("</entry>\n")
	}
	x.put("</feed>\n")
	return x.b, nil
}

const (
	xmlStart = `<?xml version="1.0" encoding="utf-8"?>` + "\n"
	atomType = "application/atom+xml"
)

// An xml is XML being written.
type xml struct{ b []byte }

// entry writes all of an entry but its text.
func (x *xml) entry(e *view.FeedEntry, own *view.Language) {
	x.element("id", e.ID)
	x.element("title", e.Title)
	x.link("alternate", "text/html", own.Tag, e.URL)
	for _, a := range e.Alternates {
		x.link("alternate", "text/html", a.Tag, a.URL)
	}
	x.element("published", e.Published)
	x.element("updated", e.Modified)
	for _, name := range e.Authors {
		x.author(name)
	}
	for _, topic := range e.Topics {
		x.put(`<category term="`)
		x.text(topic)
		x.put("\"/>\n")
	}
	x.unless("summary", e.Summary)
	if e.Image != nil {
		x.link("enclosure", mediaType(e.Image.URL), "", e.Image.URL)
	}
	for _, a := range e.Attachments {
		x.link("enclosure", mediaType(a.URL), "", a.URL)
	}
}

func (x *xml) author(name string) {
	x.put("<author><name>")
	x.text(name)
	x.put("</name></author>\n")
}

// link writes a link; a type or a language that is not known is left out.
func (x *xml) link(rel, kind, language, url string) {
	x.put(`<link rel="`)
	x.put(rel)
	if kind != "" {
		x.put(`" type="`)
		x.put(kind)
	}
	if language != "" {
		x.put(`" hreflang="`)
		x.text(language)
	}
	x.put(`" href="`)
	x.text(url)
	x.put("\"/>\n")
}

// unless writes an element, unless it would be empty.
func (x *xml) unless(name, text string) {
	if text != "" {
		x.element(name, text)
	}
}

func (x *xml) element(name, text string) {
	x.put("<")
	x.put(name)
	x.put(">")
	x.text(text)
	x.put("</")
	x.put(name)
	x.put(">\n")
}

func (x *xml) put(markup string) { x.b = append(x.b, markup...) }
func (x *xml) text(s string)     { x.b = appendXML(x.b, s) }
