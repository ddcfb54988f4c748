package eyes

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"bulletin/assets"
)

// forum serves a site of two articles in both languages, one of them with parts.
func forum(t *testing.T) string {
	t.Helper()
	zh := "---\n标题: 论坛在澜江举行\n日期: 2024-11-06\n来源: 外办\n---\n开头一段。\n\n## 议程\n\n" + strings.Repeat("讨论了很多事情，也达成了一些共识。", 60) + "\n\n## 成果\n\n签署两份文件。\n"
	en := "---\ntitle: A forum in Lanjiang\n---\nThe opening.\n\n## Agenda\n\n" + strings.Repeat("Many things were discussed, and some were agreed. ", 60) + "\n\n## Results\n\nTwo papers were signed.\n"
	return built(t, map[string]string{
		"site.yaml":                      "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\n",
		"content/news/forum/index.zh.md": zh,
		"content/news/forum/index.en.md": en,
		"content/news/visit.zh.md":       "---\n标题: 来访\n日期: 2024-11-05\n---\n正文。\n",
		"content/news/visit.en.md":       "---\ntitle: A visit\ndate: 2024-11-05\n---\nText.\n",
	})
}

const (
	rootSize  = `parseFloat(getComputedStyle(document.documentElement).fontSize)`
	nameplate = `parseFloat(getComputedStyle(document.querySelector('.nameplate')).fontSize)`
	ink       = `getComputedStyle(document.body).color`
)

// Text size and contrast are chosen by the keyboard alone, and remembered.
func TestReading(t *testing.T) {
	url := forum(t)
	p := newTab(t, 1280, 900, first(`
		new MutationObserver((_, o) => {
			if (!document.body) return;
			window.early = document.documentElement.style.getPropertyValue('--size');
			o.disconnect();
		}).observe(document, {childList: true, subtree: true});`))
	p.open(url + "/en/news/forum.html")
	want(p, rootSize, 16)
	want(p, nameplate, 28)
	p.run(`document.querySelector('.switch a').focus()`)
	p.press(kb.Tab)
	want(p, `document.activeElement.textContent`, "Text size")
	p.press(kb.Enter, kb.Tab)
	want(p, `document.activeElement.closest('label').textContent.trim()`, "Small")
	p.press(kb.ArrowRight)
	want(p, rootSize, 20)
	want(p, nameplate, 35) // at 1280 pixels there is room yet for the wide page
	p.press(kb.ArrowRight)
	want(p, rootSize, 24)
	p.press(kb.ArrowRight)
	want(p, rootSize, 32)
	want(p, nameplate, 44) // as on a screen of 640 pixels
	want(p, ink, "rgb(27, 27, 27)")
	p.press(kb.Tab, " ")
	want(p, `document.documentElement.dataset.contrast`, "more")
	want(p, ink, "rgb(0, 0, 0)")
	p.press(kb.Escape)
	want(p, `document.querySelector('.reading').open`, false)
	want(p, `document.activeElement.textContent`, "Text size")

	for _, page := range []string{"/zh/news/visit.html", "/index.html", "/zh/index.html", "/en/search/index.html", "/404.html"} {
		p.open(url + page)
		want(p, `window.early`, "2") // before anything of the page is there to be drawn
		want(p, rootSize, 32)
		want(p, nameplate, 44)
		want(p, ink, "rgb(0, 0, 0)")
		want(p, `document.querySelector('.reading [name=size]:checked').value + document.querySelector('.reading [name=contrast]').checked`, "2true")
	}
	p.run(`document.querySelector('.reading summary').click(); document.querySelector('.reading [value="1"]').click(); document.querySelector('.reading [name=contrast]').click()`)
	want(p, rootSize, 16)
	want(p, nameplate, 28)
	p.run(`history.back()`)
	want(p, rootSize, 16) // also a page that was left as it had been
	want(p, ink, "rgb(27, 27, 27)")
	want(p, `document.querySelector('.reading [value="1"]').checked`, true)
}

// The sheet lies over the page: it goes when the focus does, by keys as well.
func TestSheetGoes(t *testing.T) {
	p := newTab(t, 375, 800)
	p.open(forum(t) + "/en/news/forum.html")
	const open = `document.querySelector('.reading').open`
	p.run(`document.querySelector('.reading summary').focus()`)
	p.press(kb.Enter)
	want(p, open, true)
	p.press(kb.Tab, kb.Tab)
	want(p, open, true)
	want(p, `document.activeElement.name`, "contrast")
	p.press(kb.Tab)
	want(p, open, false)
	want(p, `!!document.activeElement.closest('.masthead')`, true)
	p.run(`document.querySelector('.reading').open = true; document.activeElement.blur()`)
	p.press(kb.Escape)
	want(p, open, false)
}

// A browser that lets nothing be remembered has sizes all the same, and so has a
// layout without contrast.
func TestForgetful(t *testing.T) {
	url := forum(t)
	p := newTab(t, 1280, 900, first(`Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});`))
	p.open(url + "/en/news/forum.html")
	want(p, `document.querySelector('.reading').checkVisibility()`, true)
	p.run(`document.querySelector('.reading [value="2"]').click()`)
	want(p, rootSize, 32)
	p.run(`document.querySelector('.reading [name=contrast]').click()`)
	want(p, ink, "rgb(0, 0, 0)")
	p = newTab(t, 1280, 900, first(`new MutationObserver(() => document.querySelector('[name=contrast]')?.remove()).observe(document, {childList: true, subtree: true});`))
	p.open(url + "/en/news/forum.html")
	want(p, `!document.querySelector('[name=contrast]')`, true)
	p.run(`document.querySelector('.reading [value="1.5"]').click()`)
	want(p, rootSize, 24)
}

