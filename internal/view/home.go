package view

import "bulletin/internal/site"

const (
	onHome   = 6   // headlines beside the lead
	perBlock = 4   // articles of a section on the home page
	inStrip  = 5   // articles that are shown by their pictures
	recent   = 100 // where those are looked for
)

// home plans the home page of a language.
func (p *planner) home(l *site.Language) {
	p.add(l, &Outline{
		Path: site.HomePath(l) + "index.html", Layout: "home.html", everybody: true,
		frame: func() Frame { return p.homeFrame(l) },
		body:  func() any { return p.homeBody(l) },
	})
}

func (p *planner) homeFrame(l *site.Language) Frame {
	f := p.frame(l, "", "", p.site.Description[l.Code], p.homeURL(l))
	f.Feeds = p.feedsOf(l, nil)
	if all := p.all[l.Index]; len(all) > 0 {
		f.Modified = p.modified(all)
	}
	p.homes(&f, l)
	return f
}

func (p *planner) homeBody(l *site.Language) *Home {
	s := p.site
	h := &Home{Title: s.Title[l.Code], Deck: s.Description[l.Code], Issue: p.newestIssue(l), Issues: p.backIssues(l)}
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
			if c := p.card(e); len(b.Cards) < perBlock && (c != h.Lead || len(list) == 1 && h.Latest != nil) {
				b.Cards = append(b.Cards, c)
			}
		}
		if b.Cards != nil {
			h.Blocks = append(h.Blocks, b)
		}
	}
	if all := p.all[l.Index]; len(all) > 0 {
		h.Date = p.card(all[0]).Date
		h.Strip = p.strip(h, all[:min(recent, len(all))])
	}
	return h
}

// strip chooses from the newest articles those that are shown by their
// pictures. Those whose picture stands on the home already are not among them.
func (p *planner) strip(h *Home, all []*site.Edition) (strip []*Card) {
	seen := map[*Card]bool{h.Lead: true}
	for _, b := range h.Blocks {
		seen[b.Cards[0]] = true
	}
	for _, e := range all {
		if c := p.card(e); c.Cover != nil && !seen[c] {
			if strip = append(strip, c); len(strip) == inStrip {
				return strip
			}
		}
	}
	return nil
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
