package build_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bulletin/internal/build"
)

const plainSite = "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\ntimezone: Asia/Shanghai\n"

// brief is a text of a day.
func brief(day, more string) string {
	return "---\ntitle: Title\ndate: " + day + "\n" + more + "---\nText.\n"
}

// A text that is not published says nothing: not the name of its folder, not
// its issue, section or topics, not how it spells a word that others use.
func TestUnpublishedSaysNothing(t *testing.T) {
	hidden := "draft: true\n"
	out := tree{
		"site.yaml":                     plainSite,
		"content/qxfolder/a.zh.md":      brief("2024-05-01", hidden),
		"content/qxlater/a.zh.md":       brief("2030-05-01", ""),
		"content/qxgone/_index.zh.md":   "---\ntitle: qxtitle\ndraft: true\n---\n",
		"content/news/a.zh.md":          brief("2024-05-01", hidden+"issue: qxissue\nsection: notices\ntopics: [qxtopic]\npinned: true\n"),
		"content/news/a.en.md":          brief("2024-05-01", ""),
		"content/news/b.zh.md":          brief("2024-05-03", hidden+"issue: SPRING\ntopics: [TEA]\n"),
		"content/news/c.zh.md":          brief("2024-05-02", "issue: Spring\ntopics: [Tea]\n"),
		"content/notices/d.zh.md":       brief("2024-05-02", ""),
		"content/notices/qxonly.zh.md":  brief("2024-05-02", hidden+"section: qxsection\n"),
		"content/news/qxalias.zh.md":    brief("2024-05-02", hidden+"aliases: [/qxold]\n"),
		"content/news/2024/qx/e.zh.md":  brief("2024-05-02", hidden),
		"content/news/2023/05/f.zh.md":  brief("2023-05-02", ""),
		"content/news/2022/05/qx.zh.md": brief("2022-05-02", "expiry_date: 2023-01-01\n"),
	}.sound(t)
	for name, body := range out {
		if strings.Contains(name, "qx") || strings.Contains(body, "qx") {
			t.Errorf("%s says what is not published", name)
		}
		if strings.Contains(body, "SPRING") || strings.Contains(body, "TEA") {
			t.Errorf("%s spells a word as a draft does", name)
		}
	}
	if _, there := out["en/news/a.html"]; !there {
		t.Errorf("a draft has filed its counterpart: %v", out.pages())
	}
	if _, there := out["zh/archive/2022/index.html"]; there {
		t.Error("the archive has a year of what has expired")
	}
}

// Topics without a vocabulary are words: words that sound alike are two, a word
// in two spellings of its letters is one.
func TestFreeTopics(t *testing.T) {
	out := tree{
		"site.yaml":            plainSite,
		"content/news/a.zh.md": brief("2024-05-03", "topics: [会议, 'C++', Tea]\n"),
		"content/news/b.zh.md": brief("2024-05-02", "topics: [回忆, 'C#', tea]\n"),
	}.sound(t)
	for name, want := range map[string]string{"hui-yi": "会议", "hui-yi-2": "回忆", "tea": "Tea"} {
		if page := out["zh/topics/"+name+"/index.html"]; !strings.Contains(page, "<h1>"+want+"</h1>") {
			t.Errorf("/zh/topics/%s/ is not about %s", name, want)
		}
	}
	if !strings.Contains(out["zh/news/b.html"], ">回忆</a>") || len(listed(t, out, "zh/topics/tea/index.html")) != 2 {
		t.Error("words are taken for each other, or not for themselves")
	}
}

// The id of an entry in a feed is that of its text: it stays whatever becomes of
// title, slug, address and counterpart.
func TestFeedIDs(t *testing.T) {
	s := tree{"site.yaml": plainSite, "content/news/visit.zh.md": brief("2024-05-01", "translation_key: v\n")}
	const want = "<id>https://bulletin.example.org/zh/news/visit</id>"
	for about, change := range map[string]tree{
		"nothing":     nil,
		"title":       {"content/news/visit.zh.md": "---\ntitle: Other\ndate: 2024-05-01\ntranslation_key: v\n---\nText.\n"},
		"slug":        {"content/news/visit.zh.md": brief("2024-05-01", "translation_key: v\nslug: other\n")},
		"urls":        {"site.yaml": plainSite + "urls: folders\n"},
		"counterpart": {"content/news/a-visit.en.md": brief("2024-05-01", "translation_key: v\n")},
	} {
		if out := s.with(change).sound(t); !strings.Contains(out["zh/feed.xml"], want) {
			t.Errorf("%s: %s", about, out["zh/feed.xml"])
		}
	}
}

