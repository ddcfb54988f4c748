package build_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// gazette is a site of articles that lead to one another, and to some that are
// not there yet; of four kinds.
func gazette(t testing.TB, kind int) tree {
	site := "title: {zh: 公报, en: Gazette}\nbase_url: https://gazette.example.org/\nlanguages: [zh, en]\nrules: {link: warning, unpublished-link: warning, pairing: warning}\n"
	s := tree{
		"content/about.en.md":          "---\ntitle: About us\n---\nWe are. See [it](/news/n1) and [that](/en/news/n2.html).\n",
		"content/news/_index.en.md":    "---\ntitle: News\nsummary: All of it\n---\nSee [the first](n0.md).\n",
		"content/files/shown.png":      pictureOf(t, "png", 4, 3, 7),
		"content/files/never.png":      pictureOf(t, "png", 3, 4, 9),
		"content/notices/2024/p.en.md": "---\ntitle: Shown\ndate: 2024-02-02\n---\n![A picture](/files/shown.png)\n",
	}
	switch kind {
	case 0:
		site += "sections: [news, notices, other]\npermalinks: {notices: /:year/:slug}\nprofile: cn-gov\npicture: files/shown.png\n"
	case 1:
		site = strings.Replace(site, ".org/\n", ".org/office/\n", 1) + "pairing: hold\nurls: folders\n"
	case 2:
		site += "sections: [news, notices]\nurls: bare\n"
	case 3:
		site += "sections: [notices, news]\n"
	}
	if kind != 1 {
		s["content/topics.yaml"] = "tea: {zh: 茶, en: Tea}\nports: {zh: 港口, en: Ports}\n"
	}
	s["site.yaml"] = site
	for i := range 12 {
		stem := fmt.Sprintf("content/%s/a%02d", []string{"news", "notices/2024"}[i/7], i)
		more := fmt.Sprintf("date: 2024-%02d-11\n", 1+i%7)
		if i%3 == 0 {
			more += fmt.Sprintf("topics: [%s]\nissue: 2024-%d\n", []string{"tea", "ports"}[i%2], i/5)
		}
		s[stem+".zh.md"] = fmt.Sprintf("---\n标题: 第%d篇\n%s---\n开头 %d。\n\n## 一\n\n见[新篇](/news/n%d.md)和[旧篇](/news/a%02d.md#一)。\n", i, more, i, i%4, (i+1)%7)
		if kind == 1 {
			s[stem+".zh.md"] += fmt.Sprintf("\n又见[新篇](/office/zh/news/n%d/)。\n", (i+1)%4)
		}
		s[stem+".en.md"] = fmt.Sprintf("---\ntitle: Article %d\n%s---\nBegins %d.\n\n## One\n\nSee [it](/news/a%02d.md), [new](/news/n%d), [where it is](/en/news/n%d.html) and [a notice](/notices/2024/a07#one).\n", i, more, i, (i+3)%7, (i+1)%4, (i+2)%4)
	}
	if kind == 2 { // editions in folders of their languages
		moved := tree{}
		for name, body := range s {
			rest, inside := strings.CutPrefix(name, "content/")
			for _, code := range []string{"zh", "en"} {
				if stem, ends := strings.CutSuffix(rest, "."+code+".md"); ends && inside {
					name = "content/" + code + "/" + stem + ".md"
				}
			}
			moved[name] = body
		}
		s = moved
	}
	return s
}

