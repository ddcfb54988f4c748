package view

import (
	"path"
	"strings"

	"bulletin/internal/site"
)

// aliases plans a page at each old address of an edition.
func (p *planner) aliases(e *site.Edition) {
	outputs, _ := e.Redirects(p.site.Config)
	for _, output := range outputs {
		p.redirect(e.Language, output, e.File, e.Title.Value, e.URL(p.site.Config))
	}
}

// redirect plans a page that leads on.
func (p *planner) redirect(l *site.Language, output, source, title, url string) {
	f := Frame{
		Language: p.languages[l.Index], Title: title, Heading: title, Canonical: p.site.Absolute(url),
		Furniture: p.furnish(place{l, everywhere}), NoIndex: true,
	}
	p.add(output, leading, source, f, redirectBody(title, url))
}

func redirectBody(title, url string) func() any {
	return func() any { return &Redirect{Title: title, URL: url} }
}

// gaps plans a page for each folder of an address that nothing answers at: the
// folder of an article's attachments leads to the article, others to the nearest
// folder above.
func (p *planner) gaps() {
	paths := make([]string, 0, len(p.plan.Pages)+len(p.plan.Copies))
	for i := range p.plan.Pages {
		paths = append(paths, p.plan.Pages[i].Path)
	}
	for _, c := range p.plan.Copies {
		paths = append(paths, c.Path)
	}
	done := make(map[string]bool)
	for _, at := range paths {
		for dir := path.Dir(at); dir != "." && !done[dir]; dir = path.Dir(dir) {
			done[dir] = true
			if !p.outputs[dir+"/index.html"] {
				p.gap(dir)
			}
		}
	}
}

func (p *planner) gap(dir string) {
	code, _, _ := strings.Cut(dir, "/")
	for _, l := range p.site.Languages {
		if l.Code != code {
			continue
		}
		if title, ok := p.real[dir+".html"]; ok {
			p.redirect(l, dir+"/index.html", "", title, p.site.URL(dir))
			return
		}
		for up := path.Dir(dir); up != "."; up = path.Dir(up) {
			if title, ok := p.real[up+"/index.html"]; ok {
				p.redirect(l, dir+"/index.html", "", title, p.site.Link(up+"/"))
				return
			}
		}
	}
}
