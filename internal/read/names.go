package read

import (
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"bulletin/internal/site"
)

// A naming knows what the names of files say in a site of these languages.
type naming struct {
	languages []*site.Language
	spelled   map[string]*site.Language // by code, tag and other spellings, in lower case
}

func newNaming(languages []*site.Language) *naming {
	n := &naming{languages: languages, spelled: map[string]*site.Language{}}
	alone := map[string]int{} // how many languages are regional forms of one
	for _, l := range languages {
		main, _, _ := strings.Cut(l.Code, "-")
		alone[main]++
	}
	for _, l := range languages {
		main, _, _ := strings.Cut(l.Code, "-")
		if alone[main] == 1 {
			n.spelled[main] = l
			for _, s := range others(main) {
				n.spelled[s] = l
			}
		}
	}
	for _, l := range languages {
		n.spelled[strings.ToLower(l.Tag)] = l
	}
	for _, l := range languages {
		n.spelled[l.Code] = l
	}
	return n
}

// others are spellings that mean a language where the site has no other form
// of it.
func others(code string) []string {
	switch code {
	case "zh":
		return []string{"zh-cn", "zh-hans", "zh-hans-cn", "zh-sg", "zho", "chi"}
	case "en":
		return []string{"en-us", "en-gb", "en-au", "en-ca", "eng"}
	}
	return nil
}

// language is the language that a code in a name means. When the site does not
// have it, alien is the code.
func (n *naming) language(code string) (l *site.Language, alien string) {
	if len(code) < 2 || len(code) > 16 {
		return nil, ""
	}
	code = strings.ReplaceAll(strings.ToLower(code), "_", "-")
	if l = n.spelled[code]; l == nil && isLanguage(code) {
		alien = code
	}
	return l, alien
}

// split takes a text's name apart: visit.zh.md into visit and Chinese. l is
// nil when the name has no code; alien is the code of a language that the site
// does not have.
func (n *naming) split(name string) (stem string, l *site.Language, alien string) {
	stem = strings.TrimSuffix(name, path.Ext(name))
	i := strings.LastIndexByte(stem, '.')
	if i <= 0 {
		return stem, nil, ""
	}
	if l, alien = n.language(stem[i+1:]); l != nil {
		stem = stem[:i]
	}
	return stem, l, alien
}

// like is the part of a name without a code that was meant for one, and the
// name with the code where it is looked for: visit_en.md, and en.md alone in a
// folder.
func (n *naming) like(stem, ext string, top bool) (part, better string) {
	if l, _ := n.language(stem); l != nil && !top {
		return stem, "index." + l.Code + ext
	}
	i := strings.LastIndexAny(stem, "_-")
	if i <= 0 {
		return "", ""
	}
	if l, _ := n.language(stem[i+1:]); l != nil {
		return stem[i:], stem[:i] + "." + l.Code + ext
	}
	return "", ""
}

// isText reports whether a name is that of a text.
func isText(name string) bool {
	ext := path.Ext(name)
	return ext != "" && (strings.EqualFold(ext, ".md") || strings.EqualFold(ext, ".markdown"))
}

// passedOver reports whether nobody means a name to be published: it is hidden,
// or an editor or the desktop left it behind.
func passedOver(name string, folder bool) bool {
	switch name[0] {
	case '.':
		return true
	case '_':
		return folder || !strings.HasPrefix(name, "_index.")
	case '#':
		return len(name) > 1 && name[len(name)-1] == '#'
	case '~':
		return strings.HasPrefix(name, "~$") // Word's lock
	}
	if name[len(name)-1] == '~' {
		return true
	}
	switch path.Ext(name) {
	case ".swp", ".swo", ".tmp":
		return true
	case ".db", ".ini":
		return strings.EqualFold(name, "thumbs.db") || strings.EqualFold(name, "desktop.ini")
	}
	return false
}

var spaces = strings.NewReplacer("\u00a0", " ", "\u3000", " ", "\u202f", " ")

// plainName is a name with its letters in one form and its spaces as spaces,
// so that names which look alike are alike.
func plainName(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return norm.NFC.String(spaces.Replace(s))
		}
	}
	return s
}

// dateIn is the date that a file or folder name in a path begins with, as
// ParseDate takes it; the innermost wins.
func dateIn(file string) string {
	for file != "" {
		dir, name := "", file
		if i := strings.LastIndexByte(file, '/'); i >= 0 {
			dir, name = file[:i], file[i+1:]
		}
		if dated(name) {
			return name[:10]
		}
		file = dir
	}
	return ""
}

// dated reports whether a name begins with 2024-11-06, alone or before what
// cannot be part of it.
func dated(name string) bool {
	if len(name) < 10 || name[4] != '-' || name[7] != '-' {
		return false
	}
	for i := range 10 {
		if i != 4 && i != 7 && (name[i] < '0' || name[i] > '9') {
			return false
		}
	}
	return len(name) == 10 || name[10] < '0' || name[10] > '9'
}
