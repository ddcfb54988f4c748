package read

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// The settings of site.yaml that choose between ways of doing things.

func (c *configuration) urls(n *yaml.Node) {
	forms := []string{string(site.Files), string(site.Folders), string(site.Bare)}
	if s, ok := c.choice(n, "urls", forms); ok {
		c.cfg.URLs = site.Form(s)
	}
}

func (c *configuration) grey(n *yaml.Node) {
	if absent(n) {
		return
	}
	said, _ := wordOf(n)
	yes, ok := truth(value{form: plain, text: said})
	if !ok {
		c.wrong(n, "grey", expected{"yes or no", "grey: yes", "“是”或“否”"})
	}
	c.cfg.Grey = yes
}

func (c *configuration) pairing(n *yaml.Node) {
	ways := []string{string(site.Notice), string(site.Required), string(site.Hold)}
	if s, ok := c.choice(n, "pairing", ways); ok {
		c.cfg.Pairing = site.Pairing(s)
	}
}

func (c *configuration) profile(n *yaml.Node) {
	all := site.Profiles()
	var names []string
	for _, p := range all {
		names = append(names, p.Name)
	}
	if s, ok := c.choice(n, "profile", names); ok {
		c.cfg.Profile, c.cfg.ProfileAt = all[slices.Index(names, s)], c.pos(n)
	}
}

// choice is one of several words; ok is false when the key is not there or
// says something else.
func (c *configuration) choice(n *yaml.Node, key string, words []string) (s string, ok bool) {
	if absent(n) {
		return "", false
	}
	s, _ = wordOf(n)
	if !slices.Contains(words, strings.ToLower(s)) {
		c.at(n, "config.value", s, key, strings.Join(words, ", "))
		return "", false
	}
	return strings.ToLower(s), true
}

func (c *configuration) markup(n *yaml.Node) {
	if absent(n) {
		return
	}
	list, ok := c.entries(n)
	if !ok {
		c.wrong(n, "markup", expected{"a mapping", "markup: {html: sanitized}", "一组键值"})
	}
	for _, e := range list {
		if e.key != "html" {
			c.unknown(e.name, e.key, []string{"html"})
			continue
		}
		s, _ := c.choice(e.value, "markup.html", []string{"sanitized", "trusted"})
		c.cfg.TrustHTML = s == "trusted"
	}
}

func (c *configuration) permalinks(n *yaml.Node) {
	if absent(n) {
		return
	}
	want := expected{"a pattern for each section, beginning with /", "permalinks: {news: /:section/:year/:slug}", "每个栏目一个以 / 开头的格式"}
	list, ok := c.entries(n)
	if !ok {
		c.wrong(n, "permalinks", want)
	}
	c.cfg.Permalinks, c.cfg.PatternsAt = make(map[string]string, len(list)), make(map[string]diag.Pos, len(list))
	for _, e := range list {
		pattern, _ := wordOf(e.value)
		switch token := unknownToken(pattern); {
		case c.cfg.Sections != nil && !slices.Contains(c.cfg.Sections, e.key):
			c.unknown(e.name, e.key, c.cfg.Sections)
		case !validPattern(pattern):
			c.wrong(e.value, "permalinks."+e.key, want)
		case token != "":
			c.at(e.value, "config.value", token, "permalinks", strings.Join(tokens(), ", "))
		default:
			c.cfg.Permalinks[e.key], c.cfg.PatternsAt[e.key] = pattern, c.pos(e.name)
		}
	}
}

// tokens are what a pattern of permalinks may ask for.
func tokens() []string { return []string{":section", ":year", ":month", ":day", ":slug"} }

// unknownToken is the first word after a colon that is none of the tokens.
func unknownToken(pattern string) string {
	for {
		i := strings.IndexByte(pattern, ':')
		if i < 0 {
			return ""
		}
		end := i + 1
		for end < len(pattern) && (pattern[end] == '_' || 'a' <= pattern[end]|0x20 && pattern[end]|0x20 <= 'z') {
			end++
		}
		if !slices.Contains(tokens(), pattern[i:end]) {
			return pattern[i:end]
		}
		pattern = pattern[end:]
	}
}

// validPattern reports whether a pattern begins with a slash and stays in the
// site.
func validPattern(pattern string) bool {
	if !strings.HasPrefix(pattern, "/") || strings.ContainsAny(pattern, `\?#%"<>`+" \t\n") {
		return false
	}
	parts := strings.Split(strings.Trim(pattern, "/"), "/")
	return !slices.Contains(parts, "..") && !slices.Contains(parts, ".") && !slices.Contains(parts, "")
}

func (c *configuration) rules(n *yaml.Node) {
	if absent(n) {
		return
	}
	list, ok := c.entries(n)
	if !ok {
		c.wrong(n, "rules", expected{"a severity for each rule", "rules: {alt: error, unknown-key: off}", "每条规则一个级别"})
	}
	var known []string
	for _, r := range diag.Rules() {
		known = append(known, r.Name)
	}
	for _, e := range list {
		s, _ := wordOf(e.value)
		severity, ok := diag.ParseSeverity(s)
		switch {
		case !diag.IsRule(e.key):
			c.rule(e, known)
		case !ok:
			c.at(e.value, "config.value", s, "rules."+e.key, "off, advice, warning, error")
		case diag.Fixed(e.key) && severity < diag.Error:
			c.at(e.value, "config.fixed", e.key)
		default:
			c.cfg.Rules[e.key] = severity
		}
	}
}

// rule reports a rule that there is none of.
func (c *configuration) rule(e pair, known []string) {
	if like := diag.Suggest(e.key, known); like != "" {
		c.at(e.name, "config.rule.like", e.key, like)
		return
	}
	c.at(e.name, "config.rule", e.key, strings.Join(known, ", "))
}

func (c *configuration) params(n *yaml.Node) {
	if absent(n) {
		return
	}
	left := 100_000
	m, ok := freeValue(n, 0, &left).(map[string]any)
	if !ok {
		c.wrong(n, "params", expected{"a mapping", "params: {hotline: 010-12345678}", "一组键值"})
		return
	}
	c.cfg.Params = m
}
