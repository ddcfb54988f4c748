package site

import (
	"path"
	"slices"
	"strings"
	"testing"

	"bulletin/internal/document"
)

// files adds files in content.
func (b *bench) files(names ...string) {
	for _, name := range names {
		b.parts.Files[document.Name(name)] = &File{Path: "content/" + name}
	}
}

// block gives an edition a gallery of lines after what its text has.
func block(e *Edition, lines ...string) {
	d := e.Body.Document
	b := document.Block{Layout: "rows"}
	for _, l := range lines {
		b.Lines = append(b.Lines, document.Line{Text: l})
	}
	d.Holes = append(d.Holes, document.Hole{Kind: document.BlockHole, Index: len(d.Blocks)})
	d.Blocks = append(d.Blocks, b)
}

func shows(e *Edition, name string) {
	d := e.Body.Document
	d.Holes = append(d.Holes, document.Hole{Kind: document.PictureHole, Index: len(d.Pictures)})
	d.Pictures = append(d.Pictures, document.Picture{Path: name})
}

func baseNames(files []*File) string {
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = path.Base(f.Path)
	}
	return strings.Join(names, " ")
}

func shown(s *Site, e *Edition) string {
	var files []*File
	for show := range s.Shows(e) {
		files = append(files, show.File)
	}
	return baseNames(files)
}

func entry(name string) Entry { return Entry{Name: name, Spot: Spot{1, 1, 1}} }

func TestGalleries(t *testing.T) {
	b := newBench()
	zh, en := b.text("content/news/visit/index.zh.md"), b.text("content/news/visit/index.en.md")
	b.files("news/visit/10.png", "news/visit/2.png", "news/visit/1.JPG", "news/visit/b.jpg", "news/visit/fees.pdf", "news/visit/x[1].png")
	shows(zh, "2.png")
	block(zh)
	block(zh, "*.jpg", "b.jpg", "x[1].png")
	block(zh)
	block(en, "＊.PNG", "none.png", "[")
	zh.Gallery = said(Gallery{All: true})
	hidden, cover := entry("b.jpg"), entry("10.png")
	hidden.Hide, cover.Cover = true, true
	cover.Caption.Texts, cover.Alt.Texts, cover.Credit.Texts = []string{"图", ""}, []string{"10", "Ten men"}, []string{"甲", "甲"}
	c := &Sidecar{File: "content/news/visit/gallery.yaml", Ordered: true, Entries: []Entry{hidden, cover, entry("1.JPG")}}
	b.parts.Sidecars = map[string]*Sidecar{"content/news/visit": c}
	s, problems := b.join(Clock{})
	if len(problems) > 0 {
		t.Error(problems)
	}
	if got := shown(s, zh); got != "2.png 10.png 1.JPG b.jpg x[1].png" {
		t.Errorf("Chinese: %s", got)
	}
	if got := shown(s, en); got != "10.png 2.png x[1].png" {
		t.Errorf("English: %s", got)
	}
	if got := baseNames(s.GalleryFiles(zh)) + "|" + baseNames(s.GalleryFiles(en)); got != "|1.JPG" {
		t.Errorf("below: %s", got)
	}
	ten := s.Files["news/visit/10.png"]
	if s.CoverFile(zh) != ten || s.CoverFile(en) != ten || !zh.NamesFiles() {
		t.Error("the cover is another")
	}
	for e, want := range map[*Edition]string{zh: "||甲", en: "Ten men||甲"} {
		alt, caption, credit := e.Words(ten, "", "")
		if e == zh {
			want = "|图|甲"
		}
		if got := alt + "|" + caption + "|" + credit; got != want {
			t.Errorf("%s: %s, want %s", e.File, got, want)
		}
	}
	if alt, caption, _ := zh.Words(ten, "own", "too"); alt+caption != "owntoo" {
		t.Errorf("the text's own: %s, %s", alt, caption)
	}
	c.Ordered = false
	if got := shown(s, en); got != "2.png 10.png x[1].png" {
		t.Errorf("without an order: %s", got)
	}
	zh.Cover = said("2.png")
	if f := s.CoverFile(zh); f.Path != "content/news/visit/2.png" {
		t.Errorf("the cover is %s", f.Path)
	}
}

// Where editions lie in folders of their languages, pictures and sidecar may lie
// beside either.
func TestGalleriesInTrees(t *testing.T) {
	b := newBench()
	zh, en := b.text("content/zh/news/visit/index.zh.md"), b.text("content/en/news/visit/index.en.md")
	zh.Key, en.Key = "news/visit", "news/visit"
	b.files("zh/news/visit/1.png", "zh/news/visit/2.png", "en/news/visit/2.png")
	block(en)
	two := entry("2.png")
	two.Credit.Texts = []string{"甲", "A"}
	b.parts.Sidecars = map[string]*Sidecar{
		"content/zh/news/visit": {File: "content/zh/news/visit/gallery.yaml", Entries: []Entry{two}},
		"content/en/news/visit": {File: "content/en/news/visit/gallery.yaml"},
		"content/en/news":       {File: "content/en/news/gallery.yaml"},
	}
	s, problems := b.join(Clock{})
	if !slices.Equal(problems, []string{"caption.alone", "caption.twice"}) {
		t.Error(problems)
	}
	var paths []string
	for show := range s.Shows(en) {
		paths = append(paths, show.File.Path)
	}
	if !slices.Equal(paths, []string{"content/zh/news/visit/1.png", "content/en/news/visit/2.png"}) {
		t.Error(paths)
	}
	_, _, credit := en.Words(s.Files["en/news/visit/2.png"], "", "")
	_, _, other := zh.Words(s.Files["zh/news/visit/2.png"], "", "")
	if credit != "A" || other != "甲" {
		t.Errorf("credits %q, %q", credit, other)
	}
}
