package build_test

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// served are the sites that the laws of pages are tried on: the golden ones and
// the project's own sample.
func served(t testing.TB) map[string]tree {
	t.Helper()
	sites := map[string]tree{"long": series(41)}
	if !raced { // its pictures are many, and its pages like others
		sites["sample"] = sample(t)
	}
	for _, g := range goldens(t) {
		sites[g.name] = g.sources
	}
	return sites
}

// sample is the site in the project's own folder.
func sample(t testing.TB) tree {
	t.Helper()
	root := filepath.Join("..", "..")
	s := tree{}
	for name, body := range read(t, filepath.Join(root, "content")) {
		s["content/"+name] = body
	}
	config, err := os.ReadFile(filepath.Join(root, "site.yaml"))
	check(t, err)
	s["site.yaml"] = string(config)
	return s
}

// formed is the site with addresses of that form.
func (s tree) formed(form string) tree {
	lines := slices.DeleteFunc(strings.Split(s["site.yaml"], "\n"), func(line string) bool {
		return strings.HasPrefix(line, "urls:")
	})
	return s.with(tree{"site.yaml": strings.Join(lines, "\n") + "\nurls: " + form + "\n"})
}

func TestEveryAddressAnswers(t *testing.T) {
	for name, s := range served(t) {
		for _, form := range []string{"files", "folders", "bare"} {
			for _, address := range []string{"https://bulletin.example.org/", "https://city.example.org/offices/fao/"} {
				large := name == "sample" || name == "long"
				if large && (form == "files" || (form == "folders") != strings.HasSuffix(address, "/fao/")) {
					continue // a few of the pairs tell as much
				}
				t.Run(fmt.Sprint(name, "/", form, "/", strings.Count(address, "/")-3), func(t *testing.T) {
					t.Parallel()
					out := s.formed(form).sound(t, base(t, address))
					w := serve(t, address, form == "bare", out)
					for _, p := range w.pages {
						w.addresses(t, p)
						w.own(t, p)
						w.alternates(t, p)
						w.switches(t, p)
					}
					w.reachable(t)
				})
			}
		}
	}
}

// addresses wants every address on a page to be answered: by a file of the
// site, and by the heading where it names one.
func (w *website) addresses(t *testing.T, p *page) {
	t.Helper()
	for _, n := range p.elements {
		for _, key := range []string{"href", "src", "poster", "data", "action", "cite"} {
			if written, ok := attribute(n, key); ok {
				w.address(t, p, n, key, written)
			}
		}
		for _, written := range sizes(n) {
			w.address(t, p, n, "srcset", written)
		}
	}
}

// sizes are the addresses among which an element lets browsers choose.
func sizes(n *html.Node) (addresses []string) {
	for one := range strings.SplitSeq(value(n, "srcset"), ", ") {
		if address, _, _ := strings.Cut(one, " "); address != "" {
			addresses = append(addresses, address)
		}
	}
	return addresses
}

func (w *website) address(t *testing.T, p *page, n *html.Node, key, written string) {
	t.Helper()
	u, err := w.resolve(p.name, written)
	switch {
	case err != nil:
		t.Errorf("%s: %q: %v", p.name, written, err)
	case !w.ours(u):
		if n.Data != "a" || key != "href" {
			t.Errorf("%s: <%s> fetches %q from another host", p.name, n.Data, written)
		}
	case w.file(u) == "":
		t.Errorf("%s: <%s %s=%q> leads nowhere", p.name, n.Data, key, written)
	case u.Fragment != "" && !w.pages[w.file(u)].ids[u.Fragment]:
		t.Errorf("%s: there is no #%s at %q", p.name, u.Fragment, written)
	}
}

// own wants a page to name its own address as the canonical one.
func (w *website) own(t *testing.T, p *page) {
	t.Helper()
	links := p.links("canonical")
	if p.name == "index.html" && len(alternates(p)) == 0 { // of one language, whose home says the same
		if u, err := w.resolve(p.name, value(links[0], "href")); err != nil || !strings.HasSuffix(w.file(u), "/index.html") {
			t.Errorf("%s: canonical is %v, not the home", p.name, links)
		}
		return
	}
	if to, leads := w.leadsOn(p); leads {
		if _, again := w.leadsOn(w.pages[to]); again || len(links) != 1 || value(links[0], "href") != w.at(to).String() {
			t.Errorf("%s leads on to %q, and its canonical address is %v", p.name, to, links)
		}
		return
	}
	if p.name == "404.html" {
		if len(links) > 0 {
			t.Errorf("404.html answers at every address and can have none of its own")
		}
		return
	}
	if len(links) != 1 || value(links[0], "href") != w.at(p.name).String() {
		t.Errorf("%s: canonical is %v, not %s", p.name, links, w.at(p.name))
	}
}

// alternates wants hreflang to be self-listing and reciprocal.
func (w *website) alternates(t *testing.T, p *page) {
	t.Helper()
	mine := alternates(p)
	if len(mine) == 0 {
		return
	}
	if !slices.Contains(slices.Collect(maps.Values(mine)), w.at(p.name).String()) {
		t.Errorf("%s: it is not among its own alternates %v", p.name, mine)
	}
	for tag, address := range mine {
		u, err := w.resolve(p.name, address)
		check(t, err)
		other := w.pages[w.file(u)]
		switch {
		case other == nil || address != u.String():
			t.Errorf("%s: hreflang %s %q is no page", p.name, tag, address)
		case !maps.Equal(mine, alternates(other)):
			t.Errorf("%s and %s name other alternates: %v, %v", p.name, other.name, mine, alternates(other))
		case tag != "x-default" && value(other.named("html")[0], "lang") != tag && other.name != "index.html":
			t.Errorf("%s: hreflang %s leads to a page in another language: %s", p.name, tag, other.name)
		}
	}
}

