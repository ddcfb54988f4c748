package view

import (
	"slices"
	"strings"
	"time"

	"bulletin/internal/site"
)

// inFeed is how many articles a feed holds.
const inFeed = 20

// feeds plans the feeds of a language, of its sections and of its topics. A list
// without articles has none.
func (p *planner) feeds(l *site.Language) {
	words := p.site.Title[l.Code]
	p.feed(l, feedOf{
		title: words, deck: p.site.Description[l.Code], whole: true, list: p.all[l.Index],
		folder: site.HomePath, has: func(o *site.Language) bool { return len(p.all[o.Index]) > 0 },
	})
	for _, sec := range p.site.Sections {
		deck := ""
		if e := sec.In(l); e != nil {
			deck = e.Summary.Value
		}
		p.feed(l, feedOf{
			title: p.titles[sec][l.Index] + l.Strings["title_separator"] + words, deck: deck, whole: true,
			list: p.lists[sec][l.Index], folder: sec.Path,
			has: func(o *site.Language) bool { return len(p.lists[sec][o.Index]) > 0 },
		})
	}
	for _, t := range p.site.Topics {
		p.feed(l, feedOf{
			title: t.Labels[l.Code] + l.Strings["title_separator"] + words,
			list:  p.byTopic[t][l.Index], folder: t.Path,
			has: func(o *site.Language) bool { return len(p.byTopic[t][o.Index]) > 0 },
		})
	}
}

// A feedOf says what a feed is about.
type feedOf struct {
	title, deck string
	whole       bool
	list        []*site.Edition
	folder      func(l *site.Language) string
	has         func(l *site.Language) bool
}

func (p *planner) feed(l *site.Language, of feedOf) {
	if len(of.list) == 0 || p.fed[of.folder(l)] {
		return // where two folders have one address, their pages are the problem
	}
	p.fed[of.folder(l)] = true
	list := of.list[:min(inFeed, len(of.list))]
	at := func(o *site.Language) string { return p.site.Absolute(p.site.Link(of.folder(o) + "feed")) }
	f := Feed{
		Path: of.folder(l) + "feed", URL: at(l), Language: p.languages[l.Index],
		Title: of.title, Deck: of.deck, Site: p.site.Title[l.Code],
		Home: p.site.Absolute(p.site.Link(of.folder(l))), Modified: p.modified(list),
	}
	for _, o := range p.site.Languages {
		if o != l && of.has(o) {
			f.Alternates = append(f.Alternates, Alternate{o.Tag, at(o)})
		}
	}
	for _, e := range list {
		entry := p.feedEntry(e)
		if of.whole {
			whole := *entry
			whole.Whole, whole.Text, whole.Gallery = true, p.text(e), p.gallery(e)
			entry = &whole
		}
		f.Entries = append(f.Entries, entry)
	}
	p.plan.Feeds = append(p.plan.Feeds, f)
}

// feedEntry makes the entry of an edition once, without its text.
func (p *planner) feedEntry(e *site.Edition) *FeedEntry {
	if entry := p.entries[e]; entry != nil {
		return entry
	}
	entry := &FeedEntry{
		ID:        p.site.Absolute(p.site.Link(site.Escape(e.Language.Code + "/" + e.Article.Key))),
		URL:       p.site.Absolute(e.URL(p.site.Config)),
		Title:     e.Title.Value,
		Summary:   summary(e),
		Published: stamp(e.Date.Value),
		Modified:  stamp(e.Modified()),
		Authors:   e.Author.Value,
		Image:     p.social(e),
	}
	for _, t := range p.site.TopicsOf(e) {
		entry.Topics = append(entry.Topics, t.Labels[e.Language.Code])
	}
	for _, o := range p.site.Languages {
		if twin := e.Article.In(o); twin != nil && twin != e {
			entry.Alternates = append(entry.Alternates, Alternate{o.Tag, p.site.Absolute(twin.URL(p.site.Config))})
		}
	}
	p.entries[e] = entry
	return entry
}

// social is the cover of an edition as other programs show it, its URL absolute.
func (p *planner) social(e *site.Edition) *Picture {
	cover := p.cover(e)
	if cover == nil {
		return nil
	}
	return &Picture{URL: p.site.Absolute(cover.URL), Width: cover.Width, Height: cover.Height}
}

// feedsOf are the feeds that a page of a language, of a section if it has one,
// offers to subscribe to.
func (p *planner) feedsOf(l *site.Language, sec *site.Section) []Item {
	key := place{language: l}
	if sec != nil {
		key.item = sec.ID
	}
	if items, ok := p.offers[key]; ok {
		return items
	}
	var items []Item
	if len(p.all[l.Index]) > 0 {
		items = append(items, Item{Title: p.site.Title[l.Code], URL: p.site.Link(site.HomePath(l) + "feed.xml")})
	}
	if sec != nil && len(p.lists[sec][l.Index]) > 0 {
		items = append(items, Item{Title: p.titles[sec][l.Index], URL: p.site.Link(sec.Path(l) + "feed.xml")})
	}
	p.offers[key] = items
	return items
}

func (p *planner) feedsOfTopic(l *site.Language, t *site.Topic) []Item {
	return append(slices.Clip(p.feedsOf(l, nil)), Item{Title: t.Labels[l.Code], URL: p.site.Link(t.Path(l) + "feed.xml")})
}

// stamp is an instant for machines.
func stamp(t time.Time) string { return t.Format(time.RFC3339) }

// fill puts a value in the place of a name in braces.
func fill(pattern, name, value string) string {
	return strings.ReplaceAll(pattern, "{"+name+"}", value)
}
