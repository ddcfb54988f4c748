package read

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// walked lists what a walk found: texts as "file key language", then files.
func walked(t *testing.T, w *walk) []string {
	t.Helper()
	if err := w.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	w.besides()
	var list []string
	for _, s := range w.sources {
		mark := ""
		if s.index {
			mark = " index"
		}
		list = append(list, fmt.Sprintf("%s = %q %s%s", strings.TrimPrefix(s.file, "content/"), s.key, s.language.Code, mark))
	}
	for _, name := range slices.Sorted(maps.Keys(w.files)) {
		line := "file " + name
		if at := strings.TrimPrefix(w.files[name].Path, "content/"); at != name {
			line += " at " + at
		}
		list = append(list, line)
	}
	return list
}

func newWalk(fsys fs.FS, config string) *walk {
	cfg, _ := Config(tree("site.yaml", "title: x\nbase_url: https://x.org\n"+config))
	return &walk{fsys: fsys, cfg: cfg, names: newNaming(cfg.Languages), each: inTurn}
}

func TestWalk(t *testing.T) {
	for _, c := range []struct {
		name, config string
		files, want  []string
		told         []string
	}{
		{name: "nothing", told: []string{"content:1:1:0 config.content()"}},
		{
			name: "endings", files: []string{"a.md", "b.en.md", "c.ZH.markdown", "news/d/index.zh.md", "news/d/index.en.MD", "news/d/图片 1.png", "news/e.zh_CN.md", "news/f.en-GB.md", "news/g.zh-Hans.md"},
			want: []string{
				`a.md = "a" zh`, `b.en.md = "b" en`, `c.ZH.markdown = "c" zh`, `news/d/index.en.MD = "news/d" en`, `news/d/index.zh.md = "news/d" zh`,
				`news/e.zh_CN.md = "news/e" zh`, `news/f.en-GB.md = "news/f" en`, `news/g.zh-Hans.md = "news/g" zh`, "file news/d/图片 1.png",
			},
		},
		{
			name: "dots that are no language", files: []string{"v1.2.md", "notes.old.md", "a.b.zh.md", "zh.md", "x.abc.md"},
			want: []string{`a.b.zh.md = "a.b" zh`, `notes.old.md = "notes.old" zh`, `v1.2.md = "v1.2" zh`, `x.abc.md = "x.abc" zh`, `zh.md = "zh" zh`},
		},
		{
			name: "languages the site lacks", files: []string{"a.fr.md", "b.pt-BR.md", "c.zh-TW.md", "d.cn.md", "_index.de.md"},
			told: []string{
				"content/_index.de.md:1:1:0 language(de|zh, en)", "content/a.fr.md:1:1:0 language(fr|zh, en)", "content/b.pt-BR.md:1:1:0 language(pt-br|zh, en)",
				"content/c.zh-TW.md:1:1:0 language(zh-tw|zh, en)", "content/d.cn.md:1:1:0 language.country(cn|zh)",
			},
		},
		{
			name: "two forms of Chinese", config: "languages: [zh-hans, zh-hant]", files: []string{"a.zh-Hant.md", "a.zh-hans.md", "b.zh.md"},
			want: []string{`a.zh-Hant.md = "a" zh-hant`, `a.zh-hans.md = "a" zh-hans`},
			told: []string{"content/b.zh.md:1:1:0 language(zh|zh-hans, zh-hant)"},
		},
		{
			name: "one form of Chinese under another name", config: "languages: [en, zh-hans]", files: []string{"a.zh.md", "b.zh-cn.md", "c.md"},
			want: []string{`a.zh.md = "a" zh-hans`, `b.zh-cn.md = "b" zh-hans`, `c.md = "c" en`},
		},
		{
			name: "three languages", config: "languages: [zh, en, fr]", files: []string{"a.fr.md", "a.zh.md", "a.en.md"},
			want: []string{`a.en.md = "a" en`, `a.fr.md = "a" fr`, `a.zh.md = "a" zh`},
		},
		{
			name: "one language", config: "languages: [en]", files: []string{"a.md", "b.en.md", "c.zh.md"},
			want: []string{`a.md = "a" en`, `b.en.md = "b" en`}, told: []string{"content/c.zh.md:1:1:0 language(zh|en)"},
		},
		{
			name: "folders of languages", files: []string{"zh/news/a.md", "en/news/a/index.md", "en/news/a/p.png", "zh/b.en.md", "EN/c.md", "zh/_index.md", "fr/d.md", "about.md", "news/zh/e.md"},
			want: []string{
				`EN/c.md = "c" en`, `about.md = "about" zh`, `en/news/a/index.md = "news/a" en`, `news/zh/e.md = "news/zh/e" zh`,
				`zh/_index.md = "" zh index`, `zh/b.en.md = "b" en`, `zh/news/a.md = "news/a" zh`, "file en/news/a/p.png",
			},
			told: []string{"content/en:1:1:0 case(EN|en)", "content/fr:1:1:0 language(fr|zh, en)"},
		},
		{
			name: "a section called like a language", config: "sections: [en, it]", files: []string{"en/a.md", "it/b.md", "zh/c.md"},
			want: []string{`en/a.md = "en/a" zh`, `it/b.md = "it/b" zh`, `zh/c.md = "c" zh`},
		},
		{
			name: "texts of folders", config: "sections: [news]", files: []string{"_index.zh.md", "index.en.md", "news/_index.en.md", "news/index.md", "about/index.md", "news/2024/_index.md"},
			want: []string{
				`_index.zh.md = "" zh index`, `about/index.md = "about" zh`, `index.en.md = "" en index`,
				`news/2024/_index.md = "news/2024" zh index`, `news/_index.en.md = "news" en index`, `news/index.md = "news" zh index`,
			},
		},
		{
			name: "never read", files: []string{".git/a.md", "_drafts/b.md", "_b.md", "_index/c.md", "_index.notes.md", "a.md~", ".a.md.swp", "b.tmp", "#a.md#", "~$报告.docx", "Thumbs.db", "x/.DS_Store", "ok.txt"},
			want: []string{"file ok.txt"},
		},
		{
			name: "files", files: []string{"files/a.md", "files/b/c.pdf", "files/.d", "news/files/e.md", "topics.yaml", "sources.yaml", "news/topics.yaml", "other.yaml"},
			want: []string{`news/files/e.md = "news/files/e" zh`, "file files/a.md", "file files/b/c.pdf", "file news/topics.yaml", "file other.yaml"},
		},
		{
			name: "names in other forms", files: []string{"news/cafe\u0301/index.md", "news/图片\u00a01.png", "news/图片 1.png", "news/A.png", "news/a.png", "news/100%25.png"},
			want: []string{
				"news/cafe\u0301/index.md = \"news/caf\u00e9\" zh", "file news/100%.png at news/100%25.png", "file news/A.png", "file news/a.png", "file news/图片 1.png",
			},
			told: []string{"content/news/a.png:1:1:0 case(A.png|a.png)", "content/news/图片\u00a01.png:1:1:0 case(图片 1.png|图片\u00a01.png)"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for _, name := range c.files {
				fsys["content/"+name] = &fstest.MapFile{Data: []byte("x")}
			}
			w := newWalk(fsys, c.config)
			if got := walked(t, w); !slices.Equal(got, c.want) {
				t.Errorf("found:\n%s\nwanted:\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			expect(t, w.problems, c.told...)
		})
	}
}

func TestWalkLinks(t *testing.T) {
	fsys := tree("content/news/a.md", "x")
	for _, name := range []string{"news/b.md", "other", "topics.yaml"} {
		fsys["content/"+name] = &fstest.MapFile{Data: []byte("../x"), Mode: fs.ModeSymlink | 0o777}
	}
	w := newWalk(fsys, "")
	if got := walked(t, w); !slices.Equal(got, []string{`news/a.md = "news/a" zh`}) || len(w.tables) != 0 {
		t.Errorf("%v %v", got, w.tables)
	}
	expect(t, w.problems, "content/other:1:1:0 symlink(other)", "content/topics.yaml:1:1:0 symlink(topics.yaml)", "content/news/b.md:1:1:0 symlink(b.md)")

	w = newWalk(fstest.MapFS{"content": {Data: []byte("elsewhere"), Mode: fs.ModeSymlink | 0o777}}, "")
	if got := walked(t, w); got != nil {
		t.Error(got)
	}
	expect(t, w.problems, "content:1:1:0 symlink(content)", "content:1:1:0 config.content()")
}

func TestBesides(t *testing.T) {
	w := newWalk(tree(
		"content/zh/news/v/index.md", "", "content/zh/news/v/own.png", "", "content/zh/news/v/both.png", "",
		"content/en/news/v/index.md", "", "content/en/news/v/both.png", "", "content/en/news/v/en.png", "",
		"content/news/v/bare.png", "", "content/news/w/index.md", "", "content/news/w/图片\u00a01.png", "", "content/news/x.md", "",
	), "")
	walked(t, w)
	for folder, want := range map[string]string{
		"content/zh/news/v": "[bare.png both.png en.png own.png]",
		"content/en/news/v": "[bare.png both.png en.png own.png]",
		"content/news/w":    "[图片 1.png]",
		"content/news":      "[]",
		"content/news/v":    "[]",
	} {
		if got := fmt.Sprint(slices.Sorted(maps.Keys(w.folders[folder].beside))); got != want {
			t.Errorf("beside the texts of %s: %s, not %s", folder, got, want)
		}
	}
	if exact := w.folders["content/news/w"].beside["图片 1.png"]; exact != "图片\u00a01.png" {
		t.Errorf("exact name %q", exact)
	}
}

func TestDateIn(t *testing.T) {
	for file, want := range map[string]string{
		"content/news/2024-11-06-visit/index.md":      "2024-11-06",
		"content/news/2024-11-06/index.md":            "2024-11-06",
		"content/news/2024-11-06.zh.md":               "2024-11-06",
		"content/news/2024-11-06_来访.md":               "2024-11-06",
		"content/2023-01-01-x/2024-11-06-visit.md":    "2024-11-06",
		"content/news/2024-11-061.md":                 "",
		"content/news/2024/11/06/visit.md":            "",
		"content/news/visit-2024-11-06.md":            "",
		"content/news/20241106-x/2024-1-6-visit.md":   "",
		"content/news/2024-11/2024-11-aa/visit.zh.md": "",
	} {
		if got := dateIn(file); got != want {
			t.Errorf("%s: %q, not %q", file, got, want)
		}
	}
}

// On a disk there are names and links that a tree in memory cannot have.
func TestWalkDisk(t *testing.T) {
	dir := t.TempDir()
	news := filepath.Join(dir, "content", "news")
	if err := os.MkdirAll(filepath.Join(dir, "elsewhere"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(news, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(news, "a.md"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if os.Symlink(filepath.Join(dir, "elsewhere"), filepath.Join(news, "linked")) != nil ||
		os.Symlink("a.md", filepath.Join(news, "b.md")) != nil ||
		os.WriteFile(filepath.Join(news, "\xff.md"), []byte("x"), 0o644) != nil {
		t.Skip("this disk has no such names")
	}
	w := newWalk(os.DirFS(dir), "")
	if got := walked(t, w); !slices.Equal(got, []string{`news/a.md = "news/a" zh`}) {
		t.Error(got)
	}
	expect(t, w.problems, "content/news/b.md:1:1:0 symlink(b.md)", "content/news/linked:1:1:0 symlink(linked)", "content/news/\uFFFD.md:1:1:0 unreadable.name(\xff.md)")

	if err := os.RemoveAll(filepath.Join(dir, "content")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("elsewhere", filepath.Join(dir, "content")); err != nil {
		t.Fatal(err)
	}
	w = newWalk(os.DirFS(dir), "")
	walked(t, w)
	expect(t, w.problems, "content:1:1:0 symlink(content)", "content:1:1:0 config.content()")
}
