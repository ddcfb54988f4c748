package feed

import (
	"bytes"
	"errors"
	"flag"
	"strings"
	"testing"

	"bulletin/internal/feed/feedtest"
	"bulletin/internal/view"
)

var update = flag.Bool("update", false, "write what the feeds are now into testdata")

func chinese() *view.Language { return &view.Language{Code: "zh", Tag: "zh-Hans", Name: "中文"} }

// sample is a feed with all that feeds can have.
func sample() *view.Feed {
	const base = "https://bulletin.example.org/"
	return &view.Feed{
		Path: "zh/news/feed", URL: base + "zh/news/feed", Language: chinese(),
		Title: "要闻 – 外事简报", Deck: "访问与会谈 <外事>", Site: "外事简报", Home: base + "zh/news/",
		Modified: "2024-11-08T09:30:00+08:00",
		Alternates: []view.Alternate{
			{Tag: "en", URL: base + "en/news/feed"},
		},
		Entries: []*view.FeedEntry{{
			ID: "tag:bulletin.example.org,2024:news/visit/zh", URL: base + "zh/news/2024/11/visit.html?a=1&b=2",
			Title: `"访问" <R&D> 中心`, Summary: "代表团访问了中心。\n会谈持续两天。",
			Published: "2024-11-06T00:00:00+08:00", Modified: "2024-11-08T09:30:00+08:00",
			Authors: []string{"张三", "A. O’Neil"}, Topics: []string{"互访", "Science & Tech"},
			Image:      &view.Picture{URL: base + "images/hall.1a2b3c4d-1600.jpg", Width: 1600, Height: 900},
			Alternates: []view.Alternate{{Tag: "en", URL: base + "en/news/2024/11/visit.html"}},
			Attachments: []view.Attachment{
				{URL: base + "zh/news/2024/11/visit/fees.pdf", Title: "收费 <标准>"}, {URL: base + "zh/news/2024/11/visit/form.wps", Title: "表"},
			},
			Whole: true,
		}, {
			ID: "tag:bulletin.example.org,2024:news/talk/zh", URL: base + "zh/news/2024/11/talk.html",
			Title: "只有摘要", Summary: "摘要。", Published: "2024-11-05T00:00:00+08:00", Modified: "2024-11-05T00:00:00+08:00",
		}, {
			ID: "tag:bulletin.example.org,2024:news/bare/zh", URL: base + "zh/news/2024/11/bare.html",
			Title: "什么都没有", Published: "2024-11-04T00:00:00+08:00", Modified: "2024-11-04T00:00:00+08:00",
			Image: &view.Picture{URL: base + "images/unknown"},
		}},
	}
}

func text(dst []byte, e *view.FeedEntry) ([]byte, error) {
	return append(dst, `<p title="a &amp; b">文 ]]&gt; <a href="`+e.URL+`#fn1">1</a></p>`+"\n"+`<img src="https://x.example/a.png" alt="">`...), nil
}

// both writes a feed in its two forms.
func both(t testing.TB, f *view.Feed, whole Whole) (atom, json []byte) {
	t.Helper()
	atom, err := Atom([]byte("before"), f, whole)
	if err != nil {
		t.Fatal(err)
	}
	json, err = JSON([]byte("before"), f, whole)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(atom, []byte("before")) || !bytes.HasPrefix(json, []byte("before")) {
		t.Fatal("what stood there before is gone")
	}
	return atom[len("before"):], json[len("before"):]
}

func judge(t *testing.T, atom, json []byte) {
	t.Helper()
	for _, wrong := range [][]string{feedtest.Atom(atom), feedtest.JSON(json), feedtest.Same(atom, json)} {
		for _, w := range wrong {
			t.Error(w)
		}
	}
}

func TestFeed(t *testing.T) {
	atom, json := both(t, sample(), text)
	judge(t, atom, json)
	feedtest.Golden(t, *update, "testdata/feed.xml", atom)
	feedtest.Golden(t, *update, "testdata/feed.json", json)
}

// A feed of summaries asks for no text.
func TestSummaries(t *testing.T) {
	f := sample()
	f.Deck, f.Alternates = "", nil
	f.Entries[0].Whole, f.Entries[0].Alternates = false, nil
	atom, json := both(t, f, nil)
	judge(t, atom, json)
	for _, never := range []string{"<content", "<subtitle", "content_html", "_bulletin", "hreflang=\"en\"", `"description"`} {
		if bytes.Contains(atom, []byte(never)) || bytes.Contains(json, []byte(never)) {
			t.Errorf("there is %s", never)
		}
	}
}

