package check

import (
	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// pictures finds pictures that are not there, in texts, covers and galleries.
func pictures(s *site.Site, e *site.Edition) (problems []diag.Problem) {
	look := func(name string, at diag.Pos) {
		if name != "" && s.Picture(e, name) == nil {
			problems = append(problems, missing(s, e, at, "picture", name))
		}
	}
	for _, p := range e.Body.Pictures {
		look(p.Path, e.At(p.Place))
	}
	if e.Cover.Set {
		look(e.Cover.Value, e.Place(e.Cover.Spot))
	}
	if e.Gallery.Set {
		for _, name := range e.Gallery.Value.Names {
			look(name, e.Place(e.Gallery.Spot))
		}
	}
	return problems
}
