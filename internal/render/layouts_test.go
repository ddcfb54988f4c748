package render

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// Layouts as users write them: as far as the compiler knows what they use it
// compiles them; html/template executes the rest, and the bytes are the same.
func TestUserLayouts(t *testing.T) {
	for _, c := range []struct {
		layout string
		why    string // why it is not compiled; "" when it is
	}{
		{`{{.Path}} {{.Frame.Title}} {{with .Body}}{{.Headline}}{{end}}`, ""},
		{`{{$p := .}}{{with .Body}}{{$p.Path}}{{$.Path}}{{.Headline}}{{end}}`, ""},
		{`{{$n := 0}}{{range $i, $t := .Body.Authors}}{{$i}}{{$t}}{{$n = $i}}{{else}}none{{end}}{{$n}}`, ""},
		{`{{range $t := .Body.Authors}}{{if eq $t "a"}}{{continue}}{{end}}{{if eq $t ""}}{{break}}{{end}}<i>{{$t}}</i>{{end}}`, ""},
		{`{{range $i, $t := .Body.Authors}}{{else}}{{len $t}}{{end}}`, ""},
		{`{{if and .Frame.NoIndex (not .Frame.Preview)}}a{{else if or .Source .Path}}b{{else}}c{{end}}`, ""},
		{`{{if eq .Layout "x" "article.html"}}{{if ne .Path ""}}{{if lt 1 2}}{{if ge (len .Body.Authors) 2}}d{{end}}{{end}}{{end}}{{end}}`, ""},
		{`{{if gt .Body.Date.Year .Body.Date.Month}}a{{end}}{{if le .Path .Source}}b{{end}}`, ""},
		{`{{with .Body.Cover}}x{{end}}`, ""},
		{`{{with .Body.Updated}}{{day .}}{{.Year}}{{else}}{{day .Body.Date}}{{end}}`, ""},
		{`{{with index .Body.Authors 0}}{{.}}{{end}}`, ""},
		{`{{(index .Body.Authors 0) | printf "%q %s" .Path}}`, ""},
		{`{{(index .Body.People 0).Role}}`, ""},
		{`{{print .Path 1 2}}{{println .Frame.NoIndex}}{{printf "%d %v" 3 true}}{{"text"}}{{1}}{{true}}{{.Frame.NoIndex}}{{-7}}`, ""},
		{`{{range .Body.Authors}}{{t .}}{{end}}`, ""},
		{`{{t (print "me" "nu")}}{{"menu" | t}}{{$m := t "menu"}}{{$m}}{{asset (print "style" ".css")}}`, ""},
		{`{{$b := body .Body.Body}}{{with $b}}<div>{{.}}</div>{{end}}{{if .Body.Body.Empty}}empty{{end}}`, ""},
		{`{{with .Body.Previous}}{{card .}}{{end}}`, ""},
		{`{{card .Body.Next}}`, ""},
		{`<a href="{{.Path}}?a={{.Source}}&amp;b={{.Body.Date.Year}}#{{.Layout}}" title='{{.Frame.Title}}'>x</a>`, ""},
		{`<title>{{.Frame.Title}}</title><textarea>{{.Path}}</textarea><!-- {{.Path}} --><img alt="{{.Path}}" src="{{.Source}}">`, ""},
		{`{{define "x"}}<b>{{.}}</b>{{end}}{{template "x" .Path}}{{template "x" .Source}}{{block "y" .Body}}{{.Deck}}{{end}}`, ""},
		{`{{define "x"}}no dot{{end}}{{template "x"}}{{define "tree"}}{{with .Previous}}<p>{{.Title}}</p>{{end}}{{end}}{{template "tree" .Body}}`, ""},
		{`{{define "down"}}x{{if lt (len .) 600}}{{template "down" (print . "y")}}{{end}}{{end}}{{template "down" ""}}`, ""},
		{`{{define "open"}}<p title="{{end}}{{template "open"}}{{.Path}}">`, ""},
		{`{{/* nothing */}} `, ""},
		{`{{if .}}{{$x := 1}}{{$x}}{{end}}{{$x := 2}}{{with $y := .Path}}{{$x}}{{$y}}{{end}}`, ""},

		// Partials that html/template executes, in a layout that is compiled.
		{`{{define "x"}}<script>var p = {{.Path}};</script>{{end}}<p>{{template "x" .}}</p>{{.Path}}`, ""},
		{`{{define "x"}}<a href={{.Path}}>{{end}}{{template "x" .}}</a>{{.Path}}`, ""},
		{`{{define "title"}}{{.Frame.Title}}{{end}}{{define "top"}}<title>{{template "title" .}}</title>{{end}}{{template "top" .}}{{.Path}}`, ""},

		{`<script>var p = {{.Path}};</script>`, "no escaper"},
		{`<p style="color: {{.Path}}">`, "cssvaluefilter"},
		{`<a href={{.Path}}>x</a>`, "no escaper"},
		{`<a {{.Path}}="1">x</a>`, "no escaper"},
		{`{{.Path | html}}`, "no escaper"},
		{`<a href="/?q={{.Path | urlquery}}">x</a>`, "function urlquery"},
		{`<img srcset="{{.Path}}">`, "srcsetescaper"},
		{`<p title="{{day .Body.Date}}">`, "no tags"},
		{`{{define "x"}}{{.Path}}{{end}}<p title="{{template "x" .}}">`, "not in HTML text"},
		{`{{define "x"}}<p title={{.Path}} id="{{end}}{{template "x" .}}">`, "no escaper"},
		{`{{slice .Path 0}}`, "function slice"},
		{`{{range $i, $x := .Body.Authors}}{{$y := 1}}{{range $y = .}}{{end}}{{end}}`, "assigns"},
		{`{{if .Path}}{{$x := 1}}{{else}}{{$x}}{{end}}`, "variable $x"},
		{`{{0x10}}`, "0x10"},
		{`{{1.5}}`, "1.5"},
		{`{{t}}`, "function t"},
		{`{{eq .Path}}`, "function eq"},
		{`<p title="{{.Path}}`, "cannot be escaped"},
		{`<a href="{{if .Path}}?{{end}}{{.Source}}">`, "cannot be escaped"},
	} {
		own := map[string]string{"article.html": c.layout}
		compiled, plain := theme(t, own), interpreted(t, own)
		e := compiled.languages["en"]
		_, why := e.compile(e.pages["article.html"].tmpl)
		if why != c.why && (c.why == "" || !strings.Contains(why, c.why)) {
			t.Errorf("%s\nis not compiled because of %q, want %q", c.layout, why, c.why)
		}
		r := rand.New(rand.NewPCG(3, 4))
		for range 30 {
			same(t, compiled, plain, page(r, "article.html"))
		}
	}
}

