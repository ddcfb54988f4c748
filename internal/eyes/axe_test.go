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

// axe is the source of axe-core, which judges pages by WCAG. The gate installs
// it and names the folder of its packages in BULLETIN_NPM.
func axe(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("BULLETIN_NPM")
	if dir == "" {
		const none = "there is no axe-core: run npm ci in a copy of .ci/npm, and name its node_modules in BULLETIN_NPM"
		if os.Getenv("BULLETIN_CI") == "1" {
			t.Fatal(none)
		}
		t.Skip(none)
	}
	source, err := os.ReadFile(filepath.Join(dir, "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// A scheme is what a reader's system, and what the reader, has asked of colours.
// Every page is judged in light at both widths, in the others at one: a colour does
// not hang on the width.
type scheme struct{ name, prefers, contrast, forced, width string }

func schemes() []scheme {
	return []scheme{
		{"light", "light", "", "none", ""},
		{"dark", "dark", "", "none", "1280"},
		{"more contrast", "light", "more", "none", "375"},
		{"more contrast in the dark", "dark", "more", "none", "1280"},
		{"forced colours", "light", "", "active", "375"},
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

// What axe judges by: everything once, and the rules on colours in each scheme.
const (
	everything = `['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']`
	colours    = `['color-contrast', 'link-in-text-block']`
)

// judge asks axe about the page in all schemes, and adds what it finds to the
// list, with where. axe must be in the page.
func (p *tab) judge(where string, list findings) {
	p.t.Helper()
	rules := everything
	for _, s := range schemes() {
		if s.width != "" && s.width != where {
			continue
		}
		p.coloured(s)
		found, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](`axe.run(document, {
			runOnly: `+rules+`,
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
