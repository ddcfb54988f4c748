package read

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	_ "time/tzdata"

	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// told writes problems as file:line:column:width message(arguments).
func told(problems []diag.Problem) []string {
	list := make([]string, len(problems))
	for i, p := range problems {
		var args []string
		for _, a := range p.Args {
			args = append(args, fmt.Sprint(a))
		}
		list[i] = fmt.Sprintf("%s:%d:%d:%d %s(%s)", p.Pos.File, p.Pos.Line, p.Pos.Column, p.Pos.Width, p.Message, strings.Join(args, "|"))
	}
	return list
}

// expect compares problems with what is wanted: beginnings of lines of told.
func expect(t *testing.T, problems []diag.Problem, want ...string) {
	t.Helper()
	got := told(problems)
	same := slices.EqualFunc(got, want, strings.HasPrefix)
	if !same {
		t.Errorf("problems:\n%s\nwanted:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, p := range problems {
		for _, lang := range []diag.Language{"en", "zh"} {
			if s := p.Text(lang) + p.Hint(lang); strings.Contains(s, "{1") || strings.Contains(s, "{2") || strings.Contains(s, "{3") || strings.Contains(s, "{4") {
				t.Errorf("%s lacks an argument: %s", p.Message, s)
			}
		}
	}
}

const frame = "title: {zh: 简报, en: Bulletin}\nbase_url: https://b.example\n"

func TestConfigDefaults(t *testing.T) {
	cfg, problems := Config(tree("site.yaml", frame))
	expect(t, problems)
	if cfg.Base.String() != "https://b.example/" || cfg.Zone.String() != "Asia/Shanghai" || cfg.URLs != site.Files || cfg.TrustHTML {
		t.Errorf("%v %v %v", cfg.Base, cfg.Zone, cfg.URLs)
	}
	if len(cfg.Languages) != 2 || cfg.Languages[0].Tag != "zh-Hans" || cfg.Languages[0].Name != "中文" ||
		cfg.Languages[1].Index != 1 || cfg.Languages[1].Name != "English" {
		t.Errorf("languages %+v %+v", cfg.Languages[0], cfg.Languages[1])
	}
	if cfg.Sections != nil || cfg.Menu != nil || cfg.Params != nil || cfg.Rules == nil {
		t.Errorf("%v %v %v", cfg.Sections, cfg.Menu, cfg.Params)
	}
}

func TestConfigFull(t *testing.T) {
	cfg, problems := Config(tree("site.yaml", "\ufeff"+strings.ReplaceAll(`# a comment
title: &t 简报
description: {zh: 介绍, en: About}
base_url: HTTP://B.example:8080/a//b
timezone: Europe/London
languages: [zh_Hant, {code: EN, tag: en-GB, name: British}, fr, {code: xyz}]
sections: [news, {id: 培训}]
menus: {main: [news, about, office/hours]}
urls: Folders
permalinks: {news: "/:section/:year/:month/:day/:slug/"}
markup: {html: trusted}
images: {widths: [1920, 480, 480], quality: 70, formats: [webp, AVIF]}
grey: 是
rules: {alt: error, unknown-key: off, config: error}
params: {a: 1, b: [true, 2024-11-06, 1.5, ~], c: {d: *t}}
`, "\n", "\r\n")))
	expect(t, problems)
	if cfg.Base.String() != "http://b.example:8080/a/b/" || cfg.Zone.String() != "Europe/London" || cfg.URLs != site.Folders || !cfg.TrustHTML {
		t.Errorf("%v %v %v %v", cfg.Base, cfg.Zone, cfg.URLs, cfg.TrustHTML)
	}
	var languages []string
	for _, l := range cfg.Languages {
		languages = append(languages, fmt.Sprint(l.Index, l.Code, l.Tag, l.Name, cfg.Title[l.Code]))
	}
	want := []string{"0 zh-hant zh-Hant 繁體中文 简报", "1 en en-GB British 简报", "2 fr fr Français 简报", "3 xyz xyz xyz 简报"}
	for i, s := range languages {
		if strings.ReplaceAll(s, " ", "") != strings.ReplaceAll(want[i], " ", "") {
			t.Errorf("language %q, not %q", s, want[i])
		}
	}
	if fmt.Sprint(cfg.Sections, cfg.Menu, cfg.Permalinks, cfg.Rules) != "[news 培训] [news about office/hours] map[news:/:section/:year/:month/:day/:slug/] map[alt:error config:error unknown-key:off]" {
		t.Errorf("%v", fmt.Sprint(cfg.Sections, cfg.Menu, cfg.Permalinks, cfg.Rules))
	}
	if !cfg.Grey {
		t.Error("it is not grey")
	}
	if got := fmt.Sprint(cfg.Images); got != "{[480 1920] 70 true}" {
		t.Errorf("images %s", got)
	}
	if fmt.Sprintf("%#v", cfg.Params["b"]) != `[]interface {}{true, "2024-11-06", 1.5, interface {}(nil)}` || fmt.Sprint(cfg.Params["c"]) != "map[d:简报]" {
		t.Errorf("params %#v", cfg.Params)
	}
}

func TestConfigProblems(t *testing.T) {
	// Lines are added to frame, so that they begin on line 3, unless they say
	// title or base_url themselves.
	for _, c := range []struct {
		add  string
		want []string
	}{
		{"", nil},
		{"basurl: x", []string{"site.yaml:3:1:6 unknown-key.like(basurl|base_url)"}},
		{"zzzzzzzz: x", []string{"site.yaml:3:1:8 unknown-key(zzzzzzzz)"}},
		{"urls: file", []string{"site.yaml:3:7:4 config.value(file|urls|files, folders, bare)"}},
		{"urls: [a]", []string{"site.yaml:3:7:0 config.value(|urls|"}},
		{"urls: bare\nurls: files", []string{"site.yaml:4:1:4 duplicate-key(urls|3)"}},
		{"timezone: UTC+8", []string{"site.yaml:3:11:5 config.value(UTC+8|timezone|"}},
		{"timezone: Local", []string{"site.yaml:3:11:5 config.value(Local|timezone|"}},
		{"timezone: {}", []string{"site.yaml:3:11:0 config.value(|timezone|"}},
		{"languages: zh", []string{"site.yaml:3:12:2 config.kind(languages|"}},
		{"languages: []", []string{"site.yaml:3:12:0 config.kind(languages|"}},
		{"languages: [zh, 中文, en, ZH, {tag: x}, {code: en, tag: e, name: [], nme: x}]", []string{
			"site.yaml:3:17:2 config.kind(languages.code|", "site.yaml:3:25:2 duplicate-key(zh|3)",
			"site.yaml:3:29:0 config.kind(languages|", "site.yaml:3:46:2 duplicate-key(en|3)",
		}},
		{"languages: [zh, {code: en, tag: e, name: [], nme: x}]", []string{
			"site.yaml:3:33:1 config.kind(languages.tag|", "site.yaml:3:42:0 config.kind(languages.name|", "site.yaml:3:46:3 unknown-key.like(nme|name)",
		}},
		{"languages: [zh, en, fr]", []string{"site.yaml:1:8:0 config.need(title.fr|"}},
		{"sections: news", []string{"site.yaml:3:11:4 config.kind(sections|"}},
		{"sections: [a, a, b/c, ../x, [], {}, {id: d}, /e/]", []string{
			"site.yaml:3:15:1 duplicate-key(a|3)", "site.yaml:3:18:3 config.kind(sections|", "site.yaml:3:23:4 config.kind(sections|",
			"site.yaml:3:29:0 config.kind(sections|", "site.yaml:3:33:0 config.kind(sections|",
		}},
		{"menus: [a]", []string{"site.yaml:3:8:0 config.kind(menus|"}},
		{"menus: {mian: [a], main: x}", []string{"site.yaml:3:9:4 unknown-key.like(mian|main)", "site.yaml:3:26:1 config.kind(menus.main|"}},
		{"sections: [news]\npermalinks: {nws: /x, news: :slug}", []string{
			"site.yaml:4:14:3 unknown-key.like(nws|news)", "site.yaml:4:29:5 config.kind(permalinks.news|",
		}},
		{"permalinks: {a: '/:title', b: /../:slug, c: /:slugs, d: {}, e: '/a?b', f: '/x//:slug'}", []string{
			"site.yaml:3:17:9 config.value(:title|permalinks|:section, :year, :month, :day, :slug)", "site.yaml:3:31:9 config.kind(permalinks.b|",
			"site.yaml:3:45:7 config.value(:slugs|", "site.yaml:3:57:0 config.kind(permalinks.d|", "site.yaml:3:64:6 config.kind(permalinks.e|",
			"site.yaml:3:75:11 config.kind(permalinks.f|",
		}},
		{"permalinks: x", []string{"site.yaml:3:13:1 config.kind(permalinks|"}},
		{"markup: {html: no, htlm: x}", []string{"site.yaml:3:16:2 config.value(no|markup.html|sanitized, trusted)", "site.yaml:3:20:4 unknown-key.like(htlm|html)"}},
		{"grey: perhaps", []string{"site.yaml:3:7:7 config.kind(grey|"}},
		{"grey: [yes]", []string{"site.yaml:3:7:0 config.kind(grey|"}},
		{"images: 5", []string{"site.yaml:3:9:1 config.kind(images|"}},
		{"images: {width: [5], quality: 101, widths: [480, 63], formats: webp}", []string{
			"site.yaml:3:10:5 unknown-key.like(width|widths)", "site.yaml:3:31:3 config.kind(images.quality|", "site.yaml:3:50:2 config.kind(images.widths|", "site.yaml:3:64:4 config.kind(images.formats|",
		}},
		{"images: {widths: [], formats: [avif]}", []string{"site.yaml:3:18:0 config.kind(images.widths|", "site.yaml:3:31:0 config.kind(images.formats|"}},
		{"images: {formats: [webp, jxl]}", []string{"site.yaml:3:19:0 config.kind(images.formats|"}},
		{"markup: trusted", []string{"site.yaml:3:9:7 config.kind(markup|"}},
		{"rules: {lnk: off, link: maybe, classified: warning, alt: {}}", []string{
			"site.yaml:3:9:3 config.rule.like(lnk|link)", "site.yaml:3:25:5 config.value(maybe|rules.link|off, advice, warning, error)",
			"site.yaml:3:44:7 config.fixed(classified)", "site.yaml:3:58:0 config.value(|rules.alt|",
		}},
		{"rules: {xyzzyxyzzy: off}", []string{"site.yaml:3:9:10 config.rule(xyzzyxyzzy|config, unreadable,"}},
		{"rules: off", []string{"site.yaml:3:8:3 config.kind(rules|"}},
		{"params: 1", []string{"site.yaml:3:9:1 config.kind(params|"}},
		{"description: {zh: [x], fr: y, en: ~}", []string{"site.yaml:3:19:0 config.kind(description.zh|", "site.yaml:3:24:2 unknown-key"}},
		{"? [a]\n: b", []string{"site.yaml:3:3:0 config.kind(?|"}},
		{"x: [1\ny: 2", []string{"site.yaml:4:2:0 config.broken(a comma"}},
		{"x: 北京: 2024", []string{"site.yaml:3:6:0 config.broken(a colon"}},
		{"x: @", []string{"site.yaml:3:4:0 config.broken(this character"}},
		{"x: *a", []string{"site.yaml:3:4:0 config.broken(a value that begins with *"}},
		{"---\na: b", []string{"site.yaml:1:1:0 config.broken(the file holds more than one"}},
		{"a: \x01", []string{"site.yaml:1:1:0 config.broken(the file contains control"}},
		{"a: \x00", []string{"site.yaml:1:1:0 unreadable()"}},
	} {
		_, problems := Config(tree("site.yaml", frame+c.add+"\n"))
		t.Run(c.add, func(t *testing.T) { expect(t, problems, c.want...) })
	}
}

func TestConfigFrame(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", []string{"site.yaml:1:1:0 config.need(title|", "site.yaml:1:1:0 config.need(base_url|"}},
		{"# nothing\n", []string{"site.yaml:1:1:0 config.need(title|", "site.yaml:1:1:0 config.need(base_url|"}},
		{"title:\nbase_url: ~", []string{"site.yaml:1:7:0 config.need(title|", "site.yaml:2:11:1 config.need(base_url|"}},
		{"- a", []string{"site.yaml:1:1:0 config.kind(site.yaml|", "site.yaml:1:1:0 config.need(title|", "site.yaml:1:1:0 config.need(base_url|"}},
		{"title: {zh: a}\nbase_url: https://x.org", []string{"site.yaml:1:8:0 config.need(title.en|"}},
		{"title: [a]\nbase_url: x.org", []string{"site.yaml:1:8:0 config.kind(title|", "site.yaml:2:11:5 config.kind(base_url|"}},
		{"title: {zh: a, en: [b]}\nbase_url: 'ftp://x.org'", []string{"site.yaml:1:20:0 config.kind(title.en|", "site.yaml:2:11:13 config.kind(base_url|"}},
		{"title: a\nbase_url: https://u@x.org/?a#b", []string{"site.yaml:2:11:20 config.kind(base_url|"}},
		{"title: a\nbase_url: https:///x", []string{"site.yaml:2:11:10 config.kind(base_url|"}},
		{"title: a\nbase_url: {}", []string{"site.yaml:2:11:0 config.kind(base_url|"}},
	} {
		_, problems := Config(tree("site.yaml", c.text))
		t.Run(c.text, func(t *testing.T) { expect(t, problems, c.want...) })
	}
}

func TestConfigFile(t *testing.T) {
	cfg, problems := Config(fstest.MapFS{})
	expect(t, problems, "site.yaml:1:1:0 config.missing()")
	if len(cfg.Languages) != 2 || cfg.Base == nil || cfg.Zone == nil {
		t.Error("no defaults without site.yaml")
	}
	_, problems = Config(tree("site.yaml/x", ""))
	expect(t, problems, "site.yaml:1:1:0 config.closed()")
	_, problems = Config(tree("site.yaml", frame+strings.Repeat("#", 1<<20)))
	expect(t, problems, "site.yaml:1:1:0 config.broken(it is larger")
	_, problems = Config(tree("site.yaml", "title: \xcd\xe2\xca\xc2\xbc\xf2\xb1\xa8\nbase_url: https://x.org\n")) // 外事简报 in GBK
	expect(t, problems, "site.yaml:1:1:0 encoding(GBK)")
}

func FuzzConfig(f *testing.F) {
	f.Add(frame)
	f.Add("a: &a {k: *a}\nparams: {x: *a, y: !!binary x, z: !!set {a}}\n<<: *a\n")
	f.Add("params: &p [*p]")
	f.Add("? ? ?")
	f.Add("title: !!float 北京\nlanguages: [!!int x]\nrules: {<<: {a: b}}")
	f.Add(strings.Repeat("[", 3000))
	f.Add(strings.Repeat("a: {", 3000))
	f.Fuzz(func(t *testing.T, text string) {
		cfg, problems := Config(tree("site.yaml", text, "content/topics.yaml", text, "content/a.md", ""))
		if len(cfg.Languages) == 0 || cfg.Base == nil || cfg.Zone == nil {
			t.Fatal("an incomplete configuration")
		}
		_, more, err := vocabulary(tree("content/topics.yaml", text), "content/topics.yaml", cfg)
		if err != nil {
			t.Fatal(err)
		}
		lines := 1 + strings.Count(text, "\n") + strings.Count(text, "\r")
		for _, p := range append(problems, more...) {
			if p.Pos.Line < 1 || p.Pos.Line > lines+1 || p.Pos.Column < 1 {
				t.Errorf("position out of range: %v of %d lines", p.Pos, lines)
			}
		}
	})
}
