package build_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

const (
	seedArticle = "content/training/2024/11/competence/"
	seedPage    = "en/training/2024/11/competence.html"
)

var shownPicture = regexp.MustCompile(`!\[\]\((图片 \d\.png)\)`)

// A text pasted as Word gives it away, the names of pictures on lines of their
// own, makes the same pages as one that shows them in Markdown.
func TestPastedRaw(t *testing.T) {
	s := goldenSite(t, "seed").sources
	raw := tree{}
	for _, file := range []string{seedArticle + "index.en.md", seedArticle + "index.zh.md"} {
		raw[file] = shownPicture.ReplaceAllString(s[file], "$1")
		if strings.Count(raw[file], "\n图片 ") != 4 {
			t.Fatalf("%s does not show four pictures", file)
		}
	}
	want := s.sound(t)
	same(t, want, s.with(raw).sound(t), "names alone on their lines")
	for about, change := range map[string]func(string) string{
		"with a no-break space": func(s string) string { return strings.ReplaceAll(s, "图片 ", "图片\u00a0") },
		"with spaces around":    func(s string) string { return strings.ReplaceAll(s, ".png\n", ".png \u00a0\n") },
		"with CRLF and a BOM":   func(s string) string { return "\ufeff" + strings.ReplaceAll(s, "\n", "\r\n") },
	} {
		changed := tree{}
		for file, body := range raw {
			changed[file] = change(body)
		}
		same(t, want, s.with(changed).sound(t), about)
	}
}

func TestSeedPage(t *testing.T) {
	g := goldenSite(t, "seed")
	r, out := g.sources.make(t)
	p := parse(t, seedPage, out[seedPage])
	headline := words(p.named("h1")[0])
	if utf8.RuneCountInString(headline) != 165 || !strings.Contains(headline, "’") {
		t.Errorf("the headline has %d characters: %s", utf8.RuneCountInString(headline), headline)
	}
	for name, body := range out {
		if strings.Contains(body, "\u00a0") || strings.Contains(body, "&nbsp;") {
			t.Errorf("%s: a no-break space is left", name)
		}
	}
	for _, term := range p.named("dt") {
		if words(term) == "Topics" || words(term) == "Author" {
			t.Errorf("a label is printed that has no value: %s", words(term))
		}
	}
	if n := len(p.named("hgroup")); n != 4 {
		t.Errorf("%d pairs of kicker and deck, not 4", n)
	}
	for _, n := range p.named("img") {
		if alt, ok := attribute(n, "alt"); !ok || alt != "" || within(n, "figcaption", "") {
			t.Errorf("a picture without a description has the alt %q", alt)
		}
	}
	if n := strings.Count(problems(r), ": warning: "); n != 8 || len(r.Problems) != 8 {
		t.Errorf("8 pictures lack a description, but there are %d warnings", n)
	}
}
