package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	xast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/width"
)

// emphasisParser reads *, ** and ~~ by the rules of CommonMark with the
// CJK-friendly amendment, and _ by those of CommonMark alone.
//
// The amendment (tats-u/markdown-cjk-friendly) changes two words of the rules
// of flanking: punctuation that is itself a CJK character no longer counts as
// punctuation, and beside other punctuation a CJK character does the service
// of white space. So **注意：**请看 and 是**“一带一路”**倡议 are bold.
//
// A single ~ marks nothing: Chinese writes ranges with it (3~5天).
type emphasisParser struct{}

func (emphasisParser) Trigger() []byte { return []byte{'*', '_', '~'} }

func (emphasisParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	c, n := line[0], 1
	for n < len(line) && line[n] == c {
		n++
	}
	if stateOf(pc).crowd(parent) {
		return rest(block)
	}
	if n > maxRun {
		block.Advance(n)
		return ast.NewTextSegment(segment.WithStop(segment.Start + n))
	}
	if c == '~' && (n != 2 || before == '~') {
		return nil
	}
	var d *parser.Delimiter
	if c == '_' {
		d = parser.ScanDelimiter(line, before, 1, emphasis{})
	} else {
		after := ' '
		if n < len(line) {
			after = util.ToRune(line, n)
		}
		d = parser.NewDelimiter(flanks(after, before), flanks(before, after), n, c, emphasis{strike: c == '~'})
	}
	d.Segment = segment.WithStop(segment.Start + n)
	block.Advance(n)
	pc.PushDelimiter(d)
	return d
}

// flanks reports whether a run of marks belongs to the text on its inner side.
func flanks(inner, outer rune) bool {
	switch {
	case util.IsSpaceRune(inner):
		return false
	case !util.IsPunctRune(inner) || cjk(inner):
		return true
	}
	return util.IsSpaceRune(outer) || util.IsPunctRune(outer) || cjk(outer)
}

// cjk reports whether r is a CJK character in the sense of the amendment: wide,
// full-width or half-width, and no emoji; or the selector of a Han variant.
func cjk(r rune) bool {
	switch {
	case r < 0x1100:
		return false
	case 0x2300 <= r && r < 0x2E80, 0x1F000 <= r && r < 0x20000 && !(0x1F200 <= r && r < 0x1F300):
		return r == 0x2329 || r == 0x232A
	case 0xE0100 <= r && r <= 0xE01EF:
		return true
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianHalfwidth:
		return true
	}
	return false
}

// emphasis makes the nodes of matched runs.
type emphasis struct{ strike bool }

func (emphasis) IsDelimiter(c byte) bool { return c == '*' || c == '_' || c == '~' }

func (emphasis) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (e emphasis) OnMatch(n int) ast.Node {
	if e.strike {
		return xast.NewStrikethrough()
	}
	return ast.NewEmphasis(n)
}

// bracketParser guards goldmark's links: their work grows with the square of
// the brackets in a block.
type bracketParser struct{}

func (bracketParser) Trigger() []byte { return []byte{'[', '!'} }

func (bracketParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if line[0] == '!' && (len(line) < 2 || line[1] != '[') || !stateOf(pc).crowd(parent) {
		return nil
	}
	return rest(block)
}

// rest reads the rest of a line as plain text.
func rest(block text.Reader) ast.Node {
	line, segment := block.PeekLine()
	n := max(len(bytes.TrimRight(line, "\n")), 1)
	block.Advance(n)
	return ast.NewTextSegment(segment.WithStop(segment.Start + n))
}
