package layouts

import (
	"bytes"
	"html/template"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"bulletin/internal/document"
	"bulletin/internal/view"
)

var (
	zh = &view.Language{Code: "zh", Tag: "zh-Hans", Name: "中文"}
	en = &view.Language{Code: "en", Tag: "en", Name: "English"}
)

// parse reads the templates with functions that stand in for the renderer's.
func parse(t testing.TB, words map[string]string) *template.Template {
	t.Helper()
	set := template.New("")
	part := func(name string) func(any) (template.HTML, error) {
		return func(dot any) (template.HTML, error) {
			var b strings.Builder
			err := set.ExecuteTemplate(&b, name, dot)
			return template.HTML(strings.TrimSpace(b.String())), err
		}
	}
	set.Funcs(template.FuncMap{
		"t": func(key string) string {
			if words[key] == "" {
				t.Errorf("no string %q", key)
			}
			return words[key]
		},
		"asset":    func(name string) string { return "/assets/" + name },
		"masthead": part("masthead.html"),
		"footer":   part("footer.html"),
		"card":     part("card.html"),
		"body":     func(x view.Text) template.HTML { return template.HTML(x.Document.HTML) },
		"day":      func(d any) template.HTML { return `<time datetime="2024-11-06T00:00:00+08:00">6 November 2024</time>` },
		"linked":   func(p *view.Page) template.HTML { return `<script type="application/ld+json">{}</script>` },
		"picture":  func(p *view.Picture) template.HTML { return `<img src="/a.png" alt="">` },
		"thumb":    func(p *view.Picture) template.HTML { return `<img src="/a.png" alt="">` },
		"figure":   func(p *view.Picture) template.HTML { return `<figure><img src="/a.png" alt=""></figure>` },
	})
	if _, err := set.ParseFS(FS, "*.html"); err != nil {
		t.Fatal(err)
	}
	return set
}

