package eyes

import (
	"compress/gzip"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"bulletin/assets"
)

// What a test asks of the viewer again and again.
const (
	isOpen  = `!!document.querySelector('dialog[open]')`
	seen    = `document.querySelector('.viewer .seen').textContent`
	said    = `document.querySelector('.viewer .said').textContent`
	words   = `document.querySelector('.viewer .words').textContent`
	shown   = `new URL(document.querySelector('.viewer .stage img').src).pathname`
	focused = `document.activeElement.pathname || document.activeElement.className`
)

func several() []picture {
	return []picture{
		{300, 200, "First <b>light</b>", "Photo: Li Si"}, {200, 300, "", ""}, {400, 300, "Third", ""},
		{700, 200, "Wide", ""}, {300, 300, "Last", "Photo: Zhang San"},
	}
}

// ofPictures is a site with the same five pictures in both languages: one in
// the text, four in rows, and a link in a figure that leads elsewhere.
func ofPictures(t *testing.T) *site {
	tall := strings.Repeat("<p>Text.</p>\n", 40)
	all := several()
	zh := all[0]
	zh.caption, zh.credit = "第一张", "摄影：李四"
	elsewhere := `<figure><a class="elsewhere" href="/en/there/"><img src="/images/9.30x20.jpg" width="30" height="20" alt="There"></a></figure>`
	return newSite(t, map[string]string{
		"/zh/a/":     zh.html(1) + gallery("rows", 2, all[1:]...),
		"/en/a/":     all[0].html(1) + elsewhere + tall + gallery("rows", 2, all[1:]...) + tall,
		"/en/there/": "<p>There.</p>",
		"/en/one/":   all[0].html(1),
	})
}

// Once the viewer was used, links to parts of the page lead there as before, and no
// missing part of the viewer's layout keeps pictures from being seen.
func TestPartsAfterViewer(t *testing.T) {
	s := ofPictures(t)
	s.pages["/en/part/"] = s.dress("en", several()[0].html(1)+strings.Repeat("<p>Text.</p>\n", 60)+`<p id="part"><a href="#main" class="up">Up</a></p>`+strings.Repeat("<p>Text.</p>\n", 60))
	s.pages["/en/few/"] = strings.NewReplacer(`class="large"`, "", `class="previous"`, "").Replace(s.dress("en", several()[0].html(1)))
	p := newTab(t, 1280, 800)
	p.open(s.url + "/en/part/")
	p.click(p.link("1"))
	want(p, isOpen, true)
	p.press(kb.Escape)
	want(p, isOpen, false)
	want(p, focused, "/images/1.600x400.png")
	want(p, `history.state === null && history.scrollRestoration`, "auto")
	p.run(`const a = document.createElement('a'); a.href = '#part'; document.querySelector('main').prepend(a); a.click()`)
	want(p, `location.hash`, "#part")
	time.Sleep(50 * time.Millisecond) // what would lead away comes a moment later
	want(p, `Math.abs(document.getElementById('part').getBoundingClientRect().top - 16) < 2`, true)
	want(p, `document.activeElement.pathname !== '/images/1.600x400.png'`, true)

	p.open(s.url + "/en/few/")
	p.click(p.link("1"))
	want(p, isOpen, true)
	want(p, shown, "/images/1.600x400.png")
	p.press(kb.Escape)
	want(p, isOpen, false)
}

func (p *tab) link(number string) string { return `a[href^="/images/` + number + `."]` }

