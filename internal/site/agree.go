package site

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"bulletin/internal/diag"
	"bulletin/internal/document"
)

// A claim is one value that an edition makes for its article, as it is compared
// and shown.
type claim struct {
	key   string
	set   bool
	value string
	spot  Spot
}

// claims lists what belongs to the article and not to the edition. Topics are
// compared by resolveTopics' vocabulary, so they are left to agreeTopics.
func (e *Edition) claims(s *Site) (all [7]claim) {
	h := &e.Header
	if !h.Section.Set && !h.Issue.Set && !h.Weight.Set && !h.Pinned.Set && !h.Cover.Set && !h.Gallery.Set && !h.Attachments.Set {
		return all // as most do
	}
	return [7]claim{
		{"section", h.Section.Set, h.Section.Value, h.Section.Spot},
		{"issue", h.Issue.Set, issueKey(s.issueID(h.Issue.Value)), h.Issue.Spot},
		{"weight", h.Weight.Set, strconv.Itoa(h.Weight.Value), h.Weight.Spot},
		{"pinned", h.Pinned.Set, strconv.FormatBool(h.Pinned.Value), h.Pinned.Spot},
		{"cover", h.Cover.Set, document.Name(h.Cover.Value), h.Cover.Spot},
		{"gallery", h.Gallery.Set, h.Gallery.Value.String(), h.Gallery.Spot},
		{"attachments", h.Attachments.Set, attached(h.Attachments.Value, e.Language), h.Attachments.Spot},
	}
}

// String is the gallery as front matter would say it.
func (g Gallery) String() string {
	if g.All {
		return "true"
	}
	return strings.Join(g.Names, ", ")
}

// attached lists attachments without their language, so that fees.zh.pdf and
// fees.en.pdf are the same one.
func attached(list []Attachment, l *Language) string {
	names := make([]string, len(list))
	for i, a := range list {
		name := document.Name(a.Path)
		ext := path.Ext(name)
		names[i] = strings.TrimSuffix(strings.TrimSuffix(name, ext), "."+l.Code) + ext
	}
	return strings.Join(names, ", ")
}

// agree compares what the editions say of their article. The first language's
// value holds.
func (a *Article) agree(s *Site) (problems []diag.Problem) {
	var firsts [7]struct {
		edition *Edition
		claim
	}
	for e := range a.all() {
		for i, c := range e.claims(s) {
			first := &firsts[i]
			switch {
			case !c.set:
			case first.edition == nil:
				first.edition, first.claim = e, c
			case c.value != first.value:
				problems = append(problems, diag.At(e.Place(c.spot), "disagree",
					c.key, c.value, first.value, first.edition.File, int(first.spot.Line)))
			}
		}
	}
	return append(append(problems, a.agreeDates()...), a.neverShown()...)
}

// neverShown finds texts that expire before they are published.
func (a *Article) neverShown() (problems []diag.Problem) {
	for e := range a.all() {
		if !e.Expiry.Set || e.Expiry.Value.IsZero() {
			continue
		}
		said := Edition{Header: e.Header}
		for o := range a.all() {
			schedule(&said.Header, &o.Header)
		}
		if opens, ends := said.opens(), e.Expiry.Value; !ends.After(opens) {
			problems = append(problems, diag.At(e.Place(e.Expiry.Spot), "differs.expiry", written(ends), written(opens)))
		}
	}
	return problems
}

func (a *Article) agreeDates() (problems []diag.Problem) {
	var first *Edition
	for e := range a.all() {
		switch {
		case !e.Date.Set || e.Date.Value.IsZero():
		case first == nil:
			first = e
		case !sameDate(e.Date.Value, first.Date.Value):
			problems = append(problems, diag.At(e.Place(e.Date.Spot), "differs",
				written(e.Date.Value), written(first.Date.Value), first.File))
		}
	}
	return problems
}

// sameDate reports whether two dates agree; a day agrees with any hour of it.
func sameDate(a, b time.Time) bool {
	return a.Equal(b) || a.YearDay() == b.YearDay() && a.Year() == b.Year() && (midnight(a) || midnight(b))
}

func midnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }

