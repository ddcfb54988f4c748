package check

import (
	"path"

	"bulletin/internal/diag"
	"bulletin/internal/document"
	"bulletin/internal/site"
)

// alts finds pictures that say nothing to those who cannot see them: neither
// the text nor the sidecar describes them in the language of the edition.
func alts(s *site.Site, e *site.Edition) (problems []diag.Problem) {
	if !e.Captioned() {
		return nil // what it says is to be mended first
	}
	told := make(map[*site.File]bool)
	gallery := func(f *site.File, at diag.Pos) {
		if p, bad := galleryAlt(e, f, at); bad && !told[f] {
			told[f] = true
			problems = append(problems, p)
		}
	}
	for show := range s.Shows(e) {
		entry, _ := e.Entry(show.File)
		switch in := show.Picture; {
		case show.File == nil || in != nil && in.Alt != "":
		case show.File.Recording != nil:
			if _, caption, _ := e.Words(show.File, "", captionOf(in)); caption == "" {
				problems = append(problems, diag.At(show.At, "alt.recording", show.Name))
			}
		case in == nil || entry != nil && entry.Alt.In(e.Language) != "":
			gallery(show.File, show.At)
		case in.Named:
			problems = append(problems, diag.At(show.At, "alt.name", show.Name))
		default:
			problems = append(problems, diag.At(show.At, "alt", show.Name))
		}
	}
	for _, f := range s.GalleryFiles(e) {
		gallery(f, e.Place(e.Gallery.Spot))
	}
	return problems
}

func captionOf(in *document.Picture) string {
	if in == nil {
		return ""
	}
	return in.Caption
}

// galleryAlt is what is wrong with what the sidecar says to those who cannot see
// a picture: told there, if the sidecar names it.
func galleryAlt(e *site.Edition, f *site.File, at diag.Pos) (diag.Problem, bool) {
	entry, sidecar := e.Entry(f)
	name := path.Base(f.Path)
	if entry == nil {
		return diag.At(at, "alt.gallery", name, e.File, e.Language.Code), true
	}
	switch alt := entry.Alt.In(e.Language); {
	case alt == "":
		return diag.At(sidecar.Place(entry.Spot), "alt.gallery", name, e.File, e.Language.Code), true
	case document.Repeats(document.Name(alt), f.Path):
		return diag.At(sidecar.Place(entry.Alt.Spot), "alt.gallery.name", name, e.File, e.Language.Code), true
	}
	return diag.Problem{}, false
}
