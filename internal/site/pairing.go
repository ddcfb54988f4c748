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
			problems = append(problems, lacking(shown, a.Editions[l.Index], l))
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

// only lists the languages that the article declares to be in; nil when it
// declares nothing.
func (s *Site) only(a *Article) (only []string, problems []diag.Problem) {
	for e := range a.all() {
		if !e.Only.Set || e.State == Blank {
			continue
		}
		at := e.Place(e.Only.Spot)
		for _, code := range e.Only.Value {
			i := slices.IndexFunc(s.Languages, func(l *Language) bool {
				return fold(code) == fold(l.Code) || fold(code) == fold(l.Name)
			})
			if i < 0 {
				problems = append(problems, diag.At(at, "only.language", code, codes(s.Languages)))
				continue
			}
			only = append(only, s.Languages[i].Code)
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

func codes(languages []*Language) string {
	all := make([]string, len(languages))
	for i, l := range languages {
		all[i] = l.Code
	}
	return strings.Join(all, ", ")
}
