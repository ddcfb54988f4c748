package read

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"bulletin/internal/corpus"
	"bulletin/internal/diag"
	"bulletin/internal/document"
	"bulletin/internal/site"
)

// tree is a site in memory: paths and texts by turns.
func tree(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i+1 < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

func TestCorpus(t *testing.T) {
	fsys := fstest.MapFS{}
	for name, body := range corpus.Files(300, 1) {
		fsys[name] = &fstest.MapFile{Data: body}
	}
	cfg, problems := Config(fsys)
	for _, p := range problems {
		t.Errorf("%v: %s", p.Pos, p.Text("en"))
	}
	s, problems, err := Site(context.Background(), fsys, cfg, Options{Clock: site.Clock{Future: true}})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%v: %s", p.Pos, p.Text("en"))
	}
	if len(s.Articles) != 300 || len(s.Sections) != 4 || len(s.Topics) == 0 {
		t.Errorf("%d articles, %d sections, %d topics", len(s.Articles), len(s.Sections), len(s.Topics))
	}
}

// pixel is a picture of one pixel.
const pixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU" +
	"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"

func small() fstest.MapFS {
	return tree(
		"site.yaml", frame+"sections: [news]\n",
		"content/topics.yaml", "training: {zh: 培训, en: Training}\n",
		"content/sources.yaml", "office: {zh: 外办}\n",
		"content/news/_index.zh.md", "---\ntitle: 新闻\n---\n",
		"content/news/2024-11-06-visit/index.zh.md", "---\ntitle: 来访\n主题: 培训\n---\n会见。\n\n![](图片 1.png)\n\n![合影](broken.png)\n",
		"content/news/2024-11-06-visit/index.en.md", "---\ntitle: Visit\ncolour: red\n---\nMet.\n\n图片 1.png\n\n![Group](broken.png)\n",
		"content/news/2024-11-06-visit/图片 1.png", pixel,
		"content/news/2024-11-06-visit/broken.png", pixel[:40],
		"content/news/legacy.zh.md", "---\ntitle: \xcd\xe2\xca\xc2\xbc\xf2\xb1\xa8\ndate: 2024-01-02\n---\n\xd5\xfd\xce\xc4\xc4\xda\xc8\xdd\n",
		"content/news/odd.zh.md", "a\x00b",
		"content/about.zh.md", "---\ntitle: 关于\n---\n"+`<script>x</script>`+"\n",
		"content/files/form.pdf", "x",
	)
}

func TestSite(t *testing.T) {
	for _, each := range []func(int, func(int)){nil, several} {
		fsys := small()
		cfg, problems := Config(fsys)
		expect(t, problems)
		s, problems, err := Site(context.Background(), fsys, cfg, Options{Clock: site.Clock{Future: true}, Each: each})
		if err != nil {
			t.Fatal(err)
		}
		expect(t, problems,
			"content/about.zh.md:2:8:2 unpublished.blank()",
			"content/about.zh.md:4:1:8 html(",
			"content/news/2024-11-06-visit/index.en.md:3:1:6 unknown-key.like(colour|",
			"content/news/2024-11-06-visit/index.en.md:9:10:10 picture.broken(broken.png)",
			"content/news/2024-11-06-visit/index.zh.md:9:7:10 picture.broken(broken.png)",
			"content/news/legacy.zh.md:1:1:0 encoding(GBK)",
			"content/news/odd.zh.md:1:1:0 unreadable()",
			"content/sources.yaml:1:1:6 vocabulary(office|en)",
		)
		if len(s.Articles) != 2 || len(s.Pages) != 1 || len(s.Topics) != 1 || len(s.Files) != 3 || s.Sections[0].Index[0] == nil {
			t.Fatalf("%d articles, %d pages, %d topics, %d files", len(s.Articles), len(s.Pages), len(s.Topics), len(s.Files))
		}
		visit := s.Articles[0]
		if e := visit.Editions[1]; e.Date.Value.Format("2006-01-02 -0700") != "2024-11-06 +0800" || e.Date.Set || len(e.Body.HTML) == 0 {
			t.Errorf("date %v, set %v", e.Date.Value, e.Date.Set)
		}
		p := s.Files["news/2024-11-06-visit/图片 1.png"].Picture
		if p == nil || p.Width != 1 || p.Height != 1 || !strings.HasPrefix(p.Large().Path, "images/") || !strings.HasSuffix(p.Large().Path, "-1.webp") || !strings.HasSuffix(p.Plain().Path, "-1.png") {
			t.Errorf("picture %+v", p)
		}
		if s.Files["news/2024-11-06-visit/broken.png"].Picture != nil {
			t.Error("a broken picture is one")
		}
	}
}

