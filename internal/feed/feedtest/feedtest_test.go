package feedtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A fault is a change that makes good bytes bad, and what is said then.
type fault struct{ old, new, want string }

// see wants nothing to be said of good bytes, and something of each fault.
func see(t *testing.T, good string, judge func([]byte) []string, faults []fault) {
	t.Helper()
	if wrong := judge([]byte(good)); len(wrong) > 0 {
		t.Errorf("good, but %q", wrong)
	}
	for _, f := range faults {
		bad := strings.Replace(good, f.old, f.new, 1)
		if bad == good {
			t.Errorf("there is no %s", f.old)
		}
		if said := strings.Join(judge([]byte(bad)), "\n"); !strings.Contains(said, f.want) {
			t.Errorf("%s for %s: said %q, want %q", f.new, f.old, said, f.want)
		}
	}
}

func TestAtom(t *testing.T) {
	see(t, read(t, "feed.xml"), Atom, []fault{
		{"</feed>", "", "EOF"},
		{"<feed xmlns", "<feed x", `<feed> of ""`},
		{` xml:lang="zh-Hans"`, "", "no language"},
		{"<id>", "<id>x:/y</id><id>", "2 <id>"},
		{"<id>https://", "<id>/", "not an absolute IRI"},
		{"<updated>2024-11-08T09:30:00+08:00", "<updated>2024-11-08", "not a time"},
		{"<updated>2024-11-08T09:30:00+08:00", "<updated>2024-11-09T09:30:00+08:00", "its entries"},
		{`rel="self"`, `rel="related"`, "0 links to itself"},
		{`hreflang="en" href`, `hreflang="zh-Hans" href`, ""},
		{`<link rel="alternate" type="text/html" hreflang="en"`, `<link rel="alternate" type="text/html" hreflang="zh-Hans"`, "two alternates"},
		{`href="https://bulletin.example.org/en/news/2024`, `href="/en/news/2024`, "not an absolute address"},
		{"news/talk/zh", "news/visit/zh", "twice"},
		{"<summary>", "<description/><summary>", "does not belong"},
		{`content type="html"`, `content type="text"`, "content of type"},
		{"&lt;/p&gt;", "", "not closed"},
		{"&lt;/p&gt;", "&lt;/i&gt;", "</i> within"},
		{"src=&#34;https://x.example", "src=&#34;", "not an absolute IRI"},
		{"<author><name>外事简报</name></author>", "", "no author"},
		{`term="互访"`, "", "without term"},
		{"image/jpeg", "jpeg", "no media type"},
	})
}

func TestJSON(t *testing.T) {
	see(t, read(t, "feed.json"), JSON, []fault{
		{"]}\n", "", "feed: unexpected end"},
		{"version/1.1", "version/1", "version"},
		{`"title":"要闻 – 外事简报"`, `"title":""`, "title is"},
		{`"items":[`, `"items":null,"_x":[`, "items are"},
		{`"feed_url":"https:`, `"feed_url":"`, "not an absolute address"},
		{`"items"`, `"item":1,"items"`, `"item" is unknown`},
		{"news/talk/zh", "news/visit/zh", "another's"},
		{"content_text", "_content", "no content"},
		{`"date_published":"2024-11-06T`, `"date_published":"2024-11-06 `, "not a time"},
		{`"authors":[{"name":"外事简报"}]`, `"authors":[]`, "authors are"},
		{`"name":"张三"`, `"nom":"张三"`, "without name"},
		{`"tags":["互访","Science & Tech"]`, `"tags":[]`, "tags are"},
		{`"alternates":[{"language":"en"`, `"alternates":[{"language":"zh-Hans"`, "an alternate in"},
		{"</p>", "", "not closed"},
	})
}

func TestSame(t *testing.T) {
	atom := []byte(read(t, "feed.xml"))
	see(t, read(t, "feed.json"), func(json []byte) []string { return Same(atom, json) }, []fault{
		{"要闻", "新闻", "title"}, {"只有摘要", "", "title"}, {"</p>", "", "content"}, {`"content_text":"摘要。"`, `"_x":""`, "summary"},
		{`"date_modified":"2024-11-08`, `"date_modified":"2024-11-09`, "updated"},
	})
}

