package asset

import "strings"

// A kind is what a token of CSS is, as far as it matters whether two may stand
// side by side.
type kind uint8

const (
	end   kind = iota
	space      // white space and comments, at least one
	ident
	function  // name(
	at        // @name
	hash      // #name
	number    // also with a unit or %
	quoted    // "…"
	broken    // a string cut off by the end of its line
	link      // url(…) without quotation marks
	brokenURL // one that is not well formed
	delim     // any other character, alone
)

// A token is a piece of a stylesheet as it was written. For white space, white
// says whether there was any between the comments.
type token struct {
	kind  kind
	text  string
	white bool
	line  int
}

// A lexer cuts a stylesheet into tokens, after CSS Syntax Level 3, section 4.
type lexer struct {
	rest string
	line int
}

// normal does what section 3.3 does before anything else.
func normal(css string) string {
	css = strings.TrimPrefix(css, "\ufeff")
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\x00", "\ufffd").Replace(css)
}

func (l *lexer) next() token {
	if l.rest == "" {
		return token{kind: end, line: l.line}
	}
	t := token{line: l.line}
	size := 0
	if size, t.white = blank(l.rest); size > 0 {
		t.kind = space
	} else {
		t.kind, size = l.solid()
	}
	t.text = l.rest[:size]
	l.line += strings.Count(t.text, "\n")
	l.rest = l.rest[size:]
	return t
}

// blank measures white space and comments.
func blank(s string) (size int, white bool) {
	for size < len(s) {
		switch {
		case isSpace(s[size]):
			size++
			white = true
		case strings.HasPrefix(s[size:], "/*"):
			n := strings.Index(s[size+2:], "*/")
			if n < 0 {
				return len(s), white
			}
			size += n + 4
		default:
			return size, white
		}
	}
	return size, white
}

func (l *lexer) solid() (kind, int) {
	s := l.rest
	switch c := s[0]; {
	case c == '"' || c == '\'':
		return stringToken(s)
	case c == '#' && len(s) > 1 && (nameByte(s[1]) || escapes(s[1:])):
		return hash, 1 + nameSize(s[1:])
	case strings.HasPrefix(s, "<!--"):
		return delim, 4
	case strings.HasPrefix(s, "-->"):
		return delim, 3
	case startsNumber(s):
		return number, numberSize(s)
	case startsIdent(s):
		return identToken(s)
	case c == '@' && startsIdent(s[1:]):
		return at, 1 + nameSize(s[1:])
	}
	return delim, 1
}

func stringToken(s string) (kind, int) {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case s[0]:
			return quoted, i + 1
		case '\n':
			return broken, i
		case '\\':
			i++
		}
	}
	return quoted, len(s)
}

func identToken(s string) (kind, int) {
	n := nameSize(s)
	if n >= len(s) || s[n] != '(' {
		return ident, n
	}
	if !strings.EqualFold(s[:n], "url") {
		return function, n + 1
	}
	i := n + 1
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	if i < len(s) && (s[i] == '"' || s[i] == '\'') {
		return function, n + 1
	}
	return urlToken(s, i)
}

// urlToken reads on in a url( without quotation marks, from its first
// character that is not white space.
func urlToken(s string, i int) (kind, int) {
	k := link
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c == ')':
			return k, i + 1
		case c == '\\' && escapes(s[i:]):
			i++
		case isSpace(c):
			j := i
			for j < len(s) && isSpace(s[j]) {
				j++
			}
			if j < len(s) && s[j] != ')' {
				k = brokenURL
			}
		case c == '"' || c == '\'' || c == '(' || c == '\\' || c < ' ' || c == 0x7f:
			k = brokenURL
		}
	}
	return k, len(s)
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }
func digit(c byte) bool   { return '0' <= c && c <= '9' }

func hexDigit(c byte) bool { return digit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

func startByte(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c >= 0x80 }
func nameByte(c byte) bool  { return startByte(c) || digit(c) || c == '-' }

func escapes(s string) bool { return len(s) > 1 && s[0] == '\\' && s[1] != '\n' }

func startsIdent(s string) bool {
	switch {
	case s == "":
		return false
	case s[0] == '-':
		return len(s) > 1 && (startByte(s[1]) || s[1] == '-' || escapes(s[1:]))
	}
	return startByte(s[0]) || escapes(s)
}

func startsNumber(s string) bool {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	if s != "" && s[0] == '.' {
		s = s[1:]
	}
	return s != "" && digit(s[0])
}

// nameSize measures a name; the white space after a hexadecimal escape is part
// of it.
func nameSize(s string) int {
	i := 0
	for i < len(s) {
		switch {
		case nameByte(s[i]):
			i++
		case escapes(s[i:]):
			i += escapeSize(s[i:])
		default:
			return i
		}
	}
	return i
}

func escapeSize(s string) int {
	i := 1
	for i < len(s) && i < 7 && hexDigit(s[i]) {
		i++
	}
	switch {
	case i == 1:
		return 2
	case i < len(s) && isSpace(s[i]):
		return i + 1
	}
	return i
}

func numberSize(s string) int {
	i := 0
	if s[0] == '+' || s[0] == '-' {
		i++
	}
	digits := func() {
		for i < len(s) && digit(s[i]) {
			i++
		}
	}
	digits()
	if i+1 < len(s) && s[i] == '.' && digit(s[i+1]) {
		i++
		digits()
	}
	if i+1 < len(s) && s[i]|0x20 == 'e' {
		j := i + 1
		if s[j] == '+' || s[j] == '-' {
			j++
		}
		if j < len(s) && digit(s[j]) {
			i = j
			digits()
		}
	}
	switch {
	case i < len(s) && s[i] == '%':
		i++
	case startsIdent(s[i:]):
		i += nameSize(s[i:])
	}
	return i
}
