package read

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"bulletin/internal/site"
)

// usual are the tags and names of languages that site.yaml names by their
// codes only.
func usual() map[string][2]string {
	return map[string][2]string{
		"zh": {"zh-Hans", "中文"}, "zh-hans": {"zh-Hans", "简体中文"}, "zh-hant": {"zh-Hant", "繁體中文"},
		"zh-cn": {"zh-Hans-CN", "简体中文"}, "zh-tw": {"zh-Hant-TW", "繁體中文"}, "zh-hk": {"zh-Hant-HK", "繁體中文"},
		"en": {"en", "English"}, "en-us": {"en-US", "English"}, "en-gb": {"en-GB", "English"},
		"fr": {"fr", "Français"}, "de": {"de", "Deutsch"}, "ja": {"ja", "日本語"}, "ko": {"ko", "한국어"},
		"ru": {"ru", "Русский"}, "es": {"es", "Español"}, "pt": {"pt", "Português"}, "ar": {"ar", "العربية"},
		"vi": {"vi", "Tiếng Việt"}, "it": {"it", "Italiano"}, "nl": {"nl", "Nederlands"}, "th": {"th", "ไทย"},
		"id": {"id", "Bahasa Indonesia"}, "ms": {"ms", "Bahasa Melayu"}, "my": {"my", "မြန်မာဘာသာ"}, "lo": {"lo", "ລາວ"},
		"km": {"km", "ខ្មែរ"}, "mn": {"mn", "Монгол"}, "kk": {"kk", "Қазақша"}, "ug": {"ug", "ئۇيغۇرچە"}, "bo": {"bo", "བོད་ཡིག"},
		"hi": {"hi", "हिन्दी"}, "ur": {"ur", "اردو"}, "fa": {"fa", "فارسی"}, "tr": {"tr", "Türkçe"}, "he": {"he", "עברית"},
		"pl": {"pl", "Polski"}, "cs": {"cs", "Čeština"}, "hu": {"hu", "Magyar"}, "uk": {"uk", "Українська"},
		"sv": {"sv", "Svenska"}, "fi": {"fi", "Suomi"}, "da": {"da", "Dansk"}, "el": {"el", "Ελληνικά"}, "sw": {"sw", "Kiswahili"},
	}
}

func (c *configuration) languages(n *yaml.Node) {
	want := expected{"a list of languages", "languages: [{code: zh, tag: zh-Hans, name: 中文}, {code: en, tag: en, name: English}]", "语言的列表"}
	if !absent(n) {
		n = actual(n)
		if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
			c.wrong(n, "languages", want)
		} else {
			lines := map[string]int{}
			for _, item := range n.Content {
				c.language(item, lines, want)
			}
		}
	}
	if len(c.cfg.Languages) == 0 {
		for _, code := range [...]string{"zh", "en"} {
			c.cfg.Languages = append(c.cfg.Languages, &site.Language{Code: code, Tag: usual()[code][0], Name: usual()[code][1]})
		}
	}
	for i, l := range c.cfg.Languages {
		l.Index = i
	}
}

// language reads one item: a code, or a mapping of code, tag and name.
func (c *configuration) language(item *yaml.Node, lines map[string]int, want expected) {
	written, ok := wordOf(item)
	at := item
	var fields map[string]*yaml.Node
	if !ok {
		if fields, ok = c.fields(item); !ok || absent(fields["code"]) {
			c.wrong(item, "languages", want)
			return
		}
		at = fields["code"]
		written, _ = wordOf(at)
	}
	code := strings.ReplaceAll(strings.ToLower(written), "_", "-")
	if !isCode(code) {
		c.wrong(at, "languages.code", expected{"the code of a language", "code: en", "语言代码"})
		return
	}
	country := code
	if spoken := tongue(country); spoken != "" {
		c.at(at, "config.country", country, spoken)
		code = spoken
	}
	if line, twice := lines[code]; twice {
		if code == country {
			c.at(at, "duplicate-key", code, line)
		}
		return
	}
	lines[code] = at.Line
	l := &site.Language{Code: code, Tag: tagOf(code), Name: code}
	if u, ok := usual()[code]; ok {
		l.Tag, l.Name = u[0], u[1]
	}
	c.describe(l, item, fields)
	if line, twice := lines["tag "+l.Tag]; twice { // pages could not be told apart
		c.at(at, "duplicate-key", l.Tag, line)
		return
	}
	lines["tag "+l.Tag] = item.Line
	c.cfg.Languages = append(c.cfg.Languages, l)
}