// Old addresses lead to the page; those that are none of the site's are refused,
// and what stands at an address now has it before what stood there once.
func TestOldAddresses(t *testing.T) {
	const at = "content/news/2024/x.zh.md"
	for alias, want := range map[string]string{
		"/old": "old/index.html", "/old/": "old/index.html", "/old/x.html": "old/x.html", "/老/页.htm": "老/页.htm",
		"y": "zh/news/2024/y/index.html", "../y.html": "zh/news/y.html", "/%E8%80%81.html": "老.html",
		"https://bulletin.example.org/office/a.html": "a.html", "http://bulletin.example.org/office/a.html": "a.html",
		"//bulletin.example.org/office/a.html": "a.html", "/office/b.html": "b.html", "/officer/b.html": "officer/b.html",
		"/zh/news/2024/x.html": "", "/zh/news/2024/X.html": "",
		"https://bulletin.example.org": "!", "https://bulletin.example.org/officer/x.html": "!", "https://example.com/a": "!", "/../a": "!", "/": "!",
	} {
		s := tree{"site.yaml": strings.Replace(plainSite, "org/", "org/office/", 1), at: brief("2024-05-01", "aliases: ['"+alias+"', '"+alias+"']\n")}
		r, out := s.make(t)
		switch {
		case want == "!":
			if !r.Failed || !strings.Contains(problems(r), at+":4") {
				t.Errorf("%s is taken: %s", alias, problems(r))
			}
		case r.Failed:
			t.Errorf("%s: %s", alias, problems(r))
		case want != "" && !strings.Contains(out[want], "/office/zh/news/2024/x.html"):
			t.Errorf("%s does not lead on; there are %v", alias, out.pages())
		}
	}
	s := tree{
		"site.yaml":            plainSite + "rules: {url: warning}\n",
		"content/news/x.zh.md": brief("2024-05-01", "aliases: [/zh/news/y.html]\n"),
		"content/news/y.zh.md": "---\ntitle: Y\ndate: 2024-05-01\n---\nstays here\n",
	}
	r, out := s.make(t)
	if !strings.Contains(out["zh/news/y.html"], "stays here") || !strings.Contains(problems(r), "content/news/x.zh.md:1:1: warning: url") {
		t.Errorf("the text at an address has lost it: %s", problems(r))
	}
}

// No way to a page is longer than one step.
func TestGapsLeadToPages(t *testing.T) {
	out := tree{
		"site.yaml":            plainSite,
		"content/news/x.zh.md": brief("2024-05-01", "aliases: [/zh/old/x.html, /zh/old/sub/y.html, /zh/old/sub/deep/z.html]\n"),
	}.sound(t)
	w := serve(t, "https://bulletin.example.org/", false, out)
	for name, p := range w.pages {
		if to, leads := w.leadsOn(p); leads {
			if _, again := w.leadsOn(w.pages[to]); again {
				t.Errorf("%s leads to %s, which leads on", name, to)
			}
		}
	}
}

