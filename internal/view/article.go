package view

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"bulletin/internal/document"
	"bulletin/internal/site"
)

// card is the card of a published article, made when a page shows it first: it
// stands on several, which several may make at once.
func (p *planner) card(e *site.Edition) *Card {
	if c, ok := p.cards.Load(e); ok {
		return c.(*Card)
	}
	c, _ := p.cards.LoadOrStore(e, p.makeCard(e))
	return c.(*Card)
}

func (p *planner) makeCard(e *site.Edition) *Card {
	c := &Card{
		URL:     e.URL(p.site.Config),
		Kicker:  e.Kicker.Value,
		Title:   shortTitle(e),
		Summary: summary(e),
		Date:    p.date(e.Language, e.Date.Value),
		Source:  p.site.SourceLabel(e),
		Mark:    p.mark(e),
		Cover:   p.cover(e),
	}
	if sec := e.Article.Section; sec != nil {
		c.Section = p.titles[sec][e.Language.Index]
	}
	return c
}

// mark says in a preview why the public does not see an edition.
func (p *planner) mark(e *site.Edition) string {
	switch p.site.Mark(e) {
	case site.Draft:
		return e.Language.Strings["mark_draft"]
	case site.Future:
		return e.Language.Strings["mark_scheduled"]
	case site.Expired:
		return e.Language.Strings["mark_expired"]
	}
	return ""
}

func shortTitle(e *site.Edition) string {
	if e.ShortTitle.Value != "" {
		return e.ShortTitle.Value
	}
	return e.Title.Value
}

func summary(e *site.Edition) string {
	if e.Summary.Value != "" {
		return e.Summary.Value
	}
	return e.Body.Summary
}

// cover is the picture of an edition's card. There it says nothing that the
// title does not, so it has no replacement text.
func (p *planner) cover(e *site.Edition) *Picture {
	picture := p.picture(p.site.CoverFile(e))
	if picture != nil {
		picture.Lazy = true
	}
	return picture
}

// article plans the page of list[i], list being its section's, newest first.
func (p *planner) article(list []*site.Edition, i int) {
	e := list[i]
	p.page(e, "article.html", e.Article.Section.ID, func() any { return p.articleBody(list, i) })
}

func (p *planner) articleBody(list []*site.Edition, i int) *Article {
	e := list[i]
	body := p.told(e, p.text(e))
	body.Section = p.sectionItem(e.Article.Section, e.Language, "")
	body.Twins = p.twins(e)
	body.Topics = p.topicItems(e)
	body.Issue = p.issueItem(e)
	body.Contents = contents(e)
	body.Related = p.related(e)
	if i+1 < len(list) {
		body.Previous = p.card(list[i+1])
	}
	if i > 0 {
		body.Next = p.card(list[i-1])
	}
	return body
}

// told is what an article says wherever it stands in full.
func (p *planner) told(e *site.Edition, text Text) *Article {
	a := &Article{
		Kicker:      e.Kicker.Value,
		Headline:    e.Title.Value,
		Deck:        e.Deck.Value,
		Size:        size(e.Title.Value),
		Date:        p.card(e).Date,
		Updated:     updated(e),
		Source:      p.card(e).Source,
		SourceURL:   e.SourceURL.Value,
		People:      people(e),
		Authors:     e.Author.Value,
		Correction:  e.Correction.Value,
		Body:        text,
		Gallery:     p.gallery(e),
		Attachments: p.attachments(e),
	}
	a.Viewer = opens(&a.Body, a.Gallery)
	return a
}

// plain plans a page outside any section.
func (p *planner) plain(e *site.Edition) {
	current := ""
	if p.inMenu(e.Article) {
		current = e.Article.Key
	}
	p.page(e, "page.html", current, func() any {
		body := &Plain{
			Headline:    e.Title.Value,
			Kicker:      e.Kicker.Value,
			Deck:        e.Deck.Value,
			Size:        size(e.Title.Value),
			Twins:       p.twins(e),
			Updated:     updated(e),
			Body:        p.text(e),
			Gallery:     p.gallery(e),
			Attachments: p.attachments(e),
		}
		body.Viewer = opens(&body.Body, body.Gallery)
		return body
	})
}

// opens reports whether a page shows pictures that open in full: all but those
// within a line.
func opens(t *Text, gallery []*Picture) bool {
	still := func(p *Picture) bool { return p != nil && p.Recording == "" }
	if slices.ContainsFunc(gallery, still) {
		return true
	}
	for i, h := range t.Document.Holes {
		a := &t.Answers[i]
		if slices.ContainsFunc(a.Pictures, still) || still(a.Picture) && t.Document.Pictures[h.Index].Form != document.Inline {
			return true
		}
	}
	return false
}

