package site

import (
	"reflect"
	"slices"

	"bulletin/internal/document"
)

// A Renewal is a text that has taken the place of an edition's.
type Renewal struct {
	Edition *Edition
	Words   bool // its title or other words of its front matter are other ones
	Moved   bool // links to headings of the article may lead elsewhere

	site   *Site
	header Header // as they were
	body   Body
}

// Renew gives an edition the text that its file holds now, where no law looks at
// what has changed: then everything else in the site is as it was. before and
// after are its front matter as it was read. The Renewal is nil, and the site as
// it was, where more may have to change: then it must be joined anew.
//
// What no law looks at is the body, as long as it shows and links the same
// files, and of an article its title, short title, kicker, deck, summary and
// correction, as long as it has a title.
func (s *Site) Renew(e *Edition, before, after *Header, doc *document.Document) *Renewal {
	words := !reflect.DeepEqual(before, after)
	if words {
		article := e.Article.Section != nil && e != e.Article.Section.Index[e.Language.Index]
		if !article || !reflect.DeepEqual(lawful(before), lawful(after)) {
			return nil
		}
	}
	old := e.Body.Document
	if doc.Empty() != old.Empty() || !slices.Equal(files(doc), files(old)) {
		return nil
	}
	r := &Renewal{Edition: e, Words: words, site: s, header: e.Header, body: e.Body}
	ids := e.Article.ids()
	e.Title, e.ShortTitle, e.Kicker, e.Deck = after.Title, after.ShortTitle, after.Kicker, after.Deck
	e.Summary, e.Correction = after.Summary, after.Correction
	e.Body.Document, e.targets = doc, nil
	e.Article.identify()
	s.Targets(e)
	r.Moved = !slices.EqualFunc(ids, e.Article.ids(), slices.Equal[[]string]) || !sameTargets(old, doc)
	return r
}

// sameTargets reports whether a fragment means the same in both texts: an id, one
// that a writer gave, or the words of a heading.
func sameTargets(a, b *document.Document) bool {
	return slices.Equal(a.Anchors, b.Anchors) && slices.EqualFunc(a.Headings, b.Headings, func(x, y document.Heading) bool {
		return x.Level == y.Level && x.Text == y.Text && x.ID == y.ID
	})
}

// Undo takes the renewal back.
func (r *Renewal) Undo() {
	r.Edition.Header, r.Edition.Body, r.Edition.targets = r.header, r.body, nil
	r.Edition.Article.identify()
	r.site.Targets(r.Edition)
}

// lawful is what laws look at in front matter.
func lawful(h *Header) Header {
	rest := *h
	for _, words := range []*Field[string]{&rest.Title, &rest.ShortTitle, &rest.Kicker, &rest.Deck, &rest.Summary, &rest.Correction} {
		*words = Field[string]{}
	}
	rest.Title.Set = h.Title.Set
	if h.Title.Value != "" {
		rest.Title.Value = "one"
	}
	return rest
}

// files lists the names of what may be files in a text, as they follow each
// other.
func files(d *document.Document) (names []string) {
	for _, h := range d.Holes {
		switch h.Kind {
		case document.PictureHole:
			names = append(names, d.Pictures[h.Index].Path)
		case document.BlockHole:
			names = append(names, "") // where it begins
			for _, l := range d.Blocks[h.Index].Lines {
				names = append(names, l.Text)
			}
			names = append(names, "")
		}
	}
	for _, l := range d.Links {
		if !l.ToText() {
			names = append(names, l.Path)
		}
	}
	return names
}
