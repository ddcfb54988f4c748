package read

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"bulletin/internal/site"
)

const emblem = `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"/>`

// TestTheme compares the CSS that site.yaml makes, without the greys.
func TestTheme(t *testing.T) {
	for yaml, want := range map[string]string{
		"":                           "",
		"theme:":                     "",
		`theme: {accent: "#1F4E79"}`: "light #1b1b1b #ffffff #1f4e79 dark #e6e4df #171716 #6d8ca8",
		`theme: {accent: "#06c", accent_dark: "#9cf"}`: "light #1b1b1b #ffffff #0066cc dark #e6e4df #171716 #99ccff",
		`theme: {ink: "#000", paper: "#fffff0"}`:       "light #000000 #fffff0 #b3261e dark #e6e4df #171716 #f2705f",
		`theme: {paper_dark: "#000"}`:                  "light #1b1b1b #ffffff #b3261e dark #e6e4df #000000 #f2705f",
		"theme: {measure: 30em}":                       ":root { --measure: 30em; } :root { --measure-en: 33.75rem; }",
		"theme: {measure: {en: 28}}":                   ":root { --measure-en: 31.5rem; }",
		"theme: {fonts: {zh: {serif: [方正小标宋简体, 宋体]}}}": `[lang|="zh"] { --serif: "方正小标宋简体", "宋体", var(--serif-zh); }`,
		"theme: {fonts: {en: {sans: Source Sans 3}}}":  `[lang]:not([lang|="zh"]) { --sans: "Source Sans 3", var(--sans-en); }`,
	} {
		cfg, problems := Config(tree("site.yaml", frame+yaml))
		expect(t, problems)
		got := strings.Join(strings.Fields(cfg.Theme.Style), " ")
		if colours := regexp.MustCompile(`--(?:ink|paper|cinnabar): (#\w+);`).FindAllStringSubmatch(got, -1); len(colours) == 6 {
			got = "light"
			for i, c := range colours {
				if i == 3 {
					got += " dark"
				}
				got += " " + c[1]
			}
		}
		if got != want {
			t.Errorf("%s makes\n%s\nwant\n%s", yaml, got, want)
		}
	}
}

// Nothing that is written in site.yaml gets into the stylesheet in another form
// than its own.
func TestThemeIsClosed(t *testing.T) {
	for _, evil := range []string{"#1f4e79; } body { display: none", "red", "#12", "#12345g", "a\"b", `a\b`, "a</style>", "url(x)", "a;b", "a, b", "expression(1)", "1e99em"} {
		value := "'" + strings.ReplaceAll(evil, "'", "''") + "'"
		for _, yaml := range []string{"accent: ", "measure: ", "logo: "} {
			cfg, problems := Config(tree("site.yaml", frame+"theme:\n  "+yaml+value+"\n"))
			if len(problems) == 0 || cfg.Theme.Style != "" || cfg.Theme.Logo != nil {
				t.Errorf("%s%s is taken: %q", yaml, value, cfg.Theme.Style)
			}
		}
		if evil == "red" || evil == "1e99em" {
			continue // a font may be called so
		}
		cfg, problems := Config(tree("site.yaml", frame+"theme: {fonts: {zh: {sans: ["+value+"]}}}\n"))
		if len(problems) == 0 || cfg.Theme.Style != "" {
			t.Errorf("a font %s makes %s", value, cfg.Theme.Style)
		}
	}
}

func TestLogo(t *testing.T) {
	for _, name := range []string{"logo.svg", "assets/logo.svg"} {
		cfg, problems := Config(tree("site.yaml", frame+"theme: {logo: "+name+"}", "assets/logo.svg", emblem))
		expect(t, problems)
		l := cfg.Theme.Logo
		if l == nil || *l != (site.Logo{File: "logo.svg", Width: 90, Height: 60, At: l.At}) || l.At.Line != 3 || l.At.Column != 15 {
			t.Errorf("%s is %+v", name, l)
		}
	}
	for name, want := range map[string]string{
		"none.svg": "config.logo(assets/none.svg)", "folder.svg": "config.logo(assets/folder.svg)", "text.png": "config.logo.broken(assets/text.png)",
		"../site.svg": "config.kind(", "/x.svg": "config.kind(", "logo.gif": "config.kind(", "[logo.svg]": "config.kind(",
	} {
		_, problems := Config(tree("site.yaml", frame+"theme: {logo: "+name+"}", "assets/text.png", "text", "assets/folder.svg/x", ""))
		if got := told(problems); len(got) != 1 || !strings.Contains(got[0], " "+want) {
			t.Errorf("%s is told as %v", name, got)
		}
	}
}

// The ratios are those of WCAG's own examples.
func TestContrast(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"#000", "#fff", 2100}, {"#fff", "#fff", 100}, {"#767676", "#fff", 454}, {"#777", "#fff", 447}, {"#fff", "#b3261e", 653},
	} {
		a, _ := parseColour(tt.a)
		b, _ := parseColour(tt.b)
		if got := contrast(a, b); got != tt.want || contrast(b, a) != got {
			t.Errorf("%s on %s is %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// Secondary texts can be read wherever primary ones can.
func TestMixed(t *testing.T) {
	for _, yaml := range []string{`{ink: "#767676"}`, `{ink: "#444", paper: "#eee"}`, `{ink: "#000", paper: "#a0a0a0"}`} {
		cfg, problems := Config(tree("site.yaml", frame+"theme: "+yaml))
		var soft, paper colour
		for name, to := range map[string]*colour{"soft": &soft, "paper": &paper} {
			*to, _ = parseColour(regexp.MustCompile(`--` + name + `: (#\w+)`).FindStringSubmatch(cfg.Theme.Style)[1])
		}
		if ratio := contrast(soft, paper); ratio < readable {
			t.Errorf("%s: secondary texts have a contrast of %d: %v", yaml, ratio, told(problems))
		}
	}
}

// The built-in palettes are those of the built-in tokens.
func TestBuiltinPalettes(t *testing.T) {
	css, err := os.ReadFile("../../assets/css/00-tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, _ := strings.Cut(string(css), "prefers-color-scheme: dark")
	for i, part := range []string{light, dark} {
		for _, pair := range regexp.MustCompile(`(--\w+): (#\w+);`).FindAllStringSubmatch(builtin()[i].css(), -1) {
			found := regexp.MustCompile(pair[1] + `: (#\w+);`).FindStringSubmatch(part)
			if found == nil {
				t.Fatalf("00-tokens.css has no %s", pair[1])
			}
			if c, _ := parseColour(found[1]); c.String() != pair[2] {
				t.Errorf("%s is %s here and %s in 00-tokens.css", pair[1], pair[2], found[1])
			}
		}
	}
}
