package read

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func china() *time.Location { return time.FixedZone("CST", 8*3600) }

func TestHeaderSplits(t *testing.T) {
	for _, c := range []struct {
		name, text, title, body string
		line                    int
		message                 string
	}{
		{"none", "# x\n", "", "# x\n", 1, ""},
		{"empty", "", "", "", 1, ""},
		{"blank", "\n \n", "", "\n \n", 1, ""},
		{"plain", "---\ntitle: x\n---\nbody\n", "x", "body\n", 4, ""},
		{"no body", "---\ntitle: x\n---", "x", "", 3, ""},
		{"nothing in it", "---\n---\nbody", "", "body", 3, ""},
		{"blank lines before", "\n\n---\ntitle: x\n---\nbody\n", "x", "body\n", 6, ""},
		{"spaces behind", "--- \ntitle: x\n---\u00a0\nbody\n", "x", "body\n", 4, ""},
		{"dots", "---\ntitle: x\n...\nbody\n", "x", "body\n", 4, ""},
		{"four hyphens", "---\ntitle: x\n----\nbody\n", "x", "body\n", 4, ""},
		{"fence in a block", "---\nsummary: |\n  a\n  ---\n  b\ntitle: x\n---\nbody\n---\n", "x", "body\n---\n", 8, ""},
		{"fence in a block, dots", "---\nsummary: |\n  a\n  ---\ntitle: x\n...\nbody\n", "x", "body\n", 7, ""},
		{"rule in the body", "---\ntitle: x\n---\na\n\n---\n\nb\n", "x", "a\n\n---\n\nb\n", 4, ""},
		{"unclosed", "---\ntitle: x\nbody\n", "x", "", 4, "front-matter.unclosed"},
		{"unclosed TOML", "+++\ntitle = 'x'\nbody\n", "", "", 4, "front-matter.unclosed"},
		{"TOML", "+++\ntitle = 'x'\n+++\nbody\n", "x", "body\n", 4, ""},
		{"a brace is no JSON", "{\n\"title\": \"x\"\n}\n\nbody\n", "", "{\n\"title\": \"x\"\n}\n\nbody\n", 1, ""},
		{"a long dash", "———\ntitle: x\n———\nbody\n", "x", "body\n", 4, ""},
		{"one dash of Word's", "—\n\n标题：x\n—\nbody\n", "x", "body\n", 5, ""},
		{"full-width hyphens", "－－－\ntitle: x\n－－－\nbody\n", "x", "body\n", 4, ""},
		{"two hyphens", "--\ntitle: x\n--\nbody\n", "x", "body\n", 4, ""},
		{"five hyphens", "-----\ntitle: x\n---\nbody\n", "x", "body\n", 4, ""},
		{"a long dash at the end", "---\ntitle: x\n——\nbody\n", "x", "body\n", 4, ""},
		{"a long dash, never closed", "———\ntitle: x\n\nbody\n", "x", "", 5, "front-matter.unclosed"},
		{"a rule, then text", "-----\n\nText: x\n", "", "-----\n\nText: x\n", 1, ""},
		{"stars", "***\ntitle: x\n***\n\nbody\n", "x", "\nbody\n", 4, "front-matter.fence"},
		{"as code", "```yaml\ntitle: x\n```\n\nbody\n", "x", "\nbody\n", 4, "front-matter.fence"},
		{"no opening fence", "title: x\ndate: 2024-11-06\n---\nbody\n", "x", "body\n", 4, "front-matter.fence"},
		{"no fence", "\n标题：x\n日期：2024-11-06\n\nbody\n\n---\n\nb\n", "x", "\nbody\n\n---\n\nb\n", 4, "front-matter.fence"},
		{"no fence, no body", "title: x", "x", "", 1, "front-matter.fence"},
		{"a line that resembles a key", "Source: the office\n\nbody\n", "", "Source: the office\n\nbody\n", 1, ""},
		{"prose in it", "---\ntitle: x\nnot a key\n---\nbody\n", "x", "body\n", 5, "front-matter.line"},
		{"too large", "---\ntitle: x\n# " + strings.Repeat("x", 65536) + "\n---\nbody\n", "", "body\n", 5, "front-matter.size"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, body, line, problems := header("a.md", []byte(c.text), china())
			if h.Title.Value != c.title || string(body) != c.body || line != c.line {
				t.Errorf("title %q, body %q, line %d", h.Title.Value, body, line)
			}
			got := ""
			for _, p := range problems {
				got = strings.TrimSpace(got + " " + string(p.Message))
			}
			if got != c.message {
				t.Errorf("problems %q, want %q", got, c.message)
			}
		})
	}
}

func BenchmarkHeader(b *testing.B) {
	text := []byte("---\ntitle: 市外办举办2024年全市外事干部能力提升培训班\ndate: 2024-11-06\nsource: 市外办综合处\n" +
		"author: 张三、李四\nsection: training\ntopics: [training, 国际交流]\nsummary: 11月5日至6日，培训班在市委党校举行。\nissue: 2024-12\n---\n" +
		strings.Repeat("正文一段，说明情况。\n\n", 200))
	zone := china()
	b.ReportAllocs()
	for b.Loop() {
		header("a.md", text, zone)
	}
}

func BenchmarkDecode(b *testing.B) {
	text := bytes.Repeat([]byte("正文一段，说明情况。\r\n\r\n"), 200)
	b.ReportAllocs()
	for b.Loop() {
		decode("a.md", text)
	}
}
