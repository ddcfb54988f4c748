package eyes

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// headlines of an article in both languages, the longest of each last.
var headlines = map[string][]string{
	"zh": {"风雨同舟", "公共标识英文译写规范十月一日起施行", "澜江市举办全市外事干部国际交往能力专题培训班，市直各部门、各区县和开发区共一百二十六名学员参加为期五天的集中学习与现场教学，并赴友好城市交流"},
	"en": {"Same Boat", "New Standard for English on Public Signs", "Officials from Every District of Lanjiang Sharpen Their Global Competence in a Five-Day Course on Protocol, Negotiation and the City’s “Opening up” to Its Partners Abroad"},
}

// designed serves a site with what the decisions of design are about: headlines
// of all lengths, mixed scripts, lists longer than a screen, a picture to each
// article, a correction.
func designed(t *testing.T) string {
	t.Helper()
	eyes(t)
	draft.Do(func() { raise(t, filepath.Join(attic, "design"), drawn(t)) })
	return showing(t, filepath.Join(attic, "design", "public"))
}

// draft is built once for all tests.
var draft sync.Once

func drawn(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{
		"site.yaml":           "title: {zh: 澜江外事简报, en: Lanjiang Foreign Affairs Bulletin}\nbase_url: https://bulletin.example.org/\nsections: [news, training, exchanges, notices, policy, culture]\n",
		"content/issues.yaml": "2024-12: {zh: 2024年第12期（总第96期）, en: \"No. 12, 2024 (No. 96 in all)\"}\n",
	}
	for _, s := range []string{"news", "training", "exchanges", "notices", "policy", "culture"} {
		files["content/"+s+"/_index.zh.md"] = "---\n标题: " + map[string]string{"news": "要闻", "training": "培训", "exchanges": "交流", "notices": "通知", "policy": "政策", "culture": "文化"}[s] + "\n---\n"
		files["content/"+s+"/_index.en.md"] = "---\ntitle: " + strings.ToUpper(s[:1]) + s[1:] + "\n---\n"
		for i := 1; i <= 18; i++ {
			dir := fmt.Sprintf("content/%s/2024/%02d/a%02d/", s, 1+i%12, i)
			files[dir+"index.zh.md"] = fmt.Sprintf("---\n标题: %s%d\n日期: 2024-%02d-%02d\n来源: 市外办对外交流处\n期号: 2024-12\n---\n正文。\n\n![](a.jpg)\n", headlines["zh"][1], i, 1+i%12, i)
			files[dir+"index.en.md"] = fmt.Sprintf("---\ntitle: %s %d\nsource: Division of International Exchanges\n---\nText.\n\n![](a.jpg)\n", headlines["en"][1], i)
			files[dir+"a.jpg"] = photo(t, 7, 480, 320)
		}
	}
	for i := range headlines["zh"] {
		at := fmt.Sprintf("content/news/2024/12/h%d.", i)
		files[at+"zh.md"] = "---\n标题: " + headlines["zh"][i] + "\n日期: 2024-12-05\n来源: 市外办\n作者: 沈知遥\n更正: 日期有误。\n---\n" + strings.Repeat("会谈中，双方认为“民相亲”是两市关系的基础，2024年以来已有6所学校建立联系，愿以十周年为起点，把交流做得更细、更实。", 8) + "[链接](h0.zh.md)\n\n第二段，*重点*。\n"
		files[at+"en.md"] = "---\ntitle: " + headlines["en"][i] + "\nsource: Foreign Affairs Office\nauthor: Shen Zhiyao\ncorrection: The date was wrong.\n---\n" + strings.Repeat("Both sides said that “friendship between people” was the firmest foundation of what the two cities have built since 2014. ", 8) + "[A link](h0.en.md)\n\nThe second, *stressed*.\n"
	}
	return files
}

// near wants a figure to be that of the design, to half a pixel.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > .5 {
		t.Errorf("%s is %v, not %v", what, got, want)
	}
}

func within(t *testing.T, what string, got, least, most float64) {
	t.Helper()
	if got < least || got > most {
		t.Errorf("%s is %v, not between %v and %v", what, got, least, most)
	}
}

// style is a computed length of what the selector finds first.
func (p *tab) style(selector, property string) float64 {
	p.t.Helper()
	return ask[float64](p, fmt.Sprintf("parseFloat(getComputedStyle(document.querySelector(`%s`)).getPropertyValue('%s'))", selector, property))
}

