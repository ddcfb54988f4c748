package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	builder "bulletin/internal/build"
)

// What the program writes, what is no source and what editors leave behind is
// not looked at, wherever it lies; every source is.
func TestIgnored(t *testing.T) {
	source := t.TempDir()
	for about, o := range map[string]builder.Options{
		"as usual":  {Source: source, Destination: filepath.Join(source, "public"), Cache: filepath.Join(source, ".bulletin")},
		"elsewhere": {Source: source, Destination: filepath.Join(source, "out", "www"), Cache: filepath.Join(source, "kept")},
		"no cache":  {Source: source, Destination: filepath.Join(source, "dist")},
	} {
		ignore := ignored(o)
		for _, name := range []string{
			".", "site.yaml", "content", "content/news", "content/news/visit.zh.md", "content/news/4913", "content/topics.yaml",
			"content/files/public", "content/files/public/a.pdf", "content/public/a.zh.md", "layouts/card.html", "layouts/strings.en.yaml",
			"assets/css/95-own.css", "assets/root/CNAME", "assets/root/.well-known", "assets/root/.well-known/security.txt",
		} {
			if ignore(filepath.Join(source, filepath.FromSlash(name))) {
				t.Errorf("%s: %s is not looked at", about, name)
			}
		}
		for _, name := range []string{
			"public", "public/index.html", ".bulletin", ".bulletin/x.ledger", "out", "out/www", "kept", "dist/zh/index.html", ".git", ".git/index",
			"node_modules", "README.md", "site.yaml~", ".site.yaml.swp", "content/news/visit.zh.md~", "content/news/.visit.zh.md.swp",
			"content/news/.#visit.zh.md", "content/news/~WRD0001.tmp", "content/.goutputstream-AB12", "layouts/.card.html.swp", "assets/.DS_Store",
		} {
			if !ignore(filepath.Join(source, filepath.FromSlash(name))) {
				t.Errorf("%s: %s is looked at", about, name)
			}
		}
	}
}

// Each program's way of saving leads to the new page.
func TestServeSaves(t *testing.T) {
	const name = "content/news/a.en.md"
	text := func(title string) string { return "---\ntitle: " + title + "\ndate: 2024-11-06\n---\nText.\n" }
	s := show(t, map[string]string{"site.yaml": servedConfig, name: text("Before")})
	page := s.address() + "en/news/a.html"
	file := filepath.Join(s.dir, filepath.FromSlash(name))
	dir := filepath.Dir(file)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	saved := func(at, title string) { put(t, at, []byte(text(title))) }
	for _, way := range []struct {
		title string
		save  func(title string)
	}{
		{"VS Code", func(title string) { saved(file, title) }},
		{"vim", func(title string) {
			put(t, filepath.Join(dir, "4913"), nil)
			must(os.Remove(filepath.Join(dir, "4913")))
			must(os.Rename(file, file+"~"))
			saved(file, title)
			must(os.Remove(file + "~"))
		}},
		{"JetBrains", func(title string) {
			saved(file+"___jb_tmp___", title)
			must(os.Rename(file, file+"___jb_old___"))
			must(os.Rename(file+"___jb_tmp___", file))
			must(os.Remove(file + "___jb_old___"))
		}},
		{"Emacs", func(title string) {
			must(os.Rename(file, file+"~"))
			saved(file, title)
		}},
		{"Word", func(title string) {
			saved(filepath.Join(dir, "~WRD0001.tmp"), title)
			must(os.Rename(file, filepath.Join(dir, "~WRL0002.tmp")))
			must(os.Rename(filepath.Join(dir, "~WRD0001.tmp"), file))
			must(os.Remove(filepath.Join(dir, "~WRL0002.tmp")))
		}},
		{"GNOME", func(title string) {
			saved(filepath.Join(dir, ".goutputstream-AB12"), title)
			must(os.Rename(filepath.Join(dir, ".goutputstream-AB12"), file))
		}},
		{"another folder", func(title string) {
			elsewhere := filepath.Join(s.dir, "elsewhere.md")
			saved(elsewhere, title)
			must(os.Rename(elsewhere, file))
		}},
	} {
		way.save("Saved by " + way.title)
		until(t, "page saved by "+way.title, func() bool {
			_, body := s.get(page)
			return strings.Contains(body, "Saved by "+way.title)
		})
	}
}

// A text whose hour has come appears by itself; a
// change while the site is built leads to another build.
func TestWatchSchedule(t *testing.T) {
	dir := t.TempDir()
	text := func(more string) []byte {
		return []byte("---\ntitle: A\ndate: 2024-11-06\n" + more + "---\nText.\n")
	}
	soon := time.Now().Add(2 * time.Second).UTC().Format(time.RFC3339)
	put(t, filepath.Join(dir, "site.yaml"), []byte(servedConfig))
	put(t, filepath.Join(dir, "content", "news", "a.en.md"), text(""))
	put(t, filepath.Join(dir, "content", "news", "b.en.md"), text("publish_date: "+soon+"\n"))
	printed := &scroll{}
	term := &terminal{out: printed, err: printed, found: printed, language: "en", now: time.Now}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		_, err := build(ctx, term, []string{"-s", dir, "--watch"})
		ended <- err
	}()
	there := func(name string) func() bool {
		return func() bool {
			_, err := os.Stat(filepath.Join(dir, "public", "en", "news", name))
			return err == nil
		}
	}
	until(t, "first page", there("a.html"))
	until(t, "text whose hour has come", there("b.html"))
	for i := range 5 { // the second comes while the first is looked at
		put(t, filepath.Join(dir, "content", "news", "c.en.md"), text(""))
		time.Sleep(time.Duration(60+5*i) * time.Millisecond)
		put(t, filepath.Join(dir, "content", "news", "d.en.md"), text(""))
		until(t, "change during a build", there("d.html"))
		if err := os.Remove(filepath.Join(dir, "content", "news", "d.en.md")); err != nil {
			t.Fatal(err)
		}
		until(t, "removal", func() bool { return !there("d.html")() })
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
