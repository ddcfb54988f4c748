package markdown

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// The texts are of the length and the make of a bulletin's articles.
func benchmarkTexts() map[string][]byte {
	zh := []string{
		"近日，市外办组织开展“外事干部全球胜任力提升”专题培训，来自各区县、各部门的80余名外事干部参加培训。",
		"培训采取**专题讲座、现场教学、小组研讨**相结合的方式，围绕国际形势、涉外礼仪、领事保护等内容展开。",
		"与会人员一致认为，本次培训主题鲜明、内容丰富，既有理论高度又有实践深度，收获很大。",
		"下一步，将继续加强与[友好城市](../friends/index.md)的交流合作，推动人文交流走深走实；进一步完善工作机制。",
	}
	en := []string{
		"The Foreign Affairs Office of the city recently organized a training program on the global competence of officials.",
		"More than 80 participants from districts and departments attended lectures, visits and *group discussions* over three days.",
		"Speakers shared their experience of **international exchange**, consular protection and etiquette with the audience.",
		"The office will continue to work with [sister cities](../friends/index.md) and to improve its services for the public.",
	}
	article := func(sentences []string, sep, label string, paragraphs int) []byte {
		var b strings.Builder
		for i := range paragraphs {
			if i%4 == 0 {
				fmt.Fprintf(&b, "## %s %d\n\n", label, i)
			}
			for k := range 3 {
				b.WriteString(sentences[(i+k)%len(sentences)] + sep)
			}
			b.WriteString("\n\n")
		}
		fmt.Fprintf(&b, "- %s\n- %s\n- %s\n\n", sentences[0], sentences[1], sentences[2])
		b.WriteString("| A | B | C |\n|---|:-:|--:|\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |\n| 7 | 8 | 9 |\n\n")
		b.WriteString("![" + label + "](a.png)\n\n[site](https://example.org/x) <https://example.org/y>\n")
		return []byte(b.String())
	}
	return map[string][]byte{
		"zh": article(zh, "", "重点工作", 8),
		"en": article(en, " ", "Clear Focus", 13),
	}
}

// BenchmarkParse stands beside plain goldmark with tables and its own East
// Asian rules, the least that any generator would do.
func BenchmarkParse(b *testing.B) {
	plain := goldmark.New(goldmark.WithExtensions(extension.Table, extension.CJK))
	ours, names := New(Options{}), beside("a.png")
	for _, language := range []string{"zh", "en"} {
		text := benchmarkTexts()[language]
		b.Run("goldmark/"+language, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				var out bytes.Buffer
				if err := plain.Convert(text, &out); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("markdown/"+language, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, problems := ours.Parse(text, 1, names); len(problems) > 0 {
					b.Fatal(problems)
				}
			}
		})
	}
}
