package build_test

import (
	"encoding/binary"
	"strings"
	"testing"
)

// film is an MP4 of that size that tells where it was taken.
func film(width, height uint16) string {
	box := func(name, body string) string {
		return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))) + name + body
	}
	track := make([]byte, 76)
	track = binary.BigEndian.AppendUint32(track, uint32(width)<<16)
	track = binary.BigEndian.AppendUint32(track, uint32(height)<<16)
	return box("ftyp", "isom\x00\x00\x02\x00") +
		box("moov", box("trak", box("tkhd", string(track)))+box("udta", "CANARY+31.2")) + box("mdat", "film")
}

// A recording written like a picture is played, with its size and the picture
// beside it that has its name, and tells nothing of itself.
func TestRecordings(t *testing.T) {
	s := tree{
		"site.yaml": "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\n",
		"content/news/a.en.md": "---\ntitle: A\ndate: 2024-03-01\n---\n![The speech & more](talk%201.mp4)\n\nText.\n\n" +
			"![](interview.mp3 \"An interview\")\n\nIn a line ![a call](call.m4a) it is played too. [The film](talk%201.mp4).\n",
		"content/news/talk 1.mp4":    film(1280, 720),
		"content/news/talk 1.png":    pictureOf(t, "png", 16, 9, 3),
		"content/news/interview.mp3": "ID3\x04\x00\x00\x00\x00\x00\x06CANARY\xff\xfbsound",
		"content/news/call.m4a":      film(0, 0),
		"content/news/unused.mp4":    film(3, 2),
	}
	r, out := s.make(t)
	if r.Failed || strings.Count(problems(r), "\n") != 1 || !strings.Contains(problems(r), "unused.mp4:1:1: advice: unpublished") {
		t.Fatal(problems(r))
	}
	page := out["en/news/a.html"]
	poster := ""
	for name, body := range out {
		if strings.Contains(body, "CANARY") {
			t.Errorf("%s tells what it must not", name)
		}
		if strings.HasPrefix(name, "images/talk-1.") && strings.HasSuffix(name, ".png") {
			poster = name
		}
	}
	for _, want := range []string{
		`<figure class="r17 u8"><video src="/en/news/a/talk%201.mp4" width="1280" height="720" poster="/` + poster + `" aria-label="The speech &amp; more" controls preload="none"></video><figcaption>The speech &amp; more</figcaption></figure>`,
		`<figure><audio src="/en/news/a/interview.mp3" aria-label="An interview" controls preload="none"></audio><figcaption>An interview</figcaption></figure>`,
		`In a line <audio src="/en/news/a/call.m4a" aria-label="a call" controls preload="none"></audio> it is`,
		`<a href="/en/news/a/talk%201.mp4">The film</a>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	if out["en/news/a/interview.mp3"] != "\xff\xfbsound" || len(out["en/news/a/talk 1.mp4"]) != len(s["content/news/talk 1.mp4"]) {
		t.Errorf("the recordings are %q and %q", out["en/news/a/interview.mp3"], out["en/news/a/talk 1.mp4"])
	}
	if !strings.Contains(page, `<meta property="og:image"`) {
		t.Error("the poster does not stand for the article")
	}
	if _, there := out["en/news/a/unused.mp4"]; there {
		t.Error("a recording is published that nothing shows")
	}
}

// A recording that front matter adds is published with its poster, which is no
// picture of its own then; and a page of recordings alone has no viewer.
func TestRecordingsInGalleries(t *testing.T) {
	s := tree{
		"site.yaml":                  "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\nrules: {alt: off}\n",
		"content/news/a.en.md":       "---\ntitle: A\ndate: 2024-03-01\ngallery: [talk.mp4]\n---\nText.\n",
		"content/news/talk.mp4":      film(1280, 720),
		"content/news/talk.JPG":      pictureOf(t, "jpeg", 16, 9, 3),
		"content/news/b/index.en.md": "---\ntitle: B\ndate: 2024-03-02\ngallery: true\n---\n![Film](film.mp4)\n![Film](film.mp4)\n",
		"content/news/b/film.mp4":    film(640, 360),
		"content/news/b/film.png":    pictureOf(t, "png", 16, 9, 5),
	}
	r, out := s.make(t)
	if r.Failed || problems(r) != "" {
		t.Fatal(problems(r))
	}
	a, b := out["en/news/a.html"], out["en/news/b.html"]
	if !strings.Contains(a, `<video src="/en/news/a/talk.mp4" width="1280" height="720" poster="/images/talk.`) || out["en/news/a/talk.mp4"] == "" {
		t.Errorf("the film below the text is not there:\n%s", a)
	}
	if strings.Contains(a, "viewer.js") {
		t.Error("a page without pictures has the viewer")
	}
	if strings.Contains(b, "<img") || strings.Contains(b, `class="gallery`) || strings.Count(b, "<figure class=\"r17 u8\"><video") != 2 {
		t.Errorf("the films do not stand alone:\n%s", b)
	}
}
