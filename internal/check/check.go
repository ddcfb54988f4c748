// Package check looks at a whole site and at the plan of its pages for what no
// text can know of itself: links that lead nowhere, pictures that are not
// there, two pages at one address, files that nothing shows.
//
// One rule a file; Addresses, Texts and Site run them all.
package check

import (
	"slices"

	"bulletin/internal/diag"
	"bulletin/internal/site"
	"bulletin/internal/view"
)

// Site checks the plan and what is left of the site when Addresses and Texts
// have found what they have found, and returns all. Each rule looks at what is
// given here alone, so their order is of no importance.
func Site(s *site.Site, plan *view.Plan, found ...[]diag.Problem) []diag.Problem {
	return withoutSuggested(slices.Concat(append(found, menu(s), sections(s), issues(s), sidecars(s), identity(s), own(s), unpublished(s, plan))...))
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
	return slices.Concat(links(s, e), pictures(s, e), alts(s, e), captions(s, e), aliases(s, e), placeholders(e))
}
