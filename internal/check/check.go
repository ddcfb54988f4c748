// Package check looks at a whole site and at the plan of its pages for what no
// text can know of itself: links that lead nowhere, pictures that are not
// there, two pages at one address, files that nothing shows.
//
// One rule a file; Texts and Site run them all.
package check

import (
	"slices"

	"bulletin/internal/diag"
	"bulletin/internal/site"
	"bulletin/internal/view"
)

// Site checks the plan and what is left of the site when Texts has found what it
// has found, and returns all. The files are published beside what is planned,
// and valid says whether a path can be written. Each rule looks at what is given
// here alone, so their order is of no importance. What cannot be written,
// whatever site.yaml makes of the problem, is Lost.
func Site(s *site.Site, plan *view.Plan, files []File, valid func(path string) error, texts []diag.Problem) ([]diag.Problem, Lost) {
	problems, lost := addresses(plan, files, valid)
	return withoutSuggested(slices.Concat(
		problems,
		texts,
		menu(s),
		sections(s),
		unpublished(s, plan),
	)), lost
}

// Texts checks every text that is published or will be.
func Texts(s *site.Site) (problems []diag.Problem) {
	for e := range s.Texts() {
		problems = append(problems, Text(s, e)...)
	}
	return problems
}

// Text checks one text, if it is published or will be, for all that can be
// wrong with itself.
func Text(s *site.Site, e *site.Edition) []diag.Problem {
	if e.State == site.Blank || e.State == site.Draft {
		return nil
	}
	return slices.Concat(links(s, e), pictures(s, e), aliases(s, e), placeholders(e))
}
