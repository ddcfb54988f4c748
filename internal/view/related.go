package view

import (
	"cmp"
	"math/bits"
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
	own := p.bits(topics)
	date := e.Date.Value.Unix()
	var best [related + 1]relation
	n := 0
	for _, t := range topics {
		list := p.dated[t][e.Language.Index]
		at, _ := slices.BinarySearchFunc(list, date, func(o dated, date int64) int { return cmp.Compare(date, o.date) })
		for at < len(list)-1 && list[at].edition != e { // of the same day
			at++
		}
		for _, o := range list[max(0, at-near):min(len(list), at+near+1)] {
			if o.edition == e {
				continue
			}
			shared := bits.OnesCount64(own & o.topics)
			if !p.few() {
				shared = sharing(topics, p.site.TopicsOf(o.edition))
			}
			n = insert(&best, n, relation{o.edition, shared, max(o.date-date, date-o.date)})
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
	if c := cmp.Or(cmp.Compare(b.shared, a.shared), cmp.Compare(a.apart, b.apart)); c != 0 {
		return c < 0
	}
	return site.Newest(a.edition, b.edition) < 0
}

// A dated is what related must know of an article on a topic: many are looked
// at, and lie beside one another.
type dated struct {
	date    int64  // seconds since 1970
	topics  uint64 // see bits
	edition *site.Edition
}

// few reports whether there are so few topics that a bit can stand for each.
func (p *planner) few() bool { return len(p.site.Topics) <= 64 }

// bits are topics as a set, if they are few.
func (p *planner) bits(topics []*site.Topic) (set uint64) {
	if !p.few() {
		return 0
	}
	for _, t := range topics {
		set |= 1 << p.numbers[t]
	}
	return set
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
