package markdown

import (
	"bytes"
	"unicode/utf8"

	"bulletin/internal/document"
)

// A cursor is the place that was asked for last. Places are mostly asked for
// in the order of the text, so that counting goes on from there.
type cursor struct {
	offset int // in the source
	line   int // lines that end before it
	column int // characters of its line before it
}

// place says where width bytes at an offset of the source stand in the file.
func (w *writer) place(offset, width int) document.Place {
	end := min(w.edits.back(offset+max(width, 0)-1)+1, len(w.original))
	offset = min(max(w.edits.back(offset), 0), len(w.original))
	end = max(end, offset)
	if offset < w.seen.offset {
		w.seen = cursor{}
	}
	between := w.original[w.seen.offset:offset]
	if n := bytes.Count(between, []byte{'\n'}); n > 0 {
		w.seen.line += n
		w.seen.column = 0
		between = between[bytes.LastIndexByte(between, '\n')+1:]
	}
	w.seen.column += utf8.RuneCount(between)
	w.seen.offset = offset
	return document.Place{
		Line:   w.line + w.seen.line,
		Column: w.seen.column + 1,
		Width:  max(utf8.RuneCount(w.original[offset:end]), 1),
	}
}

// spaced makes ordinary spaces of the no-break spaces that word processors
// leave where Markdown looks for spaces: in empty lines and after the marks of
// headings, quotations and lists. Both take two
// bytes, so that no place in the text moves.
func spaced(source []byte) []byte {
	nbsp := []byte("\u00a0")
	if !bytes.Contains(source, nbsp) {
		return source
	}
	out := bytes.Clone(source)
	fenced := false
	for line := range bytes.Lines(out) {
		rest := bytes.TrimLeft(line, " \t")
		if bytes.HasPrefix(rest, []byte("```")) || bytes.HasPrefix(rest, []byte("~~~")) {
			fenced = !fenced
		}
		if fenced {
			continue
		}
		if len(bytes.TrimFunc(line, isGap)) == 0 {
			blank(line, len(line))
		} else if n := markEnd(line); n > 0 {
			blank(line[n:], 1)
		}
	}
	return out
}

// markEnd is where the mark at the beginning of a line ends: #, >, -, 1. and
// the like, or 0 if there is none.
func markEnd(line []byte) int {
	i := 0
	for i < len(line) && (line[i] == '#' || line[i] == '>' || digit(line[i])) {
		i++
	}
	switch {
	case i == 0 && len(line) > 0 && (line[0] == '-' || line[0] == '*' || line[0] == '+'):
		return 1
	case i > 0 && digit(line[i-1]):
		if i < len(line) && (line[i] == '.' || line[i] == ')') {
			return i + 1
		}
		return 0
	}
	return i
}

// blank makes spaces of at most n of the no-break spaces that s begins with:
// more would make indented code of a paragraph.
func blank(s []byte, n int) {
	for ; n > 0 && len(s) > 0; n-- {
		switch {
		case s[0] == ' ' || s[0] == '\t':
			s = s[1:]
		case len(s) > 1 && s[0] == 0xC2 && s[1] == 0xA0:
			s[0], s[1] = ' ', ' '
			s = s[2:]
		default:
			return
		}
	}
}
