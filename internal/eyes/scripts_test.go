package eyes

import (
	"net/http"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// Without scripts every page is whole: nothing that is seen waits for one.
func TestWithoutScripts(t *testing.T) {
	each(t, func(t *testing.T, address string) {
		p := newTab(t, 375, 800, call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
		p.open(address)
		for _, idle := range ask[[]string](p, idle) {
			t.Errorf("nothing happens at %s", idle)
		}
		for _, hidden := range ask[[]string](p, `[...document.querySelectorAll('main .text *')].filter((e) => !e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !e.matches('picture, source')).map((e) => e.outerHTML.slice(0, 120))`) {
			t.Errorf("nobody sees %s", hidden)
		}
		if ask[bool](p, `!document.querySelector('main').innerText.trim() || [...document.querySelectorAll('main .text')].some((e) => !e.innerText.trim())`) {
			t.Error("there is nothing to read")
		}
		links := ask[[]string](p, `[...document.querySelectorAll('.switch a[href], main figure a[href]')].filter((e) => e.checkVisibility({visibilityProperty: true})).map((e) => e.href)`)
		switches := ask[int](p, `document.querySelectorAll('.switch a[href]').length`)
		if pictures := ask[int](p, `document.querySelectorAll('main figure img').length`); switches == 0 || len(links) != switches+pictures {
			t.Errorf("%d links for %d pictures and %d switches", len(links), pictures, switches)
		}
		for _, link := range links {
			answer, err := http.Get(link)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if answer.StatusCode != http.StatusOK {
				t.Errorf("%s: %s", link, answer.Status)
			}
		}
	})
}

// idle lists the controls that are seen and do nothing by themselves. What is
// disabled says so.
const idle = `[...document.querySelectorAll('button, input, select, textarea, a, summary, [role=button], [tabindex="0"], [contenteditable]')].filter((e) => {
	if (!e.checkVisibility({visibilityProperty: true}) || e.disabled) return false;
	if (e.matches('a')) return !e.hasAttribute('href');
	if (e.matches('summary')) return !e.closest('details');
	return !(e.form && e.form.hasAttribute('action'));
}).map((e) => e.outerHTML.slice(0, 120))`
