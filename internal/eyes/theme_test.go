package eyes

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

const themed = `title: {zh: 外事简报, en: Bulletin of the City Foreign Affairs Office}
base_url: https://bulletin.example.org/
theme:
  ink: "#222"
  paper: "#fdfaf3"
  accent: "#1f4e79"
  measure: {zh: 32em, en: 28em}
  fonts: {zh: {serif: [Nobody Has This]}, en: {sans: [Nor This]}}
  logo: assets/logo.svg
`

// What theme in site.yaml says is what is seen, by light, in the dark and on
// paper. The logo stands beside the names, and the nameplate does not grow
// beyond what is allowed.
func TestTheme(t *testing.T) {
	text := "---\n%s: Title\n%s: 2024-11-06\n---\nText.\n"
	url := built(t, map[string]string{
		"site.yaml":                 themed,
		"assets/logo.svg":           `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="90" height="60" fill="#1f4e79"/></svg>`,
		"assets/custom.css":         ":root { --line: #010203; }\n",
		"content/news/a.zh.md":      fmt.Sprintf(text, "标题", "日期"),
		"content/news/a.en.md":      fmt.Sprintf(text, "title", "date"),
		"content/news/b.zh.md":      fmt.Sprintf(text, "标题", "日期"),
		"content/news/c.en.md":      fmt.Sprintf(text, "title", "date"),
		"content/news/_index.zh.md": "---\n标题: 要闻\n---\n",
		"content/news/_index.en.md": "---\ntitle: News\n---\n",
	})
	for width, most := range map[int64]float64{1280: 120, 375: 96} {
		p := newTab(t, width, 800)
		for _, language := range []string{"zh", "en"} {
			p.open(url + "/" + language + "/news/a.html")
			want(p, `document.querySelector('.logo img').naturalWidth`, 90)
			p.run(`box = (selector) => document.querySelector(selector).getBoundingClientRect()`)
			if h := ask[float64](p, `box('.menu ul').top - box('.masthead').top`); h > most {
				t.Errorf("%s at %d: the nameplate is %.0f px high, over %.0f", language, width, h, most)
			}
			want(p, `box('.logo img').height <= 48 && box('.logo img').width * 2 === box('.logo img').height * 3`, true)
			want(p, `box('.logo').right < box('.nameplate').left && box('.masthead .foreign').left === box('.nameplate').left`, true)
			want(p, `document.documentElement.scrollWidth <= innerWidth`, true)
		}
		for page, logo := range map[string]bool{"/": false, "/404.html": true} { // pages without sections have one double rule, as wide as the page
			p.open(url + page)
			want(p, `!!document.querySelector('.logo').offsetWidth`, logo)
			want(p, `[...document.querySelectorAll('.top, .top *')].filter((e) => ['::before', '::after'].some((part) => getComputedStyle(e, part).borderTopWidth === '3px' && getComputedStyle(e, part).content !== 'none')).map((e) => e.className + e.offsetWidth).join()`,
				fmt.Sprint("menu", ask[int](p, `document.querySelector('main').offsetWidth`)))
			want(p, `[...document.querySelectorAll('.nameplate')].filter((e) => e.checkVisibility()).length`, map[bool]int{true: 1, false: 0}[logo])
		}
	}
	p := newTab(t, 1280, 800)
	token := func(name string) string {
		return `getComputedStyle(document.documentElement).getPropertyValue('--` + name + `')`
	}
	p.open(url + "/zh/news/a.html")
	for name, value := range map[string]string{"ink": "#222222", "paper": "#fdfaf3", "cinnabar": "#1f4e79", "line": "#010203"} {
		want(p, token(name), value)
	}
	want(p, `getComputedStyle(document.querySelector('.article')).width`, "576px")
	want(p, `getComputedStyle(document.querySelector('h1')).fontFamily.startsWith('"Nobody Has This", "Songti SC", ')`, true)
	p.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}}))
	want(p, token("ink"), "#e6e4df")
	want(p, token("paper"), "#171716")
	want(p, token("cinnabar"), "#6d8ca8")
	p.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	want(p, token("ink"), "#000")
	want(p, token("cinnabar"), "#1f4e79")
	p.open(url + "/en/news/a.html")
	want(p, `getComputedStyle(document.querySelector('.text')).fontFamily.startsWith('Charter')`, true)
	p.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{}))
	p.open(url + "/en/news/a.html")
	want(p, `getComputedStyle(document.querySelector('.article')).width`, "504px")
	want(p, `getComputedStyle(document.body).fontFamily.startsWith('"Nor This", "Helvetica Neue", ')`, true)
	want(p, `getComputedStyle(document.querySelector('.masthead .foreign')).fontFamily.startsWith('"Nobody Has This", ')`, true)
	for _, page := range []string{"/zh/news/b.html", "/en/news/c.html"} { // what stands above an article is as wide
		p.open(url + page)
		want(p, `document.querySelector('.notice').offsetWidth === document.querySelector('.article').offsetWidth`, true)
	}
}
