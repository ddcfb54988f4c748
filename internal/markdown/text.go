package markdown

import (
	"bytes"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// The classes of bytes in text.
const (
	plain     = iota // stands as it is and ends a word
	letter           // stands as it is and belongs to a word
	joint            // stands as it is and ends no word: don't, 3.5, well-known
	special          // is escaped, means something, or is not printed
	wide             // begins a character beyond ASCII
	ideograph        // begins a Han character of three bytes
)

var classes = func() (t [256]uint8) {
	for c := range t {
		switch b := byte(c); {
		case 0xE5 <= b && b <= 0xE9: // U+5000 to U+9FFF
			t[c] = ideograph
		case b >= 0x80:
			t[c] = wide
		case wordByte(b):
			t[c] = letter
		case strings.IndexByte("&<>\\", b) >= 0, b < ' ' && b != '\t' && b != '\n', b == 0x7F:
			t[c] = special
		case strings.IndexByte("'-._@/", b) >= 0:
			t[c] = joint
		}
	}
	return t
}()

// text writes text of Markdown, in which backslashes and character references
// mean something, and counts it.
func (w *writer) text(s []byte) { w.visible(s, true, false) }

// literal writes text that means what it says, and counts it.
func (w *writer) literal(s []byte) { w.visible(s, false, false) }

// code writes text in which spaces are what they are, and counts it.
func (w *writer) code(s []byte) { w.visible(s, false, true) }

func (w *writer) visible(s []byte, markup, exact bool) {
	from, inWord := 0, w.inWord
	for i := 0; i < len(s); {
		switch c := s[i]; classes[c] {
		case letter:
			if !inWord {
				inWord = true
				w.doc.Count.Words++
			}
			i++
		case joint:
			i++
		case plain:
			inWord = false
			i++
		case ideograph:
			begin := i
			for i += 3; i < len(s) && classes[s[i]] == ideograph; i += 3 {
			}
			w.doc.Count.Han += (i - begin) / 3
			inWord = false
		case wide:
			r, n := utf8.DecodeRune(s[i:])
			switch {
			case r == 0xA0 && !exact:
				w.out = append(w.out, s[from:i]...)
				n += w.gap(s[i+n:])
				from = i + n
				inWord = false
			case indent(r) && !exact && i == from && w.leading():
				from = i + n
			case dropped(r, n):
				w.out = append(w.out, s[from:i]...)
				from = i + n
			default:
				inWord = w.count(r, inWord)
			}
			i += n
		default:
			w.out = append(w.out, s[from:i]...)
			n := 1
			if markup {
				n = w.marked(s[i:])
			} else {
				w.escape(rune(c))
			}
			i += n
			from = i
			inWord = inWord && c == '&'
		}
	}
	w.out = append(w.out, s[from:]...)
	w.inWord = inWord
}

// count counts a character beyond ASCII and reports whether it is in a word.
func (w *writer) count(r rune, inWord bool) bool {
	switch {
	case han(r):
		w.doc.Count.Han++
		return false
	case r == '’':
		return inWord
	case 0x2000 <= r && r < 0x2C00, 0x3000 <= r && r < 0x3040, 0xFF00 <= r && r < 0xFF10,
		!unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r):
		return false
	case !inWord:
		w.doc.Count.Words++
	}
	return true
}

// gap writes a no-break space as the ordinary one it is meant to be: one for
// many, none at the beginning of a block, and none beside Chinese punctuation in
// Chinese text, where a line break leaves none either. Between two characters
// one stays: names are set apart like that. It returns how many bytes of the
// text behind it belong to the same gap.
func (w *writer) gap(behind []byte) int {
	rest := bytes.TrimLeft(behind, " \u00a0")
	w.trimEnd()
	before, after := w.last(), firstRune(rest, true)
	if after == 0 && w.node != nil {
		after = w.next(w.node)
	}
	if before != 0 && (!tight(before, after) || unicode.IsLetter(before) && unicode.IsLetter(after)) {
		w.out = append(w.out, ' ')
	}
	return len(behind) - len(rest)
}

// indent reports whether r is a space with which writers indent by hand.
func indent(r rune) bool { return r == 0x3000 || r == 0xA0 || r == 0x2002 || r == 0x2003 }

// leading reports whether the block shows nothing so far, and takes back the
// spaces that it holds. In a table an indent tells what belongs to what.
func (w *writer) leading() bool {
	if w.cell {
		return false
	}
	if w.last() != 0 && len(bytes.TrimLeft(w.out[w.start:], " ")) > 0 {
		return false
	}
	w.trimEnd()
	return true
}