func words(t testing.TB, language string) map[string]string {
	t.Helper()
	b, err := FS.ReadFile("strings." + language + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var w map[string]string
	if err := yaml.Unmarshal(b, &w); err != nil {
		t.Fatal(err)
	}
	return w
}

func card() *view.Card {
	return &view.Card{
		URL: "/en/news/2024/11/a/", Kicker: "Kicker", Title: "Title <1>", Summary: "Summary",
		Date: view.Date{Text: "6 November 2024", Machine: "2024-11-06T00:00:00+08:00", Year: 2024, Month: 11}, Source: "Source", Section: "News",
		Cover: &view.Picture{URL: "/a.png", Width: 3, Height: 2, Alt: "Alt"},
	}
}

func frame() view.Frame {
	return view.Frame{
		Language: en, Title: "Title – Site", Description: "Description", Canonical: "https://example.org/en/",
		Alternates: []view.Alternate{{Tag: "en", URL: "https://example.org/en/"}, {Tag: "x-default", URL: "https://example.org/"}},
		Switches:   []view.Switch{{Language: zh, URL: "/zh/", Notice: "本页暂无中文版。"}},
		Meta:       []view.Meta{{Name: "description", Content: "Description"}},
		NoIndex:    true, Preview: true,
		Furniture: &view.Furniture{
			Language: en, Site: "Bulletin", Foreign: []view.Foreign{{Language: zh, Text: "简报", URL: "/zh/"}},
			Office: &view.Office{Name: "Office", Address: "Road", Postcode: "1", Phone: "+86 1", Dial: "+861", Email: "a@b.example", Hours: "Always", SiteCode: "1", ICP: "ICP1",
				Police: "1", PoliceURL: "https://p.example/#/q?code=1", Badge: card().Cover, BadgeURL: "https://c.example/", Report: "https://r.example/", Map: "/en/search/"},
			Picture: card().Cover,
			Home:    "/en/", Front: "/", Menu: []view.Item{{Title: "News", URL: "/en/news/", Current: true}},
		},
	}
}

// bodies has one of each layout, with everything on it.
func bodies() map[string]any {
	text := view.Text{Document: &document.Document{HTML: []byte("<p>Text</p>")}}
	below := text
	below.Scope, below.Deeper = "a1-", 2
	twins := []view.Twin{{Language: zh, Text: "标题", URL: "/zh/a/"}}
	date := card().Date
	attachments := []view.Attachment{{URL: "/a.pdf", Title: "Fees", Type: "PDF", Size: "120 KB"}}
	gallery := []*view.Picture{card().Cover}
	item := view.Item{Title: "News", URL: "/en/news/"}
	entry := view.Entry{Title: "No. 11, 2024", URL: "/en/issues/2024-11.html", Note: "6 November 2024"}
	return map[string]any{
		"home.html": &view.Home{
			Title: "Bulletin", Deck: "Deck", Lead: card(), Latest: []*view.Card{card()}, Issue: &entry, Issues: &item, Date: date,
			Blocks: []view.Block{{Title: "News", URL: "/en/news/", Cards: []*view.Card{card()}}},
		},
		"list.html": &view.List{
			Kind: "section", Title: "News", Deck: "Deck", Body: text, Parts: []view.Item{item}, Pinned: []*view.Card{card()}, Months: []view.Month{{Text: "November 2024", Cards: []*view.Card{card()}}},
			Pager: view.Pager{Newer: "/en/news/", Older: "/en/news/page/1/", Number: 2},
		},
		"article.html": &view.Article{
			Section: item, Kicker: "Kicker", Headline: "Headline", Deck: "Deck", Size: "long", Twins: twins, Date: date,
			Updated: &date, Source: "Source", SourceURL: "https://example.org/", People: []view.Person{{Role: "Author", Names: "A, B"}, {Role: "Editor", Names: "C"}},
			Topics: []view.Item{{Title: "One", URL: "/en/topics/one/"}, {Title: "Two"}}, Issue: &item, Correction: "Correction",
			Contents: []view.Heading{{Text: "Part", ID: "part"}, {Text: "Below", ID: "below", Sub: true}}, Body: text, Related: []*view.Card{card()}, Gallery: gallery, Viewer: true, Attachments: attachments,
			Previous: card(), Next: card(),
		},
		"index.html": &view.Index{Kind: "topics", Title: "Topics", Deck: "Deck", Groups: []view.Group{
			{Title: "Group", Entries: []view.Entry{{Title: "Training", URL: "/en/topics/training/", Note: "3", Foreign: []view.Foreign{{Language: zh, Text: "培训", URL: "/zh/topics/training/"}}}}},
			{Entries: []view.Entry{{Title: "2024", URL: "/en/archive/2024/"}}},
		}},
		"issue.html": &view.Issue{
			Title: "No. 12, 2024", Date: date, Blocks: []view.Block{{Title: "News", URL: "/en/news/", Cards: []*view.Card{card()}, Stories: []*view.Story{{
				URL: "/en/news/a/", Mark: "Draft", Article: &view.Article{
					Kicker: "Kicker", Headline: "Headline", Deck: "Deck", Size: "long", Date: date, Source: "Source",
					Correction: "Correction", Body: below, Gallery: gallery, Attachments: attachments,
				},
			}}}},
			Newer: &entry, Older: &entry, Viewer: true,
		},
		"page.html": &view.Plain{
			Headline: "About", Kicker: "Kicker", Deck: "Deck", Size: "long", Twins: twins, Updated: &date,
			Body: text, Gallery: gallery, Viewer: true, Attachments: attachments,
		},
		"missing.html": &view.Missing{Entries: []view.MissingEntry{
			{Language: en, Title: "Not found", Text: "Text", Home: item, Sections: []view.Item{item}},
			{Language: zh, Title: "页面未找到", Text: "正文", Home: item},
		}},
		"front.html": &view.Front{
			Columns: []view.Column{{Language: zh, Title: "简报", Deck: "说明", Home: item}, {Language: en, Title: "Bulletin", Home: item}},
			Rows:    []view.Row{{Cards: []*view.Card{card(), card()}}, {Cards: []*view.Card{nil, card()}}},
		},
	}
}

func TestLayouts(t *testing.T) {
	set := parse(t, words(t, "en"))
	for layout, body := range bodies() {
		var b strings.Builder
		if err := set.ExecuteTemplate(&b, layout, &view.Page{Layout: layout, Frame: frame(), Body: body}); err != nil {
			t.Errorf("%s: %v", layout, err)
			continue
		}
		page := b.String()
		for _, want := range []string{
			"<!doctype html>\n<html lang=\"en\">", "<title>Title – Site</title>", `<link rel="alternate" hreflang="x-default"`,
			`<main id="main"`, `lang="zh-Hans" hreflang="zh-Hans">中文</a>`, "</footer>\n</body>\n</html>\n",
		} {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %q:\n%s", layout, want, page)
			}
		}
		// Every page has two scripts, and one more where there are pictures to view.
		for script, want := range map[string]bool{
			`<script src="/assets/choices.js"></script>`:      true,
			`<script src="/assets/page.js" defer></script>`:   true,
			`<script src="/assets/viewer.js" defer></script>`: layout == "article.html" || layout == "page.html" || layout == "issue.html",
		} {
			if strings.Contains(page, script+"\n") != want {
				t.Errorf("%s: %s is there: %v", layout, script, !want)
			}
			page = strings.Replace(page, script+"\n", "", 1)
		}
		for _, never := range []string{"ZgotmplZ", " style=", "<script src", "<script>", "<style", "\n\n"} {
			if strings.Contains(page, never) {
				t.Errorf("%s has %q:\n%s", layout, never, page)
			}
		}
	}
}

