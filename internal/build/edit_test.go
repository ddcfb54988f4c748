package build_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"bulletin/internal/build"
	"bulletin/internal/write"
)

// An editor changes a site as people do, by chance but always the same way.
type editor struct {
	t testing.TB
	*rand.Rand
	tree
	past  []tree
	serie int
	hour  time.Time

	workshop *build.Workshop // that has seen every step
	stood    tree            // what was on the disk before
	clock    time.Time       // of the last change of a file
}

// An edit is one of the things that people do; it may find nothing to do.
type edit struct {
	name string
	do   func(e *editor)
}

func edits() []edit {
	return []edit{
		{"body", func(e *editor) { e.change(e.text(), func(s string) string { return s + "\nMore " + e.word() + ".\n" }) }},
		{"body", func(e *editor) {
			e.change(e.text(), func(s string) string { return s + "\n## Part " + e.word() + "\n" })
		}},
		{"body of a section", func(e *editor) { e.put("content/news/_index.en.md", "---\ntitle: News "+e.word()+"\n---\nHello.\n") }},
		{"title", func(e *editor) { e.line(e.text(), "(?m)^(title|标题): .*$", "$1: "+e.word()) }},
		{"summary", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\nsummary: "+e.word()) }},
		{"date", func(e *editor) { e.line(e.text(), `(?m)^date: \d+-\d+-\d+$`, "date: "+e.day()) }},
		{"publish_date", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\npublish_date: "+e.day()) }},
		{"expiry_date", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\nexpiry_date: "+e.day()) }},
		{"draft on", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\ndraft: true") }},
		{"draft off", func(e *editor) { e.line(e.text(), "(?m)^draft: true\n", "") }},
		{"topics", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\ntopics: [tea]") }},
		{"slug", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\nslug: "+e.word()) }},
		{"add", (*editor).add}, {"add", (*editor).add},
		{"remove an edition", func(e *editor) { delete(e.tree, e.text()) }},
		{"rename", func(e *editor) { e.move(func(dir, name string) string { return dir + "/" + e.word() }) }},
		{"move", func(e *editor) {
			e.move(func(dir, name string) string {
				return "content/" + []string{"news", "notices", "other"}[e.IntN(3)] + "/" + name
			})
		}},
		{"a folder of its own", func(e *editor) { e.move(func(dir, name string) string { return dir + "/" + name + "/index" }) }},
		{"link", func(e *editor) {
			e.change(e.text(), func(s string) string { return s + "\nSee [this](/" + e.key() + ").\n" })
		}},
		{"show", func(e *editor) {
			e.change(e.text(), func(s string) string { return s + "\n![A picture](/files/shown.png)\n" })
		}},
		{"picture", func(e *editor) {
			e.put("content/files/shown.png", pictureOf(e.t, "png", 1+e.IntN(9), 1+e.IntN(9), uint8(e.IntN(255))))
		}},
		{"a name on a line", func(e *editor) { e.change(e.text(), func(s string) string { return s + "\nharbour.png\n" }) }},
		{"a name on a line", func(e *editor) { e.change(e.text(), func(s string) string { return s + "\nharbour.png\n" }) }},
		{"its picture", func(e *editor) { e.put("content/news/harbour.png", pictureOf(e.t, "png", 4, 4, uint8(e.IntN(9)))) }},
		{"its picture", func(e *editor) { e.put("content/news/harbour.png", pictureOf(e.t, "png", 4, 4, uint8(e.IntN(9)))) }},
		{"its picture goes", func(e *editor) { delete(e.tree, "content/news/harbour.png") }},
		{"file", func(e *editor) { e.put("content/files/form.pdf", e.word()) }},
		{"attach", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\nattachments: [/files/form.pdf]") }},
		{"layout", func(e *editor) {
			e.put("layouts/footer.html", "<footer><p><a href=\"{{.Home}}\">"+e.word()+"</a></p></footer>\n")
		}},
		{"layout away", func(e *editor) { delete(e.tree, "layouts/footer.html") }},
		{"layout broken", func(e *editor) { e.put("layouts/card.html", "{{if}}") }},
		{"layout mended", func(e *editor) { delete(e.tree, "layouts/card.html") }},
		{"string", func(e *editor) { e.put("layouts/strings.en.yaml", "date: Day "+e.word()+"\n") }},
		{"string away", func(e *editor) { delete(e.tree, "layouts/strings.en.yaml") }},
		{"css", func(e *editor) { e.put("assets/css/95-own.css", "."+e.word()+" { color: red }\n") }},
		{"root", func(e *editor) { e.put("assets/root/CNAME", e.word()+".example.org\n") }},
		{"sections", func(e *editor) {
			e.line("site.yaml", "(?m)^sections: .*$", "sections: ["+e.order("news", "notices", "other")+"]")
		}},
		{"languages", func(e *editor) { e.line("site.yaml", "(?m)^languages: .*$", "languages: ["+e.order("zh", "en")+"]") }},
		{"one language", func(e *editor) { e.line("site.yaml", "(?m)^languages: .*$", "languages: [en]") }},
		{"urls", func(e *editor) {
			e.line("site.yaml", "(?m)^urls: .*$", "urls: "+[]string{"files", "folders", "bare"}[e.IntN(3)])
		}},
		{"site's title", func(e *editor) { e.line("site.yaml", "(?m)^title: .*$", "title: {zh: 简报, en: "+e.word()+"}") }},
		{"vocabulary", func(e *editor) { e.put("content/topics.yaml", "tea: {zh: 茶, en: "+e.word()+"}\n") }},
		{"time goes by", func(e *editor) { e.hour = e.hour.Add(time.Duration(e.IntN(40*24)) * time.Hour) }},
		{"undo", (*editor).undo}, {"undo", (*editor).undo}, {"undo", (*editor).undo},
	}
}

func (e *editor) word() string { return fmt.Sprintf("w%d", e.IntN(1000)) }

func (e *editor) day() string { return fmt.Sprintf("2024-%02d-%02d", 1+e.IntN(12), 1+e.IntN(28)) }

func (e *editor) order(words ...string) string {
	e.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return strings.Join(words, ", ")
}

func (e *editor) put(name, body string) { e.tree[name] = body }

func (e *editor) change(name string, f func(string) string) {
	if body, ok := e.tree[name]; ok {
		e.tree[name] = f(body)
	}
}

func (e *editor) line(name, pattern, with string) {
	e.change(name, func(s string) string { return regexp.MustCompile(pattern).ReplaceAllString(s, with) })
}

// text is the file of an edition; "" when there is none.
func (e *editor) text() string {
	all := slices.DeleteFunc(slices.Sorted(maps.Keys(e.tree)), func(name string) bool {
		return path.Ext(name) != ".md" || strings.Contains(name, "_index")
	})
	if len(all) == 0 {
		return ""
	}
	return all[e.IntN(len(all))]
}

// key is where the source of an article stands, without content/, language and
// ending.
func (e *editor) key() string {
	key, _, _ := strings.Cut(strings.TrimPrefix(e.text(), "content/"), ".")
	return key
}

func (e *editor) add() {
	e.serie++
	stem := fmt.Sprintf("content/%s/n%02d", []string{"news", "notices"}[e.IntN(2)], e.serie)
	which := e.IntN(4)
	if which != 1 {
		e.put(stem+".zh.md", "---\n标题: 新"+e.word()+"\ndate: "+e.day()+"\n---\n正文。\n")
	}
	if which != 2 {
		e.put(stem+".en.md", "---\ntitle: New "+e.word()+"\ndate: "+e.day()+"\n---\nText.\n")
	}
}

// move gives all editions of an article another place.
func (e *editor) move(to func(dir, name string) string) {
	key := e.key()
	if key == "" || strings.HasSuffix(key, "/index") {
		return
	}
	from := "content/" + key
	target := to(path.Dir(from), path.Base(from))
	for _, name := range slices.Sorted(maps.Keys(e.tree)) {
		if ending, ok := strings.CutPrefix(name, from+"."); ok {
			body := e.tree[name]
			delete(e.tree, name)
			e.tree[target+"."+ending] = body
		}
	}
}

func (e *editor) undo() {
	if len(e.past) > 0 {
		e.tree = maps.Clone(e.past[max(0, len(e.past)-1-e.IntN(5))])
	}
}

// steps is how many steps a series of edits has: n, a few in short tests, and as
// many as BULLETIN_STEPS says where it is set.
func steps(n int) int {
	if long, err := strconv.Atoi(os.Getenv("BULLETIN_STEPS")); err == nil {
		return long
	}
	if testing.Short() {
		return n / 4
	}
	return n
}

// After any series of edits and undos a destination that was built all along
// equals one that is built now, byte for byte.
func TestEdits(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			steps := steps(50)
			e := &editor{t: t, Rand: rand.New(rand.NewPCG(seed, 1)), tree: tree{}, hour: time.Date(2024, 4, 1, 0, 0, 0, 0, time.UTC)}
			maps.Copy(e.tree, series(6))
			e.put("site.yaml", "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\ntimezone: Asia/Shanghai\n"+
				"languages: [zh, en]\nsections: [news, notices, other]\nurls: files\n"+
				"rules: {link: warning, picture: warning, disagree: warning, topic: warning, url: warning}\n")
			e.put("content/files/shown.png", pictureOf(t, "png", 3, 3, 3))
			dir := room(t)
			failed, moved := 0, 0
			var good tree // the last that could be built
			stuck := false
			for step := range steps {
				name := "start"
				if stuck && good != nil && e.IntN(2) == 0 {
					e.tree, name = maps.Clone(good), "mended"
				}
				if step > 0 {
					edits := edits()
					for range 1 + e.IntN(3) {
						chosen := edits[e.IntN(len(edits))]
						e.past = append(e.past, maps.Clone(e.tree))
						chosen.do(e)
						name += ", " + chosen.name
					}
				}
				ok, changed := e.compare(t, dir, fmt.Sprintf("step %d (%s)", step, name))
				if stuck = !ok; ok {
					good = maps.Clone(e.tree)
				}
				failed, moved = failed+1-boolean(ok), moved+boolean(changed)
				if t.Failed() {
					return
				}
			}
			if failed > steps/2 || moved < steps/3 {
				t.Errorf("of %d steps %d failed and %d changed anything: the series tells little", steps, failed, moved)
			}
		})
	}
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// lay writes the tree, each changed file with a time of its own: files change
// faster here than clocks tick.
func (e *editor) lay(t *testing.T, source string) {
	t.Helper()
	e.write(t, source)
	for name, body := range e.tree {
		if old, there := e.stood[name]; !there || old != body {
			e.clock = e.clock.Add(time.Second)
			check(t, os.Chtimes(filepath.Join(source, filepath.FromSlash(name)), e.clock, e.clock))
		}
	}
	e.stood = maps.Clone(e.tree)
}

// idle wants another build to do nothing and to tell the same, unless somebody
// else's files were met.
func (e *editor) idle(t *testing.T, o build.Options, first *build.Report, about string) {
	t.Helper()
	worked := false
	o.Jobs, o.Wrote = 1, func(string, write.Change) { worked = true }
	r, err := build.Run(context.Background(), o)
	check(t, err)
	if worked {
		t.Errorf("%s: done again", about)
	}
	if got, want := problems(r), problems(first); got != want {
		t.Errorf("%s: other problems when not done again: %s", about, difference(want, got))
	}
}

// held wants a workshop that has seen every step to hold the site that is built
// now.
func (e *editor) held(t *testing.T, o build.Options, want tree, about string) {
	t.Helper()
	if e.workshop == nil {
		o.Clock.Now = time.Time{}
		e.workshop = build.NewWorkshop(o)
	}
	e.workshop.At(e.hour.In(time.FixedZone("", 8*3600)).Format("2006-01-02T15:04"))
	r, held, err := e.workshop.Hold(context.Background(), time.Now().Add(time.Hour))
	check(t, err)
	if held == nil {
		t.Fatalf("%s: the workshop sees errors: %s", about, problems(r))
	}
	if e.workshop.Remembered() < 5 {
		t.Errorf("%s: the workshop remembers %d files", about, e.workshop.Remembered())
	}
	got := tree{}
	for name := range want {
		if body, ok := held.Output(name); ok {
			got[name] = string(body)
		}
	}
	delete(want, ".bulletin-manifest")
	same(t, want, got, about+", held")
	for _, name := range []string{".bulletin-manifest", "", "zh", "zh/", "../site.yaml", "content/news/a001.zh.md"} {
		if _, ok := held.Output(name); ok {
			t.Errorf("%s: the workshop answers for %q", about, name)
		}
	}
}

// compare builds the site where it was built before, and in a new place.
func (e *editor) compare(t *testing.T, dir, about string) (ok, changed bool) {
	t.Helper()
	source := filepath.Join(dir, "source")
	check(t, os.MkdirAll(source, 0o777))
	e.lay(t, source)
	o := ask(source, filepath.Join(dir, "public"), jobs(1+e.IntN(4)))
	o.Cache, o.Clock.Now, o.Program = filepath.Join(dir, "cache"), e.hour, os.Args[0]
	if len(e.past)%2 == 0 { // seals count
		o.Clock.Now, o.AsOf = time.Now().Add(time.Hour), e.hour.In(time.FixedZone("", 8*3600)).Format("2006-01-02T15:04")
	}
	fresh := o
	fresh.Cache, fresh.Destination = "", filepath.Join(dir, "fresh")
	var before tree
	if _, err := os.Stat(o.Destination); err == nil {
		before = read(t, o.Destination)
	}
	r, err := build.Run(context.Background(), o)
	check(t, err)
	clean, err := build.Run(context.Background(), fresh)
	check(t, err)
	if problems(r) != problems(clean) {
		t.Errorf("%s: other problems: %s", about, difference(problems(clean), problems(r)))
	}
	if r.Failed || clean.Failed {
		if before != nil {
			same(t, before, read(t, o.Destination), about+", which failed")
		}
		return false, false
	}
	after := read(t, o.Destination)
	want := read(t, fresh.Destination)
	same(t, want, after, about)
	e.idle(t, o, r, about)
	e.held(t, o, want, about)
	check(t, os.RemoveAll(fresh.Destination))
	return true, before != nil && !maps.Equal(before, after)
}