// written is a date as a writer would have written it.
func written(t time.Time) string {
	if midnight(t) {
		return t.Format("2006-01-02")
	}
	return t.Format("2006-01-02 15:04:05")
}

// agreeTopics compares topics once the vocabulary has told which they are. Their
// order is of no importance; the first language's holds.
func agreeTopics(first, e *Edition, held, found []*Topic) []diag.Problem {
	if len(held) == len(found) && !slices.ContainsFunc(found, func(t *Topic) bool { return !slices.Contains(held, t) }) {
		return nil
	}
	return []diag.Problem{diag.At(e.Place(e.Topics.Spot), "disagree", "topics",
		strings.Join(e.Topics.Value, ", "), strings.Join(first.Topics.Value, ", "),
		first.File, int(first.Topics.Spot.Line))}
}

// inherit gives each edition what it does not say itself. What belongs to the
// article comes from the first language that says it; so does the rest, but
// for what is written in one language only (title, kicker, deck, summary,
// correction) and the translator, who made this edition alone. What a published
// edition shows never comes from one that is not published.
func (a *Article) inherit(c Clock) {
	var all, seen Header
	for e := range a.all() {
		take(&all, &e.Header)
	}
	if len(a.Editions) == 1 {
		return
	}
	for e := range a.all() {
		schedule(&e.Header, &all)
		if e.stage(c) == Published {
			take(&seen, &e.Header)
		}
	}
	for e := range a.all() {
		h, from, mine := &e.Header, &all, e.Header
		if e.stage(c) == Published {
			from = &seen
		}
		e.borrowed = !h.Attachments.Set
		own(&h.Section, from.Section)
		own(&h.Issue, from.Issue)
		own(&h.Weight, from.Weight)
		own(&h.Pinned, from.Pinned)
		lack(&h.Slug, all.Slug) // an address stays when the counterpart is published
		own(&h.Cover, from.Cover)
		own(&h.Gallery, from.Gallery)
		if attached(h.Attachments.Value, e.Language) != attached(from.Attachments.Value, a.first().Language) {
			own(&h.Attachments, from.Attachments)
		}
		take(h, from)
		given(&h.Issue, mine.Issue)
		given(&h.Cover, mine.Cover)
		given(&h.Gallery, mine.Gallery)
		given(&h.Attachments, mine.Attachments)
	}
}

// given says where an edition itself gave a value, if it did: what is wrong
// with a value is reported there, and not in the text that inherits it.
func given[T any](to *Field[T], mine Field[T]) {
	to.Set, to.Spot = mine.Set, mine.Spot
}

// take fills what to lacks of the values that editions inherit.
func take(to, from *Header) {
	lack(&to.Section, from.Section)
	lack(&to.Issue, from.Issue)
	lack(&to.Weight, from.Weight)
	lack(&to.Pinned, from.Pinned)
	lack(&to.Cover, from.Cover)
	lack(&to.Gallery, from.Gallery)
	lack(&to.Attachments, from.Attachments)
	lack(&to.Topics, from.Topics)
	lack(&to.Updated, from.Updated)
	lack(&to.Source, from.Source)
	lack(&to.SourceURL, from.SourceURL)
	lack(&to.Author, from.Author)
	lack(&to.Editor, from.Editor)
	lack(&to.Reviewer, from.Reviewer)
	lack(&to.Photographer, from.Photographer)
	lack(&to.Slug, from.Slug)
	lack(&to.Params, from.Params)
	schedule(to, from)
}

// schedule fills in what says when an edition is seen. That it is a draft says
// each edition for itself: a translation just begun withdraws nothing.
func schedule(to, from *Header) {
	lack(&to.Publish, from.Publish)
	lack(&to.Expiry, from.Expiry)
	if !to.Date.Set && (to.Date.Value.IsZero() || from.Date.Set) && !from.Date.Value.IsZero() {
		to.Date = from.Date
	}
}

func lack[T any](to *Field[T], from Field[T]) {
	if !to.Set && from.Set {
		*to = from
	}
}

// own makes the article's value the edition's, whatever the edition says.
func own[T any](to *Field[T], from Field[T]) {
	if from.Set {
		*to = from
	}
}