// tongue is the language of a country whose code is often taken for that of
// the language, and is no language's itself.
func tongue(country string) string {
	switch country {
	case "cn":
		return "zh"
	case "jp":
		return "ja"
	case "us", "gb":
		return "en"
	case "vn":
		return "vi"
	case "ua":
		return "uk"
	case "cz":
		return "cs"
	case "dk":
		return "da"
	case "gr":
		return "el"
	}
	return ""
}

// describe reads what an item says besides the code.
func (c *configuration) describe(l *site.Language, item *yaml.Node, fields map[string]*yaml.Node) {
	if fields == nil {
		return
	}
	known := []string{"code", "tag", "name"}
	for i := 0; i+1 < len(actual(item).Content); i += 2 {
		name := actual(item).Content[i]
		value := fields[name.Value]
		if value == nil || isNull(value) {
			continue
		}
		s, ok := wordOf(value)
		switch name.Value {
		case "code":
		case "tag":
			if !isTag(s) {
				c.wrong(value, "languages.tag", expected{"the tag of a language", "tag: zh-Hans", "语言标签"})
				continue
			}
			l.Tag = s
		case "name":
			if !ok {
				c.wrong(value, "languages.name", expected{"the language's name in itself", "name: 中文", "该语言的自称"})
				continue
			}
			l.Name = s
		default:
			c.unknown(name, name.Value, known)
		}
	}
}

// tagOf is a code with its parts in the case that tags have: zh-Hans-CN.
func tagOf(code string) string {
	parts := strings.Split(code, "-")
	for i, p := range parts[1:] {
		switch len(p) {
		case 2:
			parts[i+1] = strings.ToUpper(p)
		case 4:
			parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "-")
}

// isCode reports whether s looks like zh, en-gb or zh-hans.
func isCode(s string) bool {
	first, rest, more := strings.Cut(s, "-")
	return (len(first) == 2 || len(first) == 3) && lowercase(first) && (!more || isPart(rest))
}

func isPart(s string) bool {
	for i := range len(s) {
		if !('a' <= s[i] && s[i] <= 'z' || '0' <= s[i] && s[i] <= '9') {
			return false
		}
	}
	return s != "" && len(s) <= 8
}

// isTag reports whether s has the form of a BCP 47 tag.
func isTag(s string) bool {
	first, rest, more := strings.Cut(strings.ToLower(s), "-")
	if len(first) < 2 || len(first) > 3 || !lowercase(first) {
		return false
	}
	for more {
		first, rest, more = strings.Cut(rest, "-")
		if !isPart(first) {
			return false
		}
	}
	return true
}

func lowercase(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

func codes(languages []*site.Language) []string {
	list := make([]string, len(languages))
	for i, l := range languages {
		list[i] = l.Code
	}
	return list
}

// isLanguage reports whether an ending such as fr or pt-br in a file's name
// means a language: a code of ISO 639-1, or of a country that is often written
// in its stead.
func isLanguage(s string) bool {
	first, rest, more := strings.Cut(s, "-")
	if len(first) != 2 || more && !isPart(rest) {
		return false
	}
	return slices.Contains(strings.Fields(iso639), first)
}

const iso639 = `aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it
iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd
ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su
sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu cn jp`