// filings are edits that change how articles are filed, and a few others.
func filings() []edit {
	front := func(lines ...string) func(e *editor) {
		return func(e *editor) {
			e.line(e.text(), "(?m)^(date: .*)$", "$1\n"+strings.ReplaceAll(lines[e.IntN(len(lines))], "WORD", e.word()))
		}
	}
	away := func(key string) func(e *editor) {
		return func(e *editor) { e.line(e.with(key+": "), "(?m)^"+key+": .*\n", "") }
	}
	small := []edit{
		{"body", func(e *editor) { e.change(e.text(), func(s string) string { return s + "\nMore " + e.word() + ".\n" }) }},
		{"a link", func(e *editor) {
			e.change(e.text(), func(s string) string {
				return s + "\n[New](/" + []string{"news/n", "en/news/n", "zh/news/n", "notices/2024/n"}[e.IntN(4)] + fmt.Sprint(e.IntN(4)) + []string{"", ".md", ".en.md", ".html"}[e.IntN(4)] + ")\n"
			})
		}},
		{"new", (*editor).file}, {"new", (*editor).file}, {"new", (*editor).file}, {"new", (*editor).file},
		{"gone", func(e *editor) { delete(e.tree, e.text()) }},
		{"gone again", func(e *editor) { delete(e.tree, e.filed()) }}, {"gone again", func(e *editor) { delete(e.tree, e.filed()) }},
		{"date", func(e *editor) { e.line(e.text(), `(?m)^date: .*$`, "date: "+e.day()) }},
		{"date", func(e *editor) { e.line(e.text(), `(?m)^date: .*$`, "date: "+e.day()) }},
		{"later", front("publish_date: 2099-01-01", "expiry_date: 2020-01-01", "draft: true")},
		{"now", func(e *editor) {
			for _, key := range []string{"publish_date", "expiry_date", "draft"} {
				away(key)(e)
			}
		}},
		{"weight", front("weight: 3", "pinned: true", "weight: -1")},
		{"topics", front("topics: [tea]", "topics: [ports, tea]")}, {"no topics", away("topics")},
		{"issue", front("issue: 2024-1", "issue: 2024-7", "issue: 第3期")}, {"no issue", away("issue")},
		{"slug", front("slug: n1", "slug: WORD", "slug: a00")}, {"no slug", away("slug")},
		{"old address", front("aliases: [WORD.html]", "aliases: [/en/news/n1.html]")}, {"no old address", away("aliases")},
		{"title", func(e *editor) { e.line(e.text(), "(?m)^(title|标题): .*$", "$1: "+e.word()) }},
		{"heading", func(e *editor) { e.line(e.text(), "(?m)^## (One|一)$", "## Another") }},
		{"other words", front("source: WORD", "author: WORD", "only: [en]\nreason: WORD", "params: {a: WORD}", "updated: 2024-12-01")},
		{"undo", (*editor).undo}, {"undo", (*editor).undo},
	}
	large := []edit{
		{"another section", front("section: notices", "section: nowhere")}, {"its own", away("section")},
		{"a key", front("translation_key: one", "translation_key: /news/n1")}, {"no key", away("translation_key")},
		{"a picture", func(e *editor) { e.change(e.text(), func(s string) string { return s + "\n![B](/files/shown.png)\n" }) }},
		{"another picture", func(e *editor) { e.change(e.text(), func(s string) string { return s + "\n![B](/files/never.png)\n" }) }},
		{"no picture", func(e *editor) { e.line(e.with("![B]"), `(?m)^!\[B\].*$`, "") }},
		{"attached", front("attachments: [/files/shown.png]")}, {"not attached", away("attachments")},
		{"secret", front("classification: secret")}, {"not secret", away("classification")},
		{"wrong", front("date: 2024-13-45", "wieght: 3", "topics: [coffee]")},
		{"another name", func(e *editor) { e.tree["content/news/N1.en.md"] = "---\ntitle: Large\ndate: 2024-01-01\n---\nN.\n" }},
		{"a section", func(e *editor) { e.put("content/others/n.en.md", "---\ntitle: O\ndate: 2024-05-05\n---\nO.\n") }},
		{"a file", func(e *editor) { e.put("content/news/n1.pdf", e.word()) }},
		{"vocabulary", func(e *editor) {
			e.put("content/topics.yaml", "tea: {zh: 茶, en: "+e.word()+"}\nports: {zh: 港, en: Ports}\n")
		}},
		{"captions", func(e *editor) {
			e.put("content/notices/2024/gallery.yaml", "/files/shown.png: {caption: {zh: 图, en: "+e.word()+"}}\n")
		}},
		{"no captions", func(e *editor) { delete(e.tree, "content/notices/2024/gallery.yaml") }},
		{"an index", func(e *editor) { e.put("content/notices/_index.zh.md", "---\n标题: "+e.word()+"\n---\n好。\n") }},
	}
	return slices.Concat(small, small, small, small, small, small, small, large)
}

