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
	apart   int64 // seconds between their dates
}

// related lists the articles that share most topics with an edition, the
// nearest in date first. Only those near it in date are looked at: so the cost
// does not grow with the site, and a new article changes few old pages.
func (p *planner) related(e *site.Edition) []*Card {
	topics := p.site.TopicsOf(e)
	var best [related + 1]relation
	n := 0
	for _, t := range topics {
		list := p.byTopic[t][e.Language.Index]
		at, _ := slices.BinarySearchFunc(list, e, site.Newest)
		for _, o := range list[max(0, at-near):min(len(list), at+near+1)] {
			if o != e {
				n = insert(&best, n, relate(e, o, topics, p.site.TopicsOf(o)))
			}
		}
	}
	var cards []*Card
	for _, r := range best[:n] {
		cards = append(cards, p.card(r.edition))
	}
	return cards
}

// insert puts a relation among the first n of the best, unless it is there
// already or too weak, and tells how many there are now.
func insert(best *[related + 1]relation, n int, r relation) int {
	at := n
	for at > 0 && stronger(r, best[at-1]) {
		at--
	}
	if at > 0 && best[at-1].edition == r.edition || at == related {
		return n
	}
	copy(best[at+1:], best[at:n])
	best[at] = r
	return min(n+1, related)
}

// stronger orders relations; those of two articles are never equal.
func stronger(a, b relation) bool {
	return cmp.Or(cmp.Compare(b.shared, a.shared), cmp.Compare(a.apart, b.apart), site.Newest(a.edition, b.edition)) < 0
}

func relate(e, o *site.Edition, topics, others []*site.Topic) relation {
	apart := o.Date.Value.Unix() - e.Date.Value.Unix()
	return relation{o, sharing(topics, others), max(apart, -apart)}
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
