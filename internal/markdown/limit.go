package markdown

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"bulletin/internal/diag"
	"bulletin/internal/document"
)

// What a text may ask for. Each bound lies far above what people write and
// below what takes the parser unreasonable time: goldmark's work grows with
// the square of nesting, of footnotes and of marks in one block.
const (
	maxText      = 4 << 20   // bytes of a text
	maxDepth     = 100       // quotations and lists inside one another
	maxBlock     = 256 << 10 // bytes without an empty line
	maxCells     = 100_000   // cells of the tables in one block
	maxPipes     = 5_000     // escaped pipes in a text
	maxFootnotes = 2_000     // marks of footnotes in a text
	maxMarks     = 500       // brackets, or marks of emphasis, in one block
	maxRun       = 100       // characters of one mark of emphasis
	maxReference = 256 << 10 // bytes by which reference links may outgrow the text
)

// A limit is a bound that a text exceeds, in the words of the two languages.
type limit struct {
	english, chinese string
	shown            bool // the text can still be shown as it stands
}

var (
	size = &limit{fmt.Sprintf("the text is larger than %d MiB", maxText>>20),
		fmt.Sprintf("正文超过 %d MiB", maxText>>20), false}
	depth = &limit{fmt.Sprintf("lists and quotations are nested more than %d deep", maxDepth),
		fmt.Sprintf("列表和引用嵌套超过 %d 层", maxDepth), true}
	block = &limit{fmt.Sprintf("more than %d KiB of text without an empty line", maxBlock>>10),
		fmt.Sprintf("连续 %d KiB 以上没有空行", maxBlock>>10), true}
	cells = &limit{fmt.Sprintf("a table has more than %d cells", maxCells),
		fmt.Sprintf("表格超过 %d 格", maxCells), true}
	pipes = &limit{fmt.Sprintf(`the text has more than %d escaped pipes (\|)`, maxPipes),
		fmt.Sprintf(`正文中转义竖线（\|）超过 %d 个`, maxPipes), true}
	footnotes = &limit{fmt.Sprintf("the text has more than %d footnotes", maxFootnotes),
		fmt.Sprintf("脚注超过 %d 个", maxFootnotes), true}
	crowd = &limit{fmt.Sprintf("a paragraph has more than %d brackets or marks of emphasis; the lines from there on are printed as they stand", maxMarks),
		fmt.Sprintf("一段之中括号或强调标记超过 %d 个，之后各行照原样显示", maxMarks), true}
	definitions = &limit{fmt.Sprintf("more than %d lines that define links, without an empty line", maxMarks),
		fmt.Sprintf("连续 %d 行以上定义链接而没有空行", maxMarks), true}
	reference = &limit{"reference links repeat their addresses too often; the rest are printed as text",
		"引用式链接重复的地址太长，其余只显示文字", true}
	broken = &limit{"this text cannot be read as Markdown; it is shown as it stands",
		"无法按 Markdown 解析此文，已照原样显示", true}
)

func (l *limit) problem(line int) diag.Problem {
	return diag.At(diag.Pos{Line: max(line, 1), Column: 1}, "limit", l.english, l.chinese)
}

// document shows the text as it stands, but for comments.
func (l *limit) document(text []byte) *document.Document {
	d := &document.Document{}
	if l.shown && len(text) > 0 {
		d.HTML = append(d.HTML, "<pre>"...)
		d.HTML = appendEscaped(d.HTML, uncommented(text))
		d.HTML = append(d.HTML, "</pre>\n"...)
	}
	return d
}

// exceeds returns the bound that the text exceeds, or nil. It looks once at
// the beginning of each line.
func exceeds(text []byte) *limit {
	if len(text) > maxText {
		return size
	}
	gap, columns, total := 0, 0, 0 // where the last empty line ended; of the table that goes on; its cells
	defined := 0                   // lines of this block that may define a link
	for at := 0; at < len(text); {
		end := bytes.IndexByte(text[at:], '\n')
		if end < 0 {
			end = len(text) - at
		}
		line := text[at : at+end]
		at += end + 1
		nested, rest := nesting(line)
		switch {
		case nested > maxDepth:
			return depth
		case len(rest) == 0:
			gap, columns, total, defined = at, 0, 0, 0
			continue
		case at-gap > maxBlock:
			return block
		case rest[0] == '|' || rest[0] == ':' || rest[0] == '-':
			columns = max(columns, delimiters(rest))
		case rest[0] == '[':
			defined++
		}
		if total += columns; total > maxCells {
			return cells
		}
		if defined > maxMarks {
			return definitions
		}
	}
	if len(text) > maxPipes && bytes.Count(text, []byte(`\|`)) > maxPipes {
		return pipes
	}
	if len(text) > maxFootnotes && bytes.Count(text, []byte("[^")) > maxFootnotes {
		return footnotes
	}
	return nil
}

// nesting is an upper bound of how deep the blocks are that a line opens, and
// what follows their marks: a level costs a mark, or two columns of indent
// before one.
func nesting(line []byte) (levels int, rest []byte) {
	indent, marks := 0, 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == ' ':
			indent++
			continue
		case c == '\t':
			indent += 4
			continue
		case c == '>', (c == '-' || c == '*' || c == '+') && spaceAt(line, i+1):
			marks++
			continue
		case '0' <= c && c <= '9':
			j := i
			for j < len(line) && j < i+10 && '0' <= line[j] && line[j] <= '9' {
				j++
			}
			if j < len(line) && (line[j] == '.' || line[j] == ')') && spaceAt(line, j+1) {
				marks++
				i = j
				continue
			}
		}
		rest = line[i:]
		break
	}
	if marks == 0 {
		return 0, rest
	}
	return marks + indent/2, rest
}

func spaceAt(line []byte, i int) bool {
	return i >= len(line) || line[i] == ' ' || line[i] == '\t'
}

// delimiters is how many columns a line opens if it is the line of dashes
// under the head of a table, else 0.
func delimiters(line []byte) int {
	n := 1
	for _, c := range line {
		switch c {
		case '|':
			n++
		case '-', ':', ' ', '\t':
		default:
			return 0
		}
	}
	return n
}

// tally counts marks in one block.
type tally struct {
	block ast.Node
	marks int
}

// crowd reports whether the block has had all the marks it may have.
func (s *state) crowd(block ast.Node) bool {
	if s.tally.block != block {
		s.tally = tally{block: block}
	}
	s.tally.marks++
	if s.tally.marks > maxMarks {
		s.crowded = true
	}
	return s.tally.marks > maxMarks
}

// snippet is the beginning of s in one line, at most 40 characters.
func snippet(s []byte) string {
	const most = 40
	var b []rune
	for len(s) > 0 && len(b) <= most {
		r, n := utf8.DecodeRune(s)
		s = s[n:]
		if r < ' ' {
			r = ' '
		}
		b = append(b, r)
	}
	if len(b) > most {
		b = append(b[:most-1], '…')
	}
	return string(b)
}
