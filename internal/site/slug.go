package site

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
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
			b.WriteString(syllable(r))
		default:
			word = false
		}
	}
	return b.String()
}

func syllable(r rune) string {
	if unicode.Is(unicode.Han, r) {
		if p := pinyin.SinglePinyin(r, pinyin.Args{Style: pinyin.Normal}); len(p) > 0 {
			return p[0]
		}
	}
	return "u" + strconv.FormatInt(int64(r), 16)
}

// slugPart is a part of a source path as a part of a URL: as it is when it is
// fit for one, otherwise its slug.
func slugPart(part string) string {
	for i := 0; i < len(part); i++ {
		if !plainByte(part[i]) {
			return Slug(part)
		}
	}
	return part
}

func plainByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.' || c == '~'
}

// plain reports whether a slug that a writer gave is fit for a URL.
func plain(slug string) bool {
	for i := 0; i < len(slug); i++ {
		if !plainByte(slug[i]) {
			return false
		}
	}
	return slug != "" && strings.Trim(slug, ".") != ""
}
