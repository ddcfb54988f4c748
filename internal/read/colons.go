package read

import (
	"strings"
	"unicode/utf8"
)

// colons makes YAML of what input methods make of it: full-width colons behind
// keys, and full-width commas before them between braces. It remembers the
// spaces that this takes, so that places are told as they are in the file.
type colons struct {
	key   func(name string) bool
	added map[int][]int // by line, the columns of spaces that were added

	out    strings.Builder
	line   int
	column int  // of what is written next
	open   int  // braces
	token  int  // where in the line the key or value begins
	keyed  bool // it may be a key
	quote  rune // that is open
}

// mend is the text with colons and commas as YAML has them.
func (c *colons) mend(text string) string {
	if !strings.ContainsAny(text, "：，") {
		return text
	}
	c.added = make(map[int][]int)
	for s := range strings.Lines(text) {
		c.line++
		c.column, c.token = 1, 0
		c.keyed = c.quote == 0
		for i, r := range s {
			c.column++
			c.next(s, i, r)
		}
	}
	return c.out.String()
}

// next passes a character of a line.
func (c *colons) next(s string, i int, r rune) {
	after := i + utf8.RuneLen(r)
	first := trim(s[min(c.token, i):i]) == ""
	switch {
	case c.quote != 0:
		if r == c.quote {
			c.quote = 0
		}
	case (r == '"' || r == '\'') && first:
		c.quote = r
	case r == '{' && first:
		c.open++
		c.begin(after)
	case r == '}' && c.open > 0:
		c.open--
		c.keyed = false
	case r == '-' && first && c.open == 0:
		c.begin(after)
	case c.open > 0 && r == ',':
		c.begin(after)
	case c.open > 0 && r == '，' && c.named(s[after:]):
		c.begin(after)
		r = ','
	case c.keyed && (r == '：' || r == ':'):
		known := c.key(trim(s[c.token:i]))
		c.begin(after)
		c.keyed = false
		if known && r == '：' {
			c.colon(s[after:])
			return
		}
	}
	c.out.WriteRune(r)
}

// begin notes that a key or a value begins.
func (c *colons) begin(at int) { c.token, c.keyed = at, true }

// named reports whether a text begins with a key and a colon.
func (c *colons) named(s string) bool {
	i := colon(s)
	return i >= 0 && c.key(trim(s[:i]))
}

// colon writes a colon, and the space that YAML wants behind it.
func (c *colons) colon(rest string) {
	c.out.WriteByte(':')
	if rest != "" && rest[0] > ' ' {
		c.out.WriteByte(' ')
		c.added[c.line] = append(c.added[c.line], c.column)
		c.column++
	}
}

// back is the column that a column of the mended text has in the file.
func (c *colons) back(line, column int) int {
	n := 0
	for _, at := range c.added[line] {
		if at < column {
			n++
		}
	}
	return column - n
}
