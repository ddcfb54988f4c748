package render

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"bulletin/internal/feed/feedtest"
	"bulletin/internal/view"
)

var update = flag.Bool("update", false, "write what is seen into testdata")

// story is an article of which everything is said that can be.
func story() *view.Page {
	p := article()
	f, a := &p.Frame, p.Body.(*view.Article)
	f.Heading = a.Headline
	f.Story, f.Published, f.Modified = true, "2024-11-04T00:00:00+08:00", "2024-11-05T08:00:00+08:00"
	f.Image = &view.Picture{URL: "https://example.org/images/hall.1a2b-1600.jpg", Width: 1600, Height: 900, Alt: "The hall"}
	f.Crumbs = []view.Item{{Title: "Bulletin", URL: "/en/"}, {Title: "News", URL: "/en/news/"}, {Title: "2024", URL: "/en/news/2024/"}}
	f.Furniture.Origin = "https://example.org"
	a.Deck = `</script><!-- "Music" & talk`
	a.Authors = []string{"A. Writer", "张三"}
	a.Issue = &view.Item{Title: "2024/12", URL: "/en/issues/2024-12.html"}
	a.Correction = "It was 400 guests, not 500."
	a.Twins[0].Original = true
	a.Twins = append(a.Twins, view.Twin{Language: &view.Language{Tag: "fr"}, Text: "La fête", URL: "/fr/news/x/"})
	return p
}

// pretty is the JSON of a page's script, line by line.
func pretty(t *testing.T, html []byte) []byte {
	t.Helper()
	html, _ = bytes.CutPrefix(html, []byte(`<script type="application/ld+json">`))
	html, ok := bytes.CutSuffix(html, []byte("</script>"))
	var b bytes.Buffer
	if err := json.Indent(&b, html, "", "  "); err != nil || !ok {
		t.Fatalf("%v in %s", err, html)
	}
	b.WriteByte('\n')
	return b.Bytes()
}

func TestLinked(t *testing.T) {
	html := appendLinked(nil, story())
	nodes, wrong := feedtest.Linked(html)
	if want := []string{"NewsArticle", "BreadcrumbList"}; len(wrong) > 0 || !slices.Equal(nodes, want) {
		t.Errorf("it says %v: %q", nodes, wrong)
	}
	got := pretty(t, html)
	feedtest.Golden(t, *update, "testdata/linked.json", got)
}

// A page says what it is, and nothing where nothing is to be said.
func TestLinkedPages(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(p *view.Page)
		want   string
	}{
		{"all", func(*view.Page) {}, "NewsArticle BreadcrumbList"},
		{"no way", func(p *view.Page) { p.Frame.Crumbs = nil }, "NewsArticle"},
		{"no story", func(p *view.Page) { p.Frame.Story = false }, "BreadcrumbList"},
		{"neither", func(p *view.Page) { p.Frame.Story, p.Frame.Crumbs = false, nil }, ""},
		{"bare", func(p *view.Page) {
			a := p.Body.(*view.Article)
			p.Frame.Modified, p.Frame.Description, p.Frame.Image = "", "", nil
			p.Body = &view.Article{Headline: a.Headline}
		}, "NewsArticle BreadcrumbList"},
		{"picture of no size", func(p *view.Page) { p.Frame.Image = &view.Picture{URL: "https://example.org/a.svg"} }, "NewsArticle BreadcrumbList"},
		{"twin elsewhere", func(p *view.Page) { p.Body.(*view.Article).Twins[0].URL = "https://zh.example.org/x/" }, "NewsArticle BreadcrumbList"},
		{"list", func(p *view.Page) { p.Body = &view.List{Title: "News"} }, "BreadcrumbList"},
		{"plain", func(p *view.Page) { p.Body = &view.Plain{Headline: "About"} }, "BreadcrumbList"},
		{"index", func(p *view.Page) { p.Body = &view.Index{Title: "Topics"} }, "BreadcrumbList"},
		{"issue", func(p *view.Page) { p.Body = &view.Issue{Title: "2024/12"} }, "PublicationIssue BreadcrumbList"},
		{"issue with articles", func(p *view.Page) {
			stories := []*view.Story{{URL: "/en/a.html", Article: &view.Article{Headline: "A"}}, {URL: "https://example.net/b", Article: &view.Article{Headline: "B"}}}
			p.Body = &view.Issue{Title: "2024/12", Date: view.Date{Machine: p.Frame.Published}, Blocks: []view.Block{{Stories: stories[:1]}, {Stories: stories[1:]}}}
		}, "PublicationIssue BreadcrumbList"},
		{"issue without a way", func(p *view.Page) { p.Body, p.Frame.Crumbs = &view.Issue{Title: "2024/12"}, nil }, "PublicationIssue"},
		{"other", func(p *view.Page) { p.Body = nil }, "BreadcrumbList"},
		{"no article", func(p *view.Page) { p.Body = (*view.Article)(nil); p.Frame.Crumbs = nil }, ""},
		{"no address", func(p *view.Page) { p.Frame.Canonical = "" }, ""},
		{"no furniture", func(p *view.Page) { p.Frame.Furniture = nil }, ""},
		{"no language", func(p *view.Page) { p.Frame.Language = nil }, ""},
	} {
		p := story()
		c.change(p)
		html := []byte(linked(p))
		nodes, wrong := feedtest.Linked(html)
		if strings.Join(nodes, " ") != c.want || len(wrong) > 0 || c.want == "" && len(html) > 0 {
			t.Errorf("%s: it says %v: %q\n%s", c.name, nodes, wrong, html)
		}
	}
	if html := linked(nil); html != "" {
		t.Errorf("of no page: %s", html)
	}
}

