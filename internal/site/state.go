package site

import (
	"slices"
	"time"
)

// A State says whether an edition is seen at the site's hour, and if not, why.
type State uint8

// The states of an edition. Only Published ones are seen.
const (
	Published State = iota
	Draft           // its front matter says so
	Future          // its publish_date, or else its date, lies ahead
	Expired         // its expiry_date has come
	Blank           // nothing in it yet: no edition
	Held            // its counterpart is not ready, and pairing says to wait
)

var stateNames = [...][2]string{
	Published: {"published", "已发布"},
	Draft:     {"a draft", "草稿"},
	Future:    {"to be published later", "尚未到发布时间"},
	Expired:   {"expired", "已下线"},
	Blank:     {"still empty", "尚无内容"},
	Held:      {"waiting for its counterpart", "等待对应版本"},
}

// English and Chinese name the state in messages.
func (s State) English() string { return stateNames[s][0] }

// Chinese is the state's name in Chinese.
func (s State) Chinese() string { return stateNames[s][1] }

// Published reports whether the edition is there and seen; it may be asked of
// a nil edition.
func (e *Edition) Published() bool { return e != nil && e.State == Published }

// opens is the instant from which an edition may be seen.
func (e *Edition) opens() time.Time {
	if !e.Publish.Value.IsZero() {
		return e.Publish.Value
	}
	return e.Date.Value
}

// state is the law of visibility.
func (e *Edition) state(c Clock) State {
	if e.blank() {
		return Blank
	}
	return e.stage(c)
}

// stage is the state of an edition that is there.
func (e *Edition) stage(c Clock) State {
	switch {
	case e.Draft.Value && !c.Drafts:
		return Draft
	case e.opens().After(c.Now) && !c.Future:
		return Future
	case !e.Expiry.Value.IsZero() && !e.Expiry.Value.After(c.Now) && !c.Expired:
		return Expired
	}
	return Published
}

// Mark is the state in which the public has an edition that is seen in a preview.
func (s *Site) Mark(e *Edition) State { return e.stage(Clock{Now: s.Clock.Now}) }

// blank reports whether nothing was written yet. Editors' tools make empty
// files for every language; a story told in pictures alone is not empty.
func (e *Edition) blank() bool {
	if !e.Body.Empty() || len(e.Body.Pictures) > 0 || len(e.Body.Blocks) > 0 {
		return false
	}
	g := e.Gallery.Value
	shows := g.All || len(g.Names) > 0 || len(e.Attachments.Value) > 0
	says := e.Title.Set || e.Gallery.Set || e.Attachments.Set
	return !shows || !says
}

// Next is the first instant after the clock's at which a publish or expiry date
// changes what is seen or, in a preview, how it is marked; the zero time when there is none.
func (s *Site) Next() time.Time {
	var next time.Time
	consider := func(a *Article, paired bool) {
		for e := range a.all() {
			for _, t := range [...]time.Time{e.opens(), e.Expiry.Value} {
				if t.After(s.Clock.Now) && t.Year() < 9999 && (next.IsZero() || t.Before(next)) && (s.changes(a, t, paired) || s.marks(e, t)) {
					next = t
				}
			}
		}
	}
	for _, list := range [][]*Article{s.Articles, s.Pages} {
		for _, a := range list {
			consider(a, true)
		}
	}
	for _, sec := range s.Sections {
		consider(&Article{Editions: sec.Index}, false)
	}
	return next
}

// Turn is the first instant after the clock's that a text names as the one from
// which it is seen or not seen, whether or not that changes anything; the zero
// time when there is none.
func (s *Site) Turn() time.Time {
	var turn time.Time
	for e := range s.Texts() {
		for _, t := range [...]time.Time{e.opens(), e.Expiry.Value} {
			if t.After(s.Clock.Now) && (turn.IsZero() || t.Before(turn)) {
				turn = t
			}
		}
	}
	return turn
}

// changes reports whether other editions of an article are seen from an instant
// on than just before it.
func (s *Site) changes(a *Article, at time.Time, paired bool) bool {
	before, after := s.Clock, s.Clock
	before.Now, after.Now = at.Add(-1), at
	return s.seen(a, before, paired) != s.seen(a, after, paired)
}

// marks reports whether a preview marks an edition otherwise from an instant on.
func (s *Site) marks(e *Edition, at time.Time) bool {
	return s.Clock.Preview() && e.Published() && e.stage(Clock{Now: at.Add(-1)}) != e.stage(Clock{Now: at})
}

// seen tells which editions of an article are seen, a bit for each language.
func (s *Site) seen(a *Article, c Clock, paired bool) (bits uint64) {
	lacks := false
	only := a.declared(s.Languages)
	for i, e := range a.Editions {
		switch {
		case e != nil && e.State != Blank && e.stage(c) == Published:
			bits |= 1 << (i & 63)
		case only == nil || slices.Contains(only, s.Languages[i].Code):
			lacks = true
		}
	}
	if paired && lacks && s.Pairing == Hold {
		return 0
	}
	return bits
}

// Modified is when the edition was last changed, by its own dates.
func (e *Edition) Modified() time.Time {
	if e.Updated.Value.After(e.Date.Value) {
		return e.Updated.Value
	}
	return e.Date.Value
}
