package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	xast "github.com/yuin/goldmark/extension/ast"

	"bulletin/internal/document"
)

// object stands for a picture where text is looked at.
const object = '\uFFFC'

// softBreak renders the end of a source line inside a paragraph.
//
// The break is dropped when the characters on both sides, across all inline
// nodes, are Han, kana, full-width punctuation or one of “ ” ‘ ’ — … ·, and
// at least one of the two is none of these last, which Chinese and English
// share. Otherwise one space stays.
func (w *writer) softBreak(n ast.Node) {
	w.inWord = false
	w.trimEnd()
	before, after := w.last(), w.next(n)
	if before == 0 || after == 0 || tight(before, after) {
		return
	}
	w.out = append(w.out, ' ')
}

// tight reports whether Chinese text goes on from one character to the other,
// so that no space belongs between them.
func tight(before, after rune) bool {
	return chinese(before) && chinese(after) && !(shared(before) && shared(after))
}

func chinese(r rune) bool {
	switch {
	case shared(r), 0x3000 <= r && r <= 0x303F, 0xFF00 <= r && r <= 0xFFEF:
		return true
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

func shared(r rune) bool {
	switch r {
	case '“', '”', '‘', '’', '—', '…', '·':
		return true
	}
	return false
}

// trimEnd takes the spaces off the end of what the block holds so far.
func (w *writer) trimEnd() {
	low := w.start
	if k := len(w.doc.Holes); k > 0 {
		low = max(low, w.doc.Holes[k-1].At)
	}
	n := len(w.out)
	for n > low && w.out[n-1] == ' ' {
		n--
	}
	w.out = w.out[:n]
}

// last is the last visible character of the block so far, 0 if there is none.
// Tags are stepped over: no attribute and no text holds a bare < or >.
func (w *writer) last() rune {
	hole := len(w.doc.Holes) - 1
	for end := len(w.out); ; {
		for ; hole >= 0 && w.doc.Holes[hole].At == end && end >= w.start; hole-- {
			if w.doc.Holes[hole].Kind == document.PictureHole {
				return object
			}
		}
		if end <= w.start {
			return 0
		}
		if w.out[end-1] != '>' {
			r, _ := utf8.DecodeLastRune(w.out[:end])
			return r
		}
		end = w.start + max(bytes.LastIndexByte(w.out[w.start:end], '<'), 0)
	}
}

// next is the first visible character after a node in its block, 0 if there
// is none.
func (w *writer) next(n ast.Node) rune {
	for n != nil && n.Type() == ast.TypeInline {
		for s := n.NextSibling(); s != nil; s = s.NextSibling() {
			if r := w.first(s); r != 0 {
				return r
			}
		}
		n = n.Parent()
	}
	return 0
}

// first is the first visible character of a node, 0 if it has none.
func (w *writer) first(n ast.Node) rune {
	switch n := n.(type) {
	case *ast.Text:
		return firstRune(n.Segment.Value(w.source), !n.IsRaw())
	case *ast.String:
		return firstRune(n.Value, true)
	case *ast.AutoLink:
		return firstRune(n.Label(w.source), false)
	case *ast.Image, *picture:
		return object
	case *leftover:
		return '{'
	case *ast.RawHTML, *xast.FootnoteLink, *xast.FootnoteBacklink:
		return 0
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if r := w.first(c); r != 0 {
			return r
		}
	}
	return 0
}

func firstRune(s []byte, markup bool) rune {
	for len(s) > 0 {
		r, n := utf8.DecodeRune(s)
		if markup && (r == '&' || r == '\\') {
			r, _ = utf8.DecodeRune(resolve(s[:min(len(s), 40)]))
		}
		if (!markup || r != ' ' && r != 0xA0) && !dropped(r, n) {
			return r
		}
		s = s[n:]
	}
	return 0
}
