package build_test

import (
	"regexp"
	"strings"
	"testing"
)

// hollow is an element that says nothing, or a label without a value.
var hollow = regexp.MustCompile(`<(dl|ul|ol|nav|header|section|article|aside|p|dd|dt|h[1-6]|main)\b[^>]*>\s*</|</dt>\s*</div>|</h[2-6]>\s*</section>`)

// A site with little in it is a small site, not a broken one.
func TestLittle(t *testing.T) {
	both := "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\nsections: [news, training]\n"
	sites := map[string]tree{
		"nothing":      {"site.yaml": both, "content/topics.yaml": "visits: {zh: 来访, en: Visits}\n"},
		"one article":  {"site.yaml": both, "content/news/a.zh.md": "---\n标题: 来访\n日期: 2024-11-06\n---\n正文。\n"},
		"one language": {"site.yaml": "title: 简报\nbase_url: https://bulletin.example.org/\nlanguages: [{code: zh, tag: zh-Hans, name: 中文}]\n", "content/news/a.md": "---\n标题: 来访\n日期: 2024-11-06\n---\n正文。\n"},
		"a page":       {"site.yaml": both, "content/about.zh.md": "---\n标题: 关于\n---\n正文。\n"},
		"no text":      {"site.yaml": both, "content/news/_index.zh.md": "---\n标题: 要闻\n---\n"},
	}
	for name, s := range sites {
		t.Run(name, func(t *testing.T) {
			out := s.sound(t)
			for _, file := range out.pages() {
				if found := hollow.FindString(out[file]); found != "" {
					t.Errorf("%s has %q:\n%s", file, found, out[file])
				}
				if !strings.Contains(file, "/training/") && strings.Contains(out[file], "/training/") {
					t.Errorf("%s leads to a section in which nothing is", file)
				}
			}
			says := strings.Contains(out["zh/index.html"], "暂无稿件。")
			if articles := strings.Contains(name, "one"); says == articles {
				t.Errorf("that there are no articles is said: %v", says)
			}
			if n := strings.Count(out["zh/index.html"], ">来访</a>"); n > 1 {
				t.Errorf("the only article stands on the home %d times", n)
			}
		})
	}
}
