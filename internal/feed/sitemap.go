package feed

import (
	"strconv"
	"time"

	"bulletin/internal/view"
)

// A File is a file that the site will have.
type File struct {
	Path string // relative to the destination
	Body []byte
}

// The most that one file may hold: https://www.sitemaps.org/protocol.html.
const (
	mostURLs  = 50_000
	mostBytes = 50 << 20
)

// Sitemap lists the pages, by their frames, in their order: sitemap.xml or, where one file
// cannot hold them, sitemap-1.xml and so on with sitemap.xml as their index.
// Pages that search engines are asked to stay away from are not listed, and an
// address only once; a site without others has no sitemap. base is the absolute URL of the site, ending in a slash.
func Sitemap(pages []*view.Frame, base string) []File {
	return sitemap(pages, base, mostURLs, mostBytes)
}

// SitemapPaths are the paths of the files that Sitemap makes of so many pages
// that are listed, as long as the URLs are not very long.
func SitemapPaths(pages int) []string {
	if pages <= mostURLs {
		return []string{"sitemap.xml"}
	}
	all := []string{"sitemap.xml"}
	for i := range (pages + mostURLs - 1) / mostURLs {
		all = append(all, partPath(i))
	}
	return all
}

func partPath(i int) string { return "sitemap-" + strconv.Itoa(i+1) + ".xml" }

// A part is one file of URLs.
type part struct {
	xml
	urls   int
	newest string // of their times, "" where none is known
}

const (
	urlsStart = xmlStart + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">` + "\n"
	urlsEnd   = "</urlset>\n"
)

func sitemap(pages []*view.Frame, base string, urls, bytes int) []File {
	var parts []*part
	told := make(map[string]bool, len(pages))
	for i, f := range pages {
		if !listed(f) || told[f.Canonical] {
			continue
		}
		told[f.Canonical] = true
		if len(parts) == 0 || parts[len(parts)-1].urls == urls {
			parts = append(parts, newPart(len(pages)-i))
		}
		p := parts[len(parts)-1]
		mark := len(p.b)
		p.page(f)
		if len(p.b)+len(urlsEnd) > bytes && p.urls > 0 { // it goes into the next
			next := newPart(len(pages) - i)
			next.put(string(p.b[mark:]))
			p.b = p.b[:mark]
			parts, p = append(parts, next), next
		}
		p.urls++
		p.newest = later(p.newest, f.Modified)
	}
	for _, p := range parts {
		p.put(urlsEnd)
	}
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return []File{{"sitemap.xml", parts[0].b}}
	}
	return indexed(parts, base)
}

// usual is about how many bytes a URL takes with its counterpart.
const usual = 360

// newPart begins a file for up to n URLs.
func newPart(n int) *part {
	p := &part{xml: xml{make([]byte, 0, usual*min(n, mostURLs)+len(urlsStart)+len(urlsEnd))}}
	p.put(urlsStart)
	return p
}

// listed reports whether search engines may show the page.
func listed(f *view.Frame) bool { return f.Canonical != "" && !f.NoIndex }

func (x *xml) page(f *view.Frame) {
	x.put("<url>\n")
	x.element("loc", f.Canonical)
	x.unless("lastmod", f.Modified)
	for _, a := range f.Alternates {
		x.put(`<xhtml:link rel="alternate" hreflang="`)
		x.text(a.Tag)
		x.put(`" href="`)
		x.text(a.URL)
		x.put("\"/>\n")
	}
	x.put("</url>\n")
}

// indexed are the parts and their index.
func indexed(parts []*part, base string) []File {
	var x xml
	x.put(xmlStart + `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	files := make([]File, 1, len(parts)+1)
	for i, p := range parts {
		name := partPath(i)
		files = append(files, File{name, p.b})
		x.put("<sitemap>\n")
		x.element("loc", base+name)
		x.unless("lastmod", p.newest)
		x.put("</sitemap>\n")
	}
	x.put("</sitemapindex>\n")
	files[0] = File{"sitemap.xml", x.b}
	return files
}

// later is the later of two times, which need not be of one zone. One that is
// none loses.
func later(a, b string) string {
	if a == b || b == "" {
		return a
	}
	t, errT := time.Parse(time.RFC3339, a)
	u, errU := time.Parse(time.RFC3339, b)
	if errU == nil && (errT != nil || u.After(t)) {
		return b
	}
	return a
}
