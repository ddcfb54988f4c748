package view

import (
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"bulletin/internal/site"
)

// topics plans the pages of all topics that a language has articles on, and the
// page that lists them.
func (p *planner) topics(l *site.Language) {
	for _, t := range p.site.Topics {
		p.series(p.topicSeries(t), l)
	}
	if p.anyTopic(l) {
		p.index(l, "topics", func() []Group { return []Group{{Entries: p.topicEntries(l)}} }, p.anyTopic)
	}
}

func (p *planner) topicSeries(t *site.Topic) *series {
	return &series{
		kind: "topic", feed: summaries, lists: p.byTopic[t],
		path:   func(l *site.Language) string { return t.Path(l) },
		title:  func(l *site.Language) string { return t.Labels[l.Code] },
		crumbs: func(l *site.Language) []Item { return []Item{p.indexItem(l, "topics")} },
		feeds:  func(l *site.Language) []Item { return p.feedsOfTopic(l, t) },
		nearby: func(l *site.Language) string {
			if p.anyTopic(l) {
				return p.indexItem(l, "topics").URL
			}
			return p.homeURL(l)
		},
	}
}

func (p *planner) anyTopic(l *site.Language) bool {
	return slices.ContainsFunc(p.site.Topics, func(t *site.Topic) bool { return len(p.byTopic[t][l.Index]) > 0 })
}

// topicEntries lists the topics of a language in the order of its alphabet; of
// Chinese that is the order of pinyin.
func (p *planner) topicEntries(l *site.Language) []Entry {
	var entries []Entry
	for _, t := range p.site.Topics {
		if len(p.byTopic[t][l.Index]) == 0 {
			continue
		}
		e := Entry{Title: t.Labels[l.Code], URL: p.site.Link(t.Path(l))}
		for _, o := range p.site.Languages {
			if o != l && len(p.byTopic[t][o.Index]) > 0 && t.Labels[o.Code] != e.Title {
				e.Foreign = append(e.Foreign, Foreign{p.languages[o.Index], t.Labels[o.Code], p.site.Link(t.Path(o))})
			}
		}
		entries = append(entries, e)
	}
	order := collate.New(language.Make(l.Tag))
	slices.SortStableFunc(entries, func(a, b Entry) int {
		if c := order.CompareString(a.Title, b.Title); c != 0 {
			return c
		}
		return strings.Compare(a.Title, b.Title)
	})
	return entries
}

// topicItems are the topics of an edition, as links to their pages.
func (p *planner) topicItems(e *site.Edition) []Item {
	topics := p.site.TopicsOf(e)
	items := make([]Item, len(topics))
	for i, t := range topics {
		items[i] = Item{Title: t.Labels[e.Language.Code], URL: p.site.Link(t.Path(e.Language))}
	}
	return items
}
