package site

import (
	"cmp"
	"slices"
	"strings"

	"bulletin/internal/diag"
)

// pair applies the law of pairing to an article: what becomes of it while it
// lacks a language that it does not declare to go without.
func (s *Site) pair(a *Article) (problems []diag.Problem) {
	only, problems := s.only(a)
	var shown *Edition
	var lacks []*Language
	for _, l := range s.Languages {
		switch e := a.Editions[l.Index]; {
		case e.Published():
			shown = cmp.Or(shown, e)
		case only == nil || slices.Contains(only, l.Code):
			lacks = append(lacks, l)
		}
	}
	if shown == nil || len(lacks) == 0 {
		return problems
	}
	switch s.Pairing {
	case Required:
		for _, l := range lacks {
			e := a.Editions[l.Index]
			if e == nil || e.State == Draft || e.State == Blank { // what time brings stops no build
				problems = append(problems, lacking(shown, e, l))
			}
		}
	case Hold:
		for e := range a.all() {
			if e.Published() {
				e.State = Held
			}
		}
	}
	return problems
}

// lacking is the problem of an edition that is required and is not there, or is
// not published.
func lacking(shown, e *Edition, l *Language) diag.Problem {
	at := diag.Whole(shown.File)
	if e == nil {
		return diag.At(at, "pairing", l.Name, shown.Language.Code)
	}
	return diag.At(at, "pairing.state", l.Name, shown.Language.Code, e.File, e.State.English(), e.State.Chinese())
}

// only lists the languages that the article declares to be in, nil when it
// declares nothing, and what is wrong with the declaration.
func (s *Site) only(a *Article) (only []string, problems []diag.Problem) {
	only = a.declared(s.Languages)
	for e := range a.all() {
		if !e.declares() {
			continue
		}
		at := e.Place(e.Only.Spot)
		for _, said := range e.Only.Value {
			if meant(said, s.Languages) == nil {
				problems = append(problems, diag.At(at, "only.language", said, codes(s.Languages)))
			}
		}
		if only != nil && e.Reason.Value == "" {
			problems = append(problems, diag.At(at, "only"))
		}
	}
	for e := range a.all() {
		if only != nil && e.Published() && !slices.Contains(only, e.Language.Code) {
			problems = append(problems, diag.At(diag.Whole(e.File), "only.edition", strings.Join(only, ", ")))
		}
	}
	return only, problems
}

// declares reports whether the edition says which languages the article is in. A
// draft says nothing yet.
func (e *Edition) declares() bool {
	return e.Only.Set && e.State != Blank && e.State != Draft
}

// declared lists the codes of the languages that the article is in, by what its
// editions say; nil when they say nothing.
func (a *Article) declared(languages []*Language) (only []string) {
	for e := range a.all() {
		if !e.declares() {
			continue
		}
		for _, said := range e.Only.Value {
			if l := meant(said, languages); l != nil {
				only = append(only, l.Code)
			}
		}
	}
	return only
}

// meant is the language that a word means: its code, its tag or its own name.
func meant(said string, languages []*Language) *Language {
	for _, l := range languages {
		if w := fold(said); w == fold(l.Code) || w == fold(l.Tag) || w == fold(l.Name) {
			return l
		}
	}
	return nil
}

func codes(languages []*Language) string {
	all := make([]string, len(languages))
	for i, l := range languages {
		all[i] = l.Code
	}
	return strings.Join(all, ", ")
}
