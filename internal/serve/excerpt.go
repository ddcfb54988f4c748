package serve

import (
	"strings"

	"bulletin/internal/diag"
)

// An excerpt is a line of a source, and what in it the problem is about. It
// stands in three parts, because in a browser's fonts no caret below a line
// would meet Han characters.
type excerpt struct{ Before, Marked, After string }

// mark reads the excerpt that a terminal gets: a line, and carets below it.
func mark(lines []string) excerpt {
	if len(lines) != 2 {
		return excerpt{}
	}
	text := strings.Index(lines[0], " | ") + len(" | ")
	carets := strings.TrimLeft(lines[1][text:], " ")
	indent := len(lines[1]) - text - len(carets)
	runes := []rune(lines[0][text:])
	from := fill(runes, indent)
	to := from + fill(runes[from:], len(carets))
	marked := string(runes[from:to])
	if marked == "" { // the end of the line
		marked = "\u00a0"
	}
	return excerpt{lines[0][:text] + string(runes[:from]), marked, string(runes[to:])}
}

// fill is how many runes at the beginning take so many columns of a terminal,
// with the accents on the last of them.
func fill(runes []rune, columns int) int {
	for i, r := range runes {
		n := diag.Width(r)
		if columns <= 0 && n > 0 {
			return i
		}
		columns -= n
	}
	return len(runes)
}
