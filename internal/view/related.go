package view

import (
	"cmp"
	"slices"

	"bulletin/internal/site"
)

const (
	related = 4  // articles that a page calls related
	near    = 10 // articles of a topic that are looked at on either side
)

// A relation is an article that shares topics with another.
type relation struct {
	edition *site.Edition
	shared  int
	days    int64 // between their dates, in seconds
}

// related lists the articles that share most topics with an edition, the
// nearest in date first. Only those near it in date are looked at: so the cost
// does not grow with the site, and a new article changes few old pages.
func (p *planner) related(e *site.Edition) []*Card {
	topics := p.site.TopicsOf(e)
	var found []relation
	for _, t := range topics {
		list := p.byTopic[t][e.Language.Index]
		at, _ := slices.BinarySearchFunc(list, e, site.Newest)
		for _, o := range list[max(0, at-near):min(len(list), at+near+1)] {
			if o == e || slices.ContainsFunc(found, func(r relation) bool { return r.edition == o }) {
				continue
			}
			days := o.Date.Value.Unix() - e.Date.Value.Unix()
			found = append(found, relation{o, sharing(topics, p.site.TopicsOf(o)), max(days, -days)})
		}
	}
	slices.SortFunc(found, func(a, b relation) int {
		return cmp.Or(cmp.Compare(b.shared, a.shared), cmp.Compare(a.days, b.days), site.Newest(a.edition, b.edition))
	})
	var cards []*Card
	for _, r := range found[:min(related, len(found))] {
		cards = append(cards, p.card(r.edition))
	}
	return cards
}

// sharing counts the topics that two lists have in common.
func sharing(a, b []*site.Topic) int {
	n := 0
	for _, t := range a {
		if slices.Contains(b, t) {
			n++
		}
	}
	return n
}