// Twice the size loses nothing at any width.
func TestEnlarged(t *testing.T) {
	url := forum(t)
	p := newTab(t, 1280, 900)
	p.open(url + "/zh/index.html")
	p.run(`localStorage.size = 2`)
	for _, page := range []string{"/index.html", "/zh/index.html", "/en/index.html", "/zh/news/index.html", "/en/news/forum.html", "/zh/news/forum.html", "/zh/archive/index.html", "/404.html"} {
		p.open(url + page)
		for _, width := range []int64{320, 375, 768, 1280, 2560} {
			p.do(sized(width, 900))
			want(p, `innerWidth`, width)
			if over := ask[float64](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
				t.Errorf("%s at %d: the page scrolls sideways by %v", page, width, over)
			}
		}
	}
}

// What other sites on the same host keep under the same names is no choice.
func TestForeignChoices(t *testing.T) {
	url := forum(t)
	p := newTab(t, 1280, 900)
	p.open(url + "/zh/index.html")
	for _, size := range []string{"large", "", "-1", "0.5", "NaN"} {
		p.run(fmt.Sprintf(`localStorage.size = %q; localStorage.contrast = %[1]q`, size))
		p.open(url + "/en/news/visit.html")
		want(p, rootSize, 16)
		want(p, nameplate, 28)
	}
}

// The switch leads from a part to the same part, and back to where one was.
func TestSwitchOfParts(t *testing.T) {
	url := forum(t)
	p := newTab(t, 1280, 900)
	id := ""
	for _, at := range []string{"/zh/news/forum.html", "/en/news/forum.html"} {
		p.open(url + at)
		id = ask[string](p, `document.querySelectorAll('.text h2')[1].id`)
		for _, link := range []string{".switch a", ".twin a"} {
			for _, part := range []string{"", "#" + id} {
				p.open("about:blank")
				p.open(url + at + part)
				p.run("document.querySelector('" + link + "').click()")
				there := strings.NewReplacer("/zh/", "/en/", "/en/", "/zh/").Replace(at)
				want(p, `location.pathname + location.hash`, there+part)
				want(p, `document.readyState`, "complete")
				p.run("document.querySelector('" + link + "').click()")
				want(p, `location.pathname + location.hash`, at+part)
			}
		}
	}
	p.open(url + "/zh/news/forum.html")
	p.run(fmt.Sprintf(`location.hash = %q`, id))
	want(p, `document.querySelector('.switch a').hash`, "#"+id)
}

// What a page offers to be done with its address follows what the browser can do.
func TestShare(t *testing.T) {
	url := forum(t)
	const address = "https://bulletin.example.org/zh/news/forum.html"
	p := newTab(t, 1280, 900, first(`
		Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => { window.taken = text; }}});
		navigator.share = async (what) => { window.sent = what.url + ' ' + what.title; };
		window.print = () => { window.printed = true; };`))
	p.open(url + "/zh/news/forum.html#x")
	p.click(".share .copy")
	want(p, `window.taken`, address)
	want(p, `document.querySelector('.share [role=status]').textContent`, "已复制")
	p.click(".share .send")
	want(p, `window.sent`, address+" 论坛在澜江举行 – 简报")
	p.click(".share .print")
	want(p, `window.printed`, true)

	p = newTab(t, 1280, 900, first(`
		Object.defineProperty(navigator, 'clipboard', {value: undefined});
		navigator.share = undefined;
		document.execCommand = () => false;`))
	p.open(url + "/zh/news/forum.html")
	want(p, `document.querySelector('.share .send').checkVisibility()`, false)
	p.click(".share .copy")
	want(p, `document.activeElement.value`, address)
	want(p, `getSelection().toString()`, address)
	want(p, `document.querySelector('.share [role=status]').textContent`, "")
}

// A table wider than the page is scrolled by keys; one that fits is no stop.
func TestWideTable(t *testing.T) {
	row := strings.Repeat("| Internationalisation ", 8) + "|\n"
	url := built(t, map[string]string{
		"site.yaml":               "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\n",
		"content/news/fees.en.md": "---\ntitle: Fees\ndate: 2024-11-06\n---\n" + row + strings.Repeat("|---", 8) + "|\n" + row + "\nText.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n",
	})
	p := newTab(t, 375, 800)
	p.open(url + "/en/news/fees.html")
	want(p, `[...document.querySelectorAll('.table')].map((e) => e.tabIndex).join()`, "0,-1")
	p.run(`document.querySelector('.table').focus()`)
	p.press(kb.ArrowRight, kb.ArrowRight)
	want(p, `document.querySelector('.table').scrollLeft > 0`, true)
}

// What holds up the first drawing has 600 bytes at most.
func TestHeadScript(t *testing.T) {
	if body, err := assets.FS.ReadFile("js/choices.js"); err != nil || len(body) > 600 {
		t.Errorf("the script in the head has %d bytes: %v", len(body), err)
	}
}
