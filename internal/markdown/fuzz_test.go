package markdown

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"bulletin/internal/diag"
	"bulletin/internal/document"
)

// FuzzParse holds Parse to its law: no text makes it fail, every place lies in
// the text, the holes ascend, the HTML is valid UTF-8, balanced, and carries no
// script.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, c := range strings.Split("\n"+string(data), "\n### ")[1:] {
			_, rest, _ := strings.Cut(c, "\n")
			input, _, _ := strings.Cut(rest, "\n>>>\n")
			f.Add([]byte(input))
		}
	}
	p, names := New(Options{}), beside("图片 1.png", "图片 2.png", "a.png", "b.JPG")
	f.Fuzz(func(t *testing.T, text []byte) {
		d, problems := p.Parse(text, 1, names)
		lawful(t, text, d, problems)
	})
}

func lawful(t *testing.T, text []byte, d *document.Document, problems []diag.Problem) {
	t.Helper()
	if !utf8.Valid(text) {
		text = bytes.ToValidUTF8(text, []byte("\uFFFD"))
	}
	lines := bytes.Split(text, []byte("\n"))
	inside := func(what string, line, column, width int) {
		if line < 1 || line > len(lines) || column < 1 || column > utf8.RuneCount(lines[line-1])+1 || width < 0 {
			t.Errorf("%s at %d:%d+%d, out of the text", what, line, column, width)
		}
	}
	for _, p := range problems {
		inside(string(p.Message), p.Pos.Line, p.Pos.Column, p.Pos.Width)
		if p.Message == "limit" && p.Args[0] == broken.english {
			t.Error("a library panicked")
		}
	}
	for _, l := range d.Links {
		inside("link", l.Place.Line, l.Place.Column, l.Place.Width)
	}
	for _, p := range d.Pictures {
		inside("picture", p.Place.Line, p.Place.Column, p.Place.Width)
	}
	for _, h := range d.Headings {
		inside("heading", h.Place.Line, h.Place.Column, h.Place.Width)
		if h.Text == "" && h.Kicker == "" && len(d.Pictures) == 0 {
			t.Error("an empty heading")
		}
	}
	lengths := [...]int{len(d.Links), len(d.Links), len(d.Pictures), len(d.Headings), len(d.Headings), len(d.Labels), len(d.Blocks), 1}
	at := 0
	for _, h := range d.Holes {
		if h.At < at || h.At > len(d.HTML) || h.Index < 0 || h.Index >= lengths[h.Kind] {
			t.Fatalf("hole %+v", h)
		}
		at = h.At
	}
	if !utf8.Valid(d.HTML) || !utf8.ValidString(d.Summary) {
		t.Error("invalid UTF-8")
	}
	balanced(t, answer(d))
}

// balanced reads HTML tag by tag.
func balanced(t *testing.T, s string) {
	t.Helper()
	void := []string{"br", "hr", "wbr", "col", "input"}
	var open []string
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Fatalf("%q are open at the end of\n%s", open, s)
			}
			return
		case html.CommentToken, html.DoctypeToken:
			t.Fatalf("a comment in\n%s", s)
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			harmless(t, tok, s)
			if tok.Data == "a" && slices.Contains(open, "a") {
				t.Fatalf("a link in a link in\n%s", s)
			}
			if !slices.Contains(void, tok.Data) {
				open = append(open, tok.Data)
			}
		case html.EndTagToken:
			tok := z.Token()
			if len(open) == 0 || open[len(open)-1] != tok.Data {
				t.Fatalf("</%s> closes %q in\n%s", tok.Data, open, s)
			}
			open = open[:len(open)-1]
		}
	}
}

func harmless(t *testing.T, tok html.Token, s string) {
	switch tok.Data {
	case "script", "style", "iframe", "img", "object", "svg", "form", "base", "meta", "link":
		t.Fatalf("<%s> in\n%s", tok.Data, s)
	}
	for i, a := range tok.Attr {
		value := strings.ToLower(strings.TrimSpace(a.Val))
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasPrefix(value, "javascript:") {
			t.Fatalf("%s=%q in\n%s", a.Key, a.Val, s)
		}
		for _, b := range tok.Attr[:i] {
			if a.Key == b.Key {
				t.Fatalf("%s twice in\n%s", a.Key, s)
			}
		}
	}
}

// TestShuffled builds texts of fragments that mean something to the parser: it
// finds in seconds what random bytes find in days.
func TestShuffled(t *testing.T) {
	fragments := strings.Split("*|**|***|_|~~|~|`|``|[|]|(|)|![|](|<b>|</b>|<i>|</i>|<a href=\"https://x.org\">|</a>|<div>|</div>|<p>|</p>|<details>|</details>|"+
		"<table>|<tr>|<td>|</td>|</table>|<script>|</script>|<!--|-->|<!--more-->|<br>|<span id=\"x\" onclick=\"y\">|</span>|<|>|&lt;|&#1;|&|\"|'|"+
		"https://example.org/a|www.x.org|a_b@x.org|:|.|@|{{< x >}}|{{|}}|{#x}|{#y .z}|图片 1.png|图 9.png|a.png|![](图片 1.png)|![x](a.png)|[y](b.md)|](b c.pdf)|]（/a）|【|】(|】（a.md|）|](b c.pdf 't')|[y]()|[y](www.x.org)|[y](javascript:x)|"+
		"[^1]|[^1]: 注|[r]|[r]: c.md 't'|文字|“引”|。|，| |  |\\|\u00a0|\u3000|&nbsp;|\t|\x00|word|Words are here|1. |- |- [ ] |> |# |## |### |===|---|```|```go|~~~|    |"+
		"| a | b |\n|---|:-:|\n| 1 | 2 |\n|: 义|<img src=x>|<style>|</style>|<h1>|<ruby>汉<rt>h</rt></ruby>|<svg/onload=x>|<a|<div class=|=|/>", "|")
	r := rand.New(rand.NewPCG(1, 2))
	p, names := New(Options{}), beside("图片 1.png", "a.png")
	n := 60_000
	if testing.Short() {
		n = 3_000
	}
	for range n {
		var b strings.Builder
		for range 1 + r.IntN(25) {
			b.WriteString(fragments[r.IntN(len(fragments))])
			switch r.IntN(8) {
			case 0:
				b.WriteString("\n")
			case 1:
				b.WriteString("\n\n")
			}
		}
		d, problems := p.Parse([]byte(b.String()), 1, names)
		lawful(t, []byte(b.String()), d, problems)
		if t.Failed() {
			t.Fatalf("%q", b.String())
		}
	}
}
