package build_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestPages holds every page to what the contract says of its HTML.
func TestPages(t *testing.T) {
	for name, s := range served(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := s.sound(t)
			for _, file := range out.pages() {
				p := parse(t, file, out[file])
				p.quiet(t)
				p.nested(t)
				p.outlined(t)
				p.labelled(t)
			}
		})
	}
}

// quiet wants nothing inline, so that default-src 'self' holds, and no
// addresses that are no addresses.
func (p *page) quiet(t *testing.T) {
	t.Helper()
	for _, n := range p.elements {
		switch n.Data {
		case "style", "iframe", "object", "embed", "base", "form":
			t.Errorf("%s: there is a <%s>", p.name, n.Data)
		case "script":
			if value(n, "src") == "" && value(n, "type") != "application/ld+json" { // which is data
				t.Errorf("%s: there is a script in the page", p.name)
			}
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s: <%s> has %s=%q", p.name, n.Data, a.Key, a.Val)
			}
			scheme, _, _ := strings.Cut(strings.TrimSpace(strings.ToLower(a.Val)), ":")
			if slices.Contains([]string{"javascript", "vbscript", "data"}, scheme) {
				t.Errorf("%s: <%s> has %s=%q", p.name, n.Data, a.Key, a.Val)
			}
		}
	}
	for _, left := range []string{"ZgotmplZ", "<no value>", "<nil>", "%!", "&lt;nil&gt;", "<!--"} {
		if strings.Contains(p.body, left) {
			t.Errorf("%s: the page says %q", p.name, left)
		}
	}
}

// nested wants a browser to build the tree that was written: every tag is
// there, closed, and where it may stand.
func (p *page) nested(t *testing.T) {
	t.Helper()
	var b bytes.Buffer
	check(t, html.Render(&b, p.root))
	written, built := tags(p.body), tags(b.String())
	for i := range max(len(written), len(built)) {
		if i >= len(written) || i >= len(built) || written[i] != built[i] {
			from := max(0, i-5)
			t.Errorf("%s: written %v, but a browser makes %v of it", p.name,
				written[min(from, len(written)):min(i+2, len(written))], built[min(from, len(built)):min(i+2, len(built))])
			return
		}
	}
}

func tags(body string) []string {
	var all []string
	for z := html.NewTokenizer(strings.NewReader(body)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return all
		case html.StartTagToken, html.SelfClosingTagToken:
			if name, _ := z.TagName(); string(name) != "tbody" { // it may be left out
				all = append(all, string(name))
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) != "tbody" {
				all = append(all, "/"+string(name))
			}
		}
	}
}

// outlined wants one headline (one a language where the page is in several),
// ids that occur once, and the language named.
func (p *page) outlined(t *testing.T) {
	t.Helper()
	want := 1
	if p.name == "index.html" || p.name == "404.html" {
		want = 0
		for _, n := range p.named("section") {
			if value(n, "lang") != "" {
				want++
			}
		}
	}
	if n := len(p.named("h1")); n != want || n == 0 {
		t.Errorf("%s: %d headlines, not %d", p.name, n, want)
	}
	if value(p.named("html")[0], "lang") == "" || len(p.named("main")) != 1 || len(p.named("title")) != 1 {
		t.Errorf("%s: lang, main or title is not there once", p.name)
	}
	seen := map[string]bool{}
	for _, n := range p.elements {
		id, ok := attribute(n, "id")
		if ok && (id == "" || seen[id]) {
			t.Errorf("%s: the id %q is there twice", p.name, id)
		}
		seen[id] = true
	}
}

// labelled wants no label without a value, no heading, link or item without
// words, no picture without alt and size.
func (p *page) labelled(t *testing.T) {
	t.Helper()
	for _, n := range p.elements {
		switch n.Data {
		case "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "title", "figcaption", "th", "time", "button", "summary":
			if words(n) == "" && n.Data != "th" {
				t.Errorf("%s: an empty <%s>", p.name, n.Data)
			}
		case "dl":
			if terms, values := inside(n, "dt"), inside(n, "dd"); terms == 0 || values < terms {
				t.Errorf("%s: a list of %d labels and %d values", p.name, terms, values)
			}
		case "ul", "ol", "nav":
			if inside(n, "li") == 0 && inside(n, "a") == 0 {
				t.Errorf("%s: an empty <%s class=%q>", p.name, n.Data, value(n, "class"))
			}
		case "a":
			if words(n) == "" && inside(n, "img") == 0 {
				t.Errorf("%s: a link without words to %q", p.name, value(n, "href"))
			}
		case "img":
			_, alt := attribute(n, "alt")
			if !alt || value(n, "width") == "" || value(n, "height") == "" {
				t.Errorf("%s: the picture %q lacks alt or size", p.name, value(n, "src"))
			}
		}
	}
}

// inside counts the elements of that name below n.
func inside(n *html.Node, name string) int {
	count := 0
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == name {
			count++
		}
	}
	return count
}
