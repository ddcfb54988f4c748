package markdown

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is seen into testdata")

// A case of testdata/*.txt is a line "### name", the Markdown, a line ">>>",
// the HTML with its holes filled and, where there are any, a line "!!!" and
// the problems.
func TestCases(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txt")
	if len(files) == 0 {
		t.Fatal("no cases")
	}
	names := beside("图片 1.png", "图片 2.png", "a.png", "b.JPG", "合影（一） (2).jpg")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var seen bytes.Buffer
		for i, c := range strings.Split("\n"+string(data), "\n### ")[1:] {
			name, rest, _ := strings.Cut(strings.TrimSuffix(c, "\n"), "\n")
			input, want, _ := strings.Cut(rest, "\n>>>\n")
			got := outcome(New(Options{}), input, names, strings.HasSuffix(file, "summary.txt"))
			fmt.Fprintf(&seen, "### %s\n%s\n>>>\n%s\n", name, input, got)
			if !*update && got != want {
				t.Errorf("%s: %d %s\ninput:\n%s\ngot:\n%s\nwant:\n%s", file, i+1, name, input, got, want)
			}
		}
		if *update {
			if err := os.WriteFile(file, seen.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func outcome(p *Parser, input string, names Beside, summary bool) string {
	d, problems := p.Parse([]byte(input), 1, names)
	s := strings.TrimRight(answer(d), "\n")
	if summary {
		s = d.Summary
	}
	if len(problems) > 0 {
		s += "\n!!!\n" + strings.TrimRight(list(problems), "\n")
	}
	return s
}
