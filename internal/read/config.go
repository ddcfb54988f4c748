package read

import (
	"errors"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"bulletin/internal/diag"
	"bulletin/internal/site"
)

const configFile = "site.yaml"

// Config reads site.yaml. What cannot be used is reported and takes its
// default, so that the configuration returned is always complete. Problems of
// site.yaml are errors that no setting lowers, but for keys that nobody knows
// and colours that are hard to read.
func Config(fsys fs.FS) (*site.Config, []diag.Problem) {
	t, err := readTable(fsys, configFile, configFile, "config.broken", "config.kind")
	c := &configuration{table: t, fsys: fsys, cfg: &site.Config{URLs: site.Files, Pairing: site.Notice, Rules: diag.Settings{}}}
	info, lost := fs.Lstat(fsys, configFile)
	switch {
	case lost == nil && info.Mode()&fs.ModeSymlink != 0:
		t.root, t.problems = nil, nil
		t.whole("config.symlink")
	case errors.Is(err, fs.ErrNotExist):
		c.missing(fsys)
	case err != nil:
		t.whole("config.closed")
	}
	sound := t.root != nil && diag.Worst(t.problems) < diag.Error
	if t.root == nil {
		t.root = &yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1}
	}
	silent := len(t.problems)
	c.read()
	if !sound && diag.Worst(t.problems[:silent]) == diag.Error {
		t.problems = t.problems[:silent] // one broken line is not ten missing keys
	}
	if lost == nil && info.Mode().IsRegular() {
		c.colons(fsys)
	}
	return c.cfg, t.sorted()
}

// missing reports that there is no site.yaml, and the file that is meant for it.
func (c *configuration) missing(fsys fs.FS) {
	entries, _ := fs.ReadDir(fsys, ".")
	for _, e := range entries {
		switch strings.ToLower(e.Name()) {
		case "site.yaml", "site.yml", "site.yaml.txt", "site.yml.txt":
			c.whole("config.missing.like", e.Name())
			return
		}
	}
	c.whole("config.missing")
}

// colons reports the full-width colons behind keys, which are letters to YAML.
// They are none where nothing is wrong with the keys; else nothing but them is
// reported, as the rest may follow from them.
func (c *configuration) colons(fsys fs.FS) {
	data, err := load(fsys, configFile, maxTable, nil)
	if err != nil || diag.Worst(c.problems) < diag.Error &&
		!slices.ContainsFunc(c.problems, func(p diag.Problem) bool { return p.Message.Rule() == "unknown-key" }) {
		return
	}
	text, _ := decode(configFile, data)
	words := append(codes(c.cfg.Languages), "code", "tag", "name", "main", "html")
	for _, s := range settings() {
		words = append(words, s.key)
	}
	var found []diag.Problem
	for line, s := range rows(string(text), 1) {
		key := trimLeft(strings.TrimPrefix(trimLeft(s), "- "))
		i := colon(key)
		if i < 0 || key[i] == ':' || !slices.Contains(words, trim(key[:i])) {
			continue
		}
		pos := diag.Pos{File: configFile, Line: int(line), Width: 1}
		pos.Column = 1 + utf8.RuneCountInString(s[:len(s)-len(key)+i])
		found = append(found, diag.At(pos, "config.colon", trim(key[:i])))
	}
	if len(found) > 0 {
		c.problems = found
	}
}

// A configuration is site.yaml while it is read.
type configuration struct {
	*table
	fsys fs.FS // with site.yaml at its top
	cfg  *site.Config
}

// A setting is a key of site.yaml. read is called with its value, or with nil
// when the key is not there.
type setting struct {
	key  string
	read func(*configuration, *yaml.Node)
}

// settings lists the keys of site.yaml in the order in which they are read:
// languages come first, because texts have one value for each.
func settings() []setting {
	return []setting{
		{"languages", (*configuration).languages},
		{"title", (*configuration).title},
		{"description", (*configuration).description},
		{"base_url", (*configuration).base},
		{"timezone", (*configuration).zone},
		{"sections", (*configuration).sections},
		{"menus", (*configuration).menus},
		{"urls", (*configuration).urls},
		{"pairing", (*configuration).pairing},
		{"permalinks", (*configuration).permalinks},
		{"markup", (*configuration).markup},
		{"images", (*configuration).images},
		{"picture", (*configuration).picture},
		{"office", (*configuration).office},
		{"profile", (*configuration).profile},
		{"grey", (*configuration).grey},
		{"theme", (*configuration).theme},
		{"rules", (*configuration).rules},
		{"params", (*configuration).params},
	}
}

func (c *configuration) read() {
	list, ok := c.entries(c.root)
	if !ok && !isNull(c.root) {
		c.wrong(c.root, configFile, expected{"a list of lines key: value", "base_url: https://bulletin.example.org/", "若干行“键: 值”"})
	}
	given := make(map[string]*yaml.Node, len(list))
	for _, e := range list {
		given[e.key] = e.value
	}
	var known []string
	for _, s := range settings() {
		s.read(c, given[s.key])
		known = append(known, s.key)
	}
	for _, e := range list {
		if !slices.Contains(known, e.key) {
			c.unknown(e.name, e.key, known)
		}
	}
}

// need reports a key that is not there.
func (c *configuration) need(n *yaml.Node, key, example string) {
	if n == nil {
		c.whole("config.need", key, example)
		return
	}
	c.at(n, "config.need", key, example)
}

func absent(n *yaml.Node) bool { return n == nil || isNull(n) }

