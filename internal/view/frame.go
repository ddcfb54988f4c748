package view

import (
	"cmp"
	"slices"

	"bulletin/internal/site"
)

// frame is the frame of a page of one language, current being its entry in the
// menu.
func (p *planner) frame(l *site.Language, current, title, description, url string) Frame {
	name := p.site.Title[l.Code]
	heading := cmp.Or(title, name)
	if title == "" {
		title = name
	} else {
		title += l.Strings["title_separator"] + name
	}
	return Frame{
		Language:    p.languages[l.Index],
		Title:       title,
		Heading:     heading,
		Description: description,
		Canonical:   p.site.Absolute(url),
		Furniture:   p.furnish(place{l, current}),
	}
}

// everywhere stands for no place in a menu: pages in all languages have none.
const everywhere = "/"

// furnish makes the furniture of a place in the menu once.
func (p *planner) furnish(at place) *Furniture {
	return p.furniture.get(at, func() *Furniture { return p.makeFurniture(at) })
}

func (p *planner) makeFurniture(at place) *Furniture {
	s, l := p.site, at.language
	f := &Furniture{
		Language:  p.languages[l.Index],
		Origin:    s.Absolute(""),
		Site:      s.Title[l.Code],
		Home:      s.Link(site.HomePath(l)),
		Params:    p.params,
		Office:    p.office(l),
		Picture:   p.share(),
		Paper:     s.Theme.Paper[0],
		PaperDark: s.Theme.Paper[1],
	}
	if l := s.Theme.Logo; l != nil {
		f.Logo = &Logo{URL: l.URL, Width: l.Width, Height: l.Height}
	}
	if len(s.Languages) > 1 {
		f.Front = s.Link("")
	}
	for _, o := range s.Languages {
		if o != l {
			f.Foreign = append(f.Foreign, Foreign{p.languages[o.Index], s.Title[o.Code], s.Link(site.HomePath(o))})
		}
	}
	if at.item != everywhere {
		f.Menu = p.menu(l, at.item)
		f.Pages = p.others(l)
		f.Ways = p.ways(l)
	}
	return f
}

// others lists the pages that the menu does not name, so that every page can be
// reached.
func (p *planner) others(l *site.Language) []Item {
	var items []Item
	for _, page := range p.site.Pages {
		if e := page.In(l); e != nil && !p.inMenu(page) {
			items = append(items, Item{Title: shortTitle(e), URL: e.URL(p.site.Config)})
		}
	}
	return items
}

func (p *planner) inMenu(page *site.Article) bool { return slices.Contains(p.site.Menu, page.Key) }

// menu lists what site.yaml names, or every listed section that has articles
// in the language.
func (p *planner) menu(l *site.Language, current string) []Item {
	var items []Item
	if p.site.Menu == nil {
		for _, sec := range p.site.Sections {
			if sec.Listed && len(p.lists[sec][l.Index]) > 0 {
				items = append(items, p.sectionItem(sec, l, current))
			}
		}
		return items
	}
	for _, name := range p.site.Menu {
		sec, page := p.site.Find(name)
		switch {
		case sec != nil && len(p.lists[sec][l.Index]) > 0:
			items = append(items, p.sectionItem(sec, l, current))
		case page != nil && page.In(l) != nil:
			e := page.In(l)
			items = append(items, Item{shortTitle(e), e.URL(p.site.Config), page.Key == current})
		}
	}
	return items
}

func (p *planner) sectionItem(sec *site.Section, l *site.Language, current string) Item {
	return Item{p.titles[sec][l.Index], p.site.Link(sec.Path(l)), sec.ID == current}
}

// pair gives the frame its alternates and switches. url tells the page's
// counterpart in a language, "" where there is none; fallback tells where the
// switch leads then.
func (p *planner) pair(f *Frame, own *site.Language, url, fallback func(l *site.Language) string) {
	n := 0
	for _, l := range p.site.Languages {
		u := url(l)
		if u != "" {
			n++
			f.Alternates = append(f.Alternates, Alternate{l.Tag, p.site.Absolute(u)})
		}
		switch {
		case l == own:
		case u != "":
			f.Switches = append(f.Switches, Switch{Language: p.languages[l.Index], URL: u, Same: true})
		default:
			missing := Switch{Language: p.languages[l.Index], URL: fallback(l), Notice: l.Strings["not_here"]}
			f.Switches = append(f.Switches, missing)
			f.Missing = append(f.Missing, missing)
		}
	}
	if n < 2 {
		f.Alternates = nil
	}
}

// homeURL is the URL of a language's home.
func (p *planner) homeURL(l *site.Language) string { return p.site.Link(site.HomePath(l)) }

// homes pairs pages that every language has.
func (p *planner) homes(f *Frame, own *site.Language) {
	p.pair(f, own, p.homeURL, nil)
	if len(f.Alternates) > 0 {
		f.Alternates = append(slices.Clip(f.Alternates), Alternate{"x-default", p.site.Absolute(p.site.Link(""))})
	}
}
