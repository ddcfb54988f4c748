package feedtest

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"
	xhtmlSpace   = "http://www.w3.org/1999/xhtml"
)

// Sitemap judges the sitemap of the site at base, which ends in a slash. files
// are its files by path: sitemap.xml and all that this names. listed are the
// addresses found.
func Sitemap(files map[string][]byte, base string) (listed []string, wrong []string) {
	m := &sitemap{base: base, pages: map[string]map[string]string{}}
	root, err := tree(files["sitemap.xml"])
	switch {
	case err != nil:
		m.add("sitemap.xml: %v", err)
	case root.name.Local == "sitemapindex":
		m.index(root, files)
	default:
		m.file("sitemap.xml", files["sitemap.xml"])
		if len(files) > 1 {
			m.add("there are %d files, but no index", len(files))
		}
	}
	m.reciprocal()
	return m.order, m.verdict
}

// A sitemap is what was read of one.
type sitemap struct {
	verdict
	base  string
	order []string
	pages map[string]map[string]string // what each page's alternates are, by language
}

func (m *sitemap) index(root *node, files map[string][]byte) {
	m.names("sitemap.xml", root, sitemapSpace, "sitemap")
	named := map[string]bool{"sitemap.xml": true}
	for _, s := range root.all("sitemap") {
		m.names("sitemap.xml", s, sitemapSpace, "loc", "lastmod")
		name, ok := strings.CutPrefix(m.one("sitemap.xml", s, "loc"), m.base)
		if !ok || files[name] == nil || named[name] {
			m.add("sitemap.xml: %q is not a file, or is there twice", s.value("loc"))
			continue
		}
		named[name] = true
		newest := m.file(name, files[name])
		if newest != s.value("lastmod") {
			m.add("%s: changed %q by the index, %q by itself", name, s.value("lastmod"), newest)
		}
	}
	for name := range files {
		if !named[name] {
			m.add("%s: the index does not name it", name)
		}
	}
}

// file judges one file of addresses and returns the newest of their times.
func (m *sitemap) file(name string, body []byte) (newest string) {
	root, err := tree(body)
	if err != nil || root.name.Local != "urlset" || root.name.Space != sitemapSpace {
		m.add("%s: no set of addresses: %v", name, err)
		return ""
	}
	m.names(name, root, sitemapSpace, "url")
	urls := root.all("url")
	if len(urls) == 0 || len(urls) > 50_000 || len(body) > 50<<20 {
		m.add("%s: %d addresses in %d bytes", name, len(urls), len(body))
	}
	for _, u := range urls {
		loc := m.one(name, u, "loc")
		m.absolute(loc, loc)
		switch {
		case !strings.HasPrefix(loc, m.base):
			m.add("%s: not below %s", loc, m.base)
		case utf8.RuneCountInString(loc) >= 2048:
			m.add("%s: too long", loc)
		case m.pages[loc] != nil:
			m.add("%s: twice", loc)
		}
		if len(u.all("lastmod")) > 0 {
			t := m.one(loc, u, "lastmod")
			if at := m.date(loc, t); newest == "" || at.After(m.date(loc, newest)) {
				newest = t
			}
		}
		m.order = append(m.order, loc)
		m.pages[loc] = m.alternates(loc, u)
	}
	return newest
}

func (m *sitemap) alternates(loc string, u *node) map[string]string {
	all := map[string]string{}
	for _, c := range u.children {
		switch {
		case c.name.Space == sitemapSpace && slices.Contains([]string{"loc", "lastmod", "changefreq", "priority"}, c.name.Local):
			continue
		case c.name.Space != xhtmlSpace || c.name.Local != "link" || c.attr["rel"] != "alternate":
			m.add("%s: <%s> of %q does not belong there", loc, c.name.Local, c.name.Space)
			continue
		}
		language, to := c.attr["hreflang"], c.attr["href"]
		m.absolute(loc+": alternate", to)
		if language == "" || all[language] != "" {
			m.add("%s: two alternates in %q", loc, language)
		}
		all[language] = to
	}
	return all
}

// reciprocal wants every page that has alternates to be among them, and each
// of them to say the same.
func (m *sitemap) reciprocal() {
	for _, loc := range m.order {
		own, self := m.pages[loc], len(m.pages[loc]) == 0
		for _, language := range slices.Sorted(maps.Keys(own)) {
			to := own[language]
			self = self || to == loc
			if theirs, ok := m.pages[to]; !ok {
				m.add("%s: its alternate %s is not listed", loc, to)
			} else if !maps.Equal(own, theirs) {
				m.add("%s: its alternate %s has others", loc, to)
			}
		}
		if !self {
			m.add("%s: it is not among its alternates", loc)
		}
	}
}
