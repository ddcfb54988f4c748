package check

import (
	"path"

	"bulletin/internal/diag"
	"bulletin/internal/document"
	"bulletin/internal/site"
)

// captions finds captions and credits that the sidecar has in other languages
// only, of pictures that an edition shows and says nothing of itself.
func captions(s *site.Site, e *site.Edition) (problems []diag.Problem) {
	told := make(map[*site.File]bool)
	look := func(f *site.File, captioned bool) {
		entry, sidecar := e.Entry(f)
		if entry == nil || told[f] {
			return
		}
		told[f] = true
		lacks := func(w site.Words, en, zh string) {
			if w.In(e.Language) == "" && len(w.Given(s.Languages)) > 0 {
				problems = append(problems, diag.At(sidecar.Place(w.Spot), "caption", path.Base(f.Path), en, zh, e.Language.Code, e.File))
			}
		}
		if !captioned {
			lacks(entry.Caption, "caption", "图注")
		}
		lacks(entry.Credit, "credit", "供图")
	}
	for show := range s.Shows(e) {
		if in := show.Picture; in == nil || in.Form != document.Inline {
			look(show.File, in != nil && in.Caption != "")
		}
	}
	for _, f := range s.GalleryFiles(e) {
		look(f, false)
	}
	return problems
}

// sidecars finds pictures that a sidecar names and that are not there.
func sidecars(s *site.Site) (problems []diag.Problem) {
	for c, e := range s.Sidecars() {
		for _, entry := range c.Entries {
			if s.Named(c, e, entry.Name) == nil {
				problems = append(problems, missing(s, e, c.Place(entry.Spot), "picture", entry.Name))
			}
		}
	}
	return problems
}
