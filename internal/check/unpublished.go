package check

import (
	"maps"
	"path"
	"slices"
	"strings"

	"bulletin/internal/diag"
	"bulletin/internal/document"
	"bulletin/internal/site"
	"bulletin/internal/view"
)

// unpublished finds files in content that nothing shows, links or lists. What
// a text yet to be published will show is not among them, nor is a picture that
// could not be read: those have a problem of their own.
func unpublished(s *site.Site, plan *view.Plan) (problems []diag.Problem) {
	used := make(map[string]bool, len(plan.Copies))
	for _, c := range plan.Copies {
		used[c.Source] = true
	}
	for _, own := range s.OwnPictures() {
		if f := s.Own(own); f != nil {
			used[f.Path] = true
		}
	}
	for e := range s.Texts() {
		if !e.Published() {
			shown(s, e, used)
		}
	}
	for c, e := range s.Sidecars() {
		for i := range c.Entries {
			if f := s.Named(c, e, c.Entries[i].Name); f != nil && c.Entries[i].Hide {
				used[f.Path] = true // somebody knows
			}
		}
	}
	left := make(map[string]*site.File)
	for name, f := range s.Files {
		if !used[f.Path] {
			left[name] = f
		}
	}
	if len(left) > 0 { // the plan leaves broken pictures out
		for e := range s.Texts() {
			shown(s, e, used)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		if f := left[name]; !used[f.Path] {
			problems = append(problems, diag.At(diag.Whole(f.Path), "unpublished", path.Base(f.Path)))
		}
	}
	return problems
}

// withoutSuggested leaves out that nothing shows a file which another problem
// has just proposed to show: 图片 2.JPG for 图片 2.jpg.
func withoutSuggested(problems []diag.Problem) []diag.Problem {
	suggested := map[string]bool{}
	for _, p := range problems {
		if p.Message == "picture.like" || p.Message == "link.like" {
			name := p.Args[1].(string)
			if strings.HasPrefix(name, "/") {
				suggested[path.Join("content", name)] = true
			} else {
				suggested[path.Join(path.Dir(p.Pos.File), name)] = true
			}
		}
	}
	return slices.DeleteFunc(problems, func(p diag.Problem) bool { return p.Message == "unpublished" && suggested[p.Pos.File] })
}

// shown marks the files that a text names.
func shown(s *site.Site, e *site.Edition, used map[string]bool) {
	mark := func(f *site.File) {
		if f != nil {
			used[f.Path] = true
		}
	}
	for f := range s.Pictures(e) {
		mark(f)
	}
	for _, l := range e.Body.Links {
		mark(s.Resolve(e, l.Path).File)
	}
	for _, a := range e.Attachments.Value {
		mark(s.Resolve(e, document.Name(a.Path)).File)
	}
}
