package view

import (
	"slices"

	"bulletin/internal/site"
)

// inFeed is how many articles a feed holds.
const inFeed = 20

// A feeding says which of a series' pages stand in its feed: none, summaries or
// whole texts.
type feeding int

const (
	unfed feeding = iota
	summaries
	wholes
)

// everything is the series of all articles of the site. It has a feed, and no
// pages but the homes.
func (p *planner) everything() *series {
	return &series{
		feed: wholes, lists: p.all, path: site.HomePath,
		title: func(l *site.Language) string { return p.site.Title[l.Code] },
		deck:  func(l *site.Language) string { return p.site.Description[l.Code] },
	}
}

// feed plans the feed of a series in a language. A list without articles has
// none.
func (p *planner) feed(sr *series, l *site.Language) {
	list := sr.lists[l.Index]
	if sr.feed == unfed || len(list) == 0 || p.fed[sr.path(l)] {
		return // where two folders have one address, their pages are the problem
	}
	p.fed[sr.path(l)] = true
	list = slices.Clone(list[:min(inFeed, len(list))])
	list = slices.DeleteFunc(list, func(e *site.Edition) bool { return e.Date.Value.IsZero() }) // where site.yaml lowers the rule
	if len(list) == 0 {
		return
	}
	p.plan.Feeds = append(p.plan.Feeds, &FeedOutline{sr.path(l) + "feed", func() *Feed { return p.makeFeed(sr, l, list) }, list, sr.feed == wholes})
}

func (p *planner) makeFeed(sr *series, l *site.Language, list []*site.Edition) *Feed {
	at := func(o *site.Language) string { return p.site.Absolute(p.site.Link(sr.path(o) + "feed")) }
	f := &Feed{
		Path: sr.path(l) + "feed", URL: at(l), Language: p.languages[l.Index],
		Title: sr.title(l), Site: p.site.Title[l.Code],
		Home: p.site.Absolute(p.site.Link(sr.path(l))), Modified: p.modified(list),
	}
	if f.Title != f.Site {
		f.Title += l.Strings["title_separator"] + f.Site
	}
	if sr.deck != nil {
		f.Deck = sr.deck(l)
	}
	for _, o := range p.site.Languages {
		if o != l && len(sr.lists[o.Index]) > 0 {
			f.Alternates = append(f.Alternates, Alternate{o.Tag, at(o)})
		}
	}
	for _, e := range list {
		entry := p.feedEntry(e)
		if sr.feed == wholes {
			entry.Whole, entry.Text, entry.Gallery = true, p.text(e), p.gallery(e)
			entry.plain()
		}
		f.Entries = append(f.Entries, entry)
	}
	return f
}

// feedEntry is the entry of an edition, without its text.
func (p *planner) feedEntry(e *site.Edition) *FeedEntry {
	entry := &FeedEntry{
		ID:        p.site.Absolute(p.site.Link(site.Escape(e.Language.Code + "/" + e.Key))),
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
	for _, a := range p.attachments(e) {
		a.URL = p.site.Absolute(a.URL)
		entry.Attachments = append(entry.Attachments, a)
	}
	for _, o := range p.site.Languages {
		if twin := e.Article.In(o); twin != nil && twin != e {
			entry.Alternates = append(entry.Alternates, Alternate{o.Tag, p.site.Absolute(twin.URL(p.site.Config))})
		}
	}
	return entry
}

// plain leaves of each picture the file that every program shows: sizes to choose
// from are of no use away from the page, nor is any more urgent than others.
func (f *FeedEntry) plain() {
	pictures := slices.Clone(f.Gallery)
	for _, a := range f.Text.Answers {
		pictures = append(append(pictures, a.Picture), a.Pictures...)
	}
	for _, p := range pictures {
		if p != nil {
			p.Sources, p.Smaller, p.Lazy, p.Urgent = nil, nil, false, false
		}
	}
}

// social is the cover of an edition as other programs show it, its URL absolute.
func (p *planner) social(e *site.Edition) *Picture { return p.preview(p.site.CoverFile(e)) }

// preview is a picture as other programs show it, its URL absolute; nil when there
// is none that they would show.
func (p *planner) preview(f *site.File) *Picture {
	if f == nil || f.Picture == nil || f.Picture.Preview == nil {
		return nil
	}
	preview := f.Picture.Preview
	return &Picture{URL: p.site.Absolute(p.site.Link(preview.Path)), Width: preview.Width, Height: preview.Height}
}

// feedsIndex plans the page that says what feeds are and lists those of a
// language: that of all articles, one a section, one a topic.
func (p *planner) feedsIndex(l *site.Language) {
	has := func(o *site.Language) bool { return len(p.all[o.Index]) > 0 }
	if has(l) {
		p.index(l, "feeds", func() []Group { return p.feedGroups(l) }, has)
	}
}

func (p *planner) feedGroups(l *site.Language) []Group {
	all := []Entry{{Title: p.site.Title[l.Code], URL: p.homeURL(l)}}
	groups := filled(Group{l.Strings["latest"], all}, Group{l.Strings["menu"], p.sectionEntries(l)}, Group{l.Strings["topics_title"], p.topicEntries(l)})
	for _, g := range groups {
		for i := range g.Entries {
			e := &g.Entries[i]
			e.URL += "feed.xml"
			e.Note, e.Foreign = p.site.Absolute(e.URL), nil // the address is what one comes for
		}
	}
	return groups
}

// feedsOf are the feeds that a page of a language, of a section if it has one,
// offers to subscribe to.
func (p *planner) feedsOf(l *site.Language, sec *site.Section) []Item {
	key := place{language: l}
	if sec != nil {
		key.item = sec.ID
	}
	return p.offers.get(key, func() []Item { return p.makeOffers(l, sec) })
}

func (p *planner) makeOffers(l *site.Language, sec *site.Section) []Item {
	var items []Item
	if len(p.all[l.Index]) > 0 {
		items = append(items, Item{Title: p.site.Title[l.Code], URL: p.site.Link(site.HomePath(l) + "feed.xml")})
	}
	if sec != nil && len(p.lists[sec][l.Index]) > 0 {
		items = append(items, Item{Title: p.titles[sec][l.Index], URL: p.site.Link(sec.Path(l) + "feed.xml")})
	}
	return items
}

func (p *planner) feedsOfTopic(l *site.Language, t *site.Topic) []Item {
	return append(slices.Clip(p.feedsOf(l, nil)), Item{Title: t.Labels[l.Code], URL: p.site.Link(t.Path(l) + "feed.xml")})
}
