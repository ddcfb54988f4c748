package build_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// An issue holds its articles in full, section by section in the order of the
// menu, each as on its own page but for the levels of its headings and its ids,
// which no other text on the page has.
func TestIssueInFull(t *testing.T) {
	text := func(title, more string) string {
		return "---\ntitle: " + title + "\ndate: 2024-03-01\nissue: 2024-1\n" + more + "---\n" +
			"Text of " + title + "[^1], as [below](#part).\n\n# Part\n\n## Within\n\n##### Deep\n\n![Seen](a.png)\n\n[^1]: Note of " + title + ".\n"
	}
	s := tree{
		"site.yaml":               "title: {en: Bulletin}\nbase_url: https://bulletin.example.org/\nlanguages: [en]\nsections: [news, notices]\n",
		"content/notices/b.en.md": text("Beta", "kicker: Above\ndeck: Below\ncorrection: It was 7.\nattachments: [/files/fees.pdf]\n"),
		"content/news/a.en.md":    text("Alpha", "author: A. Writer\nreviewer: B. Reader\nsource: Office\n"),
		"content/files/fees.pdf":  "fees",
		"content/news/a.png":      pictureOf(t, "png", 4, 3, 1), "content/notices/a.png": pictureOf(t, "png", 4, 3, 9),
	}
	out := s.sound(t)
	w := serve(t, "https://bulletin.example.org/", false, out)
	p := w.pages["en/issues/2024-1.html"]
	w.addresses(t, p)
	p.outlined(t)
	var headings []string
	for _, n := range p.elements {
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] <= '6' {
			headings = append(headings, n.Data+" "+words(n))
		}
	}
	want := []string{
		"h1 No. 1, 2024", "h2 In this issue", "h3 news", "h3 notices",
		"h2 news", "h3 Alpha", "h4 Part", "h5 Within", "h6 Deep",
		"h2 notices", "h3 Beta", "h4 Correction", "h4 Part", "h5 Within", "h6 Deep", "h4 Attachments",
	}
	if !slices.Equal(headings, want) {
		t.Errorf("the headings are %q, not %q", headings, want)
	}
	for i, name := range []string{"Alpha", "Beta"} {
		for _, id := range []string{"part", "within", "fn1", "fnref1"} {
			if id := fmt.Sprintf("a%d-%s", 2-i, id); strings.Count(p.body, ` id="`+id+`"`) != 1 {
				t.Errorf("#%s of %s is there %d times", id, name, strings.Count(p.body, ` id="`+id+`"`))
			}
		}
		for _, said := range []string{
			"Text of " + name, "Note of " + name, fmt.Sprintf(`<a href="#a%d-part">below</a>`, 2-i),
			fmt.Sprintf(`<h3><a href="/en/%s.html">%s</a></h3>`, []string{"news/a", "notices/b"}[i], name),
		} {
			if strings.Count(p.body, said) != 1 {
				t.Errorf("%q is there %d times", said, strings.Count(p.body, said))
			}
		}
		if own := out[[]string{"en/news/a.html", "en/notices/b.html"}[i]]; !strings.Contains(own, `<a href="#part">below</a>`) || !strings.Contains(own, `<h2 id="part">`) || !strings.Contains(own, `id="fn1"`) {
			t.Errorf("on its own page %s has other ids", name)
		}
	}
	for _, said := range []string{"Above", "Below", "It was 7.", "fees.pdf", "Office", "A. Writer", "B. Reader", `<a href="#a2">Alpha</a>`, `<template data-viewer>`} {
		if !strings.Contains(p.body, said) {
			t.Errorf("the issue does not say %q", said)
		}
	}
}

// What an issue calls the place of an article is the same in all languages, where
// one of them lacks some, too: the switch keeps #part.
func TestIssuePlaces(t *testing.T) {
	s := tree{
		"site.yaml":            "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\n",
		"content/news/a.zh.md": "---\n标题: 甲\n日期: 2024-03-02\n期号: 2024-1\n仅: zh\n理由: 无\n---\n正文。\n",
		"content/news/b.zh.md": "---\n标题: 乙\n日期: 2024-03-01\n期号: 2024-1\n---\n正文。\n\n## 一节\n\n正文。\n",
		"content/news/b.en.md": "---\ntitle: Beta\n---\nText.\n\n## A part\n\nText.\n",
	}
	out := s.sound(t)
	for page, headline := range map[string]string{"zh": "乙", "en": "Beta"} {
		body := out[page+"/issues/2024-1.html"]
		for _, said := range []string{`<a href="#a1">` + headline + `</a>`, `<article class="article" id="a1">`, `<h4 id="a1-yi-jie">`} {
			if !strings.Contains(body, said) {
				t.Errorf("%s: there is no %s:\n%s", page, said, body)
			}
		}
	}
}

// Back issues are listed by year, with their dates and how many articles they
// have; a home names the newest, and leads to all where there are more.
func TestBackIssues(t *testing.T) {
	text := func(day, issue string) string {
		return "---\ntitle: Of " + issue + "\ndate: " + day + "\nissue: " + issue + "\n---\nText.\n"
	}
	s := tree{
		"site.yaml":            "title: {en: Bulletin}\nbase_url: https://bulletin.example.org/\nlanguages: [en]\nsections: [news]\n",
		"content/news/a.en.md": text("2024-01-09", "2023-12"), "content/news/b.en.md": text("2023-12-01", "2023-12"),
	}
	list := func(out tree) (said []string) {
		for _, n := range parse(t, "en/issues/index.html", out["en/issues/index.html"]).elements {
			if n.Data == "h2" || n.Data == "li" && within(n, "main", "index issues") && !within(n, "nav", "crumbs") {
				said = append(said, words(n))
			}
		}
		return said
	}
	one := s.sound(t)
	if got, want := list(one), []string{"No. 12, 2023 9 January 2024 · 2 articles"}; !slices.Equal(got, want) {
		t.Errorf("of one year: %q, not %q", got, want)
	}
	if home := one["en/index.html"]; !strings.Contains(home, `<a class="newest" href="/en/issues/2023-12.html">No. 12, 2023</a> <time`) {
		t.Error("the home does not name the issue alone")
	}
	two := s.with(tree{"content/news/c.en.md": text("2024-02-01", "2024-1")}).sound(t)
	want := []string{"2024", "No. 1, 2024 1 February 2024 · 1 article", "2023", "No. 12, 2023 9 January 2024 · 2 articles"}
	if got := list(two); !slices.Equal(got, want) {
		t.Errorf("of two years: %q, not %q", got, want)
	}
	if home := two["en/index.html"]; !strings.Contains(home, `<a class="newest" href="/en/issues/2024-1.html">No. 1, 2024</a> <a href="/en/issues/">Issues</a> <time`) {
		t.Error("the home does not lead to the newest issue and to all")
	}
}
