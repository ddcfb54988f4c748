package view

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"bulletin/internal/site"
)

// calendar makes the years of the archive, the last first.
func (p *planner) calendar() {
	years := make(map[int]*series)
	for _, l := range p.site.Languages {
		for _, e := range p.all[l.Index] {
			if e.Date.Value.IsZero() {
				continue // where site.yaml lowers the rule
			}
			year := e.Date.Value.Year()
			if years[year] == nil {
				years[year] = p.yearSeries(year)
			}
			list := &years[year].lists[l.Index]
			*list = append(*list, e)
		}
	}
	for _, year := range slices.Backward(slices.Sorted(maps.Keys(years))) {
		p.years = append(p.years, years[year])
	}
}

// yearSeries is the series of a year, without its articles.
func (p *planner) yearSeries(year int) *series {
	return &series{
		kind: "year", lists: make([][]*site.Edition, len(p.site.Languages)),
		path:   func(l *site.Language) string { return fmt.Sprintf("%s/archive/%04d/", l.Code, year) },
		title:  func(l *site.Language) string { return fill(l.Strings["year_pattern"], "year", strconv.Itoa(year)) },
		crumbs: func(l *site.Language) []Item { return []Item{p.indexItem(l, "archive")} },
		nearby: func(l *site.Language) string {
			if len(p.all[l.Index]) > 0 {
				return p.indexItem(l, "archive").URL
			}
			return p.homeURL(l)
		},
	}
}

// archive plans the years of a language and the page that lists them.
func (p *planner) archive(l *site.Language) {
	for _, sr := range p.years {
		p.series(sr, l)
	}
	if len(p.all[l.Index]) > 0 {
		p.index(l, "archive", func() []Group { return []Group{{Entries: p.yearEntries(l)}} }, func(o *site.Language) bool { return len(p.all[o.Index]) > 0 })
	}
}

// yearEntries lists the years in which a language has articles, with their
// number.
func (p *planner) yearEntries(l *site.Language) []Entry {
	var entries []Entry
	for _, sr := range p.years {
		if n := len(sr.lists[l.Index]); n > 0 {
			entries = append(entries, Entry{Title: sr.title(l), URL: p.site.Link(sr.path(l)), Note: counted(l, n)})
		}
	}
	return entries
}

// counted is a number of articles in words.
func counted(l *site.Language, n int) string {
	key := "articles"
	if n == 1 {
		key = "article"
	}
	return fill(l.Strings[key], "number", strconv.Itoa(n))
}