// A text that is not to be had is an error, and nothing is added.
func TestNoText(t *testing.T) {
	lost := errors.New("lost")
	for name, write := range map[string]func([]byte, *view.Feed, Whole) ([]byte, error){"Atom": Atom, "JSON": JSON} {
		got, err := write([]byte("before"), sample(), func(dst []byte, _ *view.FeedEntry) ([]byte, error) { return nil, lost })
		if err != lost || string(got) != "before" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// What XML and JSON cannot hold is left out or replaced.
func TestEscape(t *testing.T) {
	for _, c := range []struct{ in, xml, json string }{
		{"", "", ""},
		{"简报", "简报", "简报"},
		{`<a href="x">&amp;'`, "&lt;a href=&#34;x&#34;&gt;&amp;amp;'", `<a href=\"x\">&amp;'`},
		{"a\x00b\x1f\x7f", "ab\x7f", `a\u0000b\u001f` + "\x7f"},
		{"a\tb\nc\rd\\", "a\tb\nc&#13;d\\", `a\u0009b\nc\u000dd\\`},
		{"\ufffe\uffff\ufffd\U0001fffe", "\ufffd\U0001fffe", "\ufffe\uffff\ufffd\U0001fffe"},
		{"a\xff\xe4\xb8", "a\ufffd\ufffd\ufffd", `a\ufffd\ufffd\ufffd`},
		{"\xed\xa0\x80", "\ufffd\ufffd\ufffd", `\ufffd\ufffd\ufffd`},
		{"\u2028x\u2029", "\u2028x\u2029", `\u2028x\u2029`},
		{"😀é", "😀é", "😀é"},
	} {
		if got := string(appendXML(nil, c.in)); got != c.xml {
			t.Errorf("XML of %q: %q, want %q", c.in, got, c.xml)
		}
		if got := string(appendXML(nil, []byte(c.in))); got != c.xml {
			t.Errorf("XML of bytes %q: %q, want %q", c.in, got, c.xml)
		}
		if got := string(appendJSON(nil, c.in)); got != c.json {
			t.Errorf("JSON of %q: %q, want %q", c.in, got, c.json)
		}
	}
}

func TestMediaType(t *testing.T) {
	for url, want := range map[string]string{
		"https://x/a.JPG": "image/jpeg", "https://x/a.jpeg": "image/jpeg", "https://x/a.webp": "image/webp",
		"https://x/a.svg": "image/svg+xml", "https://x.example/a": "", "": "", "https://x/a.exe": "", "/zh/表.PDF": "application/pdf", "a.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	} {
		if got := mediaType(url); got != want {
			t.Errorf("%s: %q, want %q", url, got, want)
		}
	}
}

// FuzzFeed writes any strings: what comes out can be parsed, and the two forms
// say the same as far as both can.
func FuzzFeed(f *testing.F) {
	f.Add("title", "<p>text</p>", "https://x.example/")
	f.Add("\x00<&\"'>]]>\u2028\ufffe", "\xff\xfe\r\n</content>", "javascript:\"")
	f.Fuzz(func(t *testing.T, s, html, url string) {
		l := &view.Language{Tag: s}
		feed := &view.Feed{
			URL: url, Language: l, Title: s, Deck: s, Site: s, Home: url, Modified: s, Alternates: []view.Alternate{{Tag: url, URL: url}},
			Entries: []*view.FeedEntry{{
				ID: url, URL: url, Title: s, Summary: s, Published: s, Modified: s, Authors: []string{s, url}, Topics: []string{s, html},
				Image: &view.Picture{URL: url}, Alternates: []view.Alternate{{Tag: html, URL: url}}, Whole: true,
			}},
		}
		atom, json := both(t, feed, func(dst []byte, _ *view.FeedEntry) ([]byte, error) { return append(dst, html...), nil })
		for _, wrong := range [][]string{feedtest.Atom(atom), feedtest.JSON(json)} {
			for _, w := range wrong {
				if strings.HasPrefix(w, "feed: XML") || strings.HasPrefix(w, "feed: invalid") || strings.HasPrefix(w, "feed: unexpected") {
					t.Fatal(w)
				}
			}
		}
		if !strings.ContainsAny(s+html+url, "\r\ufffd\ufffe\uffff") && plain(s+html+url) {
			for _, w := range feedtest.Same(atom, json) {
				t.Fatal(w)
			}
		}
	})
}

// plain reports whether XML can hold a text.
func plain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' || r == '\ufffd' })
}

func BenchmarkFeed(b *testing.B) {
	f := sample()
	for len(f.Entries) < 20 {
		f.Entries = append(f.Entries, f.Entries[0])
	}
	html := []byte(strings.Repeat(`<p>代表团访问了中心，会谈持续两天。The delegation visited the <em>centre</em>.</p>`+"\n", 40))
	whole := func(dst []byte, _ *view.FeedEntry) ([]byte, error) { return append(dst, html...), nil }
	for name, write := range map[string]func([]byte, *view.Feed, Whole) ([]byte, error){"Atom": Atom, "JSON": JSON} {
		b.Run(name, func(b *testing.B) {
			var dst []byte
			b.ReportAllocs()
			for b.Loop() {
				var err error
				if dst, err = write(dst[:0], f, whole); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(len(dst)))
		})
	}
}
