package view

// frontRows is how many articles stand on the front page.
const frontRows = 5

// front plans the page at /, in all languages.
func (p *planner) front() {
	p.add(p.site.Languages[0], &Outline{
		Path: "index.html", Layout: "front.html", everybody: true,
		frame: p.frontFrame,
		body:  func() any { return p.frontBody() },
	})
}

func (p *planner) frontFrame() Frame {
	f := p.bilingual("")
	if s := p.site; len(s.Languages) == 1 { // the home says the same
		f.Canonical = s.Absolute(p.homeURL(s.Languages[0]))
	}
	return f
}

func (p *planner) frontBody() *Front {
	s, body := p.site, &Front{}
	for _, l := range s.Languages {
		enter := l.Strings["front_home"]
		if len(s.Languages) == 1 {
			enter = l.Strings["home"]
		}
		body.Columns = append(body.Columns, Column{
			Language: p.languages[l.Index], Title: s.Title[l.Code], Deck: s.Description[l.Code],
			Home: Item{Title: enter, URL: p.homeURL(l)},
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
	return body
}

// missing plans 404.html, in all languages.
func (p *planner) missing() {
	p.add(p.site.Languages[0], &Outline{
		Path: "404.html", Layout: "missing.html",
		frame: p.missingFrame,
		body:  func() any { return p.missingBody() },
	})
}

func (p *planner) missingFrame() Frame {
	f := p.bilingual(p.site.Languages[0].Strings["missing_title"])
	f.NoIndex, f.Alternates, f.Canonical = true, nil, ""
	return f
}

func (p *planner) missingBody() *Missing {
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
	return body
}

// bilingual is the frame of a page in all languages; its switches lead to the
// homes of all of them.
func (p *planner) bilingual(title string) Frame {
	l := p.site.Languages[0]
	f := p.frame(l, everywhere, title, p.site.Description[l.Code], p.site.Link(""))
	if len(p.site.Languages) > 1 {
		p.homes(&f, nil)
	}
	return f
}
