package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	xast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// noteParser reads footnotes as goldmark does, and remembers them: those that
// nothing refers to are gone when the text is rendered.
type noteParser struct{ parser.BlockParser }

func newNoteParser() parser.BlockParser { return noteParser{extension.NewFootnoteBlockParser()} }

func (p noteParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	n, s := p.BlockParser.Open(parent, reader, pc)
	if n, ok := n.(*xast.Footnote); ok {
		stateOf(pc).notes = append(stateOf(pc).notes, n)
	}
	return n, s
}

// A strayNote is a mark of a footnote that was left in the text.
type strayNote struct {
	label   string
	at, len int
	wide    bool // its characters are full-width
	begins  bool // it begins the note itself
}

// spelled is the mark as it is to be written.
func (s strayNote) spelled() string {
	if s.begins {
		return "[^" + s.label + "]: "
	}
	return "[^" + s.label + "]"
}

// hasNotes reports whether a text may hold marks of footnotes.
func hasNotes(source []byte) bool {
	for _, caret := range carets() {
		if !bytes.Contains(source, []byte(caret)) {
			continue
		}
		for _, bracket := range []string{"[", "［", "【"} {
			if bytes.Contains(source, []byte(bracket+caret)) {
				return true
			}
		}
	}
	return false
}

// carets are what ^ becomes under an input method.
func carets() []string { return []string{"^", "＾", "……"} }

// strayNotes gathers the marks of footnotes that stand in a piece of text.
func (w *writer) strayNotes(n *ast.Text) {
	for at := n.Segment.Start; at < n.Segment.Stop; at++ {
		i := bytes.IndexAny(w.source[at:n.Segment.Stop], "[［【")
		if i < 0 {
			return
		}
		at += i
		if s, ok := w.strayNote(at); ok {
			w.stray = append(w.stray, s)
		}
	}
}

// strayNote reads the mark of a footnote whose bracket opens at an offset.
func (w *writer) strayNote(at int) (s strayNote, ok bool) {
	rest, _, _ := bytes.Cut(w.source[at:], []byte("\n"))
	_, open := utf8.DecodeRune(rest)
	caret := 0
	for _, c := range carets() {
		if bytes.HasPrefix(rest[open:], []byte(c)) {
			caret = len(c)
		}
	}
	begin := open + caret
	end := begin + max(bytes.IndexAny(rest[begin:], "]］】"), 0)
	label := string(rest[begin:end])
	if caret == 0 || !noteLabel(label, caret) || at > 0 && w.source[at-1] == '\\' {
		return s, false
	}
	_, closed := utf8.DecodeRune(rest[end:])
	s = strayNote{label: label, at: at, len: end + closed}
	s.wide = s.len > len("[^]")+len(label)
	before := w.source[bytes.LastIndexByte(w.source[:at], '\n')+1 : at]
	after := bytes.TrimLeft(rest[s.len:], " ")
	if len(bytes.TrimFunc(before, isGap)) == 0 && (bytes.HasPrefix(after, []byte("：")) || s.wide && bytes.HasPrefix(after, []byte(":"))) {
		s.begins, s.wide = true, true
		_, colon := utf8.DecodeRune(after)
		s.len += len(rest[s.len:]) - len(after) + colon
	}
	return s, true
}

// noteLabel reports whether what stands behind a caret of so many bytes is the
// label of a footnote, and not [^a-z] or [……].
func noteLabel(label string, caret int) bool {
	const longest = 20
	digits := label != "" && strings.Trim(label, "0123456789") == ""
	if digits || caret > len("＾") || label == "" || utf8.RuneCountInString(label) > longest {
		return digits
	}
	if r := []rune(label); len(r) == 3 && r[1] == '-' {
		return false
	}
	return !strings.ContainsFunc(label, func(r rune) bool { return r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// noteSlips reports marks of footnotes without a note, notes without a mark,
// and what stands in the way of either.
func (w *writer) noteSlips(notes []*xast.Footnote) {
	marked, begun := map[string]bool{}, map[string]bool{}
	for _, s := range w.stray {
		if s.begins {
			begun[s.label] = true
		} else {
			marked[s.label] = true
		}
	}
	for _, s := range w.stray {
		switch {
		case s.wide:
			w.report(w.place(s.at, s.len), "slip.note", snippet(w.source[s.at:s.at+s.len]), strings.TrimSpace(s.spelled()))
		case !begun[s.label]:
			w.report(w.place(s.at, s.len), "slip.mark", s.spelled())
		}
	}
	for _, n := range notes {
		if at, ok := within(w.source, n.Ref); ok && n.Index < 0 && !marked[string(n.Ref)] {
			w.report(w.place(at-len("[^"), len(n.Ref)+len("[^]")), "slip.unused", "[^"+string(n.Ref)+"]")
		}
	}
}