// edge is a side of what the selector finds first, from the top of the page.
func (p *tab) edge(selector, side string) float64 {
	p.t.Helper()
	return ask[float64](p, fmt.Sprintf("document.querySelector(`%s`).getBoundingClientRect().%s + (/top|bottom/.test('%[2]s') ? scrollY : 0)", selector, side))
}

// lines are the lines of text in what the selector finds first.
func (p *tab) lines(selector string) []string {
	p.t.Helper()
	return ask[[]string](p, fmt.Sprintf(`(() => {
		const lines = [], walk = document.createTreeWalker(document.querySelector("%s"), NodeFilter.SHOW_TEXT), range = document.createRange();
		let bottom = -1;
		while (walk.nextNode()) for (let i = 0; i < walk.currentNode.length; i++) {
			range.setStart(walk.currentNode, i); range.setEnd(walk.currentNode, i + 1);
			const r = range.getClientRects()[0];
			if (!r) continue;
			if (r.top > bottom - 4) { lines.push(''); bottom = r.bottom; }
			lines[lines.length - 1] += walk.currentNode.data[i];
		}
		return lines;
	})()`, selector))
}

// The nameplate: two names over a double rule, and at most two lines of sections.
func TestNameplate(t *testing.T) {
	url := designed(t)
	p := newTab(t, 1280, 800)
	for _, path := range []string{"/zh/", "/en/", "/zh/news/", "/en/news/2024/12/h1.html"} {
		for width, want := range map[int64]struct{ name, most float64 }{1280: {28, 120}, 375: {22, 96}} {
			p.do(sized(width, 800))
			p.open(url + path)
			about := fmt.Sprint(path, " at ", width, ": ")
			near(t, about+"the size of the name", p.style(".nameplate", "font-size"), want.name)
			near(t, about+"the size of the other name", p.style(".masthead .foreign", "font-size"), 14)
			within(t, about+"the height down to the rule", p.edge(".menu ul", "top")-p.edge(".top", "top"), 40, want.most)
			within(t, about+"the height of the menu", p.edge(".menu ul", "height"), 20, 90)
			rule := ask[string](p, `(() => { const s = getComputedStyle(document.querySelector('.menu'), '::before'); return s.borderTopWidth + s.borderTopColor + s.borderBottomWidth; })()`)
			if rule != "3pxrgb(179, 38, 30)1px" {
				t.Errorf("%sthe rule is %s", about, rule)
			}
		}
	}
}

// The front page: two columns, counterparts level; one column on a phone.
func TestFront(t *testing.T) {
	url := designed(t)
	p := newTab(t, 1280, 800)
	p.open(url + "/")
	rows := ask[[]float64](p, `[...document.querySelectorAll('.front .card')].map((c) => c.getBoundingClientRect().top)`)
	if len(rows) != 10 || !slices.Equal(rows[:5], rows[5:]) {
		t.Errorf("the rows stand at %v", rows)
	}
	if got := ask[string](p, `[...document.querySelectorAll('.front > section')].map((s) => s.lang).join()`); got != "zh-Hans,en" {
		t.Errorf("the columns are in %s", got)
	}
	p.do(sized(375, 800))
	want(p, `new Set([...document.querySelectorAll('.front > section')].map((s) => s.getBoundingClientRect().left)).size`, 1)
}

// Headlines step down by length, and their last line is no orphan.
func TestHeadlines(t *testing.T) {
	url := designed(t)
	p := newTab(t, 1280, 800)
	for language, sizes := range map[string]map[int64][2]float64{"zh": {1280: {32, 28}, 375: {26, 22}}, "en": {1280: {38, 28}, 375: {28, 22}}} {
		for width, size := range sizes {
			p.do(sized(width, 800))
			for i := range headlines[language] {
				p.open(fmt.Sprintf("%s/%s/news/2024/12/h%d.html", url, language, i))
				about := fmt.Sprintf("headline %d in %s at %d: ", i, language, width)
				long := i == 2
				want := size[0]
				if long {
					want = size[1]
				}
				near(t, about+"the size", p.style("h1", "font-size"), want)
				near(t, about+"the height of a line", p.style("h1", "line-height")/want*100, map[string]float64{"zh": 135, "en": 115}[language])
				lines := p.lines("h1")
				most := map[int64]int{1280: 4, 375: 7}[width]
				if len(lines) > most {
					t.Errorf("%s%d lines, over %d: %q", about, len(lines), most, lines)
				}
				last := lines[len(lines)-1]
				if n := len([]rune(strings.TrimSpace(last))); len(lines) > 1 && (language == "zh" && n < 2 || language == "en" && len(strings.Fields(last)) < 2) {
					t.Errorf("%sthe last line is %q", about, last)
				}
			}
		}
	}
}

