package markdown

import (
	"fmt"
	"html"
	"reflect"
	"strings"
	"sync"
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
		case document.BlockHole:
			b := d.Blocks[h.Index]
			dst = append(dst, "[block "+b.Layout...)
			for _, l := range b.Lines {
				dst = fmt.Appendf(dst, "|%d:%d+%d %s", l.Place.Line, l.Place.Column, l.Place.Width, html.EscapeString(l.Text))
			}
			return append(dst, ']')
		case document.HeadingStart:
			dst = fmt.Appendf(dst, "<h%d", d.Headings[h.Index].Level)
			if id := d.Headings[h.Index].ID; id != "" {
				dst = fmt.Appendf(dst, ` id="%s"`, id)
			}
			return dst
		case document.HeadingEnd:
			return fmt.Appendf(dst, "</h%d>", d.Headings[h.Index].Level)
		case document.ScopeHole:
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

// The page that the product was conceived from, as a writer of Markdown would
// commit it and as it comes out of a word processor.
const (
	written = "The Foreign Affairs Office held a seminar for 60\u00a0officials. It lasted two\u00a0days.\n\n" +
		"## Clear Focus\n##\u00a0Aiming to Enhance Officials’ Global\u00a0Competence\u00a0\n\n" +
		"First passage.\n\n![](图片 1.png)\n\n" +
		"## Rich Content\n## Broadening the Mind\n\nSecond passage.\n\n![](图片\u00a02.png)\n\n" +
		"## Wide Reach\n## Reaching Every District\n\n![](图片 7.png)\n![](图片%208.png)\n\nThird passage.\n"
	pasted = "The Foreign Affairs Office held a seminar for 60\u00a0officials. It lasted two\u00a0days.\n\u00a0\n" +
		"## Clear Focus\n##\u00a0Aiming to Enhance Officials’ Global\u00a0Competence\u00a0\n" +
		"First passage.\n图片\u00a01.png\n" +
		"## Rich Content\n## Broadening the Mind\nSecond passage.\n\n图片 2.png\u00a0\n\n" +
		"## Wide Reach\n## Reaching Every District\n图片 7.png\n\u00a0图片 8.png\nThird passage.\n"
	published = `<p>The Foreign Affairs Office held a seminar for 60 officials. It lasted two days.</p>
<hgroup><p class="kicker">Clear Focus</p><h2>Aiming to Enhance Officials’ Global Competence</h2></hgroup>
<p>First passage.</p>
[figure 图片 1.png||]
<hgroup><p class="kicker">Rich Content</p><h2>Broadening the Mind</h2></hgroup>
<p>Second passage.</p>
[figure 图片 2.png||]
<hgroup><p class="kicker">Wide Reach</p><h2>Reaching Every District</h2></hgroup>
<div class="gallery rows of-2">
[gallery 图片 7.png||]
[gallery 图片 8.png||]
</div>
<p>Third passage.</p>
`
)

func TestArticle(t *testing.T) {
	names := beside("图片 1.png", "图片 2.png", "图片 7.png", "图片 8.png")
	for name, text := range map[string]string{"written": written, "pasted": pasted} {
		d, problems := New(Options{}).Parse([]byte(text), 12, names)
		if got := answer(d); got != published {
			t.Errorf("%s: got\n%s", name, got)
		}
		want := document.Heading{Level: 2, Text: "Aiming to Enhance Officials’ Global Competence", Kicker: "Clear Focus",
			Place: document.Place{Line: 15, Column: 1, Width: 49}}
		if len(d.Headings) != 3 || d.Headings[0] != want {
			t.Errorf("%s: headings %+v", name, d.Headings)
		}
		if want := "The Foreign Affairs Office held a seminar for 60 officials. It lasted two days. First passage. Second passage. Third passage."; d.Summary != want {
			t.Errorf("%s: summary %q", name, d.Summary)
		}
		if want := (document.Count{Words: 38}); d.Count != want {
			t.Errorf("%s: %+v", name, d.Count)
		}
		if len(problems) > 0 {
			t.Errorf("%s: problems\n%s", name, list(problems))
		}
	}
}

// Trusted HTML stands as it is, but for comments.
func TestTrusted(t *testing.T) {
	const text = "<div onclick=x>\n<!-- a -->\n\n<script>x = '<!-- b'</script>\n\n*a* <b style=y> <!-- c -->\n\n<!-- d\n\ne -->\n"
	d, problems := New(Options{TrustHTML: true}).Parse([]byte(text), 1, nil)
	const want = "<div onclick=x>\n\n<script>x = '<!-- b'</script>\n<p><em>a</em> <b style=y></p>\n\n"
	if got := answer(d); got != want || len(problems) > 0 {
		t.Errorf("got %q\n%s", got, list(problems))
	}
}

// A parser answers the same at all times, and several callers at once.
func TestConcurrent(t *testing.T) {
	p, names := New(Options{}), beside("图片 1.png")
	first, _ := p.Parse([]byte(pasted), 1, names)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				d, _ := p.Parse([]byte(pasted), 1, names)
				if !reflect.DeepEqual(d, first) {
					t.Error("another document")
				}
			}
		})
	}
	wg.Wait()
}

// Places count characters, from the line that the caller names.
func TestPlaces(t *testing.T) {
	d, problems := New(Options{}).Parse([]byte("甲\n\n> 乙 [丙](丁.md) 戊 ![x](a.png)\n> [y](b.md) {{ 己 }}\n"), 10, nil)
	if want := (document.Place{Line: 12, Column: 9, Width: 4}); d.Links[0].Place != want {
		t.Errorf("%+v", d.Links[0])
	}
	if want := (document.Place{Line: 13, Column: 7, Width: 4}); d.Links[1].Place != want {
		t.Errorf("%+v", d.Links[1])
	}
	if want := (document.Place{Line: 12, Column: 22, Width: 5}); d.Pictures[0].Place != want {
		t.Errorf("%+v", d.Pictures[0])
	}
	if got := list(problems); got != "13:13+7 shortcode [\"{{ 己 }}\"]\n" {
		t.Error(got)
	}
}