// marked writes what a special character at the beginning of s stands for and
// returns how many bytes that takes.
func (w *writer) marked(s []byte) int {
	switch {
	case s[0] == '\\' && len(s) > 1 && util.IsPunct(s[1]):
		w.escape(rune(s[1]))
		return 2
	case s[0] == '&':
		if n := referenceLen(s); n > 0 {
			for _, r := range html.UnescapeString(string(s[:n])) {
				if !indent(r) || !w.leading() {
					w.escape(r)
				}
			}
			return n
		}
	}
	w.escape(rune(s[0]))
	return 1
}

// escape writes a character of text.
func (w *writer) escape(r rune) {
	switch {
	case r == '&':
		w.put("&amp;")
	case r == '<':
		w.put("&lt;")
	case r == '>':
		w.put("&gt;")
	case han(r):
		w.doc.Count.Han++
		fallthrough
	case !dropped(r, utf8.RuneLen(r)):
		w.out = utf8.AppendRune(w.out, r)
	}
}

// referenceLen is the length of the character reference at the beginning of s,
// or 0: CommonMark's rules, stricter than those of HTML.
func referenceLen(s []byte) int {
	const longest = 34
	end := bytes.IndexByte(s[:min(len(s), longest)], ';')
	if end < 2 {
		return 0
	}
	name := s[1:end]
	if name[0] != '#' {
		if _, ok := util.LookUpHTML5EntityByName(string(name)); !ok {
			return 0
		}
		return end + 1
	}
	digits, most, ok := name[1:], 7, digit
	if len(digits) > 0 && digits[0]|0x20 == 'x' {
		digits, most, ok = digits[1:], 6, util.IsHexDecimal
	}
	if len(digits) == 0 || len(digits) > most {
		return 0
	}
	for _, c := range digits {
		if !ok(c) {
			return 0
		}
	}
	return end + 1
}

// resolve takes the backslashes and character references out of s.
func resolve(s []byte) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		switch {
		case s[i] == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			out = append(out, s[i+1])
			i += 2
			continue
		case s[i] == '&':
			if n := referenceLen(s[i:]); n > 0 {
				out = append(out, html.UnescapeString(string(s[i:i+n]))...)
				i += n
				continue
			}
		}
		out = append(out, s[i])
		i++
	}
	return out
}

// dropped reports whether a character is not printed: controls, byte order
// marks inside a text, and what is no character. n is its encoded length.
func dropped(r rune, n int) bool {
	switch {
	case r < ' ':
		return r != '\t' && r != '\n'
	case 0x7F <= r && r < 0xA0, r == 0xFEFF, r&0xFFFE == 0xFFFE, 0xFDD0 <= r && r <= 0xFDEF:
		return true
	}
	return r == utf8.RuneError && n <= 1
}

// appendEscaped appends text with its markup escaped and its control
// characters left out.
func appendEscaped(dst, s []byte) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		c, n, with := s[i], 1, ""
		switch {
		case c == '&':
			with = "&amp;"
		case c == '<':
			with = "&lt;"
		case c == '>':
			with = "&gt;"
		case c < 0x80:
			if !dropped(rune(c), 1) {
				continue
			}
		default:
			var r rune
			if r, n = utf8.DecodeRune(s[i:]); !dropped(r, n) {
				i += n - 1
				continue
			}
		}
		dst = append(append(dst, s[from:i]...), with...)
		i += n - 1
		from = i + 1
	}
	return append(dst, s[from:]...)
}

// appendAttribute appends what stands in double quotes.
func appendAttribute(dst, s []byte) []byte {
	for {
		i := bytes.IndexByte(s, '"')
		if i < 0 {
			return appendEscaped(dst, s)
		}
		dst = append(appendEscaped(dst, s[:i]), "&quot;"...)
		s = s[i+1:]
	}
}

// han reports whether r is counted as a character of its own.
func han(r rune) bool {
	switch {
	case r < 0x3005:
		return false
	case r <= 0x9FFF:
		return r >= 0x4E00 || 0x3400 <= r && r <= 0x4DBF || 0x3041 <= r && r <= 0x30FF || r == 0x3005 || r == 0x3007
	case r <= 0xFAFF:
		return r >= 0xF900
	}
	return 0x20000 <= r && r <= 0x3FFFD
}

// trim takes white space of any kind, and control characters, off both ends.
func trim(s string) string { return strings.TrimFunc(s, unseen) }

func unseen(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == 0xFEFF }
