package asset

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"bulletin/internal/overlay"
)

func tree(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, body := range files {
		m[name] = &fstest.MapFile{Data: []byte(body)}
	}
	return m
}

func load(t *testing.T, upper, lower map[string]string) *Set {
	t.Helper()
	s, err := Load(overlay.New(tree(upper), tree(lower)), "")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func body(t *testing.T, s *Set, name string) string {
	t.Helper()
	p, ok := s.URL(name)
	if !ok {
		t.Fatalf("no %s", name)
	}
	b, ok := s.Body(p)
	if !ok {
		t.Fatalf("no body of %s", p)
	}
	return string(b)
}

func TestJoin(t *testing.T) {
	s := load(t,
		map[string]string{"css/custom.css": `@import "print.css"; d{e:f}`, "css/b.css": "b{own:1"},
		map[string]string{"css/a.css": "/* a */ a { b : c }", "css/b.css": "b{}", "css/print.css": "p{}", "css/deep/x.css": "x{}"},
	)
	print, _ := s.URL("css/print.css")
	want := `@import "` + strings.TrimPrefix(print, "assets/") + `";a{b :c}b{own:1}d{e:f}p{}`
	if got := body(t, s, "style.css"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	path, _ := s.URL("style.css")
	if !regexp.MustCompile(`^assets/style\.[0-9a-f]{10}\.css$`).MatchString(path) {
		t.Errorf("path is %s", path)
	}
	if got := s.Needs(path); !reflect.DeepEqual(got, []string{print}) {
		t.Errorf("needs %v", got)
	}
	if got := body(t, s, "css/deep/x.css"); got != "x{}" {
		t.Errorf("got %s", got)
	}
	own := load(t, map[string]string{"style.css": "own{}"}, map[string]string{"css/a.css": "a{}"})
	if got := body(t, own, "style.css"); got != "own{}" {
		t.Errorf("got %s", got)
	}
	if got := body(t, load(t, nil, map[string]string{"css/a.css": "a{b:'中'}"}), "style.css"); got != `@charset "utf-8";a{b:'中'}` {
		t.Errorf("got %s", got)
	}
	if _, ok := load(t, nil, nil).URL("style.css"); ok {
		t.Error("a stylesheet out of nothing")
	}
}

// What site.yaml says of the look stands behind the built-in tokens, and a
// site's own custom.css behind everything.
func TestPlaces(t *testing.T) {
	files := tree(map[string]string{
		"css/00-tokens.css": "a{}", "css/10-base.css": "b{}", "css/20-frame.css": "d{}", "css/zz.css": "e{}", "css-x.css": "x{}", "custom.css": "f{g:url(i.svg)}", "i.svg": "<svg/>",
	})
	s, err := Load(files, "c{}")
	if err != nil {
		t.Fatal(err)
	}
	i, _ := s.URL("i.svg")
	if got, want := body(t, s, "style.css"), "a{}b{}c{}d{}e{}f{g:url("+strings.TrimPrefix(i, "assets/")+")}"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	path, _ := s.URL("style.css")
	if got := s.Needs(path); !reflect.DeepEqual(got, []string{i}) {
		t.Errorf("needs %v", got)
	}
	if s, err = Load(tree(map[string]string{"css/15-theme.css": "own{}"}), "c{}"); err != nil || body(t, s, "style.css") != "own{}" {
		t.Errorf("a site's own css/15-theme.css does not stand: %v", err)
	}
}

// The first slip of a stylesheet is told of; what is strange and right is not.
func TestSlips(t *testing.T) {
	for css, want := range map[string]Slip{
		"a{b:c}\n.d ｛e：f；｝\ng{}":            {"css/a.css", 2, "｛", false, "{"},
		"a{b:c；}":                           {"css/a.css", 1, "；", false, ";"},
		"a{b:'；'/* ： */;c:url(，)}":          {},
		"a{font-family:宋体}":                 {},
		"a{b:c}\n@media (x) {\n a{b:c}\n":   {"css/a.css", 2, "{", true, ""},
		"a{b:c}\n}\nd{}":                    {"css/a.css", 2, "}", false, ""},
		"a{b:(c}\n":                         {"css/a.css", 1, "(", true, ""},
		"a{\nb:var(--c;}\nd{}":              {"css/a.css", 2, "var(", true, ""},
		"a{b:'c\n}":                         {"css/a.css", 1, "'", true, ""},
		"a{b:'c":                            {"css/a.css", 1, "'", true, ""},
		"a{}\n/* b":                         {"css/a.css", 2, "/*", true, ""},
		"a{} /* b */\n /* c /* d\n":         {"css/a.css", 2, "/*", true, ""},
		`a::before{content:"}";b:'"'}/*{*/`: {},
		`a{b:url(c{)}`:                      {},
		"a[b='('] {}\n/* a */ /*/ b */ @x;": {},
		`a{b:"\"{"}`:                        {},
	} {
		got := Slip{}
		if all := load(t, nil, map[string]string{"css/a.css": css}).Slips(); len(all) > 0 {
			got = all[0]
		}
		if got != want {
			t.Errorf("%q: %v, want %v", css, got, want)
		}
	}
}

func TestReferences(t *testing.T) {
	s := load(t, nil, map[string]string{
		"css/a.css": "a{b:url(icons/x.svg)}\nc{d:url('../icons/x.svg#f')}\ne{f:url(gone.png),url(https://h.example/x),url(//h/x),url(#i),url(data:x),url(/bg.png),url(/none.png)}" +
			"\ng{h:url(\"../图 标/a(1).svg?v\")}",
		"icons/x.svg":    "<svg/>",
		"图 标/a(1).svg":   "<svg />",
		"root/bg.png":    "bg",
		"icons/none.svg": "unused",
	})
	x, _ := s.URL("icons/x.svg")
	han, _ := s.URL("图 标/a(1).svg")
	name := strings.TrimPrefix(x, "assets/")
	got := body(t, s, "style.css")
	for _, want := range []string{"url(" + name + ")", `url("` + name + `#f")`, "url(/bg.png)", "url(#i)", `url("a%281%29.`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	style, _ := s.URL("style.css")
	if got := s.Needs(style); !reflect.DeepEqual(got, []string{han, x}) {
		t.Errorf("needs %v", got)
	}
	want := []Reference{
		{"css/a.css", 3, "//h/x", true},
		{"css/a.css", 3, "/none.png", false},
		{"css/a.css", 3, "gone.png", false},
		{"css/a.css", 3, "https://h.example/x", true},
	}
	if got := s.Dangling(); !reflect.DeepEqual(got, want) {
		t.Errorf("dangling %v", got)
	}
}

func TestCircle(t *testing.T) {
	s := load(t, nil, map[string]string{"css/a.css": `@import "b.css";`, "css/b.css": `@import "a.css";`})
	if got := s.Dangling(); len(got) != 1 {
		t.Errorf("dangling %v", got)
	}
}

func TestNames(t *testing.T) {
	s := load(t, map[string]string{"js/x.js": "own"}, map[string]string{"js/x.js": "x", "search.js": "top", "js/search.js": "s", "assets.go": "package assets"})
	if got := body(t, s, "x.js"); got != "own" {
		t.Errorf("got %s", got)
	}
	if got := body(t, s, "search.js"); got != "top" {
		t.Errorf("got %s", got)
	}
	for _, name := range []string{"", ".", "assets.go", "none.js", "../x", "js", "root/CNAME"} {
		if p, ok := s.URL(name); ok {
			t.Errorf("%q is %s", name, p)
		}
	}
	if _, ok := s.Body("assets/x.js"); ok {
		t.Error("a body without a hash")
	}
}

func TestRoot(t *testing.T) {
	s := load(t,
		map[string]string{"root/CNAME": "own", "root/.well-known/x": "w", "root/.DS_Store": "", "root/a~": "", "root/.git/config": "", ".env": "secret"},
		map[string]string{"root/CNAME": "c", "root/.nojekyll": ""},
	)
	want := []File{{".nojekyll", []byte{}}, {".well-known/x", []byte("w")}, {"CNAME", []byte("own")}}
	if got := s.Root(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	if _, ok := s.URL(".env"); ok {
		t.Error("a dot file is shown")
	}
}

func TestSame(t *testing.T) {
	files := map[string]string{"css/a.css": "a{b:url(i.svg)}", "css/i.svg": "<svg/>", "js/x.js": "x"}
	windows := map[string]string{"css/a.css": "a{b:\r\nurl(i.svg)}", "css/i.svg": "<svg/>", "js/x.js": "x"}
	files["css/a.css"] = "a{b:\nurl(i.svg)}"
	if a, b := load(t, nil, files), load(t, nil, windows); !reflect.DeepEqual(a.published["style.css"], b.published["style.css"]) {
		t.Error("another name for the same sheet")
	}
	for range 5 {
		if !reflect.DeepEqual(load(t, nil, files), load(t, nil, files)) {
			t.Fatal("not the same twice")
		}
	}
}
