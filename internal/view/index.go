package view

import (
	"slices"

	"bulletin/internal/site"
)

// index plans a page that leads to others. Its words are the interface strings
// named after its kind; has tells which languages have such a page.
func (p *planner) index(l *site.Language, kind string, groups func() []Group, has func(o *site.Language) bool) {
	p.add(l, &Outline{
		Path: l.Code + "/" + kind + "/index.html", Layout: "index.html",
		frame: func() Frame { return p.indexFrame(l, kind, has) },
		body: func() any {
			return &Index{Kind: kind, Title: p.indexItem(l, kind).Title, Deck: l.Strings[kind+"_deck"], Groups: groups()}
		},
	})
}

func (p *planner) indexFrame(l *site.Language, kind string, has func(o *site.Language) bool) Frame {
	item := p.indexItem(l, kind)
	f := p.frame(l, "", item.Title, l.Strings[kind+"_deck"], item.URL)
	f.Crumbs = p.way(l, nil)
	p.pair(&f, l, func(o *site.Language) string {
		if has(o) {
			return p.indexItem(o, kind).URL
		}
		return ""
	}, p.homeURL)
	return f
}

func (p *planner) indexItem(l *site.Language, kind string) Item {
	return Item{Title: l.Strings[kind+"_title"], URL: p.site.Link(l.Code + "/" + kind + "/")}
}

// search plans the page from which everything can be found by other ways than
// by date: sections, topics, years and issues.
func (p *planner) search(l *site.Language) {
	p.index(l, "search", func() []Group { return p.searchGroups(l) }, func(*site.Language) bool { return true })
}

func (p *planner) searchGroups(l *site.Language) []Group {
	return filled(
		Group{l.Strings["menu"], p.sectionEntries(l)}, Group{l.Strings["topics_title"], p.topicEntries(l)},
		Group{l.Strings["archive_title"], unnoted(p.yearEntries(l))}, Group{l.Strings["issues_title"], unnoted(p.issueEntries(l))})
}

// filled leaves out the groups in which there is nothing.
func filled(groups ...Group) []Group {
	return slices.DeleteFunc(groups, func(g Group) bool { return len(g.Entries) == 0 })
}

// sectionEntries lists the sections that have articles in a language.
func (p *planner) sectionEntries(l *site.Language) []Entry {
	var sections []Entry
	for _, sec := range p.site.Sections {
		if len(p.lists[sec][l.Index]) > 0 {
			sections = append(sections, Entry{Title: p.titles[sec][l.Index], URL: p.site.Link(sec.Path(l))})
		}
	}
	return sections
}

// unnoted takes away what would change with every article.
func unnoted(entries []Entry) []Entry {
	for i := range entries {
		entries[i].Note = ""
	}
	return entries
}

// ways lists the pages that lead to the articles of a language by other ways
// than its sections.
func (p *planner) ways(l *site.Language) []Item {
	var ways []Item
	if p.anyTopic(l) {
		ways = append(ways, p.indexItem(l, "topics"))
	}
	if p.anyIssue(l) {
		ways = append(ways, p.indexItem(l, "issues"))
	}
	if len(p.all[l.Index]) > 0 {
		ways = append(ways, p.indexItem(l, "archive"))
	}
	ways = append(ways, p.indexItem(l, "search"))
	if len(p.all[l.Index]) > 0 {
		ways = append(ways, p.indexItem(l, "feeds"))
	}
	return ways
}
