package eyes

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Every kind of page of the sample, in both languages, is one that everybody
// can read: for fingers and keys, narrow and wide, in all colours.
func TestPages(t *testing.T) {
	judged(t)
	tabs := newRack(t, 2, func() *tab { return newTab(t, 375, 800, first(shifts)) })
	each(t, func(t *testing.T, address string) {
		tabs.lend(t).walk(address).report(t)
	})
}

// walk gives all that is wrong with a page, on a telephone and on a desk. How it
// comes to stand there on a desk one language tells of both.
func (p *tab) walk(address string) findings {
	p.t.Helper()
	found := findings{}
	p.do(sized(375, 800), touching())
	p.open(address)
	want(p, `matchMedia('(pointer: coarse)').matches`, true)
	p.still("375", found)
	found.add("375", "a finger misses ", ask[[]string](p, targets))
	p.summon()
	p.judge("375", found)
	p.do(call(emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{}), sized(1280, 800))
	want(p, `matchMedia('(pointer: coarse)').matches`, false)
	if !strings.Contains(address, "/en/") {
		p.open(address)
		p.still("1280", found)
		p.summon()
	}
	p.judge("1280", found)
	p.tabbed(found)
	for _, width := range []int64{320, 375, 768, 1280, 3840} {
		p.do(sized(width, 800))
		want(p, `innerWidth`, width)
		if ask[float64](p, `document.documentElement.scrollWidth - innerWidth`) > 0 {
			found.add(fmt.Sprint(width), "the page scrolls sideways", []string{""})
		}
	}
	return found
}

// shifts sums what moves without having been asked to once the page is there, and
// notes what it was.
const shifts = `window.shifted = 0; window.movers = new Set(); let loaded = Infinity;
const begin = (frames) => frames ? requestAnimationFrame(() => begin(frames - 1)) : loaded = performance.now();
addEventListener('load', () => begin(2)); // the last of what arrived is drawn by then
new PerformanceObserver((list) => {
	for (const e of list.getEntries()) {
		if (e.hadRecentInput || e.startTime < loaded) continue;
		window.shifted += e.value;
		for (const s of e.sources) if (s.node) movers.add((s.node.outerHTML || s.node.textContent).slice(0, 60));
	}
}).observe({type: 'layout-shift', buffered: true});`

// still wants nothing to move while the page is read to its end and its
// pictures come.
func (p *tab) still(where string, found findings) {
	p.t.Helper()
	p.run(`(async () => {
		for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
			scrollTo({top: y, behavior: 'instant'});
			await new Promise(requestAnimationFrame);
		}
		for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame); // what has moved is told later
		window.read = true;
	})()`)
	want(p, `window.read === true && [...document.images].every((i) => i.complete || !i.checkVisibility())`, true)
	p.run(`scrollTo({top: 0, behavior: 'instant'})`)
	if ask[float64](p, `shifted`) >= .01 {
		found.add(where, "the page shifts: ", ask[[]string](p, `[shifted.toFixed(3) + ' ' + [...movers].join(' ')]`))
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
func (p *tab) tabbed(found findings) {
	p.t.Helper()
	p.run(`window.visited = []; window.unseen = [];
	addEventListener('focusin', (e) => {
		const style = getComputedStyle(e.target);
		visited.push(e.target);
		if (!e.target.matches('dialog') && (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2)) unseen.push(e.target.outerHTML.slice(0, 120));
	});
	window.reachable = [...document.querySelectorAll('a[href], button, summary, input, select, textarea')].filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.disabled)`)
	p.do(chromedp.KeyEvent(strings.Repeat(kb.Tab, ask[int](p, `reachable.length`)+5)))
	found.add("1280", "nobody sees that the focus is on ", ask[[]string](p, `unseen`))
	found.add("1280", "Tab does not lead to ", ask[[]string](p, `reachable.filter((e) => !visited.includes(e)).map((e) => e.outerHTML.slice(0, 120))`))
}

// Each fault of a page that has them all is found.
func TestFaults(t *testing.T) {
	judged(t)
	s := newSite(t, map[string]string{"/en/a/": `<img src="/images/1.300x300.png"><h4>Title</h4>
<div><a href="/en/b/">small</a> <a href="/en/c/" tabindex="-1">out of reach</a> <button type="button">idle</button></div>
<canvas width="2000" height="10"></canvas><p style="color: red">Text.</p>
<img src="https://elsewhere.example.org/a.png" alt="">`})
	p := newTab(t, 375, 800, first(shifts), first(`addEventListener('load', () => {
		document.querySelector('p').style.color = '#999';
		document.querySelector('a').style.outline = 'none';
	})`))
	found := p.walk(s.url + "/en/a/")
	time.Sleep(600 * time.Millisecond) // what moves sooner after a key counts as asked for
	p.run(`document.body.style.paddingTop = '200px'`)
	p.still("", found)
	found.add("", "nothing happens at ", ask[[]string](p, idle))
	p.mutex.Lock()
	found.add("", "", p.complaints)
	p.complaints = nil
	p.mutex.Unlock()
	all := strings.Join(slices.Collect(maps.Keys(found)), "\n")
	for _, fault := range []string{
		"the page shifts", "the page scrolls sideways", `a finger misses <a href="/en/b/"`, `Tab does not lead to <a href="/en/c/"`,
		"nothing happens at <button", "image-alt at ", "page-has-heading-one at ", "color-contrast at p", `the focus is on <a href="/en/b/"`, "Content Security Policy", "asks for https://elsewhere.example.org/a.png",
	} {
		if !strings.Contains(all, fault) {
			t.Errorf("not found: %s", fault)
		}
	}
	if t.Failed() {
		t.Log(all)
	}
}
