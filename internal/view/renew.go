package view

import (
	"reflect"
	"slices"

	"bulletin/internal/site"
)

// Renew brings the plan up to date after an edition was renewed, while nobody
// makes pages. They are made from the site as it is, so that only what is held
// needs care: the card of the edition, and the frames that name it. It returns
// the card that was replaced; nil if there was no need, or no page shows it.
func (p *Plan) Renew(r *site.Renewal) (replaced *Card) {
	e := r.Edition
	if old, shown := p.planner.cards.Load(e); shown {
		if now := p.planner.makeCard(e); !reflect.DeepEqual(old, now) {
			p.planner.cards.Store(e, now)
			replaced = old.(*Card)
		}
	}
	url := e.URL(p.planner.site.Config)
	for _, o := range p.Pages {
		if o.Source == e.File || o.leads == url || o.whole && slices.Contains(o.shows, e) {
			o.made.Store(nil)
		}
	}
	return replaced
}

// A Reach is how far a renewal reaches: what may show anything of it.
type Reach struct {
	planner *planner
	edition *site.Edition
	card    bool                   // its card was replaced
	words   bool                   // its card was, or other words that stand beside texts
	texts   map[*site.Edition]bool // those whose pages, and places in feeds, are other ones
	pages   map[string]bool        // the files of the texts whose pages are other ones
}

// Reach tells how far a renewal reaches that has replaced a card, or none.
func (p *Plan) Reach(r *site.Renewal, card bool) *Reach {
	to := &Reach{p.planner, r.Edition, card, card || r.Words, map[*site.Edition]bool{r.Edition: true}, map[string]bool{r.Edition.File: true}}
	if r.Words || r.Moved {
		for _, twin := range r.Edition.Article.Editions {
			if twin != nil {
				to.text(twin)
			}
		}
	}
	if r.Moved {
		for e := range p.planner.site.Texts() {
			if e.LinksInto(p.planner.site, r.Edition.Article) {
				to.text(e)
			}
		}
	}
	if card {
		to.neighbours()
	}
	return to
}

func (to *Reach) text(e *site.Edition) { to.texts[e], to.pages[e.File] = true, true }

// neighbours are the articles whose pages can show the card: those before and
// after it in its section, and those near it in a topic, as related sees them
// from their side.
func (to *Reach) neighbours() {
	e, p := to.edition, to.planner
	mark := func(list []*site.Edition, reach int) {
		at, _ := slices.BinarySearchFunc(list, e, site.Newest)
		for _, o := range list[max(0, at-reach):min(len(list), at+reach+1)] {
			to.pages[o.File] = true
		}
	}
	if sec := e.Article.Section; sec != nil {
		mark(p.lists[sec][e.Language.Index], 1)
	}
	for _, t := range p.site.TopicsOf(e) {
		mark(p.byTopic[t][e.Language.Index], near+1)
	}
}

// Page reports whether a page may show anything of the renewal.
func (to *Reach) Page(o *Outline) bool {
	switch {
	case o.Leads():
		return to.words && o.leads == to.edition.URL(to.planner.site.Config)
	case o.Source != "" && to.pages[o.Source], o.whole && to.among(o.shows):
		return true
	case !to.card:
		return false
	}
	return o.everybody || slices.Contains(o.shows, to.edition)
}

// Feed reports whether a feed may show anything of the renewal.
func (to *Reach) Feed(o *FeedOutline) bool {
	if !o.whole && !to.words {
		return false
	}
	return to.among(o.shows)
}

// among reports whether the text of one of these is another one.
func (to *Reach) among(editions []*site.Edition) bool {
	return slices.ContainsFunc(editions, func(e *site.Edition) bool { return to.texts[e] })
}
