package site

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"bulletin/internal/pinyin"
)

// Slug is a text as a part of an address: letters and digits of ASCII in lower
// case, joined by hyphens. Han become pinyin, a syllable a word; letters lose
// their accents; what has no ASCII form becomes its code point.
func Slug(s string) string {
	var b strings.Builder
	word := false // the last byte written belongs to a word that letters continue
	start := func() {
		if b.Len() > 0 && !word {
			b.WriteByte('-')
		}
	}
	for _, r := range norm.NFKD.String(s) {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			start()
			b.WriteRune(r)
			word = true
		case 'A' <= r && r <= 'Z':
			start()
			b.WriteRune(r + 'a' - 'A')
			word = true
		case r == '\'', r == '’', unicode.Is(unicode.Mn, r):
			// an apostrophe or an accent does not part a word
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			word = false
			start()
			b.WriteString(syllable(unicode.ToLower(r)))
		default:
			word = false
		}
	}
	return b.String()
}

// syllable is the usual reading of a Han character without its tone, or the
// code point of any other letter.
func syllable(r rune) string {
	if reading, ok := pinyin.Syllable(r); ok {
		return reading
	}
	return "u" + strconv.FormatInt(int64(r), 16)
}

// slugPart is a part of a source path as a part of a URL: as it is when it is
// fit for one, otherwise its slug.
func slugPart(part string) string {
	for i := 0; i < len(part); i++ {
		if !plainByte(part[i]) {
			return named(part)
		}
	}
	return part
}

// named is the slug of a part; one that has no letter at all is spelled out by
// its code points.
func named(part string) string {
	if s := Slug(part); s != "" {
		return s
	}
	var points []string
	for _, r := range part {
		points = append(points, "u"+strconv.FormatInt(int64(r), 16))
	}
	return strings.Join(points, "-")
}

func plainByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.' || c == '~'
}

// inside reports whether a name that a writer gave stays where it is put: one
// part of a path, and no hidden one.
func inside(name string) bool {
	return name != "" && !strings.HasPrefix(name, ".") && !strings.ContainsAny(name, `/\`)
}
