package check

import (
	"bulletin/internal/diag"
	"bulletin/internal/document"
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
	for i, b := range e.Body.Blocks {
		problems = append(problems, block(s, e, b)...)
		if len(b.Lines) == 0 && len(s.Block(e, i)) == 0 {
			problems = append(problems, diag.At(e.At(b.Place), "picture.none"))
		}
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

// block finds lines of a gallery in the text that mean no picture.
func block(s *site.Site, e *site.Edition, b document.Block) (problems []diag.Problem) {
	for _, l := range b.Lines {
		switch at := e.At(l.Place); {
		case len(s.Line(e, l)) > 0:
		case site.Pattern(l.Text):
			problems = append(problems, diag.At(at, "picture.pattern", l.Text))
		default:
			problems = append(problems, missing(s, e, at, "picture", l.Text))
		}
	}
	return problems
}

// own finds pictures that site.yaml names and that are not there.
func own(s *site.Site) (problems []diag.Problem) {
	for _, p := range s.OwnPictures() {
		if s.Own(p) == nil {
			problems = append(problems, diag.At(p.At, "picture.own", p.Name))
		}
	}
	return problems
}
