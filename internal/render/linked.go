package render

import (
	"html/template"

	"bulletin/internal/view"
)

// linked says in JSON-LD, for machines, what a page is: an article, with its
// counterparts in other languages, and the way to it. It says nothing where
// there is nothing to say.
func linked(p *view.Page) template.HTML { return template.HTML(appendLinked(nil, p)) }

func appendLinked(dst []byte, p *view.Page) []byte {
	if p == nil || p.Frame.Canonical == "" || p.Frame.Language == nil || p.Frame.Furniture == nil {
		return dst
	}
	g := graph{dst, p.Frame.Furniture.Origin}
	a, _ := p.Body.(*view.Article)
	switch story, way := a != nil && p.Frame.Story, len(p.Frame.Crumbs) > 0; {
	case story && way:
		g.put(ldStart + `,"@graph":[{`)
		g.article(&p.Frame, a)
		g.put(`},{`)
		g.crumbs(p)
		g.put(`}]` + ldEnd)
	case story:
		g.put(ldStart + `,`)
		g.article(&p.Frame, a)
		g.put(ldEnd)
	case way:
		g.put(ldStart + `,`)
		g.crumbs(p)
		g.put(ldEnd)
	}
	return g.b
}

const (
	ldStart = `<script type="application/ld+json">{"@context":"https://schema.org"`
	ldEnd   = `}</script>`

	// aboutArticle makes of a page's URL the name of the article that it shows,
	// so that each page says the same name of an article, its own or another.
	aboutArticle = "#article"
)

func (g *graph) article(f *view.Frame, a *view.Article) {
	g.put(`"@type":"NewsArticle","@id":`)
	g.quote(f.Canonical, aboutArticle)
	g.text("url", f.Canonical)
	g.text("inLanguage", f.Language.Tag)
	g.text("headline", a.Headline)
	g.text("alternativeHeadline", a.Deck)
	g.text("articleSection", a.Section.Title)
	g.keywords(a.Topics)
	g.text("datePublished", f.Published)
	g.text("dateModified", f.Modified)
	g.authors(a.Authors)
	if a.Source != "" {
		g.open("sourceOrganization", "Organization")
		g.text("name", a.Source)
		g.put("}")
	}
	g.open("publisher", "Organization")
	g.text("name", f.Furniture.Site)
	g.url("url", f.Furniture.Home)
	g.put("}")
	g.image(f.Image)
	if a.Issue != nil {
		g.open("isPartOf", "PublicationIssue")
		g.text("name", a.Issue.Title)
		g.url("url", a.Issue.URL)
		g.put("}")
	}
	g.twins("translationOfWork", a.Twins, true)
	g.twins("workTranslation", a.Twins, false)
	g.text("correction", a.Correction)
}

func (g *graph) keywords(topics []view.Item) {
	for i := range topics {
		g.next("keywords", i)
		g.quote(topics[i].Title)
	}
	g.close(len(topics))
}

func (g *graph) authors(names []string) {
	for i, name := range names {
		g.next("author", i)
		g.put(`{"@type":"Person"`)
		g.text("name", name)
		g.put("}")
	}
	g.close(len(names))
}

// image is the picture that stands for the article.
func (g *graph) image(p *view.Picture) {
	if p == nil {
		return
	}
	g.open("image", "ImageObject")
	g.url("url", p.URL)
	if p.Width > 0 && p.Height > 0 {
		g.number("width", p.Width)
		g.number("height", p.Height)
	}
	g.put("}")
}

// twins are the counterparts, of which the article is the translation or the
// original.
func (g *graph) twins(name string, twins []view.Twin, original bool) {
	n := 0
	for i := range twins {
		t := &twins[i]
		if t.Original != original || t.Language == nil {
			continue
		}
		g.next(name, n)
		n++
		g.put(`{"@type":"NewsArticle","@id":`)
		if rooted(t.URL) {
			g.quote(g.origin, t.URL, aboutArticle)
		} else {
			g.quote(t.URL, aboutArticle)
		}
		g.url("url", t.URL)
		g.text("inLanguage", t.Language.Tag)
		g.text("headline", t.Text)
		g.put("}")
	}
	g.close(n)
}

// crumbs is the way to the page, the page itself its end.
func (g *graph) crumbs(p *view.Page) {
	g.put(`"@type":"BreadcrumbList","itemListElement":[`)
	for i := range p.Frame.Crumbs {
		g.step(i+1, p.Frame.Crumbs[i].Title, p.Frame.Crumbs[i].URL)
		g.put(",")
	}
	g.step(len(p.Frame.Crumbs)+1, p.Frame.Heading, "") // the last is where one is
	g.put("]")
}

func (g *graph) step(position int, name, url string) {
	g.put(`{"@type":"ListItem"`)
	g.number("position", position)
	g.text("name", name)
	g.url("item", url)
	g.put("}")
}
