package build_test

import (
	"strings"
	"testing"
)

// A fragment can mean a heading by its id, by one that lost its place, or by its
// words, and a footnote: where any of these changes, the texts that link to it
// are looked at again.
func TestRenewedHeadings(t *testing.T) {
	text := func(title, body string) string { return "---\ntitle: " + title + "\ndate: 2024-01-01\n---\n" + body }
	english, chinese := text("B", "Text.\n\n## One\n\nMore.\n"), text("B", "Text.\n\n## 一\n\nMore.\n")
	for _, c := range []struct {
		name, from, to string
		site           tree
	}{
		{"words of a heading with an id", "## One {#part}", "## Two {#part}", tree{
			"a.en.md": text("A", "See [it](b.md#one).\n"), "b.en.md": text("B", "Text.\n\n## One {#part}\n")}},
		{"words of a heading whose id is Chinese", "## One", "## Two", tree{
			"a.en.md": text("A", "See [it](b.md#one).\n"), "b.zh.md": chinese, "b.en.md": english}},
		{"a footnote", "Text[^1].", "Text.", tree{
			"a.en.md": text("A", "See [it](b.md#fn1).\n"), "b.en.md": text("B", "Text[^1].\n\n## One\n\n[^1]: Note.\n")}},
		{"the heading that a link to the twin lacked", "## One", "## One {#foo}", tree{
			"a.zh.md": text("A", "See [it](b.md#foo).\n"), "b.zh.md": chinese, "b.en.md": english}},
		{"the ids that a problem names", "## One", "## One {#foo}", tree{
			"a.zh.md": text("A", "See [it](b.md#bar).\n"), "b.zh.md": chinese, "b.en.md": english}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := tree{"site.yaml": "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\nlanguages: [zh, en]\nsections: [news]\nrules: {link: warning, anchor: warning, pairing: off}\n"}
			for name, body := range c.site {
				s["content/news/"+name] = body
			}
			r := renew(t, s, 1)
			r.step(t, "at first")
			r.change("content/news/b.en.md", func(text string) string { return strings.Replace(text, c.from, c.to, 1) })
			if r.tree["content/news/b.en.md"] == r.stood["content/news/b.en.md"] {
				t.Fatal("nothing has changed")
			}
			r.step(t, "then")
		})
	}
}

// A text that shows a file which none has shown, or links to one, changes what is
// published.
func TestRenewedFiles(t *testing.T) {
	for _, more := range []string{"\n![B](/news/other.png)\n", "\n[B](/news/form.pdf)\n"} {
		r := renew(t, magazine(t), 1)
		r.put("content/news/other.png", pictureOf(t, "png", 4, 4, 1))
		r.put("content/news/form.pdf", "form")
		r.step(t, "at first")
		r.change("content/news/a01.en.md", func(text string) string { return text + more })
		r.step(t, "shown")
		r.change("content/news/a01.en.md", func(text string) string { return strings.Replace(text, more, "", 1) })
		r.step(t, "no more")
	}
}