func TestSitemap(t *testing.T) {
	const base = "https://bulletin.example.org/"
	one := func(body []byte) []string {
		_, wrong := Sitemap(map[string][]byte{"sitemap.xml": body}, base)
		return wrong
	}
	see(t, read(t, "sitemap.xml"), one, []fault{
		{"</urlset>", "", "EOF"},
		{"0.9", "0.8", "no set"},
		{"<loc>" + base + "en", "<loc>https://other.example/en", "not below"},
		{"<loc>" + base + "en/news/0.html", "<loc>" + base + "zh/news/0.html", "twice"},
		{"<lastmod>2024-11-01T00:00:00+08:00", "<lastmod>1 November", "not a time"},
		{"zh/news/0.html\"/>", "zh/news/2.html\"/>", "not listed"},
		{"zh/news/0.html\"/>", "zh/news/1.html\"/>", "has others"},
		{`<xhtml:link rel="alternate" hreflang="zh-Hans" href="` + base + `zh/news/0.html"/>`, "", "not among its alternates"},
		{"<lastmod>", "<changed/><lastmod>", "does not belong"},
	})
	part := []byte(read(t, "sitemap.xml"))
	index := `<sitemapindex xmlns="` + sitemapSpace + `"><sitemap><loc>` + base + `sitemap-1.xml</loc><lastmod>2024-11-02T00:00:00+08:00</lastmod></sitemap></sitemapindex>`
	several := func(body []byte) []string {
		_, wrong := Sitemap(map[string][]byte{"sitemap.xml": body, "sitemap-1.xml": part}, base)
		return wrong
	}
	see(t, index, several, []fault{
		{"sitemap-1.xml", "sitemap-2.xml", "is not a file"}, {"11-02", "11-01", "changed"}, {"sitemap-1.xml", "sitemap-2.xml", "does not name it"},
	})
	if wrong := several(part); len(wrong) == 0 {
		t.Error("two files without an index")
	}
}

func TestLinked(t *testing.T) {
	const page = `<head><script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle",` +
		`"@id":"https://x.example/a#article","url":"https://x.example/a","mainEntityOfPage":"https://x.example/a","inLanguage":"en","headline":"H",` +
		`"keywords":["K"],"datePublished":"2024-11-06T00:00:00Z","dateModified":"2024-11-07T00:00:00Z","author":[{"@type":"Person","name":"A"}],` +
		`"publisher":{"@type":"Organization","name":"P"},"workTranslation":[{"@type":"NewsArticle","@id":"https://x.example/b#article",` +
		`"url":"https://x.example/b","inLanguage":"zh","headline":"B"}]},{"@type":"BreadcrumbList","itemListElement":[` +
		`{"@type":"ListItem","position":1,"name":"Home","item":"https://x.example/"},{"@type":"ListItem","position":2,"name":"H"}]}]}</script></head>`
	nodes, _ := Linked([]byte(page))
	if strings.Join(nodes, " ") != "NewsArticle BreadcrumbList" {
		t.Errorf("types %v", nodes)
	}
	if nodes, wrong := Linked([]byte("<p>nothing</p>")); nodes != nil || wrong != nil {
		t.Errorf("of nothing: %v, %v", nodes, wrong)
	}
	see(t, page, func(html []byte) []string {
		_, wrong := Linked(html)
		return wrong
	}, []fault{
		{`"headline":"H"`, `"headline":"<!--"`, "could close it"},
		{"</script>", "", "not closed"},
		{"]}]}<", "]}<", "unexpected end"},
		{"https://schema.org", "https://schema.example", "the context"},
		{"BreadcrumbList", "BreadcrumbsList", "none of"},
		{`"Organization"`, `"Person"`, "none of Organization"},
		{`"publisher"`, `"published"`, "publisher is missing"},
		{`"publisher"`, `"published"`, `"published" is unknown`},
		{`"https://x.example/a"`, `"/a"`, "not an absolute address"},
		{"2024-11-06T00:00:00Z", "6 November", "not a time"},
		{"2024-11-06", "2024-11-08", "before it was published"},
		{`"position":2`, `"position":3`, "has the position"},
		{`"inLanguage":"en","headline":"H"`, `"inLanguage":"en","headline":["H"]`, "headline: [H]"},
		{`["K"]`, `[]`, "keywords: []"},
		{`["K"]`, `[" "]`, "is no text"},
		{`,"item":"https://x.example/"`, ``, "leads nowhere"},
		{`"inLanguage":"zh",`, ``, "inLanguage is missing"},
		{`</head>`, `<script type="application/ld+json">{"@context":"https://schema.org"}</script>`, "two scripts"},
	})
}