func TestKeys(t *testing.T) {
	s := ofPictures(t)
	p := newTab(t, 1280, 800)
	p.open(s.url + "/en/a/")
	p.do(chromedp.Focus(chromedp.CSS(p.link("2"))))
	p.press(kb.Enter)
	want(p, isOpen, true)
	want(p, seen, "2 / 5")
	want(p, said, "Picture 2 of 5.")
	want(p, shown, "/images/2.400x600.png")
	want(p, focused, "viewer")
	want(p, `document.querySelector('.viewer .stage img').alt`, "Picture 2")
	want(p, `document.querySelector('.viewer .large').getAttribute('href') === document.querySelector('.viewer .stage img').src`, true)
	for _, step := range []struct{ key, seen string }{
		{kb.ArrowRight, "3 / 5"}, {kb.ArrowLeft, "2 / 5"}, {kb.End, "5 / 5"}, {kb.ArrowRight, "5 / 5"},
		{kb.Home, "1 / 5"}, {kb.ArrowLeft, "1 / 5"}, {kb.ArrowRight, "2 / 5"}, {kb.ArrowRight, "3 / 5"},
	} {
		p.press(step.key)
		want(p, seen, step.seen)
	}
	// With Ctrl, the arrows belong to the browser.
	p.do(chromedp.KeyEvent(kb.ArrowRight, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	want(p, seen, "3 / 5")
	// The keyboard stays inside.
	for range 9 {
		p.press(kb.Tab)
		if !ask[bool](p, `document.activeElement === document.body || !!document.activeElement.closest('dialog')`) {
			t.Fatalf("the focus has left the viewer for %s", ask[string](p, focused))
		}
	}
	p.press(kb.Escape)
	want(p, isOpen, false)
	want(p, focused, "/images/3.800x600.png")
	want(p, `history.state === null`, true)
	want(p, `history.scrollRestoration`, "auto")
	// The picture that was shown last is in sight.
	want(p, `(() => { const r = document.activeElement.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight })()`, true)
}

func TestBack(t *testing.T) {
	s := ofPictures(t)
	p := newTab(t, 1280, 800)
	p.open(s.url + "/en/a/")
	address := ask[string](p, `location.href`)
	entries := ask[int](p, `history.length`)
	x, y := p.middle(p.link("3"))
	top := ask[float64](p, `scrollY`)
	if top == 0 {
		t.Fatal("the page is too short to tell")
	}
	p.do(chromedp.MouseClickXY(x, y))
	want(p, seen, "3 / 5")
	want(p, `location.href`, address)
	p.click(`.viewer .next`)
	want(p, seen, "4 / 5")
	p.click(`.viewer .previous`)
	want(p, seen, "3 / 5")
	want(p, `history.length`, entries+1)
	p.run(`history.back()`)
	want(p, isOpen, false)
	want(p, `location.href`, address)
	want(p, `scrollY`, top)
	want(p, focused, "/images/3.800x600.png")
	p.run(`history.forward()`)
	want(p, isOpen, true)
	want(p, seen, "3 / 5")
	p.press(kb.ArrowRight)
	p.do(chromedp.Reload())
	want(p, isOpen, true)
	want(p, seen, "4 / 5")
	p.click(`.viewer .close`)
	want(p, isOpen, false)
	want(p, `history.state === null`, true)
	want(p, `history.length`, entries+1)
}

// Words are those of the page, and captions come with their credit.
func TestWords(t *testing.T) {
	s := ofPictures(t)
	for _, test := range []struct{ language, label, said, words, credit, tools string }{
		{"zh", "图片浏览", "第1张，共5张。", "第一张 摄影：李四", "摄影：李四", "上一张 下一张 打开大图 关闭"},
		{"en", "Pictures", "Picture 1 of 5.", "First light Photo: Li Si", "Photo: Li Si", "Previous Next Full size Close"},
	} {
		p := newTab(t, 375, 700)
		p.open(s.url + "/" + test.language + "/a/")
		p.click(p.link("1"))
		want(p, said, test.said)
		want(p, words, test.words)
		want(p, `document.querySelector('.viewer').ariaLabel`, test.label)
		want(p, `[...document.querySelectorAll('.viewer .tools > *')].map(e => e.textContent).join(' ')`, test.tools)
		want(p, `document.querySelector('.viewer .words .credit').textContent`, test.credit)
		want(p, `document.querySelector('.viewer .words').lang`, map[string]string{"zh": "zh-Hans", "en": "en"}[test.language])
		want(p, `document.querySelector('.viewer .legend').getAttribute('aria-live')`, "polite")
		p.press(kb.ArrowRight)
		want(p, words, "")
		want(p, `document.querySelectorAll('.viewer [style]').length`, 0)
	}
}

// Nothing lies over the picture, at any size, and nothing sticks out.
func TestNothingOver(t *testing.T) {
	p := newTab(t, 1280, 800)
	p.open(ofPictures(t).url + "/en/a/")
	p.click(p.link("1"))
	want(p, `document.querySelector('.viewer .stage img').complete`, true)
	for _, size := range [][2]int64{{320, 568}, {375, 812}, {812, 375}, {768, 1024}, {1280, 800}, {2560, 1440}} {
		p.do(sized(size[0], size[1]))
		want(p, `innerWidth`, size[0])
		got := ask[string](p, `(() => {
			const of = (name) => document.querySelector('.viewer ' + name).getBoundingClientRect();
			const img = of('.stage img');
			if (img.width * img.height < innerWidth * innerHeight * .3) return 'the picture is small';
			for (const e of document.querySelectorAll('.viewer .legend, .viewer .tools > *')) {
				const r = e.getBoundingClientRect();
				if (r.left < img.right - 1 && r.right > img.left + 1 && r.top < img.bottom - 1 && r.bottom > img.top + 1) return e.className + ' lies over the picture';
				if (r.left < 0 || r.right > innerWidth || r.top < 0 || r.bottom > innerHeight) return e.className + ' sticks out';
			}
			return '';
		})()`)
		if got != "" {
			t.Errorf("%v: %s", size, got)
		}
	}
}

func TestSwipe(t *testing.T) {
	s := ofPictures(t)
	p := newTab(t, 375, 700, touching())
	p.open(s.url + "/en/a/")
	p.click(p.link("1"))
	want(p, seen, "1 / 5")
	p.swipe(300, 250, 80, 260)
	want(p, seen, "2 / 5")
	p.swipe(80, 250, 300, 240)
	want(p, seen, "1 / 5")
	p.swipe(80, 250, 300, 240) // before the first there is none
	p.swipe(200, 150, 220, 400)
	p.swipe(200, 250, 220, 250)
	want(p, seen, "1 / 5")
	want(p, isOpen, true)
}

// A click or a tap comes nearer, another goes back; meanwhile fingers pan.
func TestZoom(t *testing.T) {
	s := ofPictures(t)
	p := newTab(t, 375, 700, touching())
	p.open(s.url + "/en/a/")
	p.click(p.link("1"))
	const wide = `document.querySelector('.viewer .stage img').getBoundingClientRect().width`
	const stage = `document.querySelector('.viewer .stage')`
	want(p, wide, 375)
	want(p, `document.querySelector('.viewer .stage img').naturalWidth`, 600)
	p.click(`.viewer .stage img`)
	want(p, wide, 600)
	want(p, stage+`.scrollLeft > 0 && `+stage+`.scrollWidth`, 600)
	p.swipe(300, 250, 80, 260)
	want(p, seen, "1 / 5")
	p.click(`.viewer .stage img`)
	want(p, wide, 375)
	p.swipe(300, 250, 80, 260)
	want(p, seen, "2 / 5")
	want(p, `getComputedStyle(`+stage+`).touchAction`, "pan-y pinch-zoom")
	p.do(scaled(2))
	want(p, `getComputedStyle(`+stage+`).touchAction`, "auto")
	p.do(scaled(1))
	want(p, `getComputedStyle(`+stage+`).touchAction`, "pan-y pinch-zoom")
}

// Neighbours are there before they are asked for; those farther are not.
func TestNeighbours(t *testing.T) {
	s := ofPictures(t)
	p := newTab(t, 1280, 800)
	p.open(s.url + "/en/a/")
	p.click(p.link("2"))
	const large = `performance.getEntriesByType('resource').map(e => new URL(e.name).pathname).filter(n => n.endsWith('.png')&&!n.startsWith('/images/0.')).map(n => n[8]).sort().join('')`
	want(p, large, "123")
}

// Without scripts, and where the browser knows no <dialog>, links are links.
func TestLinks(t *testing.T) {
	s := ofPictures(t)
	for name, before := range map[string]step{
		"no scripts": call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}),
		"no dialog":  first(`delete HTMLDialogElement.prototype.showModal`),
		"no element": first(`delete window.HTMLDialogElement`),
	} {
		t.Run(name, func(t *testing.T) {
			p := newTab(t, 1280, 800, before)
			p.open(s.url + "/en/a/")
			p.click(p.link("3"))
			want(p, `location.pathname`, "/images/3.800x600.png")
		})
	}
	p := newTab(t, 1280, 800)
	p.open(s.url + "/en/a/")
	// Clicks that mean another tab are left alone.
	p.run(`addEventListener('click', (e) => { window.left = !e.defaultPrevented; e.preventDefault() })`)
	for _, modifier := range []chromedp.Modifier{chromedp.ModifierCtrl, chromedp.ModifierShift, chromedp.ModifierMeta, chromedp.ModifierAlt} {
		p.run(`window.left = undefined`)
		p.click(p.link("3"), chromedp.ButtonModifiers(modifier))
		want(p, `window.left`, true)
	}
	p.run(`document.querySelector('` + p.link("3") + `').dispatchEvent(new MouseEvent('click', {button: 1, bubbles: true, cancelable: true}))`)
	want(p, isOpen, false)
	// A picture that leads elsewhere does so.
	p.open(s.url + "/en/a/")
	p.click(".elsewhere")
	want(p, `location.pathname`, "/en/there/")
}

