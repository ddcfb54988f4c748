package render

import (
	"html/template"

	"bulletin/internal/view"
)

// linked says in JSON-LD, for machines, what a page is: an article, with its
// counterparts in other languages, or an issue, with its articles; and the way to
// it. It says nothing where there is nothing to say.
func linked(p *view.Page) template.HTML { return template.HTML(appendLinked(nil, p)) }

func appendLinked(dst []byte, p *view.Page) []byte {
	if p == nil || p.Frame.Canonical == "" || p.Frame.Language == nil || p.Frame.Furniture == nil {
		return dst
	}
	g := graph{dst, p.Frame.Furniture.Origin}
	a, _ := p.Body.(*view.Article)
	issue, _ := p.Body.(*view.Issue)
	story, way := a != nil && p.Frame.Story, len(p.Frame.Crumbs) > 0
	thing := story || issue != nil
	if !thing && !way {
		return dst
	}
	both := thing && way
	g.put(ldStart)
	if both {
		g.put(`,"@graph":[{`)
	} else {
		g.put(",")
	}
	switch {
	case story:
		g.article(&p.Frame, a)
	case thing:
		g.issue(&p.Frame, issue)
	}
	if both {
		g.put("},{")
	}
	if way {
		g.crumbs(p)
	}
	if both {
		g.put("}]")
	}
	g.put(ldEnd)
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
	if o := f.Furniture.Office; o != nil && o.Name != "" {
		g.text("name", o.Name)
	} else {
		g.text("name", f.Furniture.Site)
	}
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
		g.other(t.URL, t.Language, t.Text)
	}
	g.close(n)
}

// other is an article that has a page of its own.
func (g *graph) other(url string, l *view.Language, headline string) {
	g.put(`{"@type":"NewsArticle","@id":`)
	if rooted(url) {
		g.quote(g.origin, url, aboutArticle)
	} else {
		g.quote(url, aboutArticle)
	}
	g.url("url", url)
	g.text("inLanguage", l.Tag)
	g.text("headline", headline)
	g.put("}")
}

// issue is one of the bulletin that the site is, with what it has in this language.
func (g *graph) issue(f *view.Frame, i *view.Issue) {
	g.put(`"@type":"PublicationIssue"`)
	g.text("name", i.Title)
	g.text("url", f.Canonical)
	g.text("inLanguage", f.Language.Tag)
	g.text("datePublished", i.Date.Machine)
	g.open("isPartOf", "Periodical")
	g.text("name", f.Furniture.Site)
	g.url("url", f.Furniture.Home)
	g.put("}")
	n := 0
	for _, b := range i.Blocks {
		for _, s := range b.Stories {
			g.next("hasPart", n)
			n++
			g.other(s.URL, f.Language, s.Article.Headline)
		}
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
