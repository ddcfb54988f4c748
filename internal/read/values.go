package read

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"bulletin/internal/site"
)

// set reads a value of YAML as its field wants it.
func (m *matter) set(field any, p given) {
	if _, free := field.(*site.Field[map[string]any]); !free && mapping(p) {
		m.put(field, p.name, m.tree(p))
		return
	}
	switch f := field.(type) {
	case *site.Field[string]:
		m.put(field, p.name, m.literal(p, true))
	case *site.Field[map[string]any]:
		m.params(f, p)
	case *cover:
		if p.first == "" && outer(leading(p.rest)) == record {
			v := m.tree(p)
			v.at = m.below(p)
			m.put(field, p.name, v)
			return
		}
		if strings.HasPrefix(p.first, "[") && strings.HasSuffix(p.first, "]") || p.first == "" && outer(leading(p.rest)) == list {
			m.put(field, p.name, m.several(p, false))
			return
		}
		m.put(field, p.name, m.literal(p, true))
	case *site.Field[time.Time], *site.Field[bool], *site.Field[int]:
		m.put(field, p.name, m.literal(p, false))
	case *site.Field[[]site.Attachment]:
		m.put(field, p.name, m.several(p, true))
	default:
		m.put(field, p.name, m.several(p, false))
	}
}

// put gives a field its value, or says what the value should have been.
func (m *matter) put(field any, name string, v value) {
	if v.form == nothing {
		return
	}
	switch f := field.(type) {
	case *site.Field[string]:
		m.text(f, name, v)
	case *cover:
		if v = pictured(v); v.form == nothing {
			return
		}
		m.text((*site.Field[string])(f), name, v)
	case *site.Field[time.Time]:
		m.date(f, name, v)
	case *site.Field[bool]:
		yes, ok := truth(v)
		if !ok {
			m.neither(v, name)
			return
		}
		*f = site.Field[bool]{Value: yes, Spot: v.at, Set: true}
	case *site.Field[int]:
		n, err := strconv.Atoi(narrow(v.text))
		if err != nil || v.form != plain {
			m.wrong(v, name, "a whole number", "10", "整数")
			return
		}
		*f = site.Field[int]{Value: n, Spot: v.at, Set: true}
	case *site.Field[[]string]:
		if names, ok := m.names(v, false); !ok {
			m.wrong(v, name, "a list", "[…, …]", "列表")
		} else if len(names) > 0 {
			*f = site.Field[[]string]{Value: names, Spot: v.at, Set: true}
		}
	case *site.Field[site.Gallery]:
		m.gallery(f, name, v)
	case *site.Field[[]site.Attachment]:
		m.attachments(f, name, v)
	}
}

// pictured is what a cover says of the picture's name: the first of Hugo's
// images, the image of a table that has more to say.
func pictured(v value) value {
	if v.form == list && len(v.items) > 0 {
		return v.items[0]
	}
	for _, item := range v.items {
		if v.form == record && item.name == "image" {
			return item
		}
	}
	return v
}

// mapping reports whether a value is a mapping between braces. A text may begin
// and end with braces as well, but has no key in them.
func mapping(p given) bool {
	if len(p.first) < 2 || p.first[0] != '{' || p.first[1] == '{' {
		return false
	}
	s := p.first
	if p.rest != "" {
		s = trim(s + "\n" + p.rest)
	}
	if cut := strings.LastIndexByte(s, '}'); cut < 0 || cut < len(s)-1 && !strings.HasPrefix(trimLeft(s[cut+1:]), "#") {
		return false
	}
	name, value, ok := strings.Cut(s[1:], ":")
	return ok && name != "" && !strings.ContainsAny(name, ",{}[]") && strings.HasPrefix(value, " ")
}

// neither reports a value that should say yes or no.
func (m *matter) neither(v value, name string) {
	if v.form != plain {
		m.wrong(v, name, "yes or no", "yes", "“是”或“否”")
		return
	}
	m.report(v.at, "kind.truth", v.text, name)
}

func (m *matter) wrong(v value, name, en, example, zh string) {
	m.report(v.at, "kind", name, en, name+": "+example, zh)
}

