package render

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"sync"
	"testing"

	"bulletin/internal/view"
	"bulletin/layouts"
)

// pages are the layouts that make pages.
func pages() []string {
	return []string{"home.html", "list.html", "article.html", "page.html", "missing.html", "front.html"}
}

// same wants of both themes the same bytes and the same problem, and reports
// whether there was none.
func same(t *testing.T, a, b *Theme, p *view.Page) bool {
	t.Helper()
	one, two := Buffer{b: []byte("before")}, Buffer{b: []byte("before")}
	bad, wrong := a.Page(&one, p), b.Page(&two, p)
	if fmt.Sprint(bad) != fmt.Sprint(wrong) {
		t.Fatalf("%s: problem %v, want %v", p.Layout, bad, wrong)
	}
	if got, want := string(one.b), string(two.b); got != want {
		i := 0
		for i < min(len(got), len(want)) && got[i] == want[i] {
			i++
		}
		t.Fatalf("%s: at byte %d\n got …%.300q\nwant …%.300q", p.Layout, i, got[max(0, i-80):], want[max(0, i-80):])
	}
	return bad == nil
}

// Every built-in layout is compiled, and what it calls too.
func TestBuiltInCompiled(t *testing.T) {
	e := theme(t, nil).languages["en"]
	names, err := fs.Glob(layouts.FS, "*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if _, why := e.compile(e.pages[name].tmpl); why != "" {
			t.Errorf("%s is not compiled: %s", name, why)
		}
		c := &compiler{edition: e, programs: make(map[string]*program)}
		c.program(name)
		for _, p := range c.programs {
			if p.why != "" {
				t.Errorf("%s: %s is not compiled: %s", name, p.name, p.why)
			}
		}
	}
}

// What is compiled says what html/template says, byte for byte.
func TestSameAsInterpreted(t *testing.T) {
	compiled, plain := theme(t, nil), interpreted(t, nil)
	r := rand.New(rand.NewPCG(1, 2))
	for _, layout := range pages() {
		good := 0
		for range 200 {
			l := compiled.languages["en"].pages[layout]
			if same(t, compiled, plain, page(r, layout)) {
				if good++; l.failures.Load() > 0 {
					t.Fatalf("%s: html/template had to make a good page", layout)
				}
			}
			l.failures.Store(0) // be patient, to compare more
		}
		l := compiled.languages["en"].pages[layout]
		if l.program.Load() == nil || good < 50 {
			t.Errorf("%s: %d good pages, program %v", layout, good, l.program.Load() != nil)
		}
	}
}

func FuzzSame(f *testing.F) {
	compiled, plain := theme(f, nil), interpreted(f, nil)
	f.Add([]byte("seed"), "<&+'\">\x00", "javascript:1")
	f.Fuzz(func(t *testing.T, seed []byte, s, url string) {
		var state [32]byte
		copy(state[:], seed)
		r := rand.New(rand.NewPCG(binary.LittleEndian.Uint64(state[:]), 1))
		for _, layout := range pages() {
			p := page(r, layout)
			p.Frame.Title, p.Frame.Canonical = s, url
			p.Frame.Furniture = &view.Furniture{Site: s, Home: url}
			if a, ok := p.Body.(*view.Article); ok {
				a.Headline, a.Size, a.Section.URL, a.Section.Title = s, s, url, s
			}
			same(t, compiled, plain, p)
		}
	})
}

// FuzzEscape holds the escapers against those of html/template one by one.
func FuzzEscape(f *testing.F) {
	own := map[string]string{"article.html": `<title>{{.Path}}</title><p title="{{.Path}}">{{.Path}}` +
		`<a href="{{.Path}}">x</a><a href='/?q={{.Path}}&amp;r={{len .Path}}#{{.Path}}'>y</a><!-- {{.Path}} -->` +
		`<meta content="{{.Path}}" name=a><meta http-equiv=refresh content="1; url={{.Path}}"><textarea>{{.Path}}</textarea>`}
	compiled, plain := theme(f, own), interpreted(f, own)
	if _, why := compiled.languages["en"].compile(compiled.languages["en"].pages["article.html"].tmpl); why != "" {
		f.Fatal(why)
	}
	for _, s := range hostile() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := &view.Page{Path: s, Layout: "article.html", Frame: view.Frame{Language: &view.Language{Code: "en"}}}
		if !same(t, compiled, plain, p) {
			t.Error("a problem")
		}
	})
}

// Pages that are made at the same time do not disturb one another, and the
// first ones do not wait for the compiler.
func TestAtOnce(t *testing.T) {
	compiled, plain := theme(t, nil), interpreted(t, nil)
	var group sync.WaitGroup
	for g := range 8 {
		group.Go(func() {
			r := rand.New(rand.NewPCG(uint64(g), 7))
			for i := range 30 {
				same(t, compiled, plain, page(r, pages()[(g+i)%len(pages())]))
			}
		})
	}
	group.Wait()
}
