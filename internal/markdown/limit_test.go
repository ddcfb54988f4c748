package markdown

import (
	"strings"
	"testing"
	"time"
)

// TestLimits: whatever would take unreasonable time is refused, or done in
// time. The bounds are wide, for slow machines; what they guard against takes
// seconds or minutes.
func TestLimits(t *testing.T) {
	repeat := strings.Repeat
	var staircase strings.Builder
	for i := range 1000 {
		staircase.WriteString(repeat("  ", i) + "- x\n")
	}
	var growing strings.Builder
	for i := 1; growing.Len() < 100_000; i++ {
		growing.WriteString(repeat("`", i) + "x ")
	}
	for _, c := range []struct {
		name, text string
		limited    bool
		most       time.Duration
	}{
		{"quotations", repeat(">", 100_000), true, 250 * time.Millisecond},
		{"quotations with text", repeat("> ", 50_000) + "x", true, 250 * time.Millisecond},
		{"lists", staircase.String(), true, 250 * time.Millisecond},
		{"lists in one line", repeat("- ", 50_000), true, 250 * time.Millisecond},
		{"size", repeat("x\n\n", 2<<20), true, time.Second},
		{"one block", repeat("x y z\n", 100_000), true, 5 * time.Second},
		{"footnotes", repeat("[^1]: x\n\n", 5_000) + repeat("[^1] ", 5_000), true, 5 * time.Second},
		{"columns", "|" + repeat("a|", 100_000) + "\n|" + repeat("-|", 100_000) + "\n|" + repeat("b|", 1000) + "\n", true, 5 * time.Second},
		{"cells", "|" + repeat("a|", 1000) + "\n|" + repeat("-|", 1000) + "\n" + repeat("b\n", 100_000), true, 5 * time.Second},
		{"cells under a heading", "a\n-\n|" + repeat("a|", 1000) + "\n|" + repeat("-|", 1000) + "\n" + repeat("b\n", 100_000), true, 5 * time.Second},
		{"footnotes in one another", repeat("[^a]: ", 1_900) + "x [^a]", false, 5 * time.Second},
		{"definitions", "x\n" + repeat(": ", 50_000), false, 5 * time.Second},
		{"pipes", "a|b\n-|-\n" + repeat("`\\|`|x\n", 20_000), true, 5 * time.Second},
		{"brackets", repeat("[", 100_000), true, 5 * time.Second},
		{"pictures", repeat("![", 100_000), true, 5 * time.Second},
		{"brackets in pairs", repeat("[", 50_000) + repeat("]", 50_000), true, 5 * time.Second},
		{"openers", repeat("**a ", 50_000), true, 5 * time.Second},
		{"closers of another kind", repeat("*a_ ", 50_000), true, 5 * time.Second},
		{"a long run", repeat("*", 50_000) + "a" + repeat("*", 50_000), false, 5 * time.Second},
		{"strikes", repeat("~~a", 50_000), true, 5 * time.Second},
		{"backticks", repeat("`", 100_000), false, 5 * time.Second},
		{"growing backticks", growing.String(), false, 5 * time.Second},
		{"less than", repeat("<", 100_000), false, 5 * time.Second},
		{"tags", repeat("<a ", 50_000), false, 5 * time.Second},
		{"comments", repeat("<!-- ", 50_000), false, 5 * time.Second},
		{"tags that open", repeat("<div>", 20_000), false, 5 * time.Second},
		{"instructions", repeat("<?", 50_000), false, 5 * time.Second},
		{"braces", repeat("{", 100_000), false, 5 * time.Second},
		{"half leftovers", repeat("{{< ", 50_000), false, 5 * time.Second},
		{"attributes", "# " + repeat("{#a ", 50_000), false, 5 * time.Second},
		{"addresses", repeat("http://", 30_000), false, 5 * time.Second},
		{"links in one line", repeat("[a](b.md)", 50_000), true, 5 * time.Second},
		{"at signs", repeat("a@", 50_000), false, 5 * time.Second},
		{"dots", repeat("www.", 50_000), false, 5 * time.Second},
		{"brackets of addresses", "https://a.org/" + repeat("(", 50_000) + repeat(")", 60_000), false, 5 * time.Second},
		{"ampersands", repeat("&", 100_000), false, 5 * time.Second},
		{"headings", repeat("# a\n", 50_000), false, 5 * time.Second},
		{"references", "[a]: " + repeat("x", 200_000) + "\n\n" + repeat("[a]\n\n", 1000), true, 5 * time.Second},
		{"pictures with spaces", repeat("![](a a) ", 50_000), true, 5 * time.Second},
		{"soft breaks", repeat("**字**\n", 20_000), true, 5 * time.Second},
		{"code", "```go\n" + repeat("func(", 50_000) + "\n```", false, 5 * time.Second},
		{"unclosed", "[a](" + repeat("(", 100_000), false, 5 * time.Second},
		{"definitions of references", repeat("[a]: b\n", 50_000), true, 5 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := New(Options{})
			begin := time.Now()
			d, problems := p.Parse([]byte(c.text), 1, beside("a.png"))
			if took := time.Since(begin); took > c.most {
				t.Errorf("took %v", took)
			} else if testing.Verbose() {
				t.Log(took)
			}
			limited := false
			for _, p := range problems {
				limited = limited || p.Message == "limit"
			}
			if limited != c.limited {
				t.Errorf("limited: %v, %d problems", limited, len(problems))
			}
			if len(d.HTML) > 8*len(c.text)+1<<20 {
				t.Errorf("%d bytes became %d", len(c.text), len(d.HTML))
			}
		})
	}
}
