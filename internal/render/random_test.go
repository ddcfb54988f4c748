package render

import (
	"io/fs"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"bulletin/assets"
	"bulletin/internal/asset"
	"bulletin/internal/document"
	"bulletin/internal/view"
	"bulletin/layouts"
)

// words are the built-in interface strings, read no further than needed.
func words(t testing.TB, code string) map[string]string {
	t.Helper()
	data, err := layouts.FS.ReadFile("strings." + code + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	for line := range strings.Lines(string(data)) {
		if key, text, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && key[0] != '#' {
			all[key] = strings.Trim(text, `"`)
		}
	}
	return all
}

// theme loads layouts, the built-in ones where own has none.
func theme(t testing.TB, own map[string]string) *Theme {
	t.Helper()
	tree := fstest.MapFS{}
	names, err := fs.Glob(layouts.FS, "*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := layouts.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tree[name] = &fstest.MapFile{Data: data}
	}
	for name, text := range own {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := asset.Load(assets.FS, "")
	if err != nil {
		t.Fatal(err)
	}
	th, problems := Load(Options{
		Layouts: tree, Assets: set, Base: "/base/",
		Strings: map[string]map[string]string{"en": words(t, "en"), "zh": words(t, "zh")},
		Bodies:  func(dst []byte, d *document.Document) ([]byte, error) { return append(dst, d.HTML...), nil },
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return th
}

// interpreted loads layouts of which none is compiled.
func interpreted(t testing.TB, own map[string]string) *Theme {
	th := theme(t, own)
	for _, e := range th.languages {
		for _, l := range e.pages {
			l.started.Store(true)
		}
	}
	return th
}

// hostile are strings that escapers care for.
func hostile() []string {
	return []string{
		"", "", "a", "Plain words", "<script>alert(\"1\" + '2')</script>", "a&b&amp;c", "\x00nul\x00", "+1+2", "\xff\xfebad\xc3",
		"javascript:alert(1)", "JaVaScRiPt:x", "http://example.org/a?b=c&d=e#f", "HTTPS://x/", "mailto:a@b.c", "tel:+49",
		"/zh/文章/?q=100%&r=%41%zz%4", "a/b:c", ":x", "//host/p ath", "\u2028\ufffd\ufdd0", "`=\t\n\r\f\v", "](){}|\\^~!*;,@[", "{{.}}", "long", "中文标题",
	}
}

// page is a page of a layout, filled at random.
func page(r *rand.Rand, layout string) *view.Page {
	bodies := map[string]any{
		"home.html": &view.Home{}, "list.html": &view.List{}, "article.html": &view.Article{},
		"page.html": &view.Plain{}, "missing.html": &view.Missing{}, "front.html": &view.Front{},
	}
	p := &view.Page{}
	scatter(r, reflect.ValueOf(p).Elem(), 0)
	p.Layout = layout
	if p.Body = bodies[layout]; p.Body == nil {
		p.Body = &view.Article{}
	}
	scatter(r, reflect.ValueOf(p.Body).Elem(), 0)
	p.Frame.Language = &view.Language{Code: "en", Tag: "en", Name: "English"}
	if f, ok := p.Body.(*view.Front); ok {
		for i := range f.Rows { // a card a column
			f.Rows[i].Cards = make([]*view.Card, len(f.Columns))
			scatter(r, reflect.ValueOf(&f.Rows[i].Cards).Elem(), 0)
			f.Rows[i].Cards = append(f.Rows[i].Cards, make([]*view.Card, len(f.Columns))...)
		}
	}
	return p
}

// scatter fills a value. Some pointers stay nil, some slices empty.
func scatter(r *rand.Rand, v reflect.Value, depth int) {
	if v.Type() == reflect.TypeFor[view.Text]() {
		v.Set(reflect.ValueOf(prose(r)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(hostile()[r.IntN(len(hostile()))])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int:
		v.SetInt(int64(r.IntN(5000) - 1000))
	case reflect.Pointer:
		rare := 12
		switch v.Type() {
		case reflect.TypeFor[*view.Language](), reflect.TypeFor[*view.Furniture](): // without one there is no page
			depth, rare = min(depth, 5), 300
		}
		if depth < 6 && r.IntN(rare) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			scatter(r, v.Elem(), depth+1)
		}
	case reflect.Slice:
		if depth < 6 {
			v.Set(reflect.MakeSlice(v.Type(), r.IntN(4), 8))
			for i := range v.Len() {
				scatter(r, v.Index(i), depth+1)
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			scatter(r, v.Field(i), depth+1)
		}
	}
}

// prose is a text with a hole of every kind, or none. Now and then an answer
// is missing, over which fill panics.
func prose(r *rand.Rand) view.Text {
	if r.IntN(6) == 0 {
		return view.Text{}
	}
	t := view.Text{Document: &document.Document{
		HTML: []byte("<h2>One</h2><p>Two three and four</p>"), Links: make([]document.Link, 1), Pictures: make([]document.Picture, 1), Blocks: make([]document.Block, 1), Labels: make([]string, 1), Headings: []document.Heading{{Level: 2}},
	}}
	if r.IntN(6) == 0 {
		t.Document.HTML = nil
		return t
	}
	for i, kind := range []document.Kind{document.HeadingStart, document.LinkStart, document.LinkEnd, document.PictureHole, document.LabelHole, document.BlockHole, document.HeadingEnd, document.ScopeHole} {
		t.Document.Holes = append(t.Document.Holes, document.Hole{At: 3 + 4*i, Kind: kind})
		var a view.Answer
		scatter(r, reflect.ValueOf(&a).Elem(), 4)
		t.Answers = append(t.Answers, a)
	}
	if r.IntN(30) == 0 {
		t.Answers = t.Answers[:2]
	}
	return t
}
