package eyes

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// tabs presses Tab until what the selector names has the focus.
func (p *tab) tabs(selector string) {
	p.t.Helper()
	for range 80 {
		p.press(kb.Tab)
		if ask[bool](p, "document.activeElement.matches(`"+selector+"`)") {
			return
		}
	}
	p.t.Fatalf("Tab does not come to %s", selector)
}

// A reader without a mouse goes through an article and its pictures, and to the
// other edition and back.
func TestJourney(t *testing.T) {
	eyes(t)
	url := served(t)
	p := newTab(t, 1280, 900)
	p.open(url + "/zh/exchanges/2024/10/norhaven-visit.html")
	p.tabs(".skip")
	p.press(kb.Enter)
	want(p, `location.hash`, "#main")
	p.tabs(".crumbs a")
	p.tabs(".twin a")
	p.tabs(".gallery a")
	p.press(kb.Enter)
	want(p, isOpen, true)
	p.press(kb.ArrowRight)
	want(p, seen, "2 / 6")
	p.press(kb.Escape)
	want(p, isOpen, false)
	want(p, `document.activeElement === document.querySelectorAll('.gallery a')[1]`, true)
	p.tabs(".share .copy")
	p.tabs(".turn a")
	p.tabs(".footer a")

	p.open(url + "/zh/exchanges/2024/10/norhaven-visit.html")
	p.tabs(".switch a")
	p.press(kb.Enter)
	want(p, `location.pathname`, "/en/exchanges/2024/10/norhaven-visit.html")
	want(p, `document.readyState`, "complete")
	p.tabs(".switch a")
	p.press(kb.Enter)
	want(p, `location.pathname`, "/zh/exchanges/2024/10/norhaven-visit.html")
}
