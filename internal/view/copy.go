package view

import (
	"cmp"
	"slices"
	"strings"

	"bulletin/internal/site"
)

// A Copy is a file that is published with little or no change.
type Copy struct {
	Path   string // relative to the destination
	Source string // relative to the site's source
	Set    string // of a picture: the sum of what is made of it; "" of any other file
	Kind   Kind   // of the files of the picture that are made together
	Part   int    // which of these it is, as in site.Picture.Files or Smaller
}

// A Kind tells apart what is made of a picture at different times.
type Kind string

// The kinds of files of a picture.
const (
	Usual   Kind = ""
	Smaller Kind = "avif"    // see site.Picture.Smaller
	Preview Kind = "preview" // the one for previews of links
)

// files plans what is published beside the pages: whatever published texts show,
// link to or carry, and the files of content/files.
func (p *planner) files() {
	copies := make(map[Copy]bool)
	add := func(c Copy) { copies[c] = true }
	p.ownFiles(add)
	for e := range p.site.Texts() {
		if e.Published() && e.NamesFiles() {
			p.pictureFiles(e, add)
			p.linkedFiles(e, add)
		}
	}
	for _, f := range p.site.Files {
		if strings.HasPrefix(f.Path, "content/files/") {
			add(Copy{Path: strings.TrimPrefix(f.Path, "content/"), Source: f.Path})
		}
	}
	for c := range copies {
		p.plan.Copies = append(p.plan.Copies, c)
	}
	slices.SortFunc(p.plan.Copies, func(a, b Copy) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Source, b.Source))
	})
}

// pictureFiles adds what is published of the pictures that an edition shows, and of
// the one that stands for it.
func (p *planner) pictureFiles(e *site.Edition, add func(Copy)) {
	for f := range p.site.Pictures(e) {
		if f.Picture == nil {
			continue
		}
		for i := range f.Picture.Files {
			add(partOf(f, i))
		}
		for i, smaller := range f.Picture.Smaller {
			add(Copy{smaller.Path, f.Path, f.Picture.Sum, Smaller, i})
		}
	}
	if f := p.site.CoverFile(e); f != nil && f.Picture != nil {
		p.previewFile(f, add)
	}
}

// previewFile adds the file of a picture that other programs show.
func (p *planner) previewFile(f *site.File, add func(Copy)) {
	if f.Picture.Preview == nil {
		return
	}
	preview := *f.Picture.Preview
	if i := slices.Index(f.Picture.Files, preview); i >= 0 {
		add(partOf(f, i))
		return
	}
	add(Copy{preview.Path, f.Path, f.Picture.Sum, Preview, 0})
}

// linkedFiles adds the files that an edition links to, plays or carries. Of a
// picture that is the largest.
func (p *planner) linkedFiles(e *site.Edition, add func(Copy)) {
	for _, l := range e.Body.Links {
		if l.ToText() {
			continue
		}
		switch f := p.site.Resolve(e, l.Path).File; {
		case f == nil:
		case f.Picture != nil:
			add(partOf(f, slices.Index(f.Picture.Files, f.Picture.Large())))
		default:
			add(Copy{Path: e.Beside(f), Source: f.Path})
		}
	}
	for f := range p.site.Pictures(e) {
		if f.Recording != nil {
			add(Copy{Path: e.Beside(f), Source: f.Path})
		}
	}
	for _, a := range p.site.Attached(e) {
		add(Copy{Path: e.Beside(a.File), Source: a.File.Path})
	}
}

// partOf is a file of a picture.
func partOf(f *site.File, i int) Copy {
	return Copy{f.Picture.Files[i].Path, f.Path, f.Picture.Sum, Usual, i}
}

// picture is a picture as a page shows it; nil when there is none to publish.
func (p *planner) picture(f *site.File) *Picture {
	if f == nil || f.Picture == nil {
		return nil
	}
	files, large := f.Picture.Files, f.Picture.Large()
	shown := &Picture{URL: p.site.Link(f.Picture.Plain().Path), Large: p.site.Link(large.Path), Width: large.Width, Height: large.Height, Tone: f.Picture.Tone}
	for _, file := range files[:len(files)-1] {
		shown.Sources = append(shown.Sources, Source{p.site.Link(file.Path), file.Width})
	}
	for _, file := range f.Picture.Smaller {
		shown.Smaller = append(shown.Smaller, Source{p.site.Link(file.Path), file.Width})
	}
	return shown
}

// fileURL is where a file stands to which a text links.
func (p *planner) fileURL(e *site.Edition, f *site.File) string {
	if f.Picture != nil {
		return p.site.Link(f.Picture.Large().Path)
	}
	return p.site.Link(site.Escape(e.Beside(f)))
}
