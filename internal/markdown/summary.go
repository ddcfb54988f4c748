package markdown

import (
	"bytes"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// maxSummary is the length of a summary in columns; a Han character takes two.
const maxSummary = 200

// A summary gathers the text of paragraphs: all of it before <!--more-->, else
// the sentences that the columns hold.
type summary struct {
	gathered []byte // the paragraphs' text, one a line
	marked   bool   // there may be a <!--more--> to come
	closed   bool   // it has come
}

// summarize adds the paragraph that was just written from an offset on.
func (w *writer) summarize(from int) {
	s := &w.summary
	if s.closed || !s.marked && len(s.gathered) > 2*maxSummary {
		return
	}
	before := len(s.gathered)
	if s.gathered = w.strip(s.gathered, from); len(s.gathered) > before {
		s.gathered = append(s.gathered, '\n')
	}
}

// more ends the summary at <!--more-->: what was written of the paragraph from
// an offset on belongs to it.
func (w *writer) more(from int) {
	if !w.summary.closed {
		w.summarize(from)
		w.summary.closed = true
	}
}

func (s *summary) text() string {
	text := string(bytes.TrimSpace(s.gathered))
	if s.closed {
		return joined(text)
	}
	return joined(led(shorten(text)))
}

// led leaves out a last paragraph that only leads to what follows it: a list, a
// table.
func led(s string) string {
	if i := strings.LastIndexByte(s, '\n'); i > 0 && (strings.HasSuffix(s, "：") || strings.HasSuffix(s, ":")) {
		return s[:i]
	}
	return s
}

// stripped is the visible text of what was written from an offset on.
func (w *writer) stripped(from int) string { return string(w.strip(nil, from)) }

// strip appends the visible text of what was written from an offset on: without
// tags, footnote marks and spaces at the ends.
func (w *writer) strip(dst []byte, from int) []byte {
	start := len(dst)
	for s := w.out[from:]; len(s) > 0; {
		switch {
		case s[0] != '<':
			end := bytes.IndexByte(s, '<')
			if end < 0 {
				end = len(s)
			}
			dst = append(dst, s[:end]...)
			s = s[end:]
		case bytes.HasPrefix(s, []byte(footnoteMark)):
			s = after(s, "</sup>")
		default:
			if bytes.HasPrefix(s, []byte("<br>")) {
				dst = append(dst, ' ')
			}
			s = s[tagLen(s):]
		}
	}
	if bytes.IndexByte(dst[start:], '&') >= 0 {
		dst = append(dst[:start], html.UnescapeString(string(dst[start:]))...)
	}
	text := dst[start:]
	if bytes.Contains(text, []byte("  ")) || bytes.IndexByte(text, '\n') >= 0 || bytes.IndexByte(text, '\t') >= 0 {
		text = single(text)
	}
	return append(dst[:start], bytes.TrimFunc(text, unseen)...)
}

// single leaves one space of each run of spaces and line ends, and none at the
// ends of the text, in its place.
func single(s []byte) []byte {
	b := s[:0]
	gap := false
	for _, c := range s {
		switch c {
		case ' ', '\n', '\t':
			gap = len(b) > 0
		default:
			if gap {
				b = append(b, ' ')
				gap = false
			}
			b = append(b, c)
		}
	}
	return b
}

func after(s []byte, end string) []byte {
	if i := bytes.Index(s, []byte(end)); i >= 0 {
		return s[i+len(end):]
	}
	return nil
}

// tagLen is the length of the tag at the beginning of s. Only trusted HTML can
// have > within quotes.
func tagLen(s []byte) int {
	quote := byte(0)
	for i, c := range s {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return len(s)
}

// shorten cuts text to the columns: after the last sentence that ends within
// them, else at a comma in their second half, else between two words.
func shorten(s string) string {
	columns, sentence := 0, 0
	for i, r := range s {
		if columns += columnsOf(r); columns > maxSummary {
			if sentence == 0 {
				return cut(s[:i]) + "…"
			}
			return s[:sentence]
		}
		if endsSentence(s, i, r) {
			sentence = closed(s, i+utf8.RuneLen(r), maxSummary-columns)
		}
	}
	return s
}

// cut shortens the beginning of a sentence so that it ends well.
func cut(s string) string {
	comma, word := 0, 0
	for i, r := range s {
		end := i + utf8.RuneLen(r)
		switch {
		case isComma(r) && (r >= 0x80 || end < len(s) && s[end] == ' '):
			comma = i
		case end < len(s) && boundary(s, end, r):
			word = end
		}
	}
	if comma > len(s)/2 {
		word = comma
	}
	return strings.TrimRightFunc(s[:word], func(r rune) bool { return unicode.IsSpace(r) || isComma(r) })
}

// boundary reports whether a line may end between r and what follows at end.
func boundary(s string, end int, r rune) bool {
	next, _ := utf8.DecodeRuneInString(s[end:])
	if unicode.IsSpace(next) {
		return true
	}
	return (han(r) || han(next)) && !unicode.IsPunct(next) && !strings.ContainsRune("“‘（《「『〈【", r)
}

func isComma(r rune) bool { return strings.ContainsRune(",，、;；:：", r) }

// closed steps over the quotes and brackets that close at an offset, as far as
// the columns go.
func closed(s string, end, columns int) int {
	for {
		r, n := utf8.DecodeRuneInString(s[end:])
		if n == 0 || !strings.ContainsRune("”’」』）》】)\"'", r) || columns < columnsOf(r) {
			return end
		}
		columns -= columnsOf(r)
		end += n
	}
}

// endsSentence reports whether the character at an offset ends a sentence. A
// full stop does so before a space and a capital or at the end, unless what it
// follows is an abbreviation.
func endsSentence(s string, at int, r rune) bool {
	switch r {
	case '。', '！', '？', '；', '\n':
		return true
	case '.', '!', '?':
	default:
		return false
	}
	rest := strings.TrimLeft(s[at+1:], "”’)\"'")
	if rest == "" || rest[0] == '\n' {
		return true
	}
	next := strings.TrimLeft(rest, " ")
	if len(next) == len(rest) {
		c, _ := utf8.DecodeRuneInString(rest)
		return r != '.' && c >= 0x80
	}
	if r != '.' {
		return true
	}
	c, _ := utf8.DecodeRuneInString(strings.TrimLeft(next, "“‘(\"'"))
	return (unicode.IsUpper(c) || unicode.IsDigit(c) || han(c)) && !abbreviation(s[:at])
}

// abbreviation reports whether a text ends with a word that is written with a
// full stop in the middle of sentences.
func abbreviation(s string) bool {
	word := s[strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })+1:]
	if len(word) == 1 {
		return true
	}
	switch strings.ToLower(word) {
	case "mr", "mrs", "ms", "dr", "prof", "st", "no", "nos", "vs", "jr", "sr", "gov", "gen", "sen", "rep", "hon",
		"fig", "vol", "dept", "approx", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec":
		return true
	}
	return false
}

// joined makes one line of paragraphs: a space between them only where it
// would stand between sentences.
func joined(s string) string {
	lines := strings.Split(s, "\n")
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			before, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(lines[i-1], shared)) // ” ends sentences in both
			if !chinese(before) {
				b.WriteByte(' ')
			}
		}
		b.WriteString(line)
	}
	return strings.TrimSpace(b.String())
}

func columnsOf(r rune) int {
	switch {
	case r < 0x1100:
		return 1
	case 0x4E00 <= r && r <= 0x9FFF:
		return 2
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
