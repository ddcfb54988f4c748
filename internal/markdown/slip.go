package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"bulletin/internal/document"
)

// lineSlips reports lines of a paragraph that were meant for something else:
// ##标题, tables of full-width bars or without the line under their head, and
// names of pictures with something around them. It also notes where the line
// stands that a text was prepared with.
func (w *writer) lineSlips(n ast.Node, lines *text.Segments) {
	rows := 0 // of what looks like a table, so far
	for i := range lines.Len() {
		segment := lines.At(i)
		line := bytes.TrimFunc(segment.Value(w.source), isGap)
		at, ok := within(w.source, line)
		if !ok {
			continue
		}
		if !barred(line) {
			rows = 0
		} else if rows++; rows == 2 {
			w.tableSlip(n, lines, i-1)
		}
		w.headingSlip(n, line, at, i == 0)
		w.pictureSlip(n, line, at)
		w.markSlip(n, line, at)
		if chinese, english := document.Prepared(); string(line) == chinese || string(line) == english {
			w.doc.Prepared = w.place(at, len(line))
		}
	}
}

// headingSlip reports what was to be a heading: marks in full width, or with no
// space behind them. One # alone may begin a tag, as #培训 is one elsewhere: it
// is a heading only if the paragraph begins with it and the line reads like one.
func (w *writer) headingSlip(n ast.Node, line []byte, at int, first bool) {
	const most, longest = 6, 30
	rest := bytes.TrimLeft(line, "#＃")
	if len(rest) == len(line) {
		return
	}
	marks := utf8.RuneCount(line[:len(line)-len(rest)])
	next, _ := utf8.DecodeRune(rest)
	words := bytes.TrimFunc(rest, func(r rune) bool { return isGap(r) || r == '#' || r == '＃' })
	switch {
	case marks > most, len(words) == 0, w.inCode(n, at):
		return
	case marks > 1, isGap(next):
	case !first, !unicode.Is(unicode.Han, next), utf8.RuneCount(words) > longest,
		bytes.ContainsFunc(rest, isGap), bytes.ContainsAny(rest, "#＃，。！？；"):
		return
	}
	w.report(w.place(at, len(line)), "slip.heading", snippet(line), strings.Repeat("#", marks)+" "+snippet(words))
}

// barred reports whether a line looks like a row of a table.
func barred(line []byte) bool {
	begins := bytes.HasPrefix(line, []byte("|")) || bytes.HasPrefix(line, []byte("｜"))
	return begins && len(line) > len("｜") && (bytes.HasSuffix(line, []byte("|")) || bytes.HasSuffix(line, []byte("｜")))
}

// tableSlip reports the rows of a paragraph from one line on, which look like a
// table and are none.
func (w *writer) tableSlip(n ast.Node, lines *text.Segments, from int) {
	const most = 12
	segment := lines.At(from)
	head := bytes.TrimFunc(segment.Value(w.source), isGap)
	at, ok := within(w.source, head)
	if !ok || w.inCode(n, at) {
		return
	}
	wide, columns := false, bytes.Count(head, []byte("|"))+bytes.Count(head, []byte("｜"))-1
	for i := from; i < lines.Len(); i++ {
		segment := lines.At(i)
		line := bytes.TrimFunc(segment.Value(w.source), isGap)
		if !barred(line) {
			break
		}
		wide = wide || bytes.Contains(line, []byte("｜"))
	}
	under := "|" + strings.Repeat(" --- |", min(columns, most))
	if wide {
		w.report(w.place(at, len(head)), "slip.bars", snippet(head), under)
	} else {
		w.report(w.place(at, len(head)), "slip.table", snippet(head), under)
	}
}

// What may stand around the name of a picture for it to be meant as one: marks
// and brackets, the number of the picture before it, a remark after it.
var (
	beforePicture = regexp.MustCompile(`^[\s*_~▲△■●◆!！【［\[（(《〈“"「『]*` +
		`((?i:配图|题图|插图|附图|图片|照片|图|photo|picture|image|figure|fig\.?)\s*[0-9０-９一二三四五六七八九十]*\s*[：:、.．]?)?` +
		`[\s*_~【［\[（(《〈“"「『]*$`)
	afterPicture = regexp.MustCompile(`^[\s*_~】］\]）)》〉”"」』。.；;，,]*` +
		`([（(][^（）()]{1,60}[）)]|[：:—–-]+.{1,60})?` +
		`[\s*_~】］\]）)》〉”"」』。.；;，,]*$`)
)

// pictureSlip reports a line that holds the name of a picture beside the text
// and what was to adorn it: 图片1：合影.jpg, 【合影.jpg】, 合影.jpg（图说）.
func (w *writer) pictureSlip(n ast.Node, line []byte, at int) {
	const longest = 300
	if len(w.beside) == 0 || len(line) > longest || bytes.IndexByte(line, '.') < 0 ||
		bytes.ContainsAny(line, "`<") || bytes.Contains(line, []byte("](")) {
		return
	}
	for end := 1; end <= len(line); end++ {
		if line[end-1] >= utf8.RuneSelf || !pictureName(line[:end]) {
			continue
		}
		for start := range string(line[:end]) { // the longest name first
			name := line[start:end]
			exact, ok := w.beside.find(string(name))
			if !ok {
				continue
			}
			if len(name) < len(line) && beforePicture.Match(line[:start]) && afterPicture.Match(line[end:]) && !w.inCode(n, at+start) {
				w.report(w.place(at, len(line)), "slip.picture", snippet(line), exact)
			}
			return
		}
	}
}

// wideMark is a picture with an exclamation mark in full width, which makes a link
// of it.
var wideMark = regexp.MustCompile(`！\[[^\[\]]*\]\(([^()]*)\)`)

func (w *writer) markSlip(n ast.Node, line []byte, at int) {
	for _, m := range wideMark.FindAllSubmatchIndex(line, -1) {
		name, _, _ := bytes.Cut(line[m[2]:m[3]], []byte(` "`))
		if picture := line[m[0]:m[1]]; pictureName(bytes.TrimFunc(name, isGap)) && !w.inCode(n, at+m[0]) {
			w.report(w.place(at+m[0], len(picture)), "slip.picture.mark", snippet(picture), "!"+snippet(picture[len("！"):]))
		}
	}
}

// inCode reports whether an offset lies in code within a line.
func (w *writer) inCode(n ast.Node, offset int) bool {
	found := false
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		t, ok := n.(*ast.Text)
		if ok && entering && t.Segment.Start <= offset && offset < t.Segment.Stop {
			_, found = n.Parent().(*ast.CodeSpan)
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return found
}
