package eyes

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Every kind of page of the sample, in both languages, is one that everybody
// can read: for fingers and keys, narrow and wide, in all colours.
func TestPages(t *testing.T) {
	source := axe(t)
	each(t, func(t *testing.T, address string) {
		p := newTab(t, 375, 800, touching(), first(shifts))
		p.open(address)
		want(p, `matchMedia('(pointer: coarse)').matches`, true)
		p.still("375")
		for _, small := range ask[[]string](p, targets) {
			t.Errorf("a finger misses %s", small)
		}
		found := findings{}
		p.run(source)
		p.judge("375", found)
		p.do(call(emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{}), sized(1280, 800))
		p.open(address)
		want(p, `matchMedia('(pointer: coarse)').matches`, false)
		p.still("1280")
		p.run(source)
		p.judge("1280", found)
		found.report(t)
		p.tabbed()
		for _, width := range []int64{320, 375, 768, 1280, 3840} {
			p.do(sized(width, 800))
			want(p, `innerWidth`, width)
			if over := ask[float64](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
				t.Errorf("%d: the page scrolls sideways by %v", width, over)
			}
		}
	})
}

// shifts sums what moves without having been asked to.
const shifts = `window.shifted = 0;
new PerformanceObserver((list) => {
	for (const e of list.getEntries()) if (!e.hadRecentInput) window.shifted += e.value;
}).observe({type: 'layout-shift', buffered: true});`

// still wants nothing to move while the page is read to its end and its
// pictures come.
func (p *tab) still(about string) {
	p.t.Helper()
	p.run(`(async () => {
		for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
			scrollTo({top: y, behavior: 'instant'});
			await new Promise(requestAnimationFrame);
		}
		window.read = true;
	})()`)
	want(p, `window.read === true && [...document.images].every((i) => i.complete || !i.checkVisibility())`, true)
	p.run(`scrollTo({top: 0, behavior: 'instant'})`)
	if shifted := ask[float64](p, `shifted`); shifted >= .01 {
		p.t.Errorf("%s: the page shifts by %.3f", about, shifted)
	}
}

// targets lists what answers to fingers in less than 44 px. A link in running
// text is as high as its line.
const targets = `[...document.querySelectorAll('a[href], button, summary, input, select, textarea')].flatMap((e) => {
	if (!e.checkVisibility({visibilityProperty: true}) || e.closest('.text :is(p, li, dd, figcaption, td)')) return [];
	const whole = e.getBoundingClientRect();
	if (whole.bottom + scrollY <= 0 || whole.height >= 43.5) return [];
	e.scrollIntoView({block: 'center', behavior: 'instant'});
	const r = e.getClientRects()[0];
	const hits = (away) => {
		const at = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2 + away);
		return at && (at === e || e.contains(at));
	};
	return hits(-20) && hits(20) ? [] : [e.outerHTML.slice(0, 120) + ', ' + whole.height.toFixed(1) + ' px high'];
})`

// tabbed wants the Tab key to lead to everything that answers, and each to show
// that it is meant.
func (p *tab) tabbed() {
	p.t.Helper()
	p.run(`window.visited = []; window.unseen = [];
	addEventListener('focusin', (e) => {
		const style = getComputedStyle(e.target);
		visited.push(e.target);
		if (!e.target.matches('dialog') && (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2)) unseen.push(e.target.outerHTML.slice(0, 120));
	});
	window.reachable = [...document.querySelectorAll('a[href], button, summary, input, select, textarea')].filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.disabled)`)
	p.do(chromedp.KeyEvent(strings.Repeat(kb.Tab, ask[int](p, `reachable.length`)+5)))
	for _, e := range ask[[]string](p, `unseen`) {
		p.t.Errorf("nobody sees that the focus is on %s", e)
	}
	for _, e := range ask[[]string](p, `reachable.filter((e) => !visited.includes(e)).map((e) => e.outerHTML.slice(0, 120))`) {
		p.t.Errorf("Tab does not lead to %s", e)
	}
}