// Layouts get the same from html/template and from a program, whatever stands
// on the page.
func TestLinkedLayout(t *testing.T) {
	const layout = `<head>{{linked .}}</head>{{with .Body}}{{$.Path}}{{linked $}}{{end}}`
	own := map[string]string{}
	for _, name := range pages() {
		own[name] = layout
	}
	compiled, plain := theme(t, own), interpreted(t, own)
	e := compiled.languages["en"]
	if _, why := e.compile(e.pages["article.html"].tmpl); why != "" {
		t.Fatal(why)
	}
	r := rand.New(rand.NewPCG(9, 9))
	for range 100 {
		for _, name := range pages() {
			if !same(t, compiled, plain, page(r, name)) {
				t.Error("a problem")
			}
		}
	}
	for _, wrong := range []string{`{{linked .Body}}`, `{{linked .Path}}`, `{{linked .Frame}}`} {
		own := map[string]string{"article.html": wrong}
		if same(t, theme(t, own), interpreted(t, own), page(r, "article.html")) {
			t.Errorf("%s is no problem", wrong)
		}
	}
}

// FuzzLinked says any strings: they come back, and nothing ends the script.
func FuzzLinked(f *testing.F) {
	for _, s := range hostile() {
		f.Add(s)
	}
	f.Add("</script><!--\u2028\u2029\\\"\xff")
	f.Fuzz(func(t *testing.T, s string) {
		p := story()
		scatterText(reflect.ValueOf(p.Body).Elem(), s)
		p.Frame.Canonical = s + "x"
		html := string(appendLinked(nil, p))
		script, ok := strings.CutPrefix(html, `<script type="application/ld+json">`)
		script, closed := strings.CutSuffix(script, `</script>`)
		if !ok || !closed || strings.ContainsAny(script, "<>&\u2028\u2029") {
			t.Fatalf("of %q: %s", s, html)
		}
		var said struct {
			Graph []struct{ URL, Headline string } `json:"@graph"`
		}
		if err := json.Unmarshal([]byte(script), &said); err != nil {
			t.Fatalf("%v in %s", err, script)
		}
		want := strings.ToValidUTF8(s, "\ufffd")
		if want == s && (said.Graph[0].Headline != s || said.Graph[0].URL != s+"x") {
			t.Fatalf("of %q: %q", s, said.Graph[0])
		}
	})
}

// scatterText makes every text of an article the same.
func scatterText(v reflect.Value, s string) {
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.String {
			f.SetString(s)
		}
	}
}

func BenchmarkLinked(b *testing.B) {
	p := story()
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst = appendLinked(dst[:0], p)
	}
	b.SetBytes(int64(len(dst)))
}