// What only shows when a page is made is html/template's to do, or to tell.
func TestLeftToInterpreter(t *testing.T) {
	for _, layout := range []string{
		`{{.Nothing}}`, `{{.Body.Nothing}}`, `{{.Body.Updated.Text}}`, `{{.Body.Cover.URL}}`, `{{.Body}}`, `{{.Frame.Language}}`,
		`{{.Body.Authors}}`, `{{.Body.Updated}}`, `{{index .Body.Authors 7}}`, `{{index .Path 0}}`, `{{len .Frame}}`,
		`{{range 3}}{{.}}{{end}}`, `{{range .Path}}{{end}}`, `{{range .Body.Updated}}{{end}}`, `{{t "no such string" | print | t}}`,
		`{{asset .Path}}`, `{{card .Path}}`, `{{card .Body.Date}}`, `{{day .Body.Updated}}`, `{{figure .Body.Previous.Cover}}`,
		`{{body .Body.Body}}`, `{{masthead .}}`, `{{eq .Path 1}}`, `{{lt .Frame.NoIndex true}}`, `{{eq .Body.Updated nil}}`, `{{printf .Body}}`,
		`text first {{.Path}} {{.Body.Body.Empty}} {{.Nothing}}`, `{{.Path.Length}}`, `{{.Body.Body.Empty.X}}`, `{{call .Path}}`,
		`{{not .Nothing}}`, `{{and}}`,
		`{{define "x"}}{{.Nothing}}<script>{{.}}</script>{{end}}before{{template "x" .}}`,
	} {
		own := map[string]string{"article.html": layout}
		compiled, plain := theme(t, own), interpreted(t, own)
		r := rand.New(rand.NewPCG(5, 6))
		for range patience + 4 {
			same(t, compiled, plain, page(r, "article.html"))
		}
	}
}

// A template without end ends where html/template does, if it was not found when
// it was loaded.
func TestEndless(t *testing.T) {
	own := map[string]string{"article.html": `{{define "x"}}{{template "x" "again"}}{{end}}{{template "x" .}}`}
	p := page(rand.New(rand.NewPCG(5, 6)), "article.html")
	if same(t, theme(t, own), interpreted(t, own), p) {
		t.Error("no problem")
	}
}

// A template that cannot be executed by itself does no harm to those that can.
func TestUnfinished(t *testing.T) {
	own := map[string]string{
		"article.html": `{{define "open"}}<p id={{.Path}} title="{{end}}{{template "open" .}}">{{.Path}}`,
		"page.html":    `{{define "wrap"}}{{template "open" .}}"><script>x = {{.Path}}</script>{{end}}{{template "wrap" .}}{{.Path}}`,
		"list.html":    `{{template "wrap" .}}{{template "open" .}}">{{.Path}}`,
	}
	compiled, plain := theme(t, own), interpreted(t, own)
	r := rand.New(rand.NewPCG(8, 9))
	for range 20 {
		for _, layout := range []string{"article.html", "page.html", "list.html"} {
			if !same(t, compiled, plain, page(r, layout)) {
				t.Errorf("%s: a problem", layout)
			}
		}
	}
	for layout, want := range map[string]bool{"article.html": false, "page.html": true, "list.html": false} {
		if got := compiled.languages["en"].pages[layout].program.Load() != nil; got != want {
			t.Errorf("%s: compiled %v, want %v", layout, got, want)
		}
	}
}

// A partial that fails in the program spoils neither the page nor the message.
func TestPartials(t *testing.T) {
	for name, text := range map[string]string{
		"card.html":     `<li>{{.Title}}{{range 2}}x{{end}}</li>`,
		"masthead.html": `<p>{{.Site}}<script>x = {{.Home}}</script></p>`,
		"footer.html":   `{{.Site}}{{.Nothing}}`,
		"head.html":     `<head><script>x = {{.Path}}</script>{{.Path}}`,
		"foot.html":     `{{with .Body}}{{.Nothing}}{{end}}`,
	} {
		own := map[string]string{name: text}
		compiled, plain := theme(t, own), interpreted(t, own)
		r := rand.New(rand.NewPCG(8, 9))
		for range patience + 4 {
			for _, layout := range pages() {
				same(t, compiled, plain, page(r, layout))
			}
		}
	}
}