// A column of text: whole ems in Chinese, a number of letters in English; the
// quotation mark is as wide as the language has it.
func TestColumn(t *testing.T) {
	url := designed(t)
	const mark = `(() => {
		const p = document.querySelector('.text p'), range = document.createRange(), at = p.firstChild.data.indexOf('“');
		range.setStart(p.firstChild, at); range.setEnd(p.firstChild, at + 1);
		return range.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize);
	})()`
	p := newTab(t, 1280, 800)
	for _, width := range []int64{320, 375, 390, 768, 1280} {
		p.do(sized(width, 800))
		p.open(url + "/zh/news/2024/12/h1.html")
		about := fmt.Sprint("Chinese at ", width, ": ")
		ems := p.edge(".text p", "width") / 18
		near(t, about+"the measure in hundredths of an em", 100*ems, 100*math.Round(ems))
		within(t, about+"the measure in em", ems, 15, 36)
		near(t, about+"the size", p.style(".text", "font-size"), 18)
		near(t, about+"the height of a line", p.style(".text", "line-height"), 32.4)
		near(t, about+"the indent", p.style(".text p", "text-indent"), 36)
		near(t, about+"the gap", p.style(".text p", "margin-bottom"), 0)
		near(t, about+"the width of “ in hundredths", 100*ask[float64](p, mark), 100)
	}
	want(p, `getComputedStyle(document.querySelector('.text p')).textAlign`, "justify")
	want(p, `getComputedStyle(document.querySelector('.text em')).textEmphasisStyle + getComputedStyle(document.querySelector('.text em')).fontStyle`, "dotnormal")

	p.open(url + "/en/news/2024/12/h1.html")
	near(t, "English: the height of a line", p.style(".text", "line-height"), 28.8)
	near(t, "English: the indent", p.style(".text p", "text-indent"), 0)
	within(t, "English: the gap", p.style(".text p", "margin-bottom"), 9, 30)
	within(t, "English: the width of “", ask[float64](p, mark), .2, .6)
	want(p, `getComputedStyle(document.querySelector('.text em')).fontStyle`, "italic")
	lines := p.lines(".text p")
	letters := 0
	for _, line := range lines[:len(lines)-1] {
		letters += len([]rune(strings.TrimSpace(line)))
	}
	within(t, "English: the letters in a line", float64(letters)/float64(len(lines)-1), 60, 68)
}

// Ink and one colour: nothing on any page is bolder, rounder or livelier.
func TestPlain(t *testing.T) {
	url := designed(t)
	p := newTab(t, 1280, 800)
	for _, scheme := range []string{"light", "dark"} {
		p.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}))
		for _, path := range []string{"/", "/zh/", "/en/news/", "/zh/news/2024/12/h1.html", "/zh/issues/2024-12.html", "/en/search/", "/404.html"} {
			p.open(url + path)
			for what, got := range ask[map[string][]string](p, `(() => {
				const seen = {};
				const note = (key, value) => (seen[key] = seen[key] || new Set()).add(value);
				for (const e of document.body.querySelectorAll('*')) for (const pseudo of [undefined, '::before', '::after']) {
					const s = getComputedStyle(e, pseudo);
					note('font-weight', s.fontWeight);
					if (parseFloat(s.borderRadius) > 2 && e.type !== 'radio') note('border-radius', e.tagName + '.' + e.className + ' ' + s.borderRadius);
					if (s.boxShadow !== 'none' || s.textShadow !== 'none') note('shadow', e.tagName + '.' + e.className);
					if (s.backgroundImage !== 'none') note('background', e.tagName + '.' + e.className);
					if (parseFloat(s.transitionDuration) > .15) note('motion', e.tagName + '.' + e.className);
				}
				for (const a of document.querySelectorAll('.text a')) if (!getComputedStyle(a).textDecorationLine.includes('underline')) note('links', a.textContent);
				return Object.fromEntries(Object.entries(seen).map(([k, v]) => [k, [...v]]));
			})()`) {
				if what != "font-weight" {
					t.Errorf("%s, %s: %s: %v", path, scheme, what, got)
				} else if slices.Sort(got); strings.Join(got, " ") != "400 700" {
					t.Errorf("%s, %s: the weights are %v", path, scheme, got)
				}
			}
			for name, least := range map[string]float64{"--cinnabar": 5, "--ink": 12, "--soft": 4.5} {
				if got := ask[float64](p, contrast(name)); got < least {
					t.Errorf("%s, %s: the contrast of %s is %.2f", path, scheme, name, got)
				}
			}
		}
	}
	p.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{}))
	p.open(url + "/zh/")
	want(p, ink, "rgb(27, 27, 27)")
}

