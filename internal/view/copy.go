package view

import (
	"cmp"
	"slices"
	"strings"

	"bulletin/internal/site"
)

// A Copy is a file that is published with little or no change.
type Copy struct {
	Path    string // relative to the destination
	Source  string // relative to the site's source
	Picture bool   // it is a picture: published without its metadata
}

// files plans what is published beside the pages: whatever published texts show,
// link to or carry, and the files of content/files.
func (p *planner) files() {
	copies := make(map[Copy]bool)
	for e := range p.site.Texts() {
		if e.Published() && e.NamesFiles() {
			p.filesOf(e, func(f *site.File) { copies[copyOf(e, f)] = true })
		}
	}
	for _, f := range p.site.Files {
		if strings.HasPrefix(f.Path, "content/files/") {
			copies[Copy{Path: strings.TrimPrefix(f.Path, "content/"), Source: f.Path}] = true
		}
	}
	for c := range copies {
		p.plan.Copies = append(p.plan.Copies, c)
	}
	slices.SortFunc(p.plan.Copies, func(a, b Copy) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Source, b.Source))
	})
}

// filesOf visits the files that the pages of an edition need.
func (p *planner) filesOf(e *site.Edition, visit func(*site.File)) {
	for f := range p.site.Pictures(e) {
		if f.Picture != nil {
			visit(f)
		}
	}
	for _, l := range e.Body.Links {
		if l.ToText() {
			continue
		}
		if f := p.site.Resolve(e, l.Path).File; f != nil {
			visit(f)
		}
	}
	for _, a := range p.site.Attached(e) {
		visit(a.File)
	}
}

// copyOf is the copy of a file that an edition needs.
func copyOf(e *site.Edition, f *site.File) Copy {
	if f.Picture != nil {
		return Copy{Path: f.Picture.Path, Source: f.Path, Picture: true}
	}
	return Copy{Path: e.Beside(f), Source: f.Path}
}

// picture is a picture as a page shows it; nil when there is none to publish.
func (p *planner) picture(f *site.File) *Picture {
	if f == nil || f.Picture == nil {
		return nil
	}
	return &Picture{URL: p.site.Link(f.Picture.Path), Width: f.Picture.Width, Height: f.Picture.Height}
}

// fileURL is where a file stands that an edition needs.
func (p *planner) fileURL(e *site.Edition, f *site.File) string {
	if f.Picture != nil {
		return p.site.Link(f.Picture.Path)
	}
	return p.site.Link(site.Escape(e.Beside(f)))
}
