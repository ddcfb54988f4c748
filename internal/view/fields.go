package view

// What most pages hold is written down without reflection, field by field, in
// the order of the types; TestSums finds a field that is forgotten.

func (s *summing) yes(b bool) {
	if b {
		s.b = append(s.b, 1)
	} else {
		s.b = append(s.b, 0)
	}
}

func (s *summing) texts(list []string) {
	s.number(uint64(len(list)))
	for _, t := range list {
		s.text(t)
	}
}

func (s *summing) language(l *Language) {
	if s.yes(l != nil); l != nil {
		s.text(l.Code)
		s.text(l.Tag)
		s.text(l.Name)
	}
}

func (s *summing) items(list []Item) {
	s.number(uint64(len(list)))
	for i := range list {
		s.item(&list[i])
	}
}

func (s *summing) item(i *Item) {
	s.text(i.Title)
	s.text(i.URL)
	s.yes(i.Current)
}

func (s *summing) switches(list []Switch) {
	s.number(uint64(len(list)))
	for i := range list {
		w := &list[i]
		s.language(w.Language)
		s.text(w.URL)
		s.yes(w.Same)
		s.text(w.Notice)
	}
}

func (s *summing) date(d *Date) {
	s.text(d.Text)
	s.text(d.Machine)
	s.number(uint64(d.Year))
	s.number(uint64(d.Month))
}

func (s *summing) picture(p *Picture) {
	if s.yes(p != nil); p != nil {
		s.text(p.URL)
		s.sources(p.Sources)
		s.sources(p.Smaller)
		s.text(p.Large)
		s.text(p.Recording)
		s.text(p.Poster)
		s.number(uint64(p.Tone))
		s.number(uint64(p.Width))
		s.number(uint64(p.Height))
		s.text(p.Alt)
		s.text(p.Caption)
		s.text(p.Credit)
		s.text(p.Label)
		s.yes(p.Lazy)
		s.yes(p.Urgent)
	}
}

func (s *summing) sources(list []Source) {
	s.number(uint64(len(list)))
	for i := range list {
		s.text(list[i].URL)
		s.number(uint64(list[i].Width))
	}
}

func (s *summing) pictures(list []*Picture) {
	s.number(uint64(len(list)))
	for _, p := range list {
		s.picture(p)
	}
}

func (s *summing) cards(list []*Card) {
	s.number(uint64(len(list)))
	for _, c := range list {
		s.shared(c, c == nil)
	}
}

func (s *summing) card(c *Card) {
	for _, t := range [...]string{c.URL, c.Kicker, c.Title, c.Summary, c.Source, c.Section, c.Mark} {
		s.text(t)
	}
	s.date(&c.Date)
	s.picture(c.Cover)
}

func (s *summing) params(v *Value) {
	s.text(v.Text)
	s.number(uint64(len(v.List)))
	for i := range v.List {
		s.params(&v.List[i])
	}
	s.number(uint64(len(v.Fields)))
	for i := range v.Fields {
		s.text(v.Fields[i].Name)
		s.params(&v.Fields[i].Value)
	}
}

func (s *summing) frame(f *Frame) {
	s.language(f.Language)
	for _, t := range [...]string{f.Title, f.Heading, f.Description, f.Canonical} {
		s.text(t)
	}
	s.number(uint64(len(f.Meta)))
	for _, m := range f.Meta {
		s.text(m.Name)
		s.text(m.Content)
	}
	s.number(uint64(len(f.Alternates)))
	for _, a := range f.Alternates {
		s.text(a.Tag)
		s.text(a.URL)
	}
	s.switches(f.Switches)
	s.switches(f.Missing)
	s.items(f.Crumbs)
	s.items(f.Feeds)
	s.yes(f.Story)
	s.text(f.Published)
	s.text(f.Modified)
	s.picture(f.Image)
	s.params(&f.Params)
	s.yes(f.NoIndex)
	s.yes(f.Grey)
	s.yes(f.Preview)
	s.text(f.Mark)
	s.shared(f.Furniture, f.Furniture == nil)
}

func (s *summing) body(t *Text) {
	s.document(t.Document)
	s.number(uint64(len(t.Answers)))
	for i := range t.Answers {
		a := &t.Answers[i]
		s.text(a.URL)
		s.language(a.Language)
		s.text(a.Text)
		s.picture(a.Picture)
		s.pictures(a.Pictures)
	}
	s.text(t.Scope)
	s.number(uint64(t.Deeper))
}

func (s *summing) article(a *Article) {
	s.item(&a.Section)
	for _, t := range [...]string{a.Kicker, a.Headline, a.Deck, a.Size, a.Source, a.SourceURL, a.Correction} {
		s.text(t)
	}
	s.number(uint64(len(a.Twins)))
	for i := range a.Twins {
		t := &a.Twins[i]
		s.language(t.Language)
		s.text(t.Text)
		s.text(t.URL)
		s.yes(t.Original)
	}
	s.date(&a.Date)
	if s.yes(a.Updated != nil); a.Updated != nil {
		s.date(a.Updated)
	}
	s.number(uint64(len(a.People)))
	for _, p := range a.People {
		s.text(p.Role)
		s.text(p.Names)
	}
	s.texts(a.Authors)
	s.items(a.Topics)
	if s.yes(a.Issue != nil); a.Issue != nil {
		s.item(a.Issue)
	}
	s.number(uint64(len(a.Contents)))
	for _, h := range a.Contents {
		s.text(h.Text)
		s.text(h.ID)
		s.yes(h.Sub)
	}
	s.body(&a.Body)
	s.pictures(a.Gallery)
	s.yes(a.Viewer)
	s.number(uint64(len(a.Attachments)))
	for _, f := range a.Attachments {
		for _, t := range [...]string{f.URL, f.Title, f.Type, f.Size} {
			s.text(t)
		}
	}
	s.shared(a.Previous, a.Previous == nil)
	s.shared(a.Next, a.Next == nil)
	s.cards(a.Related)
}
