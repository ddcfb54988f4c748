package eyes

import (
	"fmt"
	"strings"
	"testing"
)

// No last line of a paragraph is one Han character with its
// full stop, whatever the length.
func TestOrphans(t *testing.T) {
	const words = "会谈中双方认为两市关系的基础是民心相通愿以十周年为起点把交流做得更细更实港口学校医院与图书馆之间的往来逐年增多"
	var body strings.Builder
	for n := 40; n < 110; n++ {
		fmt.Fprintf(&body, "%s。\n\n", string([]rune(strings.Repeat(words, 3))[:n]))
	}
	url := built(t, map[string]string{
		"site.yaml":            "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\n",
		"content/news/a.zh.md": "---\n标题: 长短不一\n日期: 2024-11-06\n---\n" + body.String(),
	})
	p := newTab(t, 1280, 900)
	for _, width := range []int64{320, 375, 768, 1280} {
		p.do(sized(width, 900))
		p.open(url + "/zh/news/a.html")
		short := ask[[]string](p, `[...document.querySelectorAll('.text p')].filter((e) => {
			const range = document.createRange(), text = e.firstChild, at = (i) => { range.setStart(text, i); range.setEnd(text, i + 1); return range.getBoundingClientRect().top; };
			return at(text.length - 3) < at(text.length - 1) - 4;
		}).map((e) => e.textContent.length + ': ' + e.textContent.slice(-4))`)
		if len(short) > 0 {
			t.Errorf("at %d: %d last lines of one character: %q", width, len(short), short)
		}
	}
}
