package diag

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

// printed prints problems of a file that has one line.
func printed(t *testing.T, p Printer, line string, problems ...Problem) string {
	t.Helper()
	p.Line = func(file string, n int) (string, bool) { return line, file == "a.md" && n == 3 }
	var b bytes.Buffer
	if err := p.Print(&b, problems); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func span(column, width int) Pos { return Pos{File: "a.md", Line: 3, Column: column, Width: width} }

func TestText(t *testing.T) {
	p := At(span(5, 10), "date", "2024-13-45")
	want := `a.md:3:5: error: "2024-13-45" is not a date [date]
  3 | 日期: 2024-13-45
    |       ^^^^^^^^^^
  hint: write it as 2024-11-06 or 2024年11月6日
`
	if got := printed(t, Printer{}, "日期: 2024-13-45", p); got != want {
		t.Errorf("%s\nwanted\n%s", got, want)
	}
	want = `a.md:3:5: error: "2024-13-45" 不是日期 [date]
  3 | 日期: 2024-13-45
    |       ^^^^^^^^^^
  提示：请写成 2024-11-06 或 2024年11月6日
`
	if got := printed(t, Printer{Language: Chinese}, "日期: 2024-13-45", p); got != want {
		t.Errorf("%s\nwanted\n%s", got, want)
	}
	want = "\x1b[1ma.md:3:5\x1b[0m: \x1b[31merror\x1b[0m: \"2024-13-45\" is not a date [date]\n" +
		"  3 | 日期: 2024-13-45\n    | \x1b[31m      ^^^^^^^^^^\x1b[0m\n  hint: write it as 2024-11-06 or 2024年11月6日\n"
	if got := printed(t, Printer{Color: true}, "日期: 2024-13-45", p); got != want {
		t.Errorf("%q\nwanted\n%q", got, want)
	}
	if got := printed(t, Printer{}, ""); got != "" {
		t.Errorf("no problems print %q", got)
	}
}

// excerpts shows one line above its carets, or nothing.
func excerpts(t *testing.T, line string, pos Pos) string {
	t.Helper()
	lines := strings.Split(printed(t, Printer{}, line, At(pos, "title")), "\n")
	if len(lines) == 3 {
		return ""
	}
	return strings.TrimPrefix(lines[1], "  3 | ") + "\n" + strings.TrimPrefix(lines[2], "    | ")
}

func TestExcerpts(t *testing.T) {
	for _, c := range []struct {
		name, line string
		pos        Pos
		want       string
	}{
		{"plain", "title: x", span(8, 1), "title: x\n       ^"},
		{"no width", "title: x", span(8, 0), "title: x\n       ^"},
		{"Han before and in it", "标题：会见abc", span(4, 3), "标题：会见abc\n      ^^^^^"},
		{"full-width and narrow signs", "（a）“b”", span(4, 3), "（a）“b”\n     ^^^"},
		{"kana, hangul, emoji", "かな한글😀x", span(6, 1), "かな한글😀x\n          ^"},
		{"a tab is one space", "\ta: b", span(5, 1), " a: b\n    ^"},
		{"control characters show as dots", "a\x1b[31mb\x00", span(7, 1), "a·[31mb·\n      ^"},
		{"marks on the letter before take no room", "cafe\u0301 x", span(7, 1), "cafe\u0301 x\n     ^"},
		{"a joiner has a caret still", "a\u200db", span(2, 1), "a\u200db\n ^"},
		{"beyond the end", "abc", span(9, 5), "abc\n   ^"},
		{"wider than the rest", "abc", span(2, 50), "abc\n ^^"},
		{"column 0", "abc", span(0, 1), "abc\n^"},
		{"blank line", "  \t", span(2, 1), ""},
		{"another line", "abc", Pos{File: "a.md", Line: 4, Column: 1, Width: 1}, ""},
		{"a whole file", "abc", Whole("a.md"), ""},
	} {
		if got := excerpts(t, c.line, c.pos); got != c.want {
			t.Errorf("%s:\n%s\nwanted\n%s", c.name, got, c.want)
		}
	}
}

func TestWindow(t *testing.T) {
	tens := strings.Repeat("123456789 ", 40) // 400 columns
	han := strings.Repeat("一二三四五六七八九十", 40)
	for _, c := range []struct {
		name, line  string
		pos         Pos
		caret       string // the text under the carets
		left, right bool   // the line is cut there
	}{
		{"short", tens[:96], span(90, 3), tens[89:92], false, false},
		{"beginning", tens, span(3, 4), tens[2:6], false, true},
		{"middle", tens, span(203, 4), tens[202:206], true, true},
		{"end", tens, span(396, 5), tens[395:400], true, false},
		{"wider than the window", tens, span(201, 200), "", true, true},
		{"Han, middle", han, span(200, 4), "十一二三", true, true},
		{"Han, end", han, span(400, 1), "十", true, false},
	} {
		line, caret, _ := strings.Cut(excerpts(t, c.line, c.pos), "\n")
		cutLeft, cutRight := strings.HasPrefix(line, "…"), strings.HasSuffix(line, "…")
		if cutLeft != c.left || cutRight != c.right {
			t.Errorf("%s: cut at the left %v, at the right %v: %s", c.name, cutLeft, cutRight, line)
		}
		if n := columns([]rune(strings.Trim(line, "…"))); n > window || n < window-1 {
			t.Errorf("%s: %d columns", c.name, n)
		}
		if got := under(line, caret); c.caret != "" && got != c.caret {
			t.Errorf("%s: the carets stand under %q, want %q\n%s\n%s", c.name, got, c.caret, line, caret)
		}
		if columns([]rune(caret)) > columns([]rune(line)) {
			t.Errorf("%s: carets beyond the line\n%s\n%s", c.name, line, caret)
		}
	}
}

// under is the part of a line above the carets.
func under(line, caret string) string {
	from, to := strings.Count(caret, " "), len(caret)
	at, found := 0, ""
	for _, r := range line {
		if from <= at && at < to {
			found += string(r)
		}
		at += Width(r)
	}
	return found
}

// A text may be one line of megabytes; its problems are printed all the same.
func TestHugeLines(t *testing.T) {
	line := strings.Repeat("汉", 1<<18)
	start := time.Now()
	excerpts(t, line, span(1<<18, 1))
	if took := time.Since(start); took > 20*time.Second { // counting anew at every step takes minutes
		t.Errorf("an excerpt took %v", took)
	}
}

// Very many problems may stand in one line, which is read and measured once.
func TestHugeLineOfProblems(t *testing.T) {
	const n = 20_000
	line := strings.Repeat("{{< 汉 >}} ", n)
	problems := make([]Problem, n)
	for i := range problems {
		problems[i] = At(Pos{File: "a.md", Line: 1, Column: 1 + 10*i, Width: 9}, "shortcode", "{{< 汉 >}}")
	}
	for _, format := range []Format{TextFormat, JSONFormat} {
		start, size := time.Now(), 0
		p := Printer{Format: format, Line: func(string, int) (string, bool) { return line, true }}
		if err := p.Print(counter{&size}, problems); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took > 10*time.Second || size > n*1000 {
			t.Errorf("%s: %d bytes in %v", format, size, took)
		}
	}
}

type counter struct{ n *int }

func (c counter) Write(b []byte) (int, error) {
	*c.n += len(b)
	return len(b), nil
}

func TestGitHub(t *testing.T) {
	for _, c := range []struct {
		problem Problem
		want    string
	}{
		{
			At(Pos{File: "content/a,b:c%.md", Line: 3, Column: 5, Width: 10}, "date", "50%\r\nx:y,z"),
			`::error file=content/a%2Cb%3Ac%25.md,line=3,endLine=3,col=5,endColumn=15,title=date::"50%25\r\nx:y,z" is not a date%0Awrite it as 2024-11-06 or 2024年11月6日` + "\n",
		},
		{At(Whole("a.md"), "comment"), "::notice file=a.md,line=1,endLine=1,col=1,endColumn=2,title=comment::what follows # is taken as a comment and not published%0Aput the whole value in quotation marks if it belongs to the text\n"},
		{At(Whole("a.md"), "layout", "one\ntwo"), "::error file=a.md,line=1,endLine=1,col=1,endColumn=2,title=layout::the template does not work: one%0Atwo%0Amend it, or delete it to use the built-in one\n"},
		{At(Pos{File: "a.md", Line: 2}, "alt", "x"), "::warning file=a.md,line=2,endLine=2,col=1,endColumn=2,title=alt::" +
			`the picture "x" has no description for those who cannot see it%0Awrite it between the brackets: ![what is to be seen](x)` + "\n"},
	} {
		if got := printed(t, Printer{Format: GitHubFormat}, "", c.problem); got != c.want {
			t.Errorf("%s\nwanted\n%s", got, c.want)
		}
	}
	if got := printed(t, Printer{Format: GitHubFormat}, ""); got != "" {
		t.Errorf("no problems print %q", got)
	}
}

func TestJSON(t *testing.T) {
	want := `{
  "problems": [
    {
      "file": "a.md",
      "line": 3,
      "column": 5,
      "width": 10,
      "severity": "error",
      "rule": "date",
      "message": "\"2024<13\" 不是日期",
      "hint": "请写成 2024-11-06 或 2024年11月6日",
      "excerpt": "日期: 2024<13\t\u0000"
    },
    {
      "file": "a.md",
      "line": 1,
      "column": 1,
      "width": 1,
      "severity": "error",
      "rule": "title",
      "message": "没有标题",
      "hint": "请在文件开头的两行 --- 之间写一行“标题: ……”"
    }
  ]
}
`
	got := printed(t, Printer{Format: JSONFormat, Language: Chinese}, "日期: 2024<13\t\x00",
		At(span(5, 10), "date", "2024<13"), At(Whole("a.md"), "title"))
	if got != want {
		t.Errorf("%s\nwanted\n%s", got, want)
	}
	var document struct{ Problems []record }
	none := printed(t, Printer{Format: JSONFormat}, "")
	if err := json.Unmarshal([]byte(none), &document); err != nil || document.Problems == nil || len(document.Problems) > 0 {
		t.Errorf("no problems print %q: %v", none, err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space") }

func TestPrintFails(t *testing.T) {
	for _, format := range []Format{TextFormat, JSONFormat, GitHubFormat} {
		if err := (Printer{Format: format}).Print(full{}, []Problem{At(Whole("a.md"), "title")}); err == nil {
			t.Errorf("%s: no error on a full disk", format)
		}
	}
}
