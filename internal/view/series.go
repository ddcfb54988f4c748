package view

import (
	"slices"
	"strconv"

	"bulletin/internal/site"
)

// perPage is how many articles stand on an older page of a list; the first
// holds up to 39.
const perPage = 20

// A series is a list of articles in all languages that is cut into pages: the
// newest on the first, older ones twenty to a page, numbered from the oldest.
type series struct {
	kind   string // as List.Kind
	feed   feeding
	item   string            // its entry in the menu
	of     *site.Section     // in which its articles are; nil of other lists
	lists  [][]*site.Edition // the newest first, by Language.Index
	always bool              // it has a page in every language, even an empty one
	texts  []*site.Edition   // its own texts, by Language.Index; nil where there are none
	path   func(l *site.Language) string
	title  func(l *site.Language) string
	deck   func(l *site.Language) string // of the feed; nil for none
	crumbs func(l *site.Language) []Item
	parts  func(l *site.Language) []Item
	feeds  func(l *site.Language) []Item
	nearby func(l *site.Language) string // where the switch leads when the language has no such page
}

// olderPages is how many pages follow the first one of a list of n.
func olderPages(n int) int { return max(0, n/perPage-1) }

// count is how many pages the series has in a language.
func (sr *series) count(l *site.Language) int {
	n := len(sr.lists[l.Index])
	if n == 0 && !sr.always {
		return 0
	}
	return olderPages(n) + 1
}

// folder is the folder of the page with that number.
func (sr *series) folder(l *site.Language, number int) string {
	if number == sr.count(l) {
		return sr.path(l)
	}
	return sr.path(l) + "page/" + strconv.Itoa(number) + "/"
}

// series plans the pages of a series in a language.
func (p *planner) series(sr *series, l *site.Language) {
	list := sr.lists[l.Index]
	first := len(list) - olderPages(len(list))*perPage
	for number := sr.count(l); number >= 1; number-- {
		from, to := 0, first
		if number < sr.count(l) {
			from = first + perPage*(sr.count(l)-1-number)
			to = from + perPage
		}
		p.list(sr, l, number, list[from:to])
	}
	p.feed(sr, l)
}

// list plans the page of a series with that number.
func (p *planner) list(sr *series, l *site.Language, number int, editions []*site.Edition) {
	o := &Outline{
		Path: sr.folder(l, number) + "index.html", Layout: "list.html", shows: editions, about: subject{section: sr.of},
		frame: func() Frame { return p.listFrame(sr, l, number, editions) },
		body:  func() any { return p.listBody(sr, l, number, editions) },
	}
	if number == sr.count(l) {
		if first := sr.pinned(l); len(first) > 0 {
			o.shows = slices.Concat(first, editions)
		}
		if own := sr.text(l); own != nil {
			o.Source = own.File
		}
	}
	p.add(l, o)
}

func (p *planner) listFrame(sr *series, l *site.Language, number int, editions []*site.Edition) Frame {
	s, newest, deck := p.site, number == sr.count(l), ""
	if own := sr.text(l); newest && own != nil {
		deck = own.Summary.Value
	}
	f := p.frame(l, sr.item, sr.title(l), deck, s.Link(sr.folder(l, number)))
	f.Crumbs = p.way(l, sr.crumbs)
	if sr.feeds != nil {
		f.Feeds = sr.feeds(l)
	}
	f.Modified = p.modified(editions)
	p.pair(&f, l, func(o *site.Language) string {
		switch count := sr.count(o); {
		case newest && count > 0:
			return s.Link(sr.path(o))
		case number < count:
			return s.Link(sr.folder(o, number))
		}
		return ""
	}, sr.nearby)
	return f
}

// pinned lists what stands first on the first page of the series.
func (sr *series) pinned(l *site.Language) []*site.Edition {
	if sr.kind != "section" {
		return nil
	}
	return pinned(sr.lists[l.Index])
}

// text is the text of the series in a language if it is published, else nil.
func (sr *series) text(l *site.Language) *site.Edition {
	if sr.texts == nil || !sr.texts[l.Index].Published() {
		return nil
	}
	return sr.texts[l.Index]
}

func (p *planner) listBody(sr *series, l *site.Language, number int, editions []*site.Edition) *List {
	body := &List{Kind: sr.kind, Title: sr.title(l), Months: p.months(editions, l)}
	if number > 1 {
		body.Pager.Older = p.site.Link(sr.folder(l, number-1))
	}
	if number == sr.count(l) {
		p.opening(sr, l, body)
	} else {
		body.Pager.Number = number
		body.Pager.Newer = p.site.Link(sr.folder(l, number+1))
	}
	return body
}

// opening fills in what only the first page of a series shows.
func (p *planner) opening(sr *series, l *site.Language, body *List) {
	if sr.parts != nil {
		body.Parts = sr.parts(l)
	}
	for _, e := range sr.pinned(l) {
		body.Pinned = append(body.Pinned, p.card(e))
	}
	if own := sr.text(l); own != nil {
		body.Deck, body.Body = own.Summary.Value, p.text(own)
	}
}

// way is the way to a page: the home, and what the series says.
func (p *planner) way(l *site.Language, crumbs func(l *site.Language) []Item) []Item {
	way := []Item{{Title: l.Strings["home"], URL: p.homeURL(l)}}
	if crumbs == nil {
		return way
	}
	return append(way, crumbs(l)...)
}

// trail is the way to the articles of a section.
func (p *planner) trail(sec *site.Section, l *site.Language) []Item {
	return p.trails.get(place{l, sec.ID}, func() []Item {
		return p.way(l, func(l *site.Language) []Item { return []Item{p.sectionItem(sec, l, "")} })
	})
}

// section plans the pages of a section, and its articles.
func (p *planner) section(sec *site.Section, l *site.Language) {
	p.series(p.sectionSeries(sec), l)
	for i := range p.lists[sec][l.Index] {
		p.article(p.lists[sec][l.Index], i)
	}
}

func (p *planner) sectionSeries(sec *site.Section) *series {
	path := func(l *site.Language) string { return sec.Path(l) }
	return &series{
		kind: "section", feed: wholes, item: sec.ID, of: sec, lists: p.lists[sec], always: true, texts: sec.Index,
		path:  path,
		title: func(l *site.Language) string { return p.titles[sec][l.Index] },
		deck: func(l *site.Language) string {
			if e := sec.In(l); e != nil {
				return e.Summary.Value
			}
			return ""
		},
		parts:  func(l *site.Language) []Item { return p.foldersIn(sec.Folder(), l) },
		feeds:  func(l *site.Language) []Item { return p.feedsOf(l, sec) },
		nearby: func(l *site.Language) string { return p.site.Link(path(l)) },
	}
}

// months cuts a list where the month changes.
func (p *planner) months(editions []*site.Edition, l *site.Language) []Month {
	var months []Month
	year, month := 0, 0
	for _, e := range editions {
		c := p.card(e)
		if len(months) == 0 || c.Date.Year != year || c.Date.Month != month {
			year, month = c.Date.Year, c.Date.Month
			months = append(months, Month{Text: expandDate(l, "month_pattern", e.Date.Value)})
		}
		m := &months[len(months)-1]
		m.Cards = append(m.Cards, c)
	}
	return months
}

// modified is when the newest change among the editions was made.
func (p *planner) modified(editions []*site.Edition) string {
	if len(editions) == 0 {
		return ""
	}
	newest := slices.MaxFunc(editions, func(a, b *site.Edition) int { return a.Modified().Compare(b.Modified()) })
	return stamp(newest.Modified())
}
