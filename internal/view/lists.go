package view

import (
	"slices"
	"strconv"

	"bulletin/internal/site"
)

const (
	perPage   = 20 // articles on an older page of a list; the first holds up to 39
	onHome    = 6  // headlines beside the lead
	perBlock  = 4  // articles of a section on the home page
	frontRows = 5  // articles on the front page
)

// home plans the home page of a language.
func (p *planner) home(l *site.Language) {
	s := p.site
	h := &Home{Title: s.Title[l.Code], Deck: s.Description[l.Code]}
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
		for _, e := range list[:min(perBlock, len(list))] {
			b.Cards = append(b.Cards, p.card(e))
		}
		h.Blocks = append(h.Blocks, b)
	}
	f := p.frame(l, "", "", s.Description[l.Code], p.homeURL(l))
	p.homes(&f, l)
	p.add(site.HomePath(l)+"index.html", "home.html", "", f, h)
}

// latest lists the newest articles of a language, those of the home's opening.
func (p *planner) latest(l *site.Language) []*site.Edition {
	var all []*site.Edition
	for _, sec := range p.site.Sections {
		list := p.lists[sec][l.Index]
		all = append(all, list[:min(onHome+1, len(list))]...)
	}
	slices.SortStableFunc(all, site.Newest)
	return all[:min(onHome+1, len(all))]
}

// section plans the pages of a section: the newest on the first, older ones
// twenty to a page, numbered from the oldest. Then the articles.
func (p *planner) section(sec *site.Section, l *site.Language) {
	list := p.lists[sec][l.Index]
	older := olderPages(len(list))
	first := len(list) - older*perPage
	for number := older; number >= 0; number-- {
		from, to := 0, first
		if number < older {
			from = first + perPage*(older-1-number)
			to = from + perPage
		}
		p.list(sec, l, list[from:to], number+1, older+1)
	}
	for i := range list {
		p.article(list, i)
	}
}

// olderPages is how many pages follow the first one of a list of n.
func olderPages(n int) int { return max(0, n/perPage-1) }

// listPath is the folder of the page of a section with that number, of count.
func listPath(sec *site.Section, l *site.Language, number, count int) string {
	if number == count {
		return sec.Path(l)
	}
	return sec.Path(l) + "page/" + strconv.Itoa(number) + "/"
}

func (p *planner) list(sec *site.Section, l *site.Language, editions []*site.Edition, number, count int) {
	s := p.site
	at := func(n int) string { return s.Link(listPath(sec, l, n, count)) }
	body := &List{
		Title:  p.titles[sec][l.Index],
		Months: p.months(editions, l),
	}
	if number > 1 {
		body.Pager.Older = at(number - 1)
	}
	if number < count {
		body.Pager.Number = number
		body.Pager.Newer = at(number + 1)
	}
	source := ""
	if e := sec.In(l); e != nil && number == count {
		source = e.File
		body.Deck = e.Summary.Value
		body.Body = p.text(e)
	}
	f := p.frame(l, sec.ID, body.Title, body.Deck, at(number))
	p.pair(&f, l, func(o *site.Language) string {
		counts := olderPages(len(p.lists[sec][o.Index])) + 1
		switch {
		case number == count:
			return s.Link(sec.Path(o))
		case number < counts:
			return s.Link(listPath(sec, o, number, counts))
		}
		return ""
	}, func(o *site.Language) string { return s.Link(sec.Path(o)) })
	p.add(listPath(sec, l, number, count)+"index.html", "list.html", source, f, body)
}

// months cuts a list where the month changes.
func (p *planner) months(editions []*site.Edition, l *site.Language) []Month {
	var months []Month
	for i, e := range editions {
		d := e.Date.Value
		if i == 0 || d.Month() != editions[i-1].Date.Value.Month() || d.Year() != editions[i-1].Date.Value.Year() {
			months = append(months, Month{Text: expandDate(l, "month_pattern", d)})
		}
		m := &months[len(months)-1]
		m.Cards = append(m.Cards, p.card(e))
	}
	return months
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
