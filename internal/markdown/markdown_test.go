package markdown

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"bulletin/internal/diag"
	"bulletin/internal/document"
)

// answer fills the holes as simply as can be.
func answer(d *document.Document) string {
	return string(document.Fill(nil, d.HTML, d.Holes, func(dst []byte, _ int, h document.Hole) []byte {
		switch h.Kind {
		case document.LinkStart:
			l := d.Links[h.Index]
			to := l.Path
			if l.Fragment != "" {
				to += "#" + l.Fragment
			}
			dst = fmt.Appendf(dst, `<a href="%s"`, html.EscapeString(to))
			if l.Title != "" {
				dst = fmt.Appendf(dst, ` title="%s"`, html.EscapeString(l.Title))
			}
			return append(dst, '>')
		case document.LinkEnd:
			return append(dst, "</a>"...)
		case document.PictureHole:
			p := d.Pictures[h.Index]
			form := [...]string{"inline", "figure", "gallery"}[p.Form]
			return fmt.Appendf(dst, `[%s %s|%s|%s]`, form, html.EscapeString(p.Path), html.EscapeString(p.Alt), html.EscapeString(p.Caption))
		case document.HeadingID:
			if id := d.Headings[h.Index].ID; id != "" {
				return fmt.Appendf(dst, ` id="%s"`, id)
			}
			return dst
		}
		return append(dst, d.Labels[h.Index]...)
	}))
}

func beside(names ...string) Beside {
	b := Beside{}
	for _, n := range names {
		b[document.Name(n)] = n
	}
	return b
}

func list(problems []diag.Problem) string {
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "%d:%d+%d %s %q\n", p.Pos.Line, p.Pos.Column, p.Pos.Width, p.Message, p.Args)
	}
	return b.String()
}

func TestTry(t *testing.T) {
	p := New(Options{})
	d, problems := p.Parse([]byte(try), 1, beside("图片 1.png", "图片 2.png", "a.png"))
	t.Log(answer(d))
	t.Logf("%+v", d.Holes)
	t.Logf("%+v", d.Headings)
	t.Logf("%+v", d.Links)
	t.Logf("%q %+v", d.Summary, d.Count)
	t.Log(list(problems))
}

const try = `# 标题 {#id .cls}

请访问https://example.org/a。还有 zhang_san@example.org.cn，www.example.org）和**注意：**请看 [链接](other.md#x "题")。
第二行
English line
next **bold
more** text.

## Clear Focus
## Aiming to Enhance Officials’ Global Competence

![](图片 1.png "图注")
图片 2.png

文字
图片 1.png
文字 <b>x <div>y</div> <script>alert(1)</script> <!-- c --> {{< fig >}}

<details>
<summary>s</summary>

inner ~~gone~~ 3~5天 6~8

</details>

| a | b |
|:-:|--:|
| 1 | 2[^1] |

[^1]: Note *x*.

- [x] done
- [ ] todo

Term
: Def

` + "```go\nfunc main() {}\n```\n\n[x](javascript&colon;alert) <javascript:alert(1)> ![r](https://x.y/z.png) `code`\n"