// contrast is that of a colour with the paper (WCAG 2.2, relative luminance).
func contrast(name string) string {
	return `(() => {
		const light = (name) => {
			const probe = document.createElement('i');
			probe.className = 'hidden';
			document.body.append(probe);
			probe.style.color = 'var(' + name + ')';
			const [r, g, b] = getComputedStyle(probe).color.match(/[\d.]+/g).map((v) => v / 255).map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
			probe.remove();
			return .2126 * r + .7152 * g + .0722 * b;
		};
		const a = light('` + name + `'), b = light('--paper');
		return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
	})()`
}

// The home: the lead and five dated headlines are seen at once; on a phone the
// lead's headline.
func TestHome(t *testing.T) {
	url := designed(t)
	p := newTab(t, 1280, 800)
	for _, language := range []string{"zh", "en"} {
		p.do(sized(1280, 800))
		p.open(url + "/" + language + "/")
		near(t, language+": the ratio of the picture", 100*p.edge(".lead img", "width")/p.edge(".lead img", "height"), 150)
		within(t, language+": the part of the lead", p.edge(".lead", "width")/p.edge(".opening", "width"), .64, .69)
		within(t, language+": the end of the lead", p.edge(".lead .meta", "bottom"), 200, 800)
		within(t, language+": the end of the picture", p.edge(".lead img", "bottom"), 200, 800)
		within(t, language+": the end of the fifth headline", p.edge(".latest li:nth-child(5) time", "bottom"), 200, 800)
		if got := ask[string](p, `[...document.querySelectorAll('.blocks > section')].map((s) => s.querySelectorAll('.brief').length + '+' + s.querySelectorAll('.card:not(.brief)').length).join()`); got != "1+3,1+3,1+3,1+3,1+3,1+3" {
			t.Errorf("%s: the sections have %s", language, got)
		}
		want(p, `document.querySelectorAll('.strip img').length`, 5)
		want(p, `new Set([...document.querySelectorAll('.strip img')].map((i) => i.getBoundingClientRect().top)).size`, 1)
		p.do(sized(375, 667))
		within(t, language+": the end of the lead's headline on a phone", p.edge(".lead h2", "bottom"), 100, 667)
	}
}

// Lists are ledgers: twelve rows on a screen, with pictures, dates in figures
// that stand below each other.
func TestLedger(t *testing.T) {
	url := designed(t)
	p := newTab(t, 1280, 800)
	for _, path := range []string{"/zh/training/", "/en/training/", "/zh/archive/2024/"} {
		p.open(url + path)
		within(t, path+": the end of the twelfth row", p.edge(".ledger .card", "top")+12*p.edge(".ledger .card", "height"), 300, 800)
		within(t, path+": the end of the twelfth row, months included", ask[float64](p, `[...document.querySelectorAll('.ledger .card')][11].getBoundingClientRect().bottom`), 300, 800)
		near(t, path+": the ratio of a picture", 100*p.edge(".card img", "width")/p.edge(".card img", "height"), 133)
		want(p, `getComputedStyle(document.querySelector('.card time')).fontVariantNumeric.includes('tabular-nums')`, true)
		want(p, `new Set([...document.querySelectorAll('.card time')].map((e) => e.getBoundingClientRect().left)).size`, 1)
	}
}

// An article begins soon, its twin's title below its own, what is corrected
// above the text.
func TestOpening(t *testing.T) {
	url := designed(t)
	p := newTab(t, 1280, 800)
	for language, other := range map[string]string{"zh": "en", "en": "zh-Hans"} {
		p.open(url + "/" + language + "/news/2024/12/a11.html")
		within(t, language+": the beginning of the text", p.edge(".text", "top"), 200, 480)
		p.open(url + "/" + language + "/news/2024/12/h1.html")
		want(p, `document.querySelector('h1 ~ .twin a').lang`, other)
		want(p, `document.querySelector('.byline').tagName + document.querySelectorAll('.byline dt').length`, "DL3")
		if h := p.edge(".byline", "height"); h > 45 {
			t.Errorf("%s: the byline is %v high", language, h)
		}
		within(t, language+": the box of the correction", p.style(".correction", "border-top-width"), 1, 2)
		if p.edge(".correction", "bottom") > p.edge(".text", "top") {
			t.Errorf("%s: the correction stands below the text", language)
		}
	}
}