// page plans the page of an edition.
func (p *planner) page(e *site.Edition, layout, current string, body func() any) {
	o := &Outline{
		Path: e.Output(p.site.Config), Layout: layout, Source: e.File,
		frame: func() Frame { return p.editionFrame(e, current) },
		body:  body,
	}
	if sec := e.Article.Section; sec != nil {
		o.about = subject{section: sec, edition: e}
	}
	p.add(e.Language, o)
}

func (p *planner) editionFrame(e *site.Edition, current string) Frame {
	s := p.site
	f := p.frame(e.Language, current, e.Title.Value, summary(e), e.URL(s.Config))
	p.pair(&f, e.Language, func(l *site.Language) string {
		if twin := e.Article.In(l); twin != nil {
			return twin.URL(s.Config)
		}
		return ""
	}, func(l *site.Language) string {
		if sec := e.Article.Section; sec != nil {
			return s.Link(sec.Path(l))
		}
		return p.homeURL(l)
	})
	f.Mark = p.mark(e)
	f.Image = p.social(e)
	f.Params = value(e.Params.Value)
	if sec := e.Article.Section; sec != nil {
		f.Story, f.Published, f.Modified = true, stamp(e.Date.Value), stamp(e.Modified())
		f.Crumbs = p.trail(sec, e.Language)
	} else {
		f.Crumbs = p.way(e.Language, nil)
		if !e.Modified().IsZero() {
			f.Modified = stamp(e.Modified())
		}
	}
	f.Feeds = p.feedsOf(e.Language, e.Article.Section)
	return f
}

// twins are the counterparts of an edition. The one that names a translator is
// the translation; where none or both do, the first language counts as the
// original.
func (p *planner) twins(e *site.Edition) []Twin {
	var twins []Twin
	for _, l := range p.site.Languages {
		twin := e.Article.In(l)
		if twin == nil || twin == e {
			continue
		}
		original := l.Index < e.Language.Index
		if mine, theirs := len(e.Translator.Value) > 0, len(twin.Translator.Value) > 0; mine != theirs {
			original = mine
		}
		twins = append(twins, Twin{p.languages[l.Index], twin.Title.Value, twin.URL(p.site.Config), original})
	}
	return twins
}

func updated(e *site.Edition) *Date {
	if e.Updated.Value.IsZero() || e.Updated.Value.Equal(e.Date.Value) {
		return nil
	}
	d := date(e.Language, e.Updated.Value)
	return &d
}

// people lists who made the edition, by role; a role that nobody filled is not
// listed.
func people(e *site.Edition) []Person {
	var all []Person
	words := e.Language.Strings
	add := func(role string, names []string) {
		if len(names) > 0 {
			all = append(all, Person{words[role], strings.Join(names, words["list_separator"])})
		}
	}
	add("author", e.Author.Value)
	add("photographer", e.Photographer.Value)
	add("translator", e.Translator.Value)
	add("editor", e.Editor.Value)
	add("reviewer", e.Reviewer.Value)
	return all
}

// size tells headlines that need a step down: over 28 Han or 80 letters wide.
func size(title string) string {
	weight := 0
	for _, r := range title {
		if unicode.Is(unicode.Han, r) {
			weight += 20
		} else {
			weight += 7
		}
	}
	if weight > 28*20 {
		return "long"
	}
	return ""
}

func (p *planner) gallery(e *site.Edition) []*Picture {
	var pictures []*Picture
	eager := false
	for _, f := range p.site.GalleryFiles(e) {
		if picture := p.shown(e, f, &document.Picture{}, &eager); picture != nil {
			pictures = append(pictures, picture)
		}
	}
	return pictures
}

func (p *planner) attachments(e *site.Edition) []Attachment {
	var all []Attachment
	for _, a := range p.site.Attached(e) {
		f, title := a.File, a.Title
		if title == "" {
			title = path.Base(f.Path)
		}
		all = append(all, Attachment{
			URL: p.site.Link(site.Escape(e.Beside(f))), Title: title,
			Type: strings.ToUpper(strings.TrimPrefix(path.Ext(f.Path), ".")), Size: bytes(f.Size),
		})
	}
	return all
}

// bytes is a file's size as people read it.
func bytes(n int64) string {
	switch {
	case n < 1000:
		return strconv.FormatInt(n, 10) + " B"
	case n < 1000*1000:
		return strconv.FormatInt((n+500)/1000, 10) + " KB"
	}
	return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " MB"
}
