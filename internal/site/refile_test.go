package site

import (
	"maps"
	"slices"
	"testing"

	"bulletin/internal/document"
)

// Undo leaves nothing of a refiling, whether it was taken back or came to nothing.
func TestRefileUndo(t *testing.T) {
	b := newBench()
	for _, file := range []string{"content/news/a.en.md", "content/news/a.zh.md", "content/news/b.en.md", "content/notices/c.en.md"} {
		b.text(file).Issue = said("2024-1")
	}
	from := b.text("content/news/d.en.md")
	from.Body.Links = []document.Link{{Path: "/news/a.md"}, {Path: "/en/news/new.html"}}
	s, problems := Join(b.cfg, Clock{}, b.parts)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	targets := slices.Clone(s.Targets(from))
	before, keys, paths := *s, maps.Clone(s.byKey), maps.Clone(s.byPath)
	articles, issued := slices.Clone(s.Articles), s.Articles[0].Issue
	text := func(key, title string) *Edition {
		e := newBench().text("content/" + key + ".en.md")
		e.Language, e.Title.Value = b.cfg.Languages[1], title
		return e
	}
	stands := func(about string) {
		t.Helper()
		same := maps.Equal(keys, s.byKey) && maps.Equal(paths, s.byPath) && slices.Equal(articles, s.Articles) &&
			slices.Equal(before.Issues, s.Issues) && slices.Equal(targets, s.Targets(from)) && s.Clock == before.Clock
		for _, sec := range s.Sections {
			same = same && !slices.ContainsFunc(sec.Articles, func(a *Article) bool { return !slices.Contains(articles, a) || a.Issue != nil && a.Issue != issued })
		}
		if n := len(s.bySection["news"].Articles); !same || n != 3 {
			t.Errorf("%s: the site is another one; %d articles in news", about, n)
		}
	}
	links := s.Links()
	r := s.Refile(Clock{Drafts: true}, []string{"news/a", "news/new"}, []*Edition{text("news/new", "New")}, links, nil)
	if r == nil {
		t.Fatal("one article that goes and one that comes")
	}
	if got := s.Targets(from); got[0].Found() || got[1].Edition == nil || s.byKey["news/a"] != nil || len(s.Articles) != len(articles) {
		t.Errorf("links lead to %+v", got)
	}
	r.Undo()
	stands("taken back")
	for about, e := range map[string]*Edition{
		"without a title": text("news/new", ""),
		"at an address that is taken": func() *Edition {
			e := text("news/new", "New")
			e.Slug = said("b")
			return e
		}(),
		"in no section": text("elsewhere/new", "New"),
	} {
		if r := s.Refile(Clock{Drafts: true}, []string{"news/a", e.Key}, []*Edition{e}, links, nil); r != nil {
			t.Errorf("%s: it was filed", about)
		}
		stands(about)
	}
}
