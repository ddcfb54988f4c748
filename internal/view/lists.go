package view

import "bulletin/internal/site"

const (
	onHome    = 6 // headlines beside the lead
	perBlock  = 4 // articles of a section on the home page
	frontRows = 5 // articles on the front page
)

// home plans the home page of a language.
func (p *planner) home(l *site.Language) {
	s := p.site
	h := &Home{Title: s.Title[l.Code], Deck: s.Description[l.Code], Issue: p.newestIssue(l)}
	for i, e := range p.latest(l) {
		if i == 0 {
			h.Lead = p.card(e)
		} else {
			h.Latest = append(h.Latest, p.card(e))
		}
	}
	for _, sec := range s.Sections {
		list := p.lists[sec][l.Index]
		if len(list) == 0 {
			continue
		}
		b := Block{Title: p.titles[sec][l.Index], URL: s.Link(sec.Path(l))}
		for _, e := range foremost(list, perBlock+1) {
			if c := p.card(e); len(b.Cards) < perBlock && (c != h.Lead || len(list) == 1) {
				b.Cards = append(b.Cards, c)
			}
		}
		h.Blocks = append(h.Blocks, b)
	}
	f := p.frame(l, "", "", s.Description[l.Code], p.homeURL(l))
	f.Feeds = p.feedsOf(l, nil)
	if all := p.all[l.Index]; len(all) > 0 {
		h.Date = p.date(l, all[0].Date.Value)
		f.Modified = p.modified(all)
	}
	p.homes(&f, l)
	p.add(site.HomePath(l)+"index.html", "home.html", "", f, h)
}

// latest lists the articles that open a home: those that are pinned, then the
// newest.
func (p *planner) latest(l *site.Language) []*site.Edition {
	return foremost(p.all[l.Index], onHome+1)
}

// foremost is the first n of a list: those that are pinned come first.
func foremost(list []*site.Edition, n int) []*site.Edition {
	first := pinned(list)
	for _, e := range list {
		if len(first) >= n {
			break
		}
		if !e.Pinned.Value {
			first = append(first, e)
		}
	}
	return first[:min(n, len(first))]
}

// pinned lists the articles of a list that are pinned.
func pinned(list []*site.Edition) []*site.Edition {
	var first []*site.Edition
	for _, e := range list {
		if e.Pinned.Value {
			first = append(first, e)
		}
	}
	return first
}

// front plans the page at /, in all languages.
func (p *planner) front() {
	s := p.site
	body := &Front{}
	for _, l := range s.Languages {
		body.Columns = append(body.Columns, Column{
			Language: p.languages[l.Index], Title: s.Title[l.Code], Deck: s.Description[l.Code],
			Home: Item{Title: l.Strings["front_home"], URL: p.homeURL(l)},
		})
	}
	for _, a := range s.Articles {
		row := Row{Cards: make([]*Card, len(s.Languages))}
		any := false
		for _, l := range s.Languages {
			if e := a.In(l); e != nil {
				row.Cards[l.Index], any = p.card(e), true
			}
		}
		if any {
			body.Rows = append(body.Rows, row)
		}
		if len(body.Rows) == frontRows {
			break
		}
	}
	f := p.bilingual("")
	p.add("index.html", "front.html", "", f, body)
}

// missing plans 404.html, in all languages.
func (p *planner) missing() {
	body := &Missing{}
	for _, l := range p.site.Languages {
		body.Entries = append(body.Entries, MissingEntry{
			Language: p.languages[l.Index],
			Title:    l.Strings["missing_title"],
			Text:     l.Strings["missing_text"],
			Home:     Item{Title: l.Strings["missing_home"], URL: p.homeURL(l)},
			Sections: p.menu(l, ""),
		})
	}
	f := p.bilingual(p.site.Languages[0].Strings["missing_title"])
	f.NoIndex, f.Alternates, f.Canonical = true, nil, ""
	p.add("404.html", "missing.html", "", f, body)
}

// bilingual is the frame of a page in all languages; its switches lead to the
// homes of all of them.
func (p *planner) bilingual(title string) Frame {
	l := p.site.Languages[0]
	f := p.frame(l, everywhere, title, p.site.Description[l.Code], p.site.Link(""))
	p.homes(&f, nil)
	return f
}
