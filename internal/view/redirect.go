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
		p.redirect(e.Language, output, e.File, e.URL(p.site.Config), func() string { return e.Title.Value })
	}
}

// redirect plans a page that leads on.
func (p *planner) redirect(l *site.Language, output, source, url string, title func() string) {
	p.add(l, &Outline{
		Path: output, Layout: "redirect.html", Source: source, leads: url,
		frame: func() Frame {
			return Frame{
				Language: p.languages[l.Index], Title: title(), Heading: title(), Canonical: p.site.Absolute(url),
				Furniture: p.furnish(place{l, everywhere}), NoIndex: true,
			}
		},
		body: func() any { return &Redirect{Title: title(), URL: url} },
	})
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
			if p.outputs[dir+"/index.html"] == nil {
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
		if to := p.outputs[dir+".html"]; to != nil && !to.Leads() {
			p.redirect(l, dir+"/index.html", "", p.site.URL(dir), to.heading)
			return
		}
		for up := path.Dir(dir); up != "."; up = path.Dir(up) {
			if to := p.outputs[up+"/index.html"]; to != nil && !to.Leads() {
				p.redirect(l, dir+"/index.html", "", p.site.Link(up+"/"), to.heading)
				return
			}
		}
	}
}