// file writes one edition of an article that others lead to.
func (e *editor) file() {
	code := []string{"zh", "en"}[e.IntN(2)]
	stem := fmt.Sprintf("%s/n%d", []string{"news", "notices/2024", "news/2025/deep"}[e.IntN(3)], e.IntN(4))
	if e.IntN(3) == 0 {
		stem += "/index"
	}
	name := "content/" + stem + "." + code + ".md"
	if _, folders := e.tree["content/en/about.md"]; folders {
		name = "content/" + code + "/" + stem + ".md"
	}
	e.put(name, fmt.Sprintf("---\ntitle: New %s\ndate: %s\n---\nSee [it](/news/a01) and [another](/news/n%d).\n\n## One\n", e.word(), e.day(), e.IntN(4)))
}

// filed is an edition that file has written; "" when there is none.
func (e *editor) filed() string {
	for _, name := range slices.Sorted(maps.Keys(e.tree)) {
		if strings.Contains(e.tree[name], "\ntitle: New ") && e.IntN(3) == 0 {
			return name
		}
	}
	return ""
}

// Where a few articles are new, gone or filed otherwise, only they are read and
// joined again; and whatever has changed, what is held and what is built is the
// site as it is.
func TestRefile(t *testing.T) {
	steps := steps(t, 320) / 8
	for seed := range seeds(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := renew(t, gazette(t, int(seed%4)), seed)
			r.series(t, steps, filings())
			if steps >= 40 && (r.refiled[0] < steps/6 || r.refiled[1] < steps/6) {
				t.Errorf("of %d steps %d and %d looked at a few articles", steps, r.refiled[0], r.refiled[1])
			}
		})
	}
}

