package asset

import (
	"strings"
	"unicode/utf8"
)

// A sheet is a stylesheet in two parts: what must stand before all rules when
// sheets are joined (imports, and layers declared before them), and the rest.
// Both are whole: everything opened in them is closed.
type sheet struct {
	head, body string
	slip       Slip // the first; its Line is 0 where there is none
}

// shrink takes comments and needless white space out of a stylesheet. resolve
// is asked for each address in it and returns what to write instead, in
// characters that need no escaping, or false to keep it.
func shrink(css string, resolve func(target string, line int) (string, bool)) sheet {
	s := shrinker{lexer: lexer{rest: normal(css), line: 1}, resolve: resolve, early: true, fresh: true}
	for {
		t := s.next()
		if t.kind == end {
			break
		}
		s.take(t)
	}
	if n := len(s.open); n > 0 {
		s.slips(s.lines[n-1], s.open[n-1], true)
	}
	s.close()
	all := s.out.String()
	return sheet{head: all[:s.head], body: all[s.head:], slip: s.slip}
}

type shrinker struct {
	lexer
	resolve func(string, int) (string, bool)
	out     strings.Builder
	prev    token
	gap     token    // the white space since prev, if any
	open    []string // what is open: "{", "[", "(" or a function's name with its parenthesis
	lines   []int    // and where each began
	slip    Slip
	fresh   bool   // a declaration or rule begins here
	key     bool   // prev is the name of a property
	colon   bool   // prev is the colon behind one
	last    bool   // prev is a semicolon not yet written: a block needs none at its end, nor two in a row
	named   bool   // prev is the name of a custom property
	keep    int    // in the value of a custom property: how many were open at its name, plus one
	rule    string // the first token of the rule at the top level, "" between rules
	early   bool   // nothing but imports and layers so far
	head    int    // where in out the last import ends
}

func (s *shrinker) take(t token) {
	if t.kind == space {
		if i := strings.LastIndex(t.text, "/*"); i >= 0 && strings.LastIndex(t.text, "*/") < i+2 {
			s.slips(t.line+strings.Count(t.text[:i], "\n"), "/*", true)
		}
		s.gap = t
		return
	}
	if s.rule == "" && len(s.open) == 0 {
		if s.charset(t) {
			return
		}
		s.rule = strings.ToLower(t.text)
		s.early = s.early && (s.rule == "@import" || s.rule == "@layer")
	}
	if t.kind == broken || t.kind == quoted && (len(t.text) < 2 || t.text[len(t.text)-1] != t.text[0]) {
		s.slips(t.line, t.text[:1], true)
	}
	s.wide(t)
	t.text = s.rewrite(t)
	if s.last && t.text != "}" && t.text != ";" {
		s.out.WriteString(";")
	}
	s.last = t.text == ";" && s.keep == 0 && s.inBlock()
	s.out.WriteString(s.between(t))
	if !s.last {
		s.out.WriteString(t.text)
	}
	s.property(t)
	s.bracket(t)
	s.prev, s.gap = t, token{}
}

// charset skips a @charset rule: joined, the sheets have one for all.
func (s *shrinker) charset(t token) bool {
	if t.kind != at || !strings.EqualFold(t.text, "@charset") {
		return false
	}
	ahead := s.lexer
	for _, want := range []kind{space, quoted, delim} {
		t = ahead.next()
		if t.kind == space && want == delim {
			t = ahead.next()
		}
		if t.kind != want {
			return false
		}
	}
	if t.text != ";" {
		return false
	}
	s.lexer = ahead
	return true
}

