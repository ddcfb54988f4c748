package build_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bulletin/internal/build"
	"bulletin/internal/diag"
	"bulletin/internal/write"
)

// magazine is a site in which every kind of page shows something of its
// articles, and texts lead to headings of one another.
func magazine(t testing.TB) tree {
	s := tree{
		"site.yaml": "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\nlanguages: [zh, en]\n" +
			"sections: [news, notices]\nmenus: {main: [news, about]}\nrules: {link: warning}\n" +
			"profile: cn-gov\noffice: {name: Office}\npicture: news/shown.png\n",
		"content/topics.yaml":         "tea: {zh: 茶, en: Tea}\nports: {zh: 港口, en: Ports}\n",
		"content/news/_index.en.md":   "---\ntitle: News\nsummary: All of it\n---\nWhat has happened.\n",
		"content/about.en.md":         "---\ntitle: About us\n---\nWe are.\n\n## Where\n\nHere.\n",
		"content/about.zh.md":         "---\n标题: 关于\n---\n我们。\n",
		"content/news/shown.png":      pictureOf(t, "png", 4, 3, 7),
		"content/news/gallery.yaml":   "shown.png: {caption: {zh: 图, en: Shown}, credit: A, cover: yes, alt: {zh: 图中, en: Seen}}\n",
		"content/news/gone/old.en.md": "---\ntitle: Old\ndate: 2023-01-01\naliases: [/en/was.html]\n---\nOld.\n",
	}
	for i := range 14 {
		topic := []string{"tea", "ports"}[i%2]
		more := fmt.Sprintf("date: 2024-%02d-11\ntopics: [%s]\nissue: 2024-%d\n", 1+i%7, topic, i/5)
		switch i {
		case 1:
			more += "summary: It happened\n"
		case 3:
			more += "pinned: true\n"
		}
		stem := fmt.Sprintf("content/%s/a%02d", []string{"news", "notices"}[i/10], i)
		s[stem+".zh.md"] = fmt.Sprintf("---\n标题: 第%d篇\n%s---\n开头 %d。\n\n## 一\n\n## 二\n\n见[下一篇](/news/a%02d.md#part)。\n", i, more, i, (i+1)%10)
		s[stem+".en.md"] = fmt.Sprintf("---\ntitle: Article %d\n%s---\nBegins %d.\n\n## One\n\n## Part {#part}\n\nSee [it](/news/a%02d.md#part) and [by its words](/news/a%02d.md#one), ![A picture](/news/shown.png)[^1] and [above](#one).\n\n[^1]: A note.\n", i, more, i, (i+3)%10, (i+4)%10)
	}
	return s
}