func (m *matter) text(f *site.Field[string], name string, v value) {
	if v.form != plain {
		m.wrong(v, name, "one line of text", "…", "一行文字")
		return
	}
	text := spaced(v.text)
	switch f {
	case &m.h.Summary, &m.h.Correction, &m.h.Reason:
	default:
		if strings.Contains(text, "\n") {
			text = strings.ReplaceAll(foldLines(text), "\n", " ")
		}
	}
	if n := narrow(text); f == &m.h.Issue && ascii(n) {
		text = n
	}
	text = trim(text)
	if f == &m.h.SourceURL && text != "" && !onTheWeb(text) {
		m.report(v.at, "unsafe.source", text)
		return
	}
	if text != "" {
		*f = site.Field[string]{Value: text, Spot: v.at, Set: true}
	}
}

// onTheWeb reports whether an address leads to a page on some host and can do
// nothing else.
func onTheWeb(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// spaced writes no-break spaces as ordinary ones.
func spaced(s string) string {
	if !strings.Contains(s, "\u00a0") && !strings.Contains(s, "\u202f") {
		return s
	}
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func (m *matter) date(f *site.Field[time.Time], name string, v value) {
	f.Spot = v.at // a date that cannot be read is wrong, but not missing
	if v.form != plain {
		m.wrong(v, name, "a date", "2024-11-06", "日期")
		return
	}
	t, msg, args := ParseDate(v.text, m.zone)
	if msg != "" {
		m.report(v.at, msg, args...)
		return
	}
	*f = site.Field[time.Time]{Value: t, Spot: v.at, Set: true}
}

// truth reads yes or no.
func truth(v value) (yes, ok bool) {
	if v.form != plain {
		return false, false
	}
	switch strings.ToLower(narrow(v.text)) {
	case "true", "yes", "on", "y", "是", "真", "1":
		return true, true
	case "false", "no", "off", "n", "否", "假", "0":
		return false, true
	}
	return false, false
}

// names are the items of a list of texts; one line is divided.
func (m *matter) names(v value, files bool) (names []string, ok bool) {
	for _, item := range m.split(v, files) {
		if item.form != plain {
			return nil, false
		}
		if text := trim(spaced(item.text)); text != "" {
			names = append(names, text)
		}
	}
	return names, v.form != record
}

// split divides one line into the items of a list.
func (m *matter) split(v value, files bool) []value {
	if v.form != plain {
		return v.items
	}
	d := divider{m: m, s: v.text, spot: v.at, files: files}
	items := d.divide()
	for i := range items {
		if !v.exact || !items[i].exact {
			items[i].at = v.at
		}
	}
	return items
}

func (m *matter) gallery(f *site.Field[site.Gallery], name string, v value) {
	if all, ok := truth(v); ok {
		*f = site.Field[site.Gallery]{Value: site.Gallery{All: all}, Spot: v.at, Set: true}
		return
	}
	names, ok := m.names(v, true)
	if !ok || v.form == plain && len(names) == 1 && !ended(names[0]) {
		m.wrong(v, name, "yes, or a list of picture names", "[a.jpg, b.jpg]", "“是”，或图片文件名的列表")
		return
	}
	if len(names) > 0 {
		*f = site.Field[site.Gallery]{Value: site.Gallery{Names: names}, Spot: v.at, Set: true}
	}
}

func (m *matter) attachments(f *site.Field[[]site.Attachment], name string, v value) {
	items := m.split(v, true)
	if v.form == record {
		items = []value{v}
	}
	var all []site.Attachment
	for _, item := range items {
		a := site.Attachment{Path: trim(spaced(item.text)), Spot: item.at}
		for _, part := range item.items {
			switch attachmentName(part.name) {
			case "path":
				a.Path, a.Spot = trim(spaced(part.text)), part.at
			case "title":
				a.Title = trim(spaced(part.text))
			}
		}
		if a.Path == "" {
			m.wrong(item, name, "a list of files", "[…]", "文件列表")
			return
		}
		all = append(all, a)
	}
	if len(all) > 0 {
		*f = site.Field[[]site.Attachment]{Value: all, Spot: v.at, Set: true}
	}
}

// params reads the free map.
func (m *matter) params(f *site.Field[map[string]any], p given) {
	if text := leading(p.rest); p.first == "" && text == "" || p.first == "~" {
		return
	}
	at := p.at
	if p.first == "" {
		at = m.below(p)
	}
	n := m.parse(p)
	if n == nil || n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" {
		return
	}
	left := 10_000
	free, ok := freeValue(n, 0, &left).(map[string]any)
	if !ok {
		m.wrong(value{at: at}, p.name, "a map of names and values", "{…: …}", "键值表")
		return
	}
	*f = site.Field[map[string]any]{Value: free, Spot: at, Set: true}
}