// between is what must stand between the previous token and this one.
func (s *shrinker) between(t token) string {
	switch {
	case s.prev.kind == broken, s.prev.text == `\`:
		return "\n" // a space would make another token of it
	case s.prev.kind == end:
		return ""
	case s.gap.white && s.exact():
		return s.blank()
	case s.gap.white && (tight(s.prev) || tight(t) || s.colon):
		return ""
	case s.gap.white, s.gap.kind == space && glues(s.prev, t):
		return s.blank()
	}
	return ""
}

// blank is white space behind the previous token: one more where that ends in an
// escape of digits, which takes the first as its own end.
func (s *shrinker) blank() string {
	i := strings.LastIndexByte(s.prev.text, '\\')
	digits := s.prev.text[i+1:]
	if i >= 0 && digits != "" && len(digits) <= 6 && strings.Trim(digits, "0123456789abcdefABCDEF") == "" {
		return "  "
	}
	return " "
}

// exact reports whether white space is part of a value here, though only
// whether there is any: scripts and style() queries see it.
func (s *shrinker) exact() bool {
	if s.keep > 0 {
		return true
	}
	for _, o := range s.open {
		if o == "style(" {
			return true
		}
	}
	return false
}

// tight reports whether white space beside a token never matters.
func tight(t token) bool {
	return t.kind == delim && strings.Contains("{};,", t.text)
}

// inBlock reports whether declarations may stand here.
func (s *shrinker) inBlock() bool {
	return len(s.open) > 0 && s.open[len(s.open)-1] == "{"
}

// declares reports whether what follows is the value of a property: a rule in a
// rule may begin like a declaration, but comes to a block of its own.
func (s *shrinker) declares() bool {
	ahead := s.lexer
	for {
		switch t := ahead.next(); {
		case t.kind == end, t.kind == delim && (t.text == ";" || t.text == "}"):
			return true
		case t.kind == delim && t.text == "{":
			return false
		}
	}
}

// glues reports whether two tokens would be read as others if nothing stood
// between them, after the table of section 9 of CSS Syntax, somewhat coarser.
func glues(a, b token) bool {
	wordy := b.kind == ident || b.kind == function || b.kind == link || b.kind == brokenURL || b.kind == number ||
		b.text == "-" || b.text == "-->"
	switch a.kind {
	case ident, at, hash, number:
		return wordy || b.text == "%" || b.text == "("
	case delim:
		switch a.text {
		case "#", "-", "@", "+", ".":
			return wordy || b.kind == hash
		case "<":
			return b.text == "!"
		case "/":
			return b.text == "*"
		case "|", "~", "^", "$", "*":
			return b.text == "=" || b.text == "|"
		}
	}
	return false
}

// property notes where the value of a custom property begins and ends.
func (s *shrinker) property(t token) {
	depth := len(s.open) + 1
	switch {
	case s.keep > 0:
		if depth == s.keep && (t.text == ";" || t.text == "}") {
			s.keep = 0
		}
	case s.named && t.text == ":":
		s.keep = depth
	}
	begins := s.fresh && t.kind == ident && len(s.open) > 0
	s.named = begins && strings.HasPrefix(t.text, "--")
	s.colon = s.key && t.text == ":" && s.inBlock() && s.declares()
	s.key = begins && !s.named
	s.fresh = t.kind == delim && (t.text == "{" || t.text == "}" || t.text == ";")
}

// bracket keeps account of what is open and of where a rule ends.
func (s *shrinker) bracket(t token) {
	switch {
	case t.kind == function:
		s.open, s.lines = append(s.open, strings.ToLower(t.text)), append(s.lines, t.line)
	case t.kind != delim:
	case t.text == "{" || t.text == "[" || t.text == "(":
		s.open, s.lines = append(s.open, t.text), append(s.lines, t.line)
	case len(s.open) > 0 && t.text == s.closer():
		s.open, s.lines = s.open[:len(s.open)-1], s.lines[:len(s.lines)-1]
		if t.text == "}" && len(s.open) == 0 {
			s.ended(false)
		}
	case t.text == "}" || t.text == "]" || t.text == ")":
		if n := len(s.open); n > 0 {
			s.slips(s.lines[n-1], s.open[n-1], true)
		} else {
			s.slips(t.line, t.text, false)
		}
	case len(s.open) == 0 && t.text == ";" && strings.HasPrefix(s.rule, "@"):
		s.ended(true)
	}
}

func (s *shrinker) closer() string {
	switch s.open[len(s.open)-1] {
	case "{":
		return "}"
	case "[":
		return "]"
	}
	return ")"
}

// ended notes the end of a rule at the top level; a statement ends with a
// semicolon.
func (s *shrinker) ended(statement bool) {
	s.early = s.early && statement
	if s.early && s.rule == "@import" {
		s.head = s.out.Len()
	}
	s.rule = ""
}

// close ends what the end of the file would have ended, so that another sheet
// can follow.
func (s *shrinker) close() {
	if s.prev.kind == broken || s.prev.text == `\` {
		s.out.WriteString("\n")
	}
	for len(s.open) > 0 {
		s.out.WriteString(s.closer())
		if s.open = s.open[:len(s.open)-1]; len(s.open) == 0 && strings.HasSuffix(s.out.String(), "}") {
			s.rule = ""
		}
	}
	switch {
	case s.rule == "":
	case strings.HasPrefix(s.rule, "@"):
		s.out.WriteString(";")
		s.ended(true)
	default:
		s.out.WriteString("{}")
	}
}

// rewrite is the text of a token with another address in it where resolve
// gives one.
func (s *shrinker) rewrite(t token) string {
	switch t.kind {
	case quoted:
		text := closed(t.text, 1, t.text[0])
		if to, ok := s.address(text[1:len(text)-1], t.line); ok {
			return `"` + to + `"`
		}
		return text
	case link:
		text := closed(t.text, 4, ')')
		if to, ok := s.resolve(unescape(strings.Trim(text[4:len(text)-1], " \t\n")), t.line); ok {
			return "url(" + to + ")"
		}
		return text
	case brokenURL:
		return closed(t.text, 4, ')')
	}
	return t.text
}

// address resolves a string if it stands where an address is meant.
func (s *shrinker) address(text string, line int) (string, bool) {
	meant := s.prev.kind == at && strings.EqualFold(s.prev.text, "@import")
	if n := len(s.open); n > 0 {
		switch s.open[n-1] {
		case "url(", "src(", "image-set(", "-webkit-image-set(":
			meant = true
		}
	}
	if !meant {
		return "", false
	}
	return s.resolve(unescape(text), line)
}

// closed adds the character that should end a token, from a place in it on,
// where the end of the file left it out.
func closed(text string, from int, by byte) string {
	for i := from; i < len(text); i++ {
		switch text[i] {
		case by:
			return text
		case '\\':
			if i++; i == len(text) {
				text = text[:i-1]
			}
		}
	}
	return text + string(by)
}

// unescape reads a CSS string or url as what it means.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		switch {
		case s[i] != '\\' || i+1 == len(s):
			b.WriteByte(s[i])
			i++
		case s[i+1] == '\n':
			i += 2
		default:
			n := escapeSize(s[i:])
			b.WriteString(meaning(strings.TrimRight(s[i+1:i+n], "\n\t"), s[i+1]))
			i += n
		}
	}
	return b.String()
}

// meaning is the character that an escape stands for.
func meaning(body string, first byte) string {
	if !hexDigit(first) {
		return body
	}
	r := rune(0)
	for _, c := range strings.ToLower(strings.TrimSpace(body)) {
		if c >= 'a' {
			c -= 'a' - '0' - 10
		}
		r = r<<4 | (c - '0')
	}
	if r == 0 || !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	return string(r)
}
