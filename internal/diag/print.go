package diag

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// A Format is a way of printing problems.
type Format string

// The formats of problems.
const (
	TextFormat   Format = "text"   // for people: a line, an excerpt, a hint
	JSONFormat   Format = "json"   // one document: {"problems": […]}
	GitHubFormat Format = "github" // workflow commands, which annotate the change
)

// A Printer prints problems.
type Printer struct {
	Format   Format
	Language Language
	Color    bool                                    // in text: with terminal colours
	Line     func(file string, n int) (string, bool) // a line of a source file, for excerpts; may be nil

	last *shown // the line that was shown last: many problems may stand in one
}

// A shown line is prepared once for all problems in it.
type shown struct {
	text  string
	runes []rune
	long  bool // it is wider than the window
}

// Print writes the problems. No problems is an empty text, but a whole JSON
// document.
func (p Printer) Print(w io.Writer, problems []Problem) error {
	b := bufio.NewWriter(w)
	p.last = &shown{}
	switch p.Format {
	case JSONFormat:
		p.json(b, problems)
	case GitHubFormat:
		for _, q := range problems {
			p.github(b, q)
		}
	default:
		for _, q := range problems {
			p.text(b, q)
		}
	}
	return b.Flush()
}

const (
	red    = "\x1b[31m"
	yellow = "\x1b[33m"
	blue   = "\x1b[34m"
	bold   = "\x1b[1m"
	reset  = "\x1b[0m"
)

var severityColors = [...]string{Off: reset, Advice: blue, Warning: yellow, Error: red}

func (p Printer) paint(color, s string) string {
	if !p.Color {
		return s
	}
	return color + s + reset
}

func (p Printer) text(w *bufio.Writer, q Problem) {
	fmt.Fprintf(w, "%s: %s: %s [%s]\n",
		p.paint(bold, fmt.Sprintf("%s:%d:%d", visible(q.Pos.File), q.Pos.Line, max(1, q.Pos.Column))),
		p.paint(severityColors[q.Severity], q.Severity.String()),
		visible(q.Text(p.Language)), q.Message.Rule())
	if excerpt, caret, ok := p.excerpt(q.Pos); ok {
		number := fmt.Sprintf("%3d", q.Pos.Line)
		fmt.Fprintf(w, "%s | %s\n%s | %s\n", number, excerpt,
			strings.Repeat(" ", len(number)), p.paint(severityColors[q.Severity], caret))
	}
	if hint := q.Hint(p.Language); hint != "" {
		label := "hint: "
		if p.Language == Chinese {
			label = "提示："
		}
		fmt.Fprintf(w, "  %s%s\n", label, visible(hint))
	}
}

// window is how many columns of a long line an excerpt shows.
const window = 96

// maxExcerpt is how many bytes a line may have to be whole in JSON.
const maxExcerpt = 10_000

// line is the line of a position. Problems of whole files have none.
func (p Printer) line(pos Pos) (string, bool) {
	if p.Line == nil || pos.Width == 0 && pos.Line <= 1 && pos.Column <= 1 {
		return "", false
	}
	text, ok := p.Line(pos.File, pos.Line)
	return text, ok && strings.TrimSpace(text) != ""
}

// excerpt is the line of a position, or what a window shows of it, and the
// carets under it.
func (p Printer) excerpt(pos Pos) (line, caret string, ok bool) {
	text, ok := p.line(pos)
	if !ok {
		return "", "", false
	}
	runes, long := p.prepared(text)
	from := min(max(0, pos.Column-1), len(runes))
	to := min(from+max(1, pos.Width), len(runes))
	start, end := 0, len(runes)
	if long {
		start = back(runes, from, window/2)
		end = start + fitting(runes[start:], window)
		if end == len(runes) { // the end of the line fills the window
			start = min(start, back(runes, end, window))
		}
		to = max(from, min(to, end))
	}
	before, after := "", ""
	if start > 0 {
		before = "…"
	}
	if end < len(runes) {
		after = "…"
	}
	indent := strings.Repeat(" ", len([]rune(before))+columns(runes[start:from]))
	return before + string(runes[start:end]) + after, indent + strings.Repeat("^", max(1, columns(runes[from:to]))), true
}

// prepared is a line as it is shown, and whether that is wider than the window.
func (p Printer) prepared(text string) (runes []rune, long bool) {
	l := p.last
	if l.runes == nil || l.text != text {
		l.text, l.runes = text, []rune(visible(text))
		l.long = fitting(l.runes, window) < len(l.runes)
	}
	return l.runes, l.long
}

// fitting is how many runes at the beginning fit in so many columns.
func fitting(runes []rune, room int) int {
	for i, r := range runes {
		if room -= Width(r); room < 0 {
			return i
		}
	}
	return len(runes)
}

// back is where runes begin that end at the offset and fit in so many columns.
func back(runes []rune, at, room int) int {
	for ; at > 0; at-- {
		if room -= Width(runes[at-1]); room < 0 {
			break
		}
	}
	return at
}

// columns is how wide runes stand on a terminal.
func columns(runes []rune) int {
	n := 0
	for _, r := range runes {
		n += Width(r)
	}
	return n
}

// Width is how many columns of a terminal a rune takes: two for Han and
// full-width forms, none for accents that sit on the letter before them and for
// joiners.
func Width(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// visible is a text without what would steer a terminal, one rune for one, so
// that columns stay true.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r < ' ' || r == 0x7f || 0x80 <= r && r < 0xa0 || r == 0x2028 || r == 0x2029 || 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069 || r == 0xfeff:
			return '·'
		}
		return r
	}, s)
}

// A record is a problem as JSON.
type record struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Width    int    `json:"width"`
	Severity string `json:"severity"`
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
	Excerpt  string `json:"excerpt,omitempty"`
}

func (p Printer) json(w io.Writer, problems []Problem) {
	records := make([]record, len(problems))
	for i, q := range problems {
		records[i] = record{
			q.Pos.File, q.Pos.Line, max(1, q.Pos.Column), max(1, q.Pos.Width),
			q.Severity.String(), q.Message.Rule(), q.Text(p.Language), q.Hint(p.Language), "",
		}
		if line, ok := p.line(q.Pos); ok {
			records[i].Excerpt = line
			if len(line) > maxExcerpt {
				records[i].Excerpt, _, _ = p.excerpt(q.Pos)
			}
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(map[string]any{"problems": records}) // strings and ints always encode; the bufio.Writer keeps its own error
}

var githubLevels = [...]string{Off: "notice", Advice: "notice", Warning: "warning", Error: "error"}

func (p Printer) github(w io.Writer, q Problem) {
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	column := max(1, q.Pos.Column)
	fmt.Fprintf(w, "::%s file=%s,line=%d,endLine=%d,col=%d,endColumn=%d,title=%s::%s\n",
		githubLevels[q.Severity], property.Replace(q.Pos.File), q.Pos.Line, q.Pos.Line,
		column, column+max(1, q.Pos.Width), property.Replace(q.Message.Rule()),
		data.Replace(q.Text(p.Language)+"\n"+q.Hint(p.Language)))
}