// Who made an article is said once: the first above the text, the others below.
func TestPeople(t *testing.T) {
	set := parse(t, words(t, "en"))
	var b strings.Builder
	if err := set.ExecuteTemplate(&b, "article.html", &view.Page{Frame: frame(), Body: bodies()["article.html"]}); err != nil {
		t.Fatal(err)
	}
	above, below, _ := strings.Cut(b.String(), `<div class="text">`)
	for _, person := range []string{"<dd>A, B</dd>", "<dd>C</dd>"} {
		first := strings.Contains(person, "A")
		if strings.Contains(above, person) != first || strings.Contains(below, person) == first {
			t.Errorf("%s stands in the wrong place, or not once:\n%s", person, b.String())
		}
	}
}

// A label without a value is never printed.
func TestNoEmptyLabels(t *testing.T) {
	en := words(t, "en")
	set := parse(t, en)
	var b strings.Builder
	bare := &view.Page{Frame: view.Frame{Language: zh, Furniture: &view.Furniture{Language: zh, Site: "简报"}}, Body: &view.Article{
		Section: view.Item{Title: "News", URL: "/"}, Headline: "Headline", Date: card().Date, Body: view.Text{Document: &document.Document{}},
	}}
	if err := set.ExecuteTemplate(&b, "article.html", bare); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"updated", "source", "topics", "issue", "contents", "related", "correction", "gallery", "attachments", "previous", "next", "notice"} {
		if strings.Contains(b.String(), ">"+en[key]) {
			t.Errorf("a bare article has the label %q:\n%s", en[key], b.String())
		}
	}
	if empty := regexp.MustCompile(`<(dl|ul|nav|header|p|dd)\b[^>]*>\s*</`).FindString(b.String()); empty != "" {
		t.Errorf("a bare article has %q:\n%s", empty, b.String())
	}
}

func TestStrings(t *testing.T) {
	zh, en := words(t, "zh"), words(t, "en")
	a, b := slices.Sorted(maps.Keys(zh)), slices.Sorted(maps.Keys(en))
	if !slices.Equal(a, b) {
		t.Errorf("the keys differ:\n%v\n%v", a, b)
	}
	hole := regexp.MustCompile(`\{\w+\}`)
	for key := range zh {
		if zh[key] == "" || en[key] == "" {
			t.Errorf("%s is empty", key)
		}
		if len(strings.Split(zh[key], ",")) != 12 && key == "months" {
			t.Errorf("not twelve months: %q", zh[key])
		}
		if !strings.HasSuffix(key, "_pattern") && !slices.Equal(slices.Sorted(slices.Values(hole.FindAllString(zh[key], -1))), slices.Sorted(slices.Values(hole.FindAllString(en[key], -1)))) {
			t.Errorf("%s has other holes: %q, %q", key, zh[key], en[key])
		}
	}
}

func BenchmarkArticle(b *testing.B) {
	set := parse(b, words(b, "en"))
	page := &view.Page{Frame: frame(), Body: bodies()["article.html"]}
	page.Frame.Furniture = &view.Furniture{}
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		if err := set.ExecuteTemplate(&out, "article.html", page); err != nil {
			b.Fatal(err)
		}
	}
}

// An id that pages have around a text is one that no text can have.
func TestIDs(t *testing.T) {
	pages, err := FS.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, page := range pages {
		body, err := FS.ReadFile(page.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range regexp.MustCompile(` id="([^"{]+)"`).FindAllSubmatch(body, -1) {
			if found++; !document.Taken(string(id[1])) {
				t.Errorf("%s: the id %s may be one of a text, too", page.Name(), id[1])
			}
		}
	}
	if found < 2 {
		t.Error("no ids were found")
	}
}
