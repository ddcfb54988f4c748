package build_test

import (
	"net/url"
	"path"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A page is an HTML file as a browser takes it.
type page struct {
	name     string // the file's path
	body     string
	root     *html.Node
	elements []*html.Node // in the order of the page
	ids      map[string]bool
}

func parse(t testing.TB, name, body string) *page {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	check(t, err)
	p := &page{name: name, body: body, root: root, ids: map[string]bool{}}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			p.elements = append(p.elements, n)
			if id, ok := attribute(n, "id"); ok {
				p.ids[id] = true
			}
		}
	}
	return p
}

// named are the elements of that name.
func (p *page) named(name string) []*html.Node {
	var all []*html.Node
	for _, n := range p.elements {
		if n.Data == name {
			all = append(all, n)
		}
	}
	return all
}

// link finds <link rel=… href=…>: every one with that rel.
func (p *page) links(rel string) []*html.Node {
	var all []*html.Node
	for _, n := range p.named("link") {
		if value(n, "rel") == rel {
			all = append(all, n)
		}
	}
	return all
}

func attribute(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

func value(n *html.Node, key string) string {
	v, _ := attribute(n, key)
	return v
}

// within reports whether n stands in an element of that name and class.
func within(n *html.Node, name, class string) bool {
	for a := range n.Ancestors() {
		if a.Data == name && (class == "" || value(a, "class") == class) {
			return true
		}
	}
	return false
}

// words are the text of a node.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// A website is what was made of a site, as it is served.
type website struct {
	base  *url.URL
	bare  bool // the host adds .html
	files tree
	pages map[string]*page
}

func serve(t testing.TB, address string, bare bool, files tree) *website {
	t.Helper()
	u, err := url.Parse(address)
	check(t, err)
	w := &website{base: u, bare: bare, files: files, pages: map[string]*page{}}
	for _, name := range files.pages() {
		w.pages[name] = parse(t, name, files[name])
	}
	return w
}

// file is the file that answers to an address of the site; "" for none.
func (w *website) file(u *url.URL) string {
	below, ok := strings.CutPrefix(u.Path, w.base.Path)
	switch {
	case !ok || u.RawQuery != "":
		return ""
	case below == "" || strings.HasSuffix(below, "/"):
		below += "index.html"
	case w.bare && path.Ext(below) == "":
		below += ".html"
	}
	if _, there := w.files[below]; !there {
		return ""
	}
	return below
}

// at is the address at which a page stands, by its file.
func (w *website) at(name string) *url.URL {
	u := *w.base
	u.Path += strings.TrimSuffix(name, "index.html")
	if w.bare {
		u.Path = strings.TrimSuffix(u.Path, ".html")
	}
	return &u
}

// resolve is an address as a page names it.
func (w *website) resolve(from, written string) (*url.URL, error) {
	return w.at(from).Parse(written)
}

// ours reports whether an address is one of the site.
func (w *website) ours(u *url.URL) bool {
	return u.Scheme == w.base.Scheme && u.Host == w.base.Host
}
