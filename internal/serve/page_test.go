package serve

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestInjection(t *testing.T) {
	const script = `<script src="/.bulletin/reload.js" data-have="X"></script>` + "\n"
	for page, want := range map[string]string{
		"<body>x</body></html>":                "<body>x" + script + "</body></html>",
		"<body><p>&lt;/body></p></BODY >\n":    "<body><p>&lt;/body></p>" + script + "</BODY >\n",
		"<pre></body></pre><!-- </ --></body>": "<pre></body></pre><!-- </ -->" + script + "</body>",
		"<p>no end":                            "<p>no end" + script,
		"<p>no end</bod":                       "<p>no end</bod" + script,
		"":                                     script,
		"</":                                   "</" + script,
	} {
		body := []byte(page)
		if got := string(inject(slices.Clip(body), "X")); got != want {
			t.Errorf("%q: %q", page, got)
		}
		if string(body) != page {
			t.Errorf("%q: the page itself has become %q", page, body)
		}
	}
}

// Only answers that are pages carry the script, and what is held does not.
func TestWhoCarriesTheScript(t *testing.T) {
	held := sample()
	held["a.svg"], held["a.xml"], held["a.txt"] = "<svg></body></svg>", "</body>", "</body>"
	s := preview(setup{}, held)
	for target, carries := range map[string]bool{
		"/": true, "/zh/about.html": true, "/nothing": true, "/404.html": true,
		"/feed.xml": false, "/a.svg": false, "/a.xml": false, "/a.txt": false, "/zh": false, "/.bulletin/reload.js": false,
	} {
		if got := strings.Contains(text(t, get(s, target)), "<script src="); got != carries {
			t.Errorf("%s: carries the script: %t", target, got)
		}
	}
	for path, body := range held {
		if strings.Contains(body, "<script") {
			t.Errorf("%s holds the script", path)
		}
	}
}

func TestSheets(t *testing.T) {
	for page, want := range map[string][]string{
		`<link rel="stylesheet" href="/a.css">`:                                     {"/a.css"},
		`<LINK HREF='/a.css' media=print REL='stylesheet'/>`:                        {"/a.css"},
		`<link href=/a.css rel=stylesheet>`:                                         {"/a.css"},
		`<link rel="alternate stylesheet" href="/a.css?x=1&amp;y">`:                 {"/a.css?x=1&y"},
		"<link\nrel=\"stylesheet\"\n\thref=\"/a.css\">":                             {"/a.css"},
		`<link rel="stylesheet" href="/a.css"><link rel="stylesheet" href="b.css">`: {"/a.css", "b.css"},
		`<link rel="icon" href="/a.png">`:                                           nil,
		`<link rel="stylesheet" data-href="/a.css">`:                                nil,
		`<link rel="stylesheet">`:                                                   nil,
		`<linked rel="stylesheet" href="/a.css">`:                                   nil,
		`<link rel="stylesheet" href="/a.css"`:                                      nil,
		`<a href="/a.css" rel="stylesheet">`:                                        nil,
		`<link rel="stylesheet" href="">`:                                           {""},
		`<`:                                                                         nil,
		`<link`:                                                                     nil,
	} {
		if got := look(answer{body: []byte(page)}).sheets; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
}

func TestSwaps(t *testing.T) {
	sheet := func(href, rest string) answer {
		return answer{status: http.StatusOK, body: fmt.Appendf(nil, `<link rel="stylesheet" href="/assets/%s.css"><p>%s</p>`, href, rest)}
	}
	missing := sheet("a", "text")
	missing.status = http.StatusNotFound
	if look(missing).sum == look(sheet("a", "text")).sum {
		t.Error("a page that goes and one that stays have one sum")
	}
	before := sheet("b", "text")
	before.body = append([]byte("<title>"), before.body...)
	for _, c := range []struct {
		from, to answer
		only     bool
		want     string
	}{
		{sheet("a", "text"), sheet("b", "text"), true, "[[/assets/a.css /assets/b.css]]"},
		{sheet("a", "text"), sheet("a", "text"), true, "[]"},
		{sheet("a", "text"), sheet("b", "other"), false, "[]"},
		{sheet("a", "text"), sheet("a", "other"), false, "[]"},
		{sheet("a", `<a href="/x">`), sheet("a", `<a href="/y">`), false, "[]"},
		{sheet("a", ""), sheet("a", `<link rel="stylesheet" href="/b.css">`), false, "[]"},
		{missing, sheet("b", "text"), false, "[]"},
		{sheet("a", "text"), before, false, "[]"},
	} {
		pairs, only := swaps(look(c.from), look(c.to))
		if only != c.only || fmt.Sprint(pairs) != c.want {
			t.Errorf("%s → %s: %t %v, want %t %s", c.from.body, c.to.body, only, pairs, c.only, c.want)
		}
	}
}
