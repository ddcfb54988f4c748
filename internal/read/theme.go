package read

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"bulletin/internal/diag"
	"bulletin/internal/picture"
	"bulletin/internal/site"
)

// shades are the keys of colours in theme: on light screens, on dark ones.
var shades = [2][3]string{{"ink", "paper", "accent"}, {"ink_dark", "paper_dark", "accent_dark"}}

// theme reads what the site changes of the built-in theme's look, and makes of
// it CSS for behind the built-in tokens. Only what was understood gets there, in
// our own spelling: nothing that is written in site.yaml can end a declaration.
func (c *configuration) theme(n *yaml.Node) {
	c.papers(builtin())
	if absent(n) {
		return
	}
	list, ok := c.entries(n)
	if !ok {
		c.wrong(n, "theme", expected{"a mapping", `theme: {accent: "#1f4e79"}`, "一组键值"})
	}
	known := slices.Concat(shades[0][:], shades[1][:], []string{"measure", "fonts", "logo"})
	given := map[string]*yaml.Node{}
	for _, e := range list {
		if !slices.Contains(known, e.key) {
			c.unknown(e.name, e.key, known)
			continue
		}
		given[e.key] = e.value
	}
	var css strings.Builder
	c.colours(&css, given)
	if n := given["measure"]; n != nil {
		c.measure(&css, n)
	}
	if n := given["fonts"]; n != nil {
		c.fonts(&css, n)
	}
	if n := given["logo"]; n != nil {
		c.logo(n)
	}
	c.cfg.Theme.Style = css.String()
}

// colours reads both palettes. As soon as one colour is given all are written,
// so that those for light screens do not show on dark ones.
func (c *configuration) colours(css *strings.Builder, given map[string]*yaml.Node) {
	palettes := builtin()
	var nodes [2][3]*yaml.Node
	some := false
	for i := range palettes {
		p := &palettes[i]
		for k, place := range []*colour{&p.ink, &p.paper, &p.accent} {
			key := shades[i][k]
			if n := given[key]; n != nil && c.colour(place, "theme."+key, n) {
				nodes[i][k], some = n, true
			}
		}
		if nodes[i][0] != nil || nodes[i][1] != nil {
			p.mix()
		}
	}
	if !some {
		return
	}
	if nodes[0][2] != nil && nodes[1][2] == nil {
		palettes[1].lighten(palettes[0].accent)
	}
	c.papers(palettes)
	for i, p := range palettes {
		c.legible(p.ink, p.paper, shades[i][0], nodes[i][0], nodes[i][1])
		c.legible(p.accent, p.paper, shades[i][2], nodes[i][2], nodes[i][1])
	}
	fmt.Fprintf(css, ":root { %s --accent: %v; }\n", palettes[0].css(), palettes[0].accent)
	fmt.Fprintf(css, "@media (prefers-color-scheme: dark) { :root { %s } }\n", palettes[1].css())
}

func (c *configuration) papers(p [2]palette) {
	c.cfg.Theme.Paper = [2]string{p[0].paper.String(), p[1].paper.String()}
}

// colour reads one. Without quotation marks # begins a comment, and there is none.
func (c *configuration) colour(place *colour, key string, n *yaml.Node) bool {
	s, _ := wordOf(n)
	read, ok := parseColour(s)
	switch {
	case ok:
		*place = read
	case s == "":
		c.at(n, "config.colour.none", key)
	default:
		c.at(n, "config.colour", s)
	}
	return ok
}

// legible wants a colour to be read on its paper, if either is the site's own.
func (c *configuration) legible(text, paper colour, key string, at, paperAt *yaml.Node) {
	ratio := contrast(text, paper)
	if at == nil {
		at = paperAt
	}
	if at == nil || ratio >= readable {
		return
	}
	m := diag.Message("contrast")
	if paper.luminance() < text.luminance() {
		m = "contrast.light"
	}
	c.at(at, m, "theme."+key, text.String(), paper.String(), fmt.Sprintf("%d.%02d", ratio/100, ratio%100))
}

// The lengths that a line of text may have, in em.
const (
	leastMeasure = 20
	mostMeasure  = 60
)

// measure reads how long lines of text are. An em of it is 1.125rem.
func (c *configuration) measure(css *strings.Builder, n *yaml.Node) {
	for _, e := range c.perLanguage(n) {
		s, _ := wordOf(e.value)
		em, err := strconv.Atoi(strings.TrimSuffix(s, "em"))
		switch {
		case err != nil || em < leastMeasure || em > mostMeasure:
			c.wrong(e.value, "theme.measure", expected{"a whole number of em from 20 to 60, a Chinese character being one em wide", "measure: {zh: 36em, en: 30em}",
				"从 20em 到 60em 的整数，一个汉字宽 1em"})
		case e.key == "zh":
			fmt.Fprintf(css, ":root { --measure: %dem; }\n", em)
		default:
			fmt.Fprintf(css, ":root { --measure-en: %vrem; }\n", 1.125*float64(em))
		}
	}
}

