package feed

import (
	"fmt"
	"slices"
	"testing"

	"bulletin/internal/feed/feedtest"
	"bulletin/internal/view"
)

const base = "https://bulletin.example.org/"

// pages are n articles in two languages, and what no sitemap lists.
func pages(n int) []*view.Frame {
	all := []*view.Frame{
		{Canonical: base + "404.html", NoIndex: true},
		{Canonical: base + "old.html", NoIndex: true},
		{Canonical: base + "zh/draft.html", NoIndex: true},
		{},
		{Canonical: base + "zh/only.html?a=1&b=2"},
	}
	for i := range n {
		zh, en := fmt.Sprintf("%szh/news/%d.html", base, i), fmt.Sprintf("%sen/news/%d.html", base, i)
		pair := []view.Alternate{{Tag: "zh-Hans", URL: zh}, {Tag: "en", URL: en}}
		for _, url := range []string{zh, en} {
			all = append(all, &view.Frame{
				Canonical: url, Alternates: pair, Modified: fmt.Sprintf("2024-11-%02dT00:00:00+08:00", i%28+1),
			})
		}
	}
	return all
}

func list(t *testing.T, files []File) (listed []string) {
	t.Helper()
	byPath := map[string][]byte{}
	for _, f := range files {
		byPath[f.Path] = f.Body
	}
	if len(byPath) != len(files) {
		t.Error("two files of one path")
	}
	listed, wrong := feedtest.Sitemap(byPath, base)
	for _, w := range wrong {
		t.Error(w)
	}
	return listed
}

func TestSitemap(t *testing.T) {
	files := Sitemap(pages(2), base)
	want := []string{base + "zh/only.html?a=1&b=2", base + "zh/news/0.html", base + "en/news/0.html", base + "zh/news/1.html", base + "en/news/1.html"}
	if got := list(t, files); !slices.Equal(got, want) {
		t.Errorf("listed: %v", got)
	}
	if len(files) != 1 {
		t.Fatalf("%d files", len(files))
	}
	feedtest.Golden(t, *update, "testdata/sitemap.xml", files[0].Body)
	if files := Sitemap(pages(0)[:4], base); files != nil {
		t.Errorf("of no pages: %v", files)
	}
}

// Where one file cannot hold all, an index names several; nothing is lost.
func TestSitemapIndex(t *testing.T) {
	all := pages(10)
	whole := sitemap(all, base, 100, 1<<20)
	want := list(t, whole)
	for _, c := range []struct{ urls, bytes, files int }{
		{21, 1 << 20, 1}, {20, 1 << 20, 3}, {7, 1 << 20, 4}, {1, 1 << 20, 22},
		{100, len(whole[0].Body), 1}, {100, len(whole[0].Body) - 1, 3}, {100, 1000, 0},
	} {
		files := sitemap(all, base, c.urls, c.bytes)
		if got := list(t, files); !slices.Equal(got, want) {
			t.Errorf("%v: listed %v", c, got)
		}
		if c.files > 0 && len(files) != c.files {
			t.Errorf("%v: %d files", c, len(files))
		}
		for _, f := range files[1:] {
			if len(f.Body) > c.bytes {
				t.Errorf("%v: %s has %d bytes", c, f.Path, len(f.Body))
			}
		}
	}
	feedtest.Golden(t, *update, "testdata/sitemap-index.xml", sitemap(all, base, 7, 1<<20)[0].Body)
}

func TestLater(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"", "", ""},
		{"", "2024-11-06T00:00:00Z", "2024-11-06T00:00:00Z"},
		{"2024-11-06T00:00:00Z", "", "2024-11-06T00:00:00Z"},
		{"2024-11-06T00:00:00Z", "soon", "2024-11-06T00:00:00Z"},
		{"2024-11-06T02:00:00+08:00", "2024-11-05T20:00:00Z", "2024-11-05T20:00:00Z"},
		{"2024-11-06T02:00:00+08:00", "2024-11-05T17:00:00Z", "2024-11-06T02:00:00+08:00"},
	} {
		if got := later(c.a, c.b); got != c.want {
			t.Errorf("%q or %q: %q", c.a, c.b, got)
		}
	}
}

func BenchmarkSitemap(b *testing.B) {
	all := pages(5000)
	b.ReportAllocs()
	for b.Loop() {
		Sitemap(all, base)
	}
}