// What hangs together in a way that a few articles do not show makes the whole site
// be looked at again.
func TestRefileMore(t *testing.T) {
	text := func(lines string) string { return "---\ntitle: T\n" + lines + "---\nText.\n" }
	put := func(name, body string) func(r *renewing) { return func(r *renewing) { r.put(name, body) } }
	drop := func(name string) func(r *renewing) { return func(r *renewing) { delete(r.tree, name) } }
	for name, test := range map[string]struct {
		kind  int
		first tree
		steps []func(r *renewing)
	}{
		"a link that was renewed": {0, nil, []func(r *renewing){
			func(r *renewing) {
				r.change("content/notices/2024/p.en.md", func(s string) string { return s + "\nSee [it](/news/a02.md).\n" })
			},
			put("content/news/a02.en.md", text("date: 2024-03-11\nslug: moved\n")),
		}},
		"a section with one text": {1, tree{"content/news/x.en.md": text("date: 2024-01-01\nonly: [en]\nreason: R\n") + "[O](/others/)\n", "content/others/o.en.md": text("date: 2024-01-01\nonly: [en]\nreason: R\n")}, []func(r *renewing){
			drop("content/others/o.en.md"), put("content/others/p.en.md", text("date: 2024-01-01\nonly: [en]\nreason: R\n")),
		}},
		"the text of a section": {0, nil, []func(r *renewing){
			func(r *renewing) {
				delete(r.tree, "content/news/_index.en.md")
				r.put("content/news/x.en.md", text("date: 2024-01-01\n"))
			},
			func(r *renewing) {
				r.put("content/news/_index.zh.md", text(""))
				r.put("content/news/x.zh.md", text("date: 2024-01-01\n"))
			},
		}},
		"a file that comes with a text": {0, nil, []func(r *renewing){func(r *renewing) {
			r.put("content/news/x.pdf", "x")
			r.put("content/news/x.en.md", text("date: 2024-01-01\n")+"[X](x.pdf)\n")
		}}},
		"an attachment": {0, tree{"content/news/x.png": plantedPNG(t, func(s string) string { return s })}, []func(r *renewing){
			put("content/news/x.en.md", text("date: 2024-01-01\nattachments: [x.png]\n")),
		}},
		"a folder that goes": {0, nil, []func(r *renewing){
			put("content/news/2025/x.en.md", text("date: 2024-01-01\n")),
			put("content/news/2025/y.en.md", text("date: 2024-01-02\n")),
			func(r *renewing) {
				delete(r.tree, "content/news/2025/x.en.md")
				delete(r.tree, "content/news/2025/y.en.md")
				r.put("content/news/n1.en.md", text("date: 2024-01-01\n"))
				r.told = []string{"content/news/2025"}
			},
		}},
		"a folder that comes": {0, nil, []func(r *renewing){func(r *renewing) {
			r.put("content/news/2025/deep/x.en.md", text("date: 2024-01-01\n"))
			r.told = []string{"content/news/2025"}
		}}},
		"a picture beside the counterpart": {2, tree{
			"content/zh/news/2025/x.md": text("date: 2024-01-01\n") + "\nour harbour.png\n", "content/zh/news/2025/our harbour.png": pictureOf(t, "png", 2, 2, 1),
		}, []func(r *renewing){put("content/en/news/2025/x.md", text("")+"\nour harbour.png\n")}},
		"captions beside the counterpart": {2, tree{
			"content/en/news/2025/x.md": text("date: 2024-01-01\n"), "content/zh/news/2025/gallery.yaml": "our harbour.png: {caption: 好}\n", "content/zh/news/2025/our harbour.png": pictureOf(t, "png", 2, 2, 1),
		}, []func(r *renewing){drop("content/en/news/2025/x.md")}},
		"what is told of a picture": {0, tree{
			"content/files/odd.jpg": pictureOf(t, "png", 2, 2, 1), "content/news/x.en.md": text("date: 2024-01-01\n") + "\n![Odd](/files/odd.jpg)\n",
		}, []func(r *renewing){put("content/news/x.en.md", text("date: 2024-01-02\n"))}},
		"an address below the path of the site": {1, nil, []func(r *renewing){func(r *renewing) {
			r.put("content/news/n1.zh.md", text("date: 2024-01-01\n"))
			r.put("content/news/n1.en.md", text("date: 2024-01-01\n"))
		}}},
		"a name that is like another": {0, nil, []func(r *renewing){
			put("content/news/A00.en.md", text("date: 2024-01-01\n")), drop("content/news/a00.en.md"),
		}},
		"an article that has two texts in a language": {0, nil, []func(r *renewing){
			put("content/news/a00/index.en.md", text("date: 2024-01-01\n")), drop("content/news/a00.en.md"),
		}},
		"an error": {0, nil, []func(r *renewing){
			put("content/news/x.en.md", text("date: 2024-01-01\naliases: [/en/news/a01.html]\n")),
			put("content/news/x.en.md", text("date: 2024-01-02\n")),
			put("content/news/a01.en.md", text("date: 2024-01-02\naliases: [/en/news/a02.html]\nissue: 2024-9\n")),
			put("content/news/a01.en.md", text("date: 2024-01-02\nissue: 2024-9\n")),
		}},
		"a key that another article has too": {0, tree{
			"content/news/x.en.md": text("date: 2024-01-01\ntranslation_key: one\n"), "content/news/x.zh.md": text("date: 2024-01-01\n"),
		}, []func(r *renewing){put("content/news/x.en.md", text("date: 2024-01-01\nslug: other\n")), drop("content/news/x.zh.md")}},
		"the other half of it": {1, tree{
			"content/news/x.en.md": text("date: 2024-01-01\ntranslation_key: one\n"), "content/news/y.zh.md": text("date: 2024-01-01\ntranslation_key: one\n"),
			"content/news/x.zh.md": text("date: 2024-01-01\n"),
		}, []func(r *renewing){drop("content/news/x.en.md")}},
		"an address that a draft has too": {3, tree{
			"content/news/m.en.md": text("date: 2024-01-01\nslug: q\n"), "content/news/q.en.md": text("date: 2024-01-01\ndraft: true\n"),
			"content/news/l.en.md": text("date: 2024-01-01\n") + "[q](/en/news/q.html)\n",
		}, []func(r *renewing){drop("content/news/q.en.md")}},
		"what is to come": {0, nil, []func(r *renewing){
			put("content/news/x.en.md", text("date: 2024-01-01\npublish_date: 2099-01-01\n")),
			put("content/news/y.en.md", text("date: 2024-01-01\n")),
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := gazette(t, test.kind)
			maps.Copy(s, test.first)
			r := renew(t, s, 1)
			r.step(t, "at first")
			for i, step := range test.steps {
				step(r)
				r.step(t, fmt.Sprint("step ", i+1))
			}
		})
	}
}

