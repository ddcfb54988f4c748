package build_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"bulletin/internal/corpus"
)

// series is a site with a section of n articles in both languages, one a day.
func series(n int) tree {
	s := tree{"site.yaml": `title: {zh: 简报, en: Bulletin}
base_url: https://bulletin.example.org/
timezone: Asia/Shanghai
sections: [news]
`, "content/.keep": "\n"}
	for i := range n {
		maps.Copy(s, numbered(i+1))
	}
	return s
}

// numbered is the article that came as the nth.
func numbered(n int) tree {
	day := time.Date(2024, 3, n, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
	name := fmt.Sprintf("content/news/a%03d", n)
	return tree{
		name + ".zh.md": fmt.Sprintf("---\n标题: 第%d篇\n日期: %s\n---\n正文。\n", n, day),
		name + ".en.md": fmt.Sprintf("---\ntitle: Article %d\ndate: %s\n---\nText.\n", n, day),
	}
}

// alone is the site without its Chinese editions.
func alone(s tree) tree {
	maps.DeleteFunc(s, func(name, _ string) bool { return strings.HasSuffix(name, ".zh.md") })
	s["site.yaml"] += "languages: [en]\n"
	return s
}

// listed are the articles that a list shows, in its order.
func listed(t testing.TB, out tree, name string) []string {
	t.Helper()
	if _, ok := out[name]; !ok {
		t.Fatalf("there is no %s", name)
	}
	var all []string
	p := parse(t, name, out[name])
	for _, n := range p.named("a") {
		if within(n, "li", "card") {
			all = append(all, words(n))
		}
	}
	return all
}

// Pages are numbered from the oldest, twenty each; the first holds the rest.
func TestListPages(t *testing.T) {
	for _, test := range []struct{ articles, first, older int }{
		{0, 0, 0}, {1, 1, 0}, {19, 19, 0}, {20, 20, 0}, {39, 39, 0}, {40, 20, 1}, {41, 21, 1}, {60, 20, 2}, {65, 25, 2},
	} {
		t.Run(fmt.Sprint(test.articles), func(t *testing.T) {
			t.Parallel()
			out := alone(series(test.articles)).sound(t)
			next := test.articles
			for number := test.older + 1; number > 0; number-- {
				name, want := fmt.Sprintf("en/news/page/%d/index.html", number), 20
				if number == test.older+1 {
					name, want = "en/news/index.html", test.first
				}
				shown := listed(t, out, name)
				if len(shown) != want {
					t.Errorf("%s shows %d articles, not %d", name, len(shown), want)
				}
				for _, title := range shown {
					if title != fmt.Sprint("Article ", next) {
						t.Errorf("%s shows %s where Article %d belongs", name, title, next)
					}
					next--
				}
			}
			if more := fmt.Sprintf("en/news/page/%d/index.html", test.older+1); next != 0 || out[more] != "" {
				t.Errorf("%d articles are not shown, or there is a page too many", next)
			}
		})
	}
}

// An article that is added changes the first page of each list that it is in,
// the feeds, the article before it, the homes, the front page and the sitemap,
// and nothing else.
func TestAddedArticle(t *testing.T) {
	for _, n := range []int{19, 39, 40, 79} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			before, after := series(n).sound(t), series(n+1).sound(t)
			var touched []string
			for name, body := range after {
				if before[name] != body {
					touched = append(touched, name)
				}
			}
			want := []string{".bulletin-manifest", "index.html", "sitemap.xml"}
			for _, l := range []string{"zh", "en"} {
				for _, folder := range []string{"", "/news"} {
					want = append(want, l+folder+"/index.html", l+folder+"/feed.xml", l+folder+"/feed.json")
				}
				want = append(want, l+"/archive/index.html", l+"/archive/2024/index.html",
					fmt.Sprintf("%s/news/a%03d.html", l, n), fmt.Sprintf("%s/news/a%03d.html", l, n+1))
				if k := (n+1)/20 - 1; k > 0 && (n+1)%20 == 0 { // twenty of the first page move to one of their own
					for _, list := range []string{"news", "archive/2024"} {
						want = append(want, fmt.Sprintf("%s/%s/page/%d/index.html", l, list, k))
						if k > 1 { // which stands now between the first and this one
							want = append(want, fmt.Sprintf("%s/%s/page/%d/index.html", l, list, k-1))
						} else {
							want = append(want, fmt.Sprintf("%s/%s/page/index.html", l, list))
						}
					}
				}
			}
			slices.Sort(touched)
			slices.Sort(want)
			if !slices.Equal(touched, want) {
				t.Errorf("changed:\n%s\nwant:\n%s", strings.Join(touched, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// A new article of a bulletin of any size changes few files. What it changes
// does not depend on how many articles there are, but for the lists that begin
// another page.
func TestNewArticleChangesFew(t *testing.T) {
	const most = 60
	s := tree{}
	for name, body := range corpus.Files(600, 1) {
		s[name] = string(body)
	}
	text := "---\n标题: 最新一篇\n日期: 2024-12-28\n主题: [exchange, youth, trade]\n期号: 2024-12\n---\n正文。\n"
	added := tree{
		"content/news/2024/12/newest.zh.md": text,
		"content/news/2024/12/newest.en.md": "---\ntitle: The newest\n---\nText.\n",
	}
	for name, body := range s { // another article of the issue, so that the issue is there
		if strings.Contains(name, "/2024/11/") && strings.HasSuffix(name, ".zh.md") {
			s[name] = strings.Replace(body, "---\n", "---\n期号: 2024-12\n", 1)
			break
		}
	}
	before, after := s.sound(t), s.with(added).sound(t)
	var changed []string
	for name, body := range after {
		if before[name] != body {
			changed = append(changed, name)
		}
	}
	for name := range before {
		if _, there := after[name]; !there {
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	t.Logf("%d of %d files changed", len(changed), len(after))
	if len(changed) > most {
		t.Errorf("more than %d:\n%s", most, strings.Join(changed, "\n"))
	}
}
