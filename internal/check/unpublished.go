package check

import (
	"maps"
	"path"
	"slices"

	"bulletin/internal/diag"
	"bulletin/internal/site"
	"bulletin/internal/view"
)

// unpublished finds files in content that nothing shows, links or lists.
func unpublished(s *site.Site, plan *view.Plan) (problems []diag.Problem) {
	used := make(map[string]bool, len(plan.Copies))
	for _, c := range plan.Copies {
		used[c.Source] = true
	}
	for _, e := range texts(s) { // what a text yet to be published will show
		if e.Published() {
			continue // the plan tells
		}
		for _, p := range e.Body.Pictures {
			if f := s.Picture(e, p.Path); f != nil {
				used[f.Path] = true
			}
		}
		for _, l := range e.Body.Links {
			if f := s.Resolve(e, l.Path).File; f != nil {
				used[f.Path] = true
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Files)) {
		f := s.Files[name]
		if !used[f.Path] {
			problems = append(problems, diag.At(diag.Whole(f.Path), "unpublished", path.Base(f.Path)))
		}
	}
	return problems
}
