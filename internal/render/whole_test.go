package render

import (
	"errors"
	"strings"
	"testing"

	"bulletin/internal/document"
	"bulletin/internal/view"
)

const (
	origin = "https://example.org"
	here   = "https://example.org/en/news/visit.html?a=1&b=2"
)

// Addresses in tags become absolute; all else stays as it is.
func TestAbsolute(t *testing.T) {
	for _, c := range []struct{ html, want string }{
		{``, ``},
		{`words <`, `words <`},
		{`<a href="/x">`, `<a href="https://example.org/x">`},
		{`<a href="#fn1">1</a>`, `<a href="https://example.org/en/news/visit.html?a=1&amp;b=2#fn1">1</a>`},
		{`<a href="#">`, `<a href="https://example.org/en/news/visit.html?a=1&amp;b=2#">`},
		{`<a href="">`, `<a href="">`},
		{`<a href="fees.pdf">`, `<a href="https://example.org/en/news/fees.pdf">`},
		{`<a href="../a:b">`, `<a href="https://example.org/en/news/../a:b">`},
		{`<a href="//other.example/">`, `<a href="https://other.example/">`},
		{`<a href="mailto:a@b.c">`, `<a href="mailto:a@b.c">`},
		{`<a href="http://other.example/#x">`, `<a href="http://other.example/#x">`},
		{`<img src='/a.png' alt="a > b" class=x><b>`, `<img src='https://example.org/a.png' alt="a > b" class=x><b>`},
		{`<IMG SRC = /a.png>`, `<IMG SRC = https://example.org/a.png>`},
		{`<a title="href=&quot;#x&quot; <a href='/y'>" href="/x">`, `<a title="href=&quot;#x&quot; <a href='/y'>" href="https://example.org/x">`},
		{`<p>say href="#x" and &lt;a href="/x"&gt;</p>`, `<p>say href="#x" and &lt;a href="/x"&gt;</p>`},
		{`a < b href="/x"`, `a < b href="/x"`},
		{`</a href="/x">`, `</a href="/x">`},
		{`<a data-href="/x" hrefs="/y">`, `<a data-href="/x" hrefs="/y">`},
		{`<video/poster="/p.png"controls src="/v.mp4"/>`, `<video/poster="https://example.org/p.png"controls src="https://example.org/v.mp4"/>`},
		{`<a " = href="/x"><a href="/y">`, `<a " = href="/x"><a href="https://example.org/y">`},
		{`<a href="/x`, `<a href="https://example.org/x`},
		{`<a href=`, `<a href=`},
		{`<a href`, `<a href`},
		{`<blockquote cite="/q"><a`, `<blockquote cite="https://example.org/q"><a`},
	} {
		if got := string((base{origin, here}).absolute([]byte("- "), []byte(c.html))); got != "- "+c.want {
			t.Errorf("%s\n got %s\nwant - %s", c.html, got, c.want)
		}
	}
}

// A whole text is the text of the page, but for its addresses.
func TestWhole(t *testing.T) {
	th := theme(t, nil)
	doc := &document.Document{
		HTML:     []byte(`<p>A fee</p><sup id="fnref1"><a href="#fn1">1</a></sup> <a href="https://other.example/">o</a>>Two` + "\n"),
		Headings: []document.Heading{{Level: 2}},
		Links:    make([]document.Link, 2),
		Pictures: []document.Picture{{Form: document.Figure}},
		Blocks:   []document.Block{{Layout: "story"}},
	}
	holes := []struct {
		before string
		kind   document.Kind
		index  int
	}{
		{"A ", document.LinkStart, 0},
		{"fee", document.LinkStart, 1},
		{"</p>", document.LinkEnd, 1},
		{"<sup", document.PictureHole, 0},
		{">Two", document.BlockHole, 0},
		{">Two", document.HeadingStart, 0},
		{"\n", document.HeadingEnd, 0},
	}
	for _, h := range holes {
		doc.Holes = append(doc.Holes, document.Hole{At: strings.Index(string(doc.HTML), h.before), Kind: h.kind, Index: h.index})
	}
	text := view.Text{Document: doc, Answers: []view.Answer{
		{}, {URL: "/en/fees.html#a&b"}, {URL: "/en/fees.html#a&b"},
		{Picture: &view.Picture{URL: "/images/a.png", Large: "/images/a.png", Width: 3, Height: 2}}, {Pictures: []*view.Picture{{URL: "/images/c.png", Large: "/images/c.png", Alt: "c", Credit: "A & B"}}}, {Text: "two"}, {},
	}}
	gallery := []*view.Picture{{URL: "/images/b.png", Large: "/images/b.png", Width: 5, Height: 4, Alt: "b", Caption: "B", Credit: "By C"}}
	got, err := th.Whole([]byte("before "), text, gallery, origin, origin+"/en/x.html")
	if err != nil {
		t.Fatal(err)
	}
	want := `before <p>A <a href="https://example.org/en/fees.html#a&amp;b">fee</a></p>` +
		`<figure class="r15"><a href="https://example.org/images/a.png"><img src="https://example.org/images/a.png" width="3" height="2" alt=""></a></figure>` +
		`<sup id="fnref1"><a href="https://example.org/en/x.html#fn1">1</a></sup> <a href="https://other.example/">o</a><div class="gallery story of-1">` + "\n" +
		`<figure><a href="https://example.org/images/c.png"><img src="https://example.org/images/c.png" width="0" height="0" alt="c"></a><figcaption><span class="credit">A &amp; B</span></figcaption></figure>` + "\n" +
		`</div><h2 id="two">Two</h2>` + "\n" +
		`<figure class="r12 u5"><a href="https://example.org/images/b.png"><img src="https://example.org/images/b.png" width="5" height="4" alt="b"></a><figcaption>B <span class="credit">By C</span></figcaption></figure>` + "\n"
	if string(got) != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if got, err := th.Whole(nil, view.Text{}, nil, origin, here); len(got) > 0 || err != nil {
		t.Errorf("of nothing: %q, %v", got, err)
	}
	broken := errors.New("the pack is broken")
	th.bodies = func([]byte, *document.Document) ([]byte, error) { return nil, broken }
	if got, err := th.Whole([]byte("before"), text, nil, origin, here); err != broken || string(got) != "before" {
		t.Errorf("got %q, %v", got, err)
	}
}

// Nothing is lost or added but what stands before addresses, and what is
// absolute stays so.
func FuzzAbsolute(f *testing.F) {
	f.Add(`<p>x<a href="#fn1" title='a>b'>1</a><img src=/a.png>`)
	f.Add(`<a " = href="/x`)
	f.Fuzz(func(t *testing.T, html string) {
		if got := string((base{}).absolute(nil, []byte(html))); got != html {
			t.Fatalf("%q became %q", html, got)
		}
		once := base{origin, here}.absolute(nil, []byte(html))
		if twice := (base{origin, here}).absolute(nil, once); string(twice) != string(once) {
			t.Fatalf("%q became %q, then %q", html, once, twice)
		}
	})
}

func BenchmarkWhole(b *testing.B) {
	th, text := theme(b, nil), article().Body.(*view.Article).Body
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if dst, err = th.Whole(dst[:0], text, nil, origin, here); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(dst)))
}
