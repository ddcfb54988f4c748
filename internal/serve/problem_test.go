package serve

import (
	"errors"
	"strings"
	"testing"

	"bulletin/internal/diag"
)

func TestProblemPage(t *testing.T) {
	for language, want := range map[diag.Language][]string{
		diag.English: {`<html lang="en">`, "The site cannot be built.", "Error: ", "Hint: "},
		diag.Chinese: {`<html lang="zh-Hans">`, "网站无法生成。", "错误：", "提示："},
	} {
		s := preview(setup{Language: language}, nil)
		s.Fail(someProblems())
		for _, target := range []string{"/fao/", "/fao/zh/x.html", "/fao/assets/style.css", "/fao/..", "/fao/zh//"} {
			r := get(s, target)
			got := text(t, r)
			if r.StatusCode != 503 || r.Header.Get("Content-Type") != page || r.Header.Get("Content-Security-Policy") != Policy || r.Header.Get("Retry-After") == "" {
				t.Errorf("%s: %d %v", target, r.StatusCode, r.Header)
			}
			for _, w := range append(want, "content/&lt;b&gt;.md:3:5", "<samp>  3 | 日期: </samp><mark>&lt;i&gt;</mark><samp></samp>", "/.bulletin/reload.css", "/.bulletin/reload.js") {
				if !strings.Contains(got, w) {
					t.Errorf("%s: no %q in\n%s", target, w, got)
				}
			}
			for _, bad := range []string{"<b>", "<i>", "<script>", "style=", "<style"} {
				if strings.Contains(got, bad) {
					t.Errorf("%s: %q in\n%s", target, bad, got)
				}
			}
		}
		s.Show(Site{Content: sample(), Prefix: "/fao/"})
		if r := get(s, "/"); r.StatusCode != 302 {
			t.Errorf("after a good build: %d", r.StatusCode)
		}
	}
}

// What people read is the text, excerpt and hint of the terminal.
func TestNotice(t *testing.T) {
	s := preview(setup{}, nil)
	const message = diag.Message("date")
	q := diag.At(diag.Pos{File: "a.md", Line: 3, Column: 5, Width: 2}, message, "x\ny")
	whole := diag.At(diag.Whole("b.md"), message, "x")
	lines := func(string, int) (string, bool) { return "日期: 明天", true }
	got := s.describe(Failure{Problems: []diag.Problem{q, whole}, Line: lines, Err: errors.New("disk full")}).panel.Rows
	hint := "Hint: " + q.Hint(diag.English)
	want := [][2]string{
		{"h1", "The site cannot be built."},
		{"p", "disk full"},
		{"code", "a.md:3:5"},
		{"p", "Error: " + q.Text(diag.English) + " [date]"},
		{"samp", "  3 | 日期: "},
		{"mark", "明天"},
		{"p", hint},
		{"code", "b.md:1:1"},
		{"p", "Error: " + whole.Text(diag.English) + " [date]"},
		{"p", "Hint: " + whole.Hint(diag.English)},
	}
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
}

func TestManyProblems(t *testing.T) {
	s := preview(setup{Language: diag.Chinese}, nil)
	rows := s.describe(Failure{Problems: make([]diag.Problem, shown+7)}).panel.Rows
	if last := rows[len(rows)-1]; last[1] != "另有 7 处，终端中已全部列出。" {
		t.Errorf("%q", last)
	}
}

// What is marked is what the position says, whatever the excerpt had to leave out.
func TestExcerpts(t *testing.T) {
	s := preview(setup{}, nil)
	long := strings.Repeat("外事", 40) + "｜此处｜" + strings.Repeat("简报", 40)
	for _, c := range []struct {
		line          string
		column, width int
		before, want  string
		after         string
	}{
		{"日期: 明天", 5, 2, " 12 | 日期: ", "明天", ""},
		{"title: visit", 1, 5, " 12 | ", "title", ": visit"},
		{"title: visit", 1, 0, " 12 | ", "t", "itle: visit"},
		{"title:", 7, 1, " 12 | title:", "\u00a0", ""},
		{"a | b: |", 5, 1, " 12 | a | ", "b", ": |"},
		{"cafe\u0301: x", 7, 2, " 12 | cafe\u0301:", " x", ""},
		{"cafe\u0301: x", 4, 2, " 12 | caf", "e\u0301", ": x"},
		{"\t\u202e日: x", 5, 2, " 12 |  ·日:", " x", ""},
		{long, 82, 2, "", "此处", ""},
	} {
		q := diag.At(diag.Pos{File: "a.md", Line: 12, Column: c.column, Width: c.width}, "date", "x")
		i := s.item(diag.Printer{Line: func(string, int) (string, bool) { return c.line, true }}, q)
		got := i.Excerpt
		if got.Marked != c.want || c.line != long && (got.Before != c.before || got.After != c.after) {
			t.Errorf("%q: %q", c.line, got)
		}
		if c.line == long && !strings.HasSuffix(got.Before, "｜") {
			t.Errorf("%q", got)
		}
	}
}