// wordings are edits that no law looks at, and others among them.
func wordings() []edit {
	swap := func(from, to string) func(e *editor) {
		return func(e *editor) {
			e.change(e.text(), func(s string) string { return strings.Replace(s, from, to, 1) })
		}
	}
	small := []edit{
		{"body", func(e *editor) { e.change(e.text(), func(s string) string { return s + "\nMore " + e.word() + ".\n" }) }},
		{"a heading", func(e *editor) {
			e.change(e.text(), func(s string) string { return s + "\n## Part " + e.word() + "\n" })
		}},
		{"a heading before", swap("\n## ", "\n## Before\n\n## ")},
		{"the beginning", func(e *editor) { e.line(e.text(), "(?m)^Begins .*$", "Begins "+e.word()+".") }},
		{"the Chinese beginning", func(e *editor) { e.line(e.text(), "(?m)^开头 .*$", "开头 "+e.word()+"。") }},
		{"title", func(e *editor) { e.line(e.text(), "(?m)^(title|标题): .*$", "$1: "+e.word()) }},
		{"title and kicker", func(e *editor) { e.line(e.text(), "(?m)^(title|标题): (\\w*).*$", "$1: "+e.word()+" $2") }},
		{"text of a section", func(e *editor) {
			e.change("content/news/_index.en.md", func(s string) string { return s + "\n" + e.word() + "\n" })
		}},
		{"a page", func(e *editor) {
			e.change("content/about.en.md", func(s string) string { return s + "\n" + e.word() + "\n" })
		}},
		{"another caption", func(e *editor) {
			e.line(e.text(), `\(/news/shown.png.*?\)`, `(/news/shown.png "`+e.word()+`")`)
		}},
		{"the sidecar's caption", func(e *editor) { e.line(e.text(), `!\[.*\]\(/news/shown.png.*?\)`, "![](/news/shown.png)") }},
		{"undo", (*editor).undo},
	}
	large := []edit{
		{"a page's title", func(e *editor) { e.line("content/about.en.md", "(?m)^title: .*$", "title: "+e.word()) }},
		{"a section's title", func(e *editor) { e.line("content/news/_index.en.md", "(?m)^title: .*$", "title: "+e.word()) }},
		{"summary", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\nsummary: "+e.word()) }},
		{"a section's summary", func(e *editor) { e.line("content/news/_index.en.md", "(?m)^summary: .*$", "summary: "+e.word()) }},
		{"keywords", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\nkeywords: "+e.word()) }},
		{"the kind of a section", func(e *editor) {
			e.line("content/news/_index.en.md", "(?m)^(summary: .*)$", "$1\ncolumn_type: "+e.word())
		}},
		{"date", func(e *editor) { e.line(e.text(), `(?m)^date: .*$`, "date: "+e.day()) }},
		{"the heading goes", swap(" {#part}", "")},
		{"its words", swap("## One\n", "## Two\n")},
		{"a link that leads nowhere", func(e *editor) { e.change(e.text(), func(s string) string { return s + "\n[x](nowhere.md)\n" }) }},
		{"another picture", func(e *editor) { e.change(e.text(), func(s string) string { return s + "\n![B](/news/other.png)\n" }) }},
		{"that picture", func(e *editor) { e.put("content/news/other.png", pictureOf(e.t, "png", 4, 4, uint8(e.IntN(9)))) }},
		{"no text", func(e *editor) { e.line(e.text(), "(?s)\n---\n.*$", "\n---\n") }},
		{"no title", func(e *editor) { e.line(e.text(), "(?m)^title: .*$", "title:") }},
		{"a front matter that is wrong", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\ndate: 2024-01-01") }},
		{"sidecar changed", func(e *editor) {
			e.put("content/news/gallery.yaml", "shown.png: {caption: "+e.word()+", credit: B, alt: "+e.word()+"}\n")
		}},
		{"a gallery", func(e *editor) { e.change(e.text(), func(s string) string { return s + "\n```gallery\n```\n" }) }},
		{"its layout", swap("```gallery\n", "```gallery story\n")},
		{"its names", swap("```gallery\n", "```gallery\nshown.png\n")},
		{"it moves", func(e *editor) {
			e.line(e.text(), "(?s)^(---\n.*?\n---\n)(.*)(```gallery\n.*?```\n)", "$1$3\n$2")
		}},
		{"draft", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\ndraft: true") }},
		{"add", (*editor).add},
		{"remove", func(e *editor) { delete(e.tree, e.text()) }},
		{"layout", func(e *editor) { e.put("layouts/footer.html", "<footer>"+e.word()+"</footer>\n") }},
		{"a layout that fails for some", func(e *editor) {
			e.put("layouts/article.html", `<h1>{{if eq (len .Body.Headline) 4}}{{index .Body.Authors 9}}{{end}}</h1>{{body .Body.Body}}`)
		}},
		{"it goes", func(e *editor) { delete(e.tree, "layouts/article.html") }},
	}
	return slices.Concat(small, small, small, small, small, small, small, large)
}

// A renewing is a site that two workshops watch: one that holds it and one that
// builds it.
type renewing struct {
	*editor
	source, public string
	holds, builds  *build.Workshop
	before, sites  [2]any
	renewed        [2]int   // how often nothing but words was looked at
	refiled        [2]int   // and how often a few articles were
	failed         int      // steps in a row
	good           tree     // the last that could be built
	told           []string // what else has changed, relative to the source: a folder, of which nothing else is told
	held           *build.Held
	shown          tree // of the last site that could be held
}

// renew lays a site before two workshops.
func renew(t *testing.T, s tree, seed uint64) *renewing {
	t.Helper()
	dir := room(t)
	r := &renewing{
		editor: &editor{t: t, Rand: rand.New(rand.NewPCG(seed, 2)), tree: s},
		source: filepath.Join(dir, "source"), public: filepath.Join(dir, "public"),
	}
	check(t, os.MkdirAll(r.source, 0o777))
	o := ask(r.source, r.public)
	o.Cache = filepath.Join(dir, "cache")
	r.holds, r.builds = build.NewWorkshop(o), build.NewWorkshop(o)
	return r
}

// step tells both what has changed, and compares what they have made of it with
// a site that is built now.
func (r *renewing) step(t *testing.T, about string) {
	t.Helper()
	var changed []string
	for name := range r.tree {
		if r.stood[name] != r.tree[name] {
			changed = append(changed, filepath.Join(r.source, filepath.FromSlash(name)))
		}
	}
	for name := range r.stood {
		if _, there := r.tree[name]; !there {
			changed = append(changed, filepath.Join(r.source, filepath.FromSlash(name)))
		}
	}
	for _, at := range r.told {
		whole := filepath.Join(r.source, filepath.FromSlash(at))
		changed = slices.DeleteFunc(changed, func(file string) bool { return strings.HasPrefix(file, whole+string(filepath.Separator)) })
		changed = append(changed, whole)
	}
	r.told = nil
	if r.IntN(3) == 0 { // an editor's file that is gone again
		changed = append(changed, filepath.Join(r.source, "content", "news", "4913"))
	}
	r.lay(t, r.source)
	fresh := ask(r.source, filepath.Join(filepath.Dir(r.public), "fresh"))
	clean, err := build.Run(context.Background(), fresh)
	check(t, err)
	now := time.Now().Add(time.Hour)
	built, err := r.builds.Run(context.Background(), now, changed...)
	check(t, err)
	if problems(built) != problems(clean) {
		t.Fatalf("%s: built: %s", about, difference(problems(clean), problems(built)))
	}
	report, held, err := r.holds.Hold(context.Background(), now, changed...)
	check(t, err)
	if problems(report) != problems(clean) {
		t.Fatalf("%s: held: %s", about, difference(problems(clean), problems(report)))
	}
	for i, w := range []*build.Workshop{r.holds, r.builds} {
		last, site := w.Last(), w.Site()
		switch {
		case clean.Failed:
		case last == r.before[i]:
			r.renewed[i]++
		case site == r.sites[i]:
			r.refiled[i]++
		}
		r.before[i], r.sites[i] = last, site
	}
	if clean.Failed {
		r.failed++
		if r.held != nil {
			same(t, r.shown, outputs(r.held, r.shown), about+", held before")
		}
		return
	}
	r.failed, r.good = 0, maps.Clone(r.tree)
	want := read(t, fresh.Destination)
	got := read(t, r.public)
	delete(want, ".bulletin-manifest")
	delete(got, ".bulletin-manifest")
	same(t, want, got, about+", built")
	r.held, r.shown = held, outputs(held, want)
	same(t, want, r.shown, about+", held")
	check(t, os.RemoveAll(fresh.Destination))
}

// outputs are those of some paths that are held.
func outputs(held *build.Held, paths tree) tree {
	shown := tree{}
	for name := range paths {
		if body, ok := held.Output(name); ok {
			shown[name] = string(body)
		}
	}
	return shown
}

// series makes edits, one or two a step. Now and then all of them are taken back:
// what is wrong would come together, and hide what they do.
func (r *renewing) series(t *testing.T, steps int, edits []edit) {
	t.Helper()
	e, first := r.editor, maps.Clone(r.tree)
	for step := range steps {
		name := "start"
		if step > 0 {
			for range 1 + e.IntN(2) {
				chosen := edits[e.IntN(len(edits))]
				e.past = append(e.past, maps.Clone(e.tree))
				chosen.do(e)
				name += ", " + chosen.name
			}
			switch {
			case step%14 == 0:
				e.tree = maps.Clone(first)
			case r.failed > 1:
				e.tree = maps.Clone(r.good)
			}
		}
		r.step(t, fmt.Sprintf("step %d (%s)", step, name))
		if t.Failed() {
			t.FailNow()
		}
	}
}

// Where only words have changed, only they are looked at again; and whatever
// has changed, what is held and what is built is the site as it is.
func TestRenew(t *testing.T) {
	steps := steps(t, 200) / 4
	for seed := range seeds(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := renew(t, magazine(t), seed)
			r.series(t, steps, wordings())
			if r.renewed[0] < steps/4 || r.renewed[1] < steps/4 {
				t.Errorf("of %d steps %d and %d looked at single texts", steps, r.renewed[0], r.renewed[1])
			}
		})
	}
}

// A problem that stands in a sidecar may be one of a text, and goes with it.
func TestRenewSidecar(t *testing.T) {
	s := magazine(t)
	const name, list = "content/news/a01.en.md", "content/news/gallery.yaml"
	s[list] = "shown.png: {caption: {zh: 图}, alt: {en: Seen, zh: 图}}\n"
	for file, body := range s {
		if file != name {
			s[file] = strings.ReplaceAll(body, "(/news/shown.png)", "(/news/shown.png \"Said here\")")
		}
	}
	r := renew(t, s, 1)
	r.step(t, "with advice")
	s[name] = strings.Replace(s[name], "(/news/shown.png)", "(/news/shown.png \"Here too\")", 1)
	r.step(t, "a caption in the text")
	s[name] = strings.Replace(s[name], " \"Here too\"", "", 1)
	r.step(t, "it goes")
	s[list] = "shown.png: {caption: {zh: 图, en: Shown}}\n"
	r.step(t, "a caption in the sidecar")
	s[name] = strings.Replace(s[name], "![A picture]", "![]", 1)
	r.step(t, "a description goes")
	s[list] = "shown.png: {alt: Seen}\n"
	r.step(t, "the sidecar has one")
	delete(s, list)
	r.step(t, "the sidecar goes")
}

// What a body edit writes is its page, and its issue and the feeds with its text.
func TestBodyEditWritesItsPage(t *testing.T) {
	dir := room(t)
	source := filepath.Join(dir, "source")
	check(t, os.MkdirAll(source, 0o777))
	s := magazine(t)
	s.write(t, source)
	var wrote []string
	o := ask(source, filepath.Join(dir, "public"))
	o.Jobs = 1
	o.Wrote = func(path string, change write.Change) { wrote = append(wrote, path) }
	w := build.NewWorkshop(o)
	now := time.Now().Add(time.Hour)
	first, err := w.Run(context.Background(), now)
	check(t, err)
	if first.Failed {
		t.Fatal(problems(first))
	}
	for _, test := range []struct {
		name, from, to, want string
		made                 int
	}{
		{"content/news/a01.en.md", "## One\n", "## One\n\nMore.\n", "en/feed.json en/feed.xml en/issues/2024-0.html en/news/a01.html en/news/feed.json en/news/feed.xml", 2},
		{"content/about.en.md", "Here.", "There.", "en/about.html", 1},
		{"content/news/_index.en.md", "What has", "What had", "en/news/index.html", 1},
	} {
		wrote = nil
		s[test.name] = strings.Replace(s[test.name], test.from, test.to, 1)
		s.write(t, source)
		r, err := w.Run(context.Background(), now, filepath.Join(source, filepath.FromSlash(test.name)))
		check(t, err)
		slices.Sort(wrote)
		if got := strings.Join(wrote, " "); got != test.want || r.Made != test.made || r.Stats.Changed != len(wrote) || diag.Worst(r.Problems) == diag.Error {
			t.Errorf("%s: wrote %s, want %s; %d pages, %+v", test.name, got, test.want, r.Made, r.Stats)
		}
	}
}

// A report says how many pages were rendered for it: all at first, then those
// that show what has changed; and each is told of while it goes on.
func TestMade(t *testing.T) {
	dir := room(t)
	source := filepath.Join(dir, "source")
	check(t, os.MkdirAll(source, 0o777))
	s := magazine(t)
	s.write(t, source)
	o := ask(source, filepath.Join(dir, "public"))
	o.Jobs = 1
	told, all := 0, 0
	o.Progress = func(done, of int) { told, all = done, of }
	holds, builds := build.NewWorkshop(o), build.NewWorkshop(o)
	now := time.Now().Add(time.Hour)
	look := func(about string, held, built int, changed ...string) {
		t.Helper()
		r, _, err := holds.Hold(context.Background(), now, changed...)
		check(t, err)
		w, err := builds.Run(context.Background(), now, changed...)
		check(t, err)
		if r.Made != held || w.Made != built {
			t.Errorf("%s: %d pages were held and %d built, want %d and %d", about, r.Made, w.Made, held, built)
		}
	}
	clean, err := build.Run(context.Background(), ask(source, filepath.Join(dir, "clean")))
	check(t, err)
	pages := clean.Made
	look("at first", pages, pages)
	if pages < 60 || told != pages || all != pages {
		t.Errorf("%d pages: told of %d of %d", pages, told, all)
	}
	file := filepath.Join(source, "content", "news", "a01.en.md")
	edit := func(from, to string) {
		t.Helper()
		s["content/news/a01.en.md"] = strings.Replace(s["content/news/a01.en.md"], from, to, 1)
		s.write(t, source)
	}
	edit("## One\n", "## One\n\nMore.\n")
	look("a body", 1, 2, file) // its issue is made for whoever asks for it
	edit("title: Article 1\n", "title: Article one\n")
	w, err := builds.Run(context.Background(), now, file)
	check(t, err)
	if w.Made < 2 || w.Made >= pages || w.Made < w.Stats.Changed/3 {
		t.Errorf("a title: %d pages of %d were made, %+v", w.Made, pages, w.Stats)
	}
}