func alternates(p *page) map[string]string {
	all := map[string]string{}
	for _, n := range p.links("alternate") {
		if tag, ok := attribute(n, "hreflang"); ok {
			all[tag] = value(n, "href")
		}
	}
	return all
}

// switches wants a page's switch to lead to the same page in the other
// languages, and that page's back; or to say that there is none.
func (w *website) switches(t *testing.T, p *page) {
	t.Helper()
	if p.name == "index.html" || p.name == "404.html" {
		return // they are in all languages
	}
	if _, leads := w.leadsOn(p); leads {
		return
	}
	notices := map[string]bool{}
	for _, n := range p.named("a") {
		if within(n, "aside", "notice") {
			notices[value(n, "href")] = true
		}
	}
	for tag, to := range w.switchesOf(t, p) {
		other := w.pages[to]
		if other == nil || value(other.named("html")[0], "lang") != tag {
			t.Errorf("%s: the switch to %s leads to %q", p.name, tag, to)
			continue
		}
		back := w.switchesOf(t, other)[value(p.named("html")[0], "lang")]
		if missing := len(notices) > 0 && back != p.name; !missing && back != p.name {
			t.Errorf("%s: switching to %s and back leads to %q", p.name, tag, back)
		}
		if same := alternates(p)[tag] != ""; same && back != p.name {
			t.Errorf("%s: its alternate in %s does not lead back", p.name, tag)
		}
	}
}

// switchesOf are the files that a page's switch leads to, by language.
func (w *website) switchesOf(t *testing.T, p *page) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, n := range p.named("a") {
		if within(n, "nav", "switch") {
			u, err := w.resolve(p.name, value(n, "href"))
			check(t, err)
			if value(n, "lang") != value(n, "hreflang") {
				t.Errorf("%s: lang and hreflang of a switch differ", p.name)
			}
			all[value(n, "hreflang")] = w.file(u)
		}
	}
	return all
}

// bare reports whether the page is that of a section in which nothing is
// published. Its address answers, for links in texts; the menu leaves it out.
func (p *page) bare() bool {
	section, lists := false, false
	for _, n := range p.elements {
		section = section || n.Data == "main" && value(n, "class") == "list section"
		lists = lists || n.Data == "ul" && value(n, "class") == "ledger"
	}
	return section && !lists
}

// reachable wants every page to be found from the front page by following
// links, and every other file to be asked for by a page.
func (w *website) reachable(t *testing.T) {
	t.Helper()
	seen := map[string]bool{"index.html": true, "404.html": true}
	for todo := []string{"index.html"}; len(todo) > 0; todo = todo[1:] {
		p := w.pages[todo[0]]
		if p == nil {
			continue
		}
		for _, n := range p.elements {
			w.follow(t, p, n, func(file string) {
				if file != "" && !seen[file] {
					seen[file] = true
					todo = append(todo, file)
				}
			})
		}
	}
	for name := range w.files {
		if p := w.pages[name]; p != nil {
			if _, leads := w.leadsOn(p); leads || p.bare() {
				continue
			}
		}
		asked := name == ".bulletin-manifest" || name == "robots.txt" || name == "sitemap.xml" ||
			path.Base(name) == "feed.json" && seen[strings.TrimSuffix(name, ".json")+".xml"] || strings.HasPrefix(name, "files/") ||
			strings.HasPrefix(name, "assets/viewer.") // what a layout asks for is published, whether or not a page has pictures
		if !seen[name] && !asked {
			t.Errorf("no way leads from / to %s", name)
		}
	}
}

// leadsOn tells the file that a page of an old address leads to at once; the
// bool is false where the page is none of those.
func (w *website) leadsOn(p *page) (to string, ok bool) {
	written, ok := leading(p)
	if u, err := w.resolve(p.name, written); ok && err == nil {
		return w.file(u), true
	}
	return "", ok
}

// leading is the address that a page leads to at once.
func leading(p *page) (address string, ok bool) {
	for _, n := range p.named("meta") {
		if value(n, "http-equiv") == "refresh" {
			_, address, ok = strings.Cut(value(n, "content"), "url=")
		}
	}
	return address, ok
}

func (w *website) follow(t *testing.T, p *page, n *html.Node, visit func(file string)) {
	t.Helper()
	if n.Data == "link" && value(n, "rel") != "stylesheet" && value(n, "rel") != "icon" && value(n, "type") != "application/atom+xml" {
		return // a reader does not see it
	}
	addresses := sizes(n)
	for _, key := range []string{"href", "src"} {
		if written, ok := attribute(n, key); ok {
			addresses = append(addresses, written)
		}
	}
	if n.Data == "meta" && value(n, "property") == "og:image" { // whoever gets the link sees it
		addresses = append(addresses, value(n, "content"))
	}
	for _, written := range addresses {
		if u, err := w.resolve(p.name, written); err == nil && w.ours(u) {
			visit(w.file(u))
		}
	}
}