// A picture alone has no neighbours to go to.
func TestAlone(t *testing.T) {
	p := newTab(t, 1280, 800)
	p.open(ofPictures(t).url + "/en/one/")
	p.click(p.link("1"))
	want(p, seen, "1 / 1")
	want(p, `[...document.querySelectorAll('.viewer .tools > *')].filter(e => e.offsetWidth).map(e => e.className).join(' ')`, "large close")
}

func TestMotion(t *testing.T) {
	s := ofPictures(t)
	for value, moves := range map[string]bool{"reduce": false, "no-preference": true} {
		p := newTab(t, 1280, 800, call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: value}}}))
		p.open(s.url + "/en/a/")
		got := ask[[]float64](p, `(() => {
			document.querySelector('`+p.link("1")+`').click();
			return document.getAnimations().map(a => a.effect.getTiming().duration);
		})()`)
		if (len(got) > 0) != moves {
			t.Errorf("%s: animations of %v ms", value, got)
		}
		for _, ms := range got {
			if ms > 150 {
				t.Errorf("%s: an animation of %v ms", value, ms)
			}
		}
		want(p, isOpen, true)
	}
}

// The viewer costs a page 4 KB at most.
func TestSize(t *testing.T) {
	sum := 0
	for _, name := range []string{"js/viewer.js", "css/55-viewer.css"} {
		body, err := fs.ReadFile(assets.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		sum += compressed(body, gzip.BestCompression)
	}
	if sum > 4096 {
		t.Errorf("script and style of the viewer have %d bytes when compressed, over 4096", sum)
	}
}