func (c *configuration) title(n *yaml.Node) {
	const example = "title: {zh: 外事简报, en: Foreign Affairs Bulletin}"
	if absent(n) {
		c.need(n, "title", example)
		return
	}
	c.cfg.Title = c.text(n, "title", example)
	for _, l := range c.cfg.Languages {
		if c.cfg.Title != nil && c.cfg.Title[l.Code] == "" {
			c.need(n, "title."+l.Code, example)
		}
	}
}

func (c *configuration) description(n *yaml.Node) {
	if !absent(n) {
		c.cfg.Description = c.text(n, "description", "description: {zh: 一句话介绍, en: A sentence about the site}")
	}
}

// text is a text by language, or one for all; nil when it is neither.
func (c *configuration) text(n *yaml.Node, key, example string) site.Text {
	text := make(site.Text, len(c.cfg.Languages))
	if s, ok := wordOf(n); ok {
		for _, l := range c.cfg.Languages {
			text[l.Code] = s
		}
		return text
	}
	labels, ok := c.labels(n, key, example, newNaming(c.cfg.Languages))
	if !ok {
		return nil
	}
	return labels
}

// labels is a mapping of languages to texts; ok is false when it is none.
func (t *table) labels(n *yaml.Node, key, example string, names *naming) (text site.Text, ok bool) {
	want := expected{"a text for each language", example, "每种语言一个文本"}
	list, ok := t.entries(n)
	if !ok {
		t.wrong(n, key, want)
		return nil, false
	}
	text = make(site.Text, len(list))
	for _, e := range list {
		l, _ := names.language(e.key)
		s, ok := wordOf(e.value)
		switch {
		case l == nil && isNull(e.value) && len(text) > 0: // what follows a comma
			t.at(e.name, "unknown-key.comma", e.key)
		case l == nil:
			t.unknown(e.name, e.key, codes(names.languages))
		case !ok && !isNull(e.value) && e.value.Kind != yaml.ScalarNode:
			t.wrong(e.value, key+"."+e.key, want)
			text[l.Code] = "?" // reported: not missing as well
		default:
			text[l.Code] = s
		}
	}
	return text, true
}

func (c *configuration) base(n *yaml.Node) {
	const example = "base_url: https://bulletin.example.org/"
	c.cfg.Base = &url.URL{Scheme: "https", Host: "localhost", Path: "/"}
	if absent(n) {
		c.need(n, "base_url", example)
		return
	}
	s, _ := wordOf(n)
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" ||
		u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.ContainsAny(u.Host, " \"<>") {
		c.wrong(n, "base_url", expected{"the site's address, from https:// on, without ? and #", example, "网站地址，以 https:// 开头，不含 ? 和 #"})
		return
	}
	u.Path, u.RawPath = strings.TrimSuffix(path.Clean("/"+u.Path), "/")+"/", ""
	u.Host = strings.ToLower(u.Host)
	c.cfg.Base = u
}

func (c *configuration) zone(n *yaml.Node) {
	const usual = "Asia/Shanghai"
	zone, err := time.LoadLocation(usual)
	if err != nil {
		zone = time.FixedZone(usual, 8*60*60)
	}
	c.cfg.Zone = zone
	if absent(n) {
		return
	}
	s, _ := wordOf(n)
	if zone, err = time.LoadLocation(s); err != nil || s == "" || s == "Local" {
		c.at(n, "config.value", s, "timezone", "Asia/Shanghai, Asia/Hong_Kong, Asia/Urumqi, Asia/Tokyo, Europe/London, UTC …")
		return
	}
	c.cfg.Zone = zone
}

func (c *configuration) sections(n *yaml.Node) {
	if absent(n) {
		return
	}
	c.cfg.Sections, c.cfg.SectionsAt = c.names(n, "sections", "id", expected{"a list of folders of content/", "sections: [news, training]", "content 中目录名的列表"})
}

func (c *configuration) menus(n *yaml.Node) {
	if absent(n) {
		return
	}
	want := expected{"a list of sections and pages", "menus: {main: [news, training, about]}", "栏目和页面的列表"}
	list, ok := c.entries(n)
	if !ok {
		c.wrong(n, "menus", want)
	}
	for _, e := range list {
		switch {
		case e.key != "main":
			c.unknown(e.name, e.key, []string{"main"})
		case !isNull(e.value):
			c.cfg.Menu, c.cfg.MenuAt = c.names(e.value, "menus.main", "id", want)
		}
	}
}

// names is a list of names, each given once, and where each stands. An item may
// be a mapping that says it under the key id.
func (c *configuration) names(n *yaml.Node, key, id string, want expected) (names []string, at []diag.Pos) {
	if n = actual(n); n.Kind != yaml.SequenceNode {
		c.wrong(n, key, want)
		return nil, nil
	}
	lines := map[string]int{}
	for _, item := range n.Content {
		value := item
		if list, ok := c.fields(item); ok {
			value = list[id]
		}
		name := ""
		if value != nil {
			name, _ = wordOf(value)
		}
		name = strings.Trim(plainName(name), "/")
		switch line, twice := lines[name]; {
		case name == "" || !fs.ValidPath(name) || name == "." || key == "sections" && strings.Contains(name, "/"):
			c.wrong(item, key, want)
		case twice:
			c.at(item, "duplicate-key", name, line)
		default:
			lines[name] = item.Line
			names, at = append(names, name), append(at, c.pos(value))
		}
	}
	return names, at
}

// fields is a mapping by its keys.
func (t *table) fields(n *yaml.Node) (map[string]*yaml.Node, bool) {
	list, ok := t.entries(n)
	fields := make(map[string]*yaml.Node, len(list))
	for _, e := range list {
		fields[e.key] = e.value
	}
	return fields, ok
}
