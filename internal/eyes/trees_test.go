package eyes

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// What a screen reader is told of every kind of page stands in testdata/tree, to
// be read: the pages are those of the small site in testdata/bulletin, so that
// only what layouts change shows there.
func TestTrees(t *testing.T) {
	eyes(t)
	url := built(t, bulletin(t))
	p := newTab(t, 1280, 900)
	written := map[string]bool{}
	for _, k := range fixtures() {
		for language, path := range k.pages() {
			p.open(url + path)
			var b strings.Builder
			p.tree().write(&b, 0, "")
			name := k.name + "." + language + ".txt"
			written[name] = true
			golden(t, filepath.Join("testdata", "tree", name), b.String())
		}
	}
	entries, err := os.ReadDir(filepath.Join("testdata", "tree"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !written[e.Name()] {
			t.Errorf("testdata/tree/%s is of no kind of page", e.Name())
		}
	}
}

func fixtures() []kind {
	return append(common(),
		both("section", "news/"),
		both("folder", "news/2024/"),
		both("article", "news/2024/11/visit.html"),
		both("guide", "news/2024/12/guide.html"),
		both("long", "training/2023/06/long.html"),
		kind{"alone", "/zh/training/2023/05/notice.html", "/en/training/2023/05/course.html"},
		both("plain", "about.html"),
	)
}

// bulletin is the site in testdata, and a text so long that it has a list of its
// headings.
func bulletin(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{
		"content/training/2023/06/long.zh.md": "---\n标题: 长文\n日期: 2023-06-01\n---\n" + strings.Repeat("## 一节\n\n"+strings.Repeat("这是一句话。", 120)+"\n\n", 6),
		"content/training/2023/06/long.en.md": "---\ntitle: A Long Text\ndate: 2023-06-01\n---\n" + strings.Repeat("## A part\n\n"+strings.Repeat("This is a sentence. ", 80)+"\n\n", 6),
	}
	root := os.DirFS(filepath.Join("testdata", "bulletin"))
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(root, name)
		files[name] = string(body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// golden wants the file to hold what was got, or writes it there.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, now := strings.Split(string(body), "\n"), strings.Split(got, "\n")
	for i := range max(len(before), len(now)) {
		var a, b string
		if i < len(before) {
			a = before[i]
		}
		if i < len(now) {
			b = now[i]
		}
		if a != b {
			t.Errorf("%s:%d: %q, and now %q; if that is right: go test ./internal/eyes -run Trees -update", file, i+1, a, b)
			return
		}
	}
}
