package markdown

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// What stands in a comment is never seen, whatever else stands in it and
// around it.
func TestCommentsAreNeverSeen(t *testing.T) {
	around := strings.Split("甲|word|*|**|[|]|(a.md)|[x](a.md \"|\")|# |## |- |1. |> |---|===| |<div>|</div>|<b>|</b>|<abbr title=\"|\">|<p>|<|>|{{< |>}}|![|](a.png)|"+
		"[^1]|[^1]: |: |[r]: /x \"|图片 1.png|| a | b |\n|---|---|\n| 1 |\\\\|&lt;|<details>|<!---->|<!-->|<!--more-->|-->|\u00a0|{#x}", "|")
	within := append([]string{"`", "```\n", "~~~\n", "<script>", "</script>", "\t", "    ", "<!--", "--!>", "\\"}, around[:len(around)-10]...)
	r := rand.New(rand.NewPCG(3, 4))
	names := beside("图片 1.png", "a.png")
	parsers := []*Parser{New(Options{}), New(Options{TrustHTML: true})}
	write := func(b *strings.Builder, words []string) {
		for range r.IntN(8) {
			b.WriteString(words[r.IntN(len(words))])
			b.WriteString([]string{"", "", "", "\n", "\n\n"}[r.IntN(5)])
		}
	}
	n := 20_000
	if testing.Short() {
		n = 2_000
	}
	for range n {
		var b strings.Builder
		for range 1 + r.IntN(4) {
			write(&b, around)
			var inner strings.Builder
			write(&inner, within)
			inner.WriteString("secret")
			write(&inner, within)
			b.WriteString("<!-- " + strings.ReplaceAll(inner.String(), "-->", "--)") + "-->")
		}
		write(&b, around)
		for _, p := range parsers {
			d, problems := p.Parse([]byte(b.String()), 1, names)
			seen := answer(d) + d.Summary + fmt.Sprintf("%+v %+v", d.Headings, d.Anchors)
			if strings.Contains(seen, "secret") {
				t.Fatalf("%q\n%s", b.String(), seen)
			}
			for _, q := range problems {
				if q.Message == "limit" {
					t.Fatalf("%q: %v", b.String(), q.Args)
				}
			}
			if p == parsers[0] {
				lawful(t, []byte(b.String()), d, problems)
			}
		}
	}
}

// A text is not parsed again without end.
func TestManyComments(t *testing.T) {
	for _, unit := range []string{"甲<!-- secret\n\nsecret -->乙\n\n", "[x](y \"<!-- secret -->\")\n\n", "<!-- a --> <!-- secret\n-->\n"} {
		for _, n := range []int{200, 40_000} {
			begin := time.Now()
			d, problems := New(Options{}).Parse([]byte(strings.Repeat(unit, n)), 1, nil)
			if seen := answer(d); strings.Contains(seen, "secret") {
				t.Errorf("%q is seen", unit)
			}
			if limited := strings.Contains(list(problems), "limit"); limited != (n > 200) {
				t.Errorf("%d times %q: %s", n, unit, list(problems))
			}
			if took := time.Since(begin); took > 20*time.Second {
				t.Errorf("%d times %q took %v", n, unit, took)
			}
		}
	}
}