func TestKeep(t *testing.T) {
	fsys := small()
	cfg, _ := Config(fsys)
	var pack []byte
	keep := func(html []byte) (document.Ref, error) {
		at := len(pack)
		pack = append(pack, html...)
		return document.Ref{Offset: int64(at), Len: len(html)}, nil
	}
	s, _, err := Site(context.Background(), fsys, cfg, Options{Keep: keep})
	if err != nil {
		t.Fatal(err)
	}
	for e := range s.Editions() {
		if e.Body.HTML != nil || e.Body.Empty() && e.Key != "about" {
			t.Errorf("%s: body %q, %v", e.File, e.Body.HTML, e.Body.Body)
		}
	}
	full := errors.New("disk full")
	if _, _, err = Site(context.Background(), fsys, cfg, Options{Keep: func([]byte) (document.Ref, error) { return document.Ref{}, full }}); !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
}

// failing is a tree of which some files cannot be opened.
type failing struct {
	fstest.MapFS
	errs map[string]error
}

func (f failing) Open(name string) (fs.File, error) {
	if err := f.errs[name]; err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return f.MapFS.Open(name)
}

func TestUnreadable(t *testing.T) {
	fsys := small()
	delete(fsys, "content/sources.yaml")
	delete(fsys, "content/news/odd.zh.md")
	delete(fsys, "content/about.zh.md")
	fsys["content/news/large.md"] = &fstest.MapFile{Data: make([]byte, maxText+1)}
	cfg, _ := Config(fsys)
	read := func(errs map[string]error) ([]diag.Problem, error) {
		_, problems, err := Site(context.Background(), failing{fsys, errs}, cfg, Options{Clock: site.Clock{Future: true}})
		return problems, err
	}
	visit := "content/news/2024-11-06-visit/"
	problems, err := read(map[string]error{
		"content/topics.yaml": fs.ErrPermission, "content/news/legacy.zh.md": fs.ErrNotExist,
		visit + "index.en.md": fs.ErrPermission, visit + "broken.png": fs.ErrPermission,
	})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, problems,
		visit+"broken.png:1:1:0 unreadable.permission()", visit+"index.en.md:1:1:0 unreadable.permission()",
		"content/news/large.md:1:1:0 limit(", "content/news/legacy.zh.md:1:1:0 unreadable.gone()", "content/topics.yaml:1:1:0 unreadable.permission()")
	for _, name := range []string{"content/topics.yaml", visit + "index.en.md", visit + "图片 1.png"} {
		if _, err := read(map[string]error{name: errDisk}); !errors.Is(err, errDisk) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

var errDisk = errors.New("input/output error")

func TestCancelled(t *testing.T) {
	fsys := small()
	cfg, _ := Config(fsys)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if s, _, err := Site(ctx, fsys, cfg, Options{}); !errors.Is(err, context.Canceled) || s != nil {
		t.Errorf("%v %v", s, err)
	}
}

// An openings counts how often files are opened.
type openings struct {
	fs.FS
	n int
}

func (o *openings) Open(name string) (fs.File, error) {
	o.n++
	return o.FS.Open(name)
}

func TestLines(t *testing.T) {
	fsys := &openings{FS: tree("a", "\ufeffone\r\ntwo\rthree\n", "b", "\xd5\xfd\xce\xc4\xc4\xda\xc8\xdd", "c", "\x00")}
	line := Lines(fsys)
	for _, c := range []struct {
		file string
		n    int
		want string
		ok   bool
	}{
		{"a", 1, "one", true}, {"a", 2, "two", true}, {"a", 3, "three", true}, {"a", 4, "", true}, {"a", 5, "", false},
		{"a", 0, "", false}, {"b", 1, "正文内容", true}, {"none", 1, "", false}, {"c", 2, "", false},
	} {
		if got, ok := line(c.file, c.n); got != c.want || ok != c.ok {
			t.Errorf("line %d of %s: %q %v", c.n, c.file, got, ok)
		}
	}
	if fsys.n != 4 {
		t.Errorf("four files were opened %d times", fsys.n)
	}
}