// A folder is of the section that it lies in, and gives way to an article at its
// address, in pairs too.
func TestFolders(t *testing.T) {
	s := tree{
		"site.yaml":                    plainSite + "sections: [training, news]\nurls: folders\n",
		"content/news/2024/11/x.zh.md": brief("2024-11-02", "section: training\n"),
		"content/news/2024/11/y.zh.md": brief("2024-11-01", ""),
		"content/news/2023.zh.md":      brief("2023-01-01", ""),
	}
	for i := range 45 {
		day := time.Date(2023, 1, 1+i, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
		for _, l := range []string{"zh", "en"} {
			s[fmt.Sprintf("content/news/2023/a%02d.%s.md", i, l)] = brief(day, "")
		}
	}
	out := s.sound(t)
	if page := out["zh/news/2024/11/index.html"]; !strings.Contains(page, `<li><a href="/zh/news/">`) || strings.Contains(page, `<li><a href="/zh/training/">training</a></li>\n<li><a href="/zh/news/2024`) {
		t.Error("a folder of news is one of training")
	}
	w := serve(t, "https://bulletin.example.org/", false, out)
	for _, p := range w.pages {
		w.addresses(t, p)
		w.alternates(t, p)
	}
	w.sitemap(t)
}

// What comes and goes by itself stops no build where both languages are wanted:
// only what somebody must write does.
func TestRequiredLetsTimeDoItsWork(t *testing.T) {
	for about, test := range map[string]struct {
		en     string
		failed bool
	}{
		"expired": {brief("2024-05-01", "expiry_date: 2024-06-01\n"), false},
		"later":   {brief("2024-05-01", "publish_date: 2025-06-01\n"), false},
		"draft":   {brief("2024-05-01", "draft: true\n"), true},
		"missing": {"", true},
		"there":   {brief("2024-05-01", ""), false},
	} {
		s := tree{"site.yaml": plainSite + "pairing: required\n", "content/news/a.zh.md": brief("2024-05-01", "")}
		if r, _ := s.with(tree{"content/news/a.en.md": test.en}).make(t); r.Failed != test.failed {
			t.Errorf("%s: failed is %v: %s", about, r.Failed, problems(r))
		}
	}
}

// The site says when it changes by itself, and only then it does.
func TestNextChange(t *testing.T) {
	for about, test := range map[string]struct {
		files tree
		want  string
	}{
		"both at once, when the second comes": {tree{
			"site.yaml":            plainSite + "pairing: hold\n",
			"content/news/a.zh.md": brief("2024-05-01", "publish_date: 2025-06-03\n"),
			"content/news/a.en.md": brief("2024-05-01", "publish_date: 2025-06-05\n"),
		}, "2025-06-05"},
		"never, without the other": {tree{
			"site.yaml":            plainSite + "pairing: hold\n",
			"content/news/a.zh.md": brief("2024-05-01", "publish_date: 2025-06-03\n"),
		}, ""},
		"one for itself": {tree{
			"site.yaml":            plainSite + "pairing: hold\n",
			"content/news/a.zh.md": brief("2024-05-01", "publish_date: 2025-06-03\nonly: zh\nreason: r\n"),
		}, "2025-06-03"},
		"the text of a section": {tree{
			"site.yaml":                 plainSite,
			"content/news/_index.zh.md": "---\ntitle: News\npublish_date: 2025-06-03\n---\nText.\n",
			"content/news/a.zh.md":      brief("2024-05-01", ""),
		}, "2025-06-03"},
	} {
		r, before := test.files.make(t)
		if r.Failed {
			t.Fatal(problems(r))
		}
		got := ""
		if !r.Next.IsZero() {
			got = r.Next.Format("2006-01-02")
		}
		if got != test.want {
			t.Errorf("%s: the site changes at %q, not %q", about, got, test.want)
		}
		if test.want == "" {
			continue
		}
		if still := test.files.sound(t, at("2025-06-02T23:59")); !maps.Equal(before, still) {
			t.Errorf("%s: it changes before", about)
		}
		if after := test.files.sound(t, at(test.want)); maps.Equal(before, after) {
			t.Errorf("%s: it does not change then", about)
		}
	}
}

// Names that differ by no more than noughts have an order.
func TestGalleryOrder(t *testing.T) {
	s := tree{"site.yaml": plainSite, "content/news/a/index.zh.md": brief("2024-05-01", "gallery: true\n")}
	for i, name := range []string{"p1", "p01", "p001", "p0001", "p2", "p10"} {
		s["content/news/a/"+name+".png"] = pictureOf(t, "png", 2+i, 2, 5)
	}
	dir := room(t)
	source := filepath.Join(dir, "source")
	check(t, os.MkdirAll(source, 0o777))
	s.write(t, source)
	var first tree
	for i := range 8 {
		public := filepath.Join(dir, fmt.Sprint("public", i))
		_, err := build.Run(context.Background(), ask(source, public))
		check(t, err)
		if out := read(t, public); first == nil {
			first = out
		} else {
			same(t, first, out, "again")
		}
	}
	page := first["zh/news/a.html"]
	order := slices.Collect(func(yield func(int) bool) {
		for _, name := range []string{"p0001", "p001", "p01", "p1", "p2", "p10"} {
			if !yield(strings.Index(page, "/"+name+".")) {
				return
			}
		}
	})
	if !slices.IsSorted(order) || order[0] < 0 {
		t.Errorf("the pictures stand at %v", order)
	}
}
