package build_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bulletin/internal/build"
	"bulletin/layouts"
)

// An editor changes a site as people do, by chance but always the same way.
type editor struct {
	t testing.TB
	*rand.Rand
	tree
	past  []tree
	serie int
	hour  time.Time
	dir   string         // with the source and what is built of it
	deck  []edit         // still to be drawn
	built map[string]int // how often a site was built right after an edit

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
		{"draft on", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\ndraft: true") }},
		{"draft off", func(e *editor) { e.line(e.with("draft: true"), "(?m)^draft: true\n", "") }},
		{"draft off", func(e *editor) { e.line(e.text(), "(?m)^draft: true\n", "") }},
		{"topics and issue", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\ntopics: [tea]\nissue: 2024-4") }},
		{"topics and issue", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\ntopics: [tea]\nissue: 2024-4") }},
		{"topics away", func(e *editor) { e.line(e.with("topics: "), "(?m)^topics: .*\n", "") }},
		{"topics away", func(e *editor) { e.line(e.with("topics: "), "(?m)^topics: .*\n", "") }},
		{"slug", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\nslug: "+e.word()) }},
		{"add", (*editor).add}, {"add", (*editor).add},
		{"another edition", (*editor).translate}, {"another edition", (*editor).translate},
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
		{"its picture goes", func(e *editor) { delete(e.tree, "content/news/harbour.png") }},
		{"sidecar changed", (*editor).sidecar},
		{"a gallery", func(e *editor) {
			e.change(e.text(), func(s string) string {
				return s + "\n```gallery\n" + []string{"", "*.png\n", "/files/shown.png\n"}[e.IntN(3)] + "```\n"
			})
		}},
		{"a gallery below", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\ngallery: yes") }},
		{"file", func(e *editor) { e.put("content/files/form.pdf", e.word()) }},
		{"attach", func(e *editor) { e.line(e.text(), "(?m)^(date: .*)$", "$1\nattachments: [/files/form.pdf]") }},
		{"layout", func(e *editor) {
			e.put("layouts/footer.html", "<footer><p><a href=\"{{.Home}}\">"+e.word()+"</a></p></footer>\n")
		}},
		{"template", func(e *editor) {
			body, err := layouts.FS.ReadFile("article.html")
			check(e.t, err)
			e.put("layouts/article.html", string(body)+"<p>"+e.word()+"</p>\n")
		}},
		{"template away", func(e *editor) { delete(e.tree, "layouts/article.html") }},
		{"layout away", func(e *editor) { delete(e.tree, "layouts/footer.html") }},
		{"layout broken", func(e *editor) { e.put("layouts/card.html", "{{if}}") }},
		{"layout mended", func(e *editor) { delete(e.tree, "layouts/card.html") }},
		{"string", func(e *editor) { e.put("layouts/strings.en.yaml", "date: Day "+e.word()+"\n") }},
		{"string away", func(e *editor) { delete(e.tree, "layouts/strings.en.yaml") }},
		{"css", func(e *editor) { e.put("assets/css/95-own.css", "."+e.word()+" { color: red }\n") }},
		{"a style of its own", func(e *editor) { e.put("assets/custom.css", "."+e.word()+" { color: red }\n") }},
		{"theme", func(e *editor) {
			e.put("assets/logo.svg", fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="9"/>`, 1+e.IntN(9)))
			e.line("site.yaml", "(?m)^(title: .*)$", fmt.Sprintf("$1\ntheme: {accent: \"#1f4e%02d\", logo: logo.svg}", e.IntN(100)))
		}},
		{"theme away", func(e *editor) {
			e.line("site.yaml", "(?m)^theme: .*\n", "")
			delete(e.tree, "assets/logo.svg")
		}},
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

// draw is the next edit of all, in an order of chance: each has its turn.
func (e *editor) draw() edit {
	if len(e.deck) == 0 {
		e.deck = edits()
		e.Shuffle(len(e.deck), func(i, j int) { e.deck[i], e.deck[j] = e.deck[j], e.deck[i] })
	}
	drawn := e.deck[0]
	e.deck = e.deck[1:]
	return drawn
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

// with is the first text that has a line that begins so; "" when there is none.
func (e *editor) with(line string) string {
	for _, name := range slices.Sorted(maps.Keys(e.tree)) {
		if strings.Contains(e.tree[name], "\n"+line) {
			return name
		}
	}
	return ""
}

// key is where the source of an article stands, without content/, language and
// ending.
func (e *editor) key() string {
	key, _, _ := strings.Cut(strings.TrimPrefix(e.text(), "content/"), ".")
	return key
}

// sidecar writes what is said of the pictures of a section, or takes it away.
func (e *editor) sidecar() {
	if e.IntN(4) == 0 {
		delete(e.tree, "content/news/gallery.yaml")
		return
	}
	s := "- file: /files/shown.png\n  caption: {zh: 图" + e.word() + ", en: Shown " + e.word() + "}\n"
	if e.IntN(2) == 0 {
		s += "  cover: yes\n"
	}
	harbour := "- file: harbour.png\n  alt: {zh: 港口}\n  credit: " + e.word() + "\n"
	switch e.IntN(4) {
	case 0:
		s += harbour + "  hide: yes\n"
	case 1:
		s += harbour
	case 2:
		s = harbour + s
	}
	e.put("content/news/gallery.yaml", s)
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

// translate gives an article the edition that it lacks.
func (e *editor) translate() {
	for _, name := range slices.Sorted(maps.Keys(e.tree)) {
		stem, ok := strings.CutSuffix(name, ".zh.md")
		if _, there := e.tree[stem+".en.md"]; ok && !there && !strings.HasSuffix(stem, "_index") {
			e.put(stem+".en.md", "---\ntitle: Other "+e.word()+"\n---\nText.\n")
			return
		}
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
