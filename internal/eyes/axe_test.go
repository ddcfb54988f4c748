package eyes

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// judge is where the servers of pages have axe-core, which judges pages by WCAG. A
// browser that has it by its address reads it once.
const judge = "/axe.js"

// axe is the file of axe-core. The gate installs it and names the folder of its
// packages in BULLETIN_NPM.
func axe() string { return filepath.Join(os.Getenv("BULLETIN_NPM"), "axe-core", "axe.min.js") }

// judged skips the test where there is no axe-core.
func judged(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(axe()); err != nil {
		const none = "there is no axe-core: run npm ci in a copy of .ci/npm, and name its node_modules in BULLETIN_NPM"
		if os.Getenv("BULLETIN_CI") == "1" {
			t.Fatal(none)
		}
		t.Skip(none)
	}
}

// A scheme is what a reader's system, and what the reader, has asked of colours.
type scheme struct{ name, prefers, contrast, forced string }

func schemes() []scheme {
	return []scheme{
		{"light", "light", "", "none"},
		{"dark", "dark", "", "none"},
		{"more contrast", "light", "more", "none"},
		{"more contrast in the dark", "dark", "more", "none"},
		{"forced colours", "light", "", "active"},
	}
}

// coloured shows the page in the scheme.
func (p *tab) coloured(s scheme) {
	p.t.Helper()
	p.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: s.prefers}, {Name: "forced-colors", Value: s.forced},
	}}))
	if s.contrast == "" {
		p.run(`document.documentElement.removeAttribute('data-contrast')`)
	} else {
		p.run(`document.documentElement.setAttribute('data-contrast', '` + s.contrast + `')`)
	}
}

// What axe judges by: everything once, and the rules on colours, which need no
// style fetched anew, in each scheme.
const (
	everything = `runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']`
	colours    = `runOnly: ['color-contrast', 'link-in-text-block'], preload: false`
)

// summon brings axe to the page.
func (p *tab) summon() {
	p.t.Helper()
	p.run(`(() => {
		const script = document.createElement('script');
		script.src = '` + judge + `';
		document.head.append(script);
		script.remove();
	})()`)
	want(p, `typeof axe`, "object")
}

// judge asks axe about the page in all schemes, and adds what it finds to the
// list, with where. axe must have been summoned.
func (p *tab) judge(where string, list findings) {
	p.t.Helper()
	rules := everything
	for _, s := range schemes() {
		p.coloured(s)
		found, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](`axe.run(document, {
			`+rules+`,
			resultTypes: ['violations'],
		}).then((r) => r.violations.flatMap((v) => v.nodes.map((n) =>
			v.id + ' at ' + n.target.join(' ') + ': ' + ([...n.any, ...n.all, ...n.none].map((c) => c.message)[0] || v.help))))`, chromedp.EvalAwaitPromise))
		if err != nil {
			p.t.Fatal(err)
		}
		list.add(where+" "+s.name, "", found)
		rules = colours
	}
	p.coloured(schemes()[0])
}

// findings are what is wrong with a page, and where each was found.
type findings map[string][]string

func (list findings) add(where, what string, all []string) {
	for _, one := range all {
		list[what+one] = append(list[what+one], where)
	}
}

func (list findings) report(t *testing.T) {
	t.Helper()
	for _, f := range slices.Sorted(maps.Keys(list)) {
		t.Errorf("%s (%s)", f, strings.Join(list[f], ", "))
	}
}
