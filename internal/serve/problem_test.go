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
		s := preview(Options{Prefix: "/fao/", Language: language}, nil)
		s.Fail(someProblems())
		for _, target := range []string{"/fao/", "/fao/zh/x.html", "/fao/assets/style.css", "/fao/..", "/fao/zh//"} {
			r := get(s, target)
			got := text(t, r)
			if r.StatusCode != 503 || r.Header.Get("Content-Type") != page || r.Header.Get("Content-Security-Policy") != Policy || r.Header.Get("Retry-After") == "" {
				t.Errorf("%s: %d %v", target, r.StatusCode, r.Header)
			}
			for _, w := range append(want, "content/&lt;b&gt;.md:3:5", "  3 | 日期: &lt;i&gt;\n      |     ^^^"[:20], "/fao/.bulletin/reload.css", "/fao/.bulletin/reload.js") {
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
		if r := get(s, "/"); r.StatusCode != 302 {
			t.Errorf("the way to the prefix: %d", r.StatusCode)
		}
		if r := get(s, "/other"); r.StatusCode != 404 {
			t.Errorf("outside of the prefix: %d", r.StatusCode)
		}
	}
}

// What people read is the text, excerpt and hint of the terminal.
func TestNotice(t *testing.T) {
	s := preview(Options{}, nil)
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
		{"pre", "  3 | 日期: 明天\n    |       ^^^^"},
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
	s := preview(Options{Language: diag.Chinese}, nil)
	rows := s.describe(Failure{Problems: make([]diag.Problem, shown+7)}).panel.Rows
	if last := rows[len(rows)-1]; last[1] != "另有 7 处，终端中已全部列出。" {
		t.Errorf("%q", last)
	}
}
