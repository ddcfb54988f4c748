package render

import (
	"fmt"
	"strings"
	"testing"

	"bulletin/internal/document"
	"bulletin/internal/view"
)

// article is a page as a site has thousands of.
func article() *view.Page {
	zh, en := &view.Language{Code: "zh", Tag: "zh-Hans", Name: "中文"}, &view.Language{Code: "en", Tag: "en", Name: "English"}
	var menu []view.Item
	for _, name := range []string{"News", "Events", "Culture", "Opinion"} {
		menu = append(menu, view.Item{Title: name, URL: "/en/" + strings.ToLower(name) + "/", Current: name == "News"})
	}
	url := "/en/news/the-spring-festival-gathers-four-hundred-guests/"
	day := view.Date{Text: "4 November 2024", Machine: "2024-11-04T00:00:00+08:00", Year: 2024, Month: 11}
	doc := &document.Document{
		HTML:  []byte(strings.Repeat("<p>"+strings.Repeat("The committee thanked all who had come. ", 12)+"</p>\n", 6)),
		Holes: []document.Hole{{At: 40, Kind: document.LinkStart}, {At: 60, Kind: document.LinkEnd}}, Links: make([]document.Link, 1),
	}
	return &view.Page{
		Path: "en/news/x/index.html", Layout: "article.html",
		Frame: view.Frame{
			Language: en, Title: "The Spring Festival gathers 400 guests · Bulletin", Description: "Four hundred guests met in the hall.",
			Canonical:  "https://example.org" + url,
			Alternates: []view.Alternate{{Tag: "en", URL: "https://example.org" + url}, {Tag: "zh-Hans", URL: "https://example.org/zh/x/"}},
			Switches:   []view.Switch{{Language: zh, URL: "/zh/news/x/", Same: true}},
			Furniture:  &view.Furniture{Language: en, Site: "Bulletin", Home: "/en/", Front: "/", Menu: menu, Foreign: []view.Foreign{{Language: zh, Text: "通讯", URL: "/zh/"}}},
		},
		Body: &view.Article{
			Section: view.Item{Title: "News", URL: "/en/news/"}, Kicker: "Festival", Headline: "The Spring Festival gathers 400 guests",
			Deck: "Music, food & talk until late", Twins: []view.Twin{{Language: zh, Text: "春节聚会", URL: "/zh/news/x/"}},
			Date: day, Source: "Newsroom", SourceURL: "https://example.org/news?id=7",
			People: []view.Person{{Role: "Author", Names: "A. Writer"}, {Role: "Editor", Names: "B. Reader"}}, Topics: []view.Item{{Title: "Festivals"}, {Title: "People"}},
			Body:        view.Text{Document: doc, Answers: []view.Answer{{URL: "/en/about/"}, {URL: "/en/about/"}}},
			Attachments: []view.Attachment{{URL: "/files/programme.pdf", Title: "Programme", Type: "PDF", Size: "120 KB"}},
			Previous:    &view.Card{URL: "/en/news/older/", Title: "An older one"}, Next: &view.Card{URL: "/en/news/newer/", Title: "A newer one"},
		},
	}
}

// home is a page with many cards.
func home() *view.Page {
	p := article()
	h := &view.Home{Title: "Bulletin", Deck: "News of the house"}
	a := p.Body.(*view.Article)
	for i := range 6 {
		h.Latest = append(h.Latest, &view.Card{URL: fmt.Sprint("/en/news/", i, "/"), Title: a.Headline, Date: a.Date, Source: a.Source})
	}
	h.Lead = h.Latest[0]
	for _, m := range p.Frame.Furniture.Menu {
		h.Blocks = append(h.Blocks, view.Block{Title: m.Title, URL: m.URL, Cards: h.Latest[1:5]})
	}
	p.Layout, p.Body = "home.html", h
	return p
}

// BenchmarkPage makes pages with html/template alone and with programs.
func BenchmarkPage(b *testing.B) {
	themes := map[string]*Theme{"interpreted": interpreted(b, nil), "compiled": theme(b, nil)}
	for _, p := range []*view.Page{article(), home()} {
		for _, name := range []string{"interpreted", "compiled"} {
			b.Run(strings.TrimSuffix(p.Layout, ".html")+"/"+name, func(b *testing.B) {
				var dst Buffer
				b.ReportAllocs()
				for b.Loop() {
					dst.Reset()
					if bad := themes[name].Page(&dst, p); bad != nil {
						b.Fatal(bad)
					}
				}
				b.SetBytes(int64(len(dst.b)))
			})
		}
	}
}