// perLanguage is a value for Chinese and one for all other languages, under zh
// and en; a single one is for both.
func (c *configuration) perLanguage(n *yaml.Node) []pair {
	languages := []string{"zh", "en"}
	list, ok := c.entries(n)
	if !ok {
		return []pair{{key: "zh", value: n}, {key: "en", value: n}}
	}
	return slices.DeleteFunc(list, func(e pair) bool {
		wrong := !slices.Contains(languages, e.key)
		if wrong {
			c.unknown(e.name, e.key, languages)
		}
		return wrong
	})
}

// fonts reads the faces that are tried before those of the built-in theme.
func (c *configuration) fonts(css *strings.Builder, n *yaml.Node) {
	const example = "fonts: {zh: {sans: [思源黑体], serif: [方正小标宋简体, 宋体]}, en: {serif: Georgia}}"
	want := expected{"names of fonts by language and by sans (texts) or serif (headlines, printed texts)", example, "按语言、按 sans（正文）和 serif（标题、打印的正文）写的字体名称"}
	if actual(n).Kind != yaml.MappingNode {
		c.wrong(n, "theme.fonts", want)
		return
	}
	for _, of := range c.perLanguage(n) {
		roles, ok := c.entries(of.value)
		if !ok {
			c.wrong(of.value, "theme.fonts."+of.key, want)
		}
		selector := `[lang]:not([lang|="zh"])`
		if of.key == "zh" {
			selector = `[lang|="zh"]`
		}
		for _, e := range roles {
			if e.key != "sans" && e.key != "serif" {
				c.unknown(e.name, e.key, []string{"sans", "serif"})
				continue
			}
			if names := c.families(e.value, "theme.fonts."+of.key+"."+e.key); names != "" {
				fmt.Fprintf(css, "%s { --%s: %svar(--%s-%s); }\n", selector, e.key, names, e.key, of.key)
			}
		}
	}
}

// families are the names of fonts as CSS has them, each with a comma behind it.
func (c *configuration) families(n *yaml.Node, key string) string {
	items := []*yaml.Node{n}
	if list := actual(n); list.Kind == yaml.SequenceNode {
		items = list.Content
	}
	var css strings.Builder
	for _, item := range items {
		name, ok := wordOf(item)
		if !ok || !family(name) {
			c.wrong(item, key, expected{"a list of names of fonts, of letters, digits, spaces, - and _", "serif: [方正小标宋简体, 宋体]", "字体名称的列表，名称只含文字、数字、空格、- 和 _"})
			continue
		}
		css.WriteString(`"` + name + `", `)
	}
	return css.String()
}

// family reports whether a name of a font can stand in quotation marks as it is.
func family(name string) bool {
	return utf8.RuneCountInString(name) <= 60 && !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune(" -_", r)
	})
}

// emblems are the formats that a logo may have, by the ending of its name.
var emblems = map[string]picture.Format{".svg": picture.SVG, ".png": picture.PNG, ".webp": picture.WebP}

// logo reads the picture that stands beside the site's name.
func (c *configuration) logo(n *yaml.Node) {
	name, ok := wordOf(n)
	file := path.Clean(strings.TrimPrefix(name, "assets/"))
	format, fits := emblems[strings.ToLower(path.Ext(file))]
	if !ok || !fits || !fs.ValidPath(file) {
		c.wrong(n, "theme.logo", expected{"a picture in assets/ whose name ends in .svg, .png or .webp", "logo: assets/logo.svg", "放在 assets/ 中的图片，扩展名为 .svg、.png 或 .webp"})
		return
	}
	at := path.Join("assets", file)
	info, err := fs.Lstat(c.fsys, at)
	if err == nil && !info.Mode().IsRegular() {
		err = fs.ErrNotExist
	}
	var data []byte
	if err == nil {
		data, err = load(c.fsys, at, maxTable, nil)
	}
	if err != nil && !errors.Is(err, errLarge) {
		c.at(n, "config.logo", at)
		return
	}
	found, wrong := picture.Probe(data)
	if err != nil || wrong != "" || found.Format != format {
		c.at(n, "config.logo.broken", at)
		return
	}
	c.cfg.Theme.Logo = &site.Logo{File: file, Width: found.Width, Height: found.Height, At: c.pos(n)}
}