// An hour at which a text is seen or not makes the whole site be looked at again.
func TestRefileHour(t *testing.T) {
	s := gazette(t, 0)
	s["content/news/later.en.md"] = "---\ntitle: Later\ndate: 2024-01-01\npublish_date: 2099-01-01\n---\nText.\n"
	r := renew(t, s, 1)
	r.step(t, "at first")
	const name = "content/news/x.en.md"
	s[name] = "---\ntitle: X\ndate: 2024-01-01\n---\nText.\n"
	r.lay(t, r.source)
	for _, hour := range []struct {
		year int
		seen bool
	}{{2098, false}, {2100, true}} {
		at := time.Date(hour.year, 1, 1, 0, 0, 0, 0, time.UTC)
		_, held, err := r.holds.Hold(context.Background(), at, filepath.Join(r.source, filepath.FromSlash(name)))
		check(t, err)
		if _, seen := held.Output("en/news/later.html"); seen != hour.seen {
			t.Errorf("in %d the text is there: %t", hour.year, seen)
		}
		s[name] += "More.\n"
		s[name] = strings.Replace(s[name], "2024", "2025", 1)
		r.lay(t, r.source)
	}
}

// What was told in a look that came to nothing is not lost: the machine failed, and
// nobody tells it again.
func TestRefileFails(t *testing.T) {
	const first, then = "content/news/a02.en.md", "content/notices/2024/y.en.md"
	for name, look := range map[string]func(t *testing.T, r *renewing, fail bool, file string) tree{
		"held": func(t *testing.T, r *renewing, fail bool, file string) tree {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			if fail {
				cancel()
			}
			report, held, err := r.holds.Hold(ctx, time.Now().Add(time.Hour), file)
			if fail {
				if err == nil || report == nil || held != nil {
					t.Error("nobody was told", report, held)
				}
				return nil
			}
			check(t, err)
			return outputs(held, tree{"en/news/x.html": "", "en/notices/2024/y.html": ""})
		},
		"built": func(t *testing.T, r *renewing, fail bool, file string) tree {
			if fail {
				check(t, os.Rename(r.public, r.public+" elsewhere"))
				check(t, os.WriteFile(r.public, nil, 0o666))
				report, err := r.builds.Run(context.Background(), time.Now().Add(time.Hour), file)
				if err == nil || report == nil {
					t.Error("nobody was told", report)
				}
				check(t, os.Remove(r.public))
				check(t, os.Rename(r.public+" elsewhere", r.public))
				return nil
			}
			_, err := r.builds.Run(context.Background(), time.Now().Add(time.Hour), file)
			check(t, err)
			return read(t, r.public)
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := renew(t, gazette(t, 3), 1)
			r.step(t, "at first")
			at := func(file string) string { return filepath.Join(r.source, filepath.FromSlash(file)) }
			r.put(first, "---\ntitle: X\ndate: 2024-03-11\nslug: x\n---\nText.\n")
			r.lay(t, r.source)
			look(t, r, true, at(first))
			r.put(then, "---\ntitle: Y\ndate: 2024-03-11\n---\nText.\n")
			r.lay(t, r.source)
			seen := look(t, r, false, at(then))
			for _, page := range []string{"en/news/x.html", "en/notices/2024/y.html"} {
				if seen[page] == "" {
					t.Errorf("%s is not there", page)
				}
			}
		})
	}
}

// Whoever asks while a look goes on gets a page, of the site before or after.
func TestRefileMeanwhile(t *testing.T) {
	r := renew(t, gazette(t, 0), 1)
	r.step(t, "at first")
	held, stop := r.held, make(chan struct{})
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if _, ok := held.Output("en/news/a01.html"); !ok || held.Prefix() != "/" || held.Bare() {
					t.Error("the page is not there")
					return
				}
			}
		})
	}
	for i := range 10 {
		name := fmt.Sprintf("content/news/z%d.en.md", i)
		r.put(name, "---\ntitle: X\ndate: 2024-01-01\n---\nText.\n")
		r.lay(t, r.source)
		_, now, err := r.holds.Hold(context.Background(), time.Now().Add(time.Hour), filepath.Join(r.source, filepath.FromSlash(name)))
		check(t, err)
		if now != held {
			t.Error("another site is held")
		}
	}
	close(stop)
	group.Wait()
}
