package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	builder "bulletin/internal/build"
	"bulletin/internal/diag"
	"bulletin/internal/watch"
)

// Whoever asked for few words is still told what is wrong: a destination that
// differs from a clean build is named whatever the flags.
func TestVerifyIsNeverSilent(t *testing.T) {
	for _, args := range [][]string{nil, {"-q"}, {"--format", "json"}, {"--format", "github"}} {
		dir := t.TempDir()
		put(t, filepath.Join(dir, "site.yaml"), []byte(servedConfig))
		put(t, filepath.Join(dir, "content", "news", "a.en.md"), []byte("---\ntitle: A\ndate: 2024-11-06\n---\nText.\n"))
		said := &scroll{}
		term := &terminal{out: said, err: said, found: said, language: "en", now: time.Now}
		if status, err := build(context.Background(), term, []string{"-s", dir}); status != 0 || err != nil {
			t.Fatal(status, err, said.read())
		}
		if err := os.Remove(filepath.Join(dir, "public", "en", "news", "a.html")); err != nil {
			t.Fatal(err)
		}
		f := newFlags("build")
		o, _, err := f.ready(term, append([]string{"-s", dir}, args...))
		if err != nil {
			t.Fatal(err)
		}
		said.Reset()
		status, err := term.verify(context.Background(), o)
		if err != nil || status != exitMachine || !strings.Contains(said.read(), "en/news/a.html") {
			t.Errorf("%v: status %d, %v, said %q", args, status, err, said.read())
		}
	}
}

// The page that says what is wrong with a first build is of use to those only
// who are told where it is; there are no good pages yet that could stay.
func TestServeBrokenSaysWhere(t *testing.T) {
	s := show(t, map[string]string{"site.yaml": "title: ["})
	s.address()
	if said := s.printed.read(); !strings.Contains(said, "1 error, 0 warnings; what is wrong is shown at http://127.0.0.1:") || strings.Contains(said, "last good pages") {
		t.Errorf("a first build that failed says:\n%s", said)
	}
}

// Each rebuild is a line: what has changed, how many pages were made, how long
// it took. Later mistakes leave the good pages.
func TestServeSaysALine(t *testing.T) {
	text := func(title string) string { return "---\ntitle: " + title + "\ndate: 2024-11-06\n---\nText.\n" }
	s := show(t, map[string]string{"site.yaml": servedConfig, "content/news/a.en.md": text("A")})
	s.address()
	for _, step := range []struct{ name, text, want string }{
		{"content/news/a.en.md", text("A") + "More.\n", `content/news/a\.en\.md: 1 page, \d+ ms`},
		{"content/news/a.en.md", "---\ntitle: A\ndate: 2024-13-45\n---\n", `content/news/a\.en\.md: 1 error, 0 warnings; the last good pages stay`},
		{"content/news/a.en.md", text("A"), `content/news/a\.en\.md: \d+ pages, \d+ ms`},
		{"content/news/b.en.md", text("B"), `content/news/b\.en\.md: \d+ pages, \d+ ms`},
	} {
		before := len(s.printed.read())
		s.save(step.name, step.text)
		line := regexp.MustCompile(`(?m)^` + step.want + `$`)
		until(t, step.want, func() bool { return line.MatchString(s.printed.read()[before:]) })
		if said := s.printed.read()[before:]; !strings.Contains(step.want, "error") && strings.Count(said, "\n") != 1 {
			t.Errorf("more than a line:\n%s", said)
		}
	}
	if said := s.printed.read(); strings.Contains(said, "watching") {
		t.Errorf("nobody is looking, and it is said how to stop:\n%s", said)
	}
}

// What has changed is named by a file that is there, rather than by a folder or
// by what an editor has taken away again.
func TestChangedIsNamed(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "content", "news", "b.md"), nil)
	at := func(names ...string) watch.Look {
		look := watch.Look{}
		for _, name := range names {
			look.Paths = append(look.Paths, filepath.Join(dir, filepath.FromSlash(name)))
		}
		return look
	}
	for _, c := range []struct {
		look             watch.Look
		english, chinese string
	}{
		{at("content/news/b.md"), "content/news/b.md", "content/news/b.md"},
		{at(".", "content", "content/news", "content/news/a.md", "content/news/b.md"), "content/news/b.md and 1 more", "content/news/b.md 等 2 处"},
		{at("content/news/gone.md"), "content/news/gone.md", "content/news/gone.md"},
		{at("."), "the folder of the site", "网站的文件夹"},
		{watch.Look{All: true}, "many files", "许多文件"},
	} {
		for language, want := range map[diag.Language]string{diag.English: c.english, diag.Chinese: c.chinese} {
			if got := (&terminal{language: language}).firstOf(dir, c.look); got != want {
				t.Errorf("%v: %q, want %q", c.look, got, want)
			}
		}
	}
}

// A limit that is met while watching is told in the reader's language, with what
// raises it.
func TestLimitsAreTold(t *testing.T) {
	for kind, want := range map[watch.LimitKind][3]string{
		watch.TooManyFolders:  {"fs.inotify.max_user_watches", "too many folders", "文件夹太多"},
		watch.TooManyWatchers: {"fs.inotify.max_user_instances", "too many watchers", "监视或打开的文件太多"},
		watch.NoEvents:        {"no way", "cannot watch", "无法监视"},
	} {
		for i, language := range []diag.Language{diag.English, diag.Chinese} {
			said := &scroll{}
			(&terminal{err: said, language: language}).limit(watch.Limit{Kind: kind, Err: errors.New("no way")})
			if line := said.read(); strings.Count(line, "\n") != 1 || !strings.Contains(line, want[0]) || !strings.Contains(line, want[i+1]) {
				t.Errorf("%s: %q", language, line)
			}
		}
	}
}

// A build that lasts longer than a second shows how far it has come, on a line
// that is cleared before anything else is printed, where someone is looking.
func TestMeter(t *testing.T) {
	said := &scroll{}
	term := &terminal{err: said, language: "en", moving: true}
	end := term.measure()
	term.meter.found(20000)
	until(t, "texts", func() bool { return strings.Contains(said.read(), "\rreading 20,000 texts") })
	term.meter.made(3204, 13211)
	until(t, "pages", func() bool {
		return strings.Contains(said.read(), "\r[####----------------] rendering 3,204 of 13,211")
	})
	term.progress("a line", "")
	if !strings.Contains(said.read(), " \ra line\n") {
		t.Errorf("%q", said.read())
	}
	until(t, "the line again", func() bool { return strings.HasSuffix(said.read(), "13,211") })
	end()
	if !strings.HasSuffix(said.read(), " \r") {
		t.Errorf("%q", said.read())
	}
	for about, quiet := range map[string]*terminal{
		"quiet": {moving: true, quiet: true}, "a document": {moving: true, document: true}, "nobody looks": {}, "every file is named": {moving: true, verbose: true},
	} {
		t.Run(about, func(t *testing.T) {
			t.Parallel()
			said := &scroll{}
			quiet.err = said
			end := quiet.measure()
			quiet.meter.made(1, 2)
			time.Sleep(1200 * time.Millisecond)
			if end(); said.read() != "" {
				t.Errorf("%q", said.read())
			}
		})
	}
}

// While watching a warning is told once, and an error as long as it is there.
func TestNewsAreNew(t *testing.T) {
	var out strings.Builder
	term := &terminal{found: &out, language: diag.English}
	f := &flags{format: string(diag.TextFormat)}
	old := diag.At(diag.Whole("content/a.md"), "alt", "a.png")
	old.Severity = diag.Warning
	bad := diag.At(diag.Whole("content/b.md"), "title")
	bad.Severity = diag.Error
	other := old
	other.Pos.Line = 7
	for i, look := range []struct {
		problems []diag.Problem
		want     string // the lines that are told
	}{
		{[]diag.Problem{old, bad}, "1 1"},
		{[]diag.Problem{old, bad, other}, "1 7"},
		{[]diag.Problem{old}, ""},
		{nil, ""},
		{[]diag.Problem{old}, "1"},
	} {
		out.Reset()
		if err := term.news(f, builder.Options{Source: t.TempDir()}, &builder.Report{Problems: look.problems}); err != nil {
			t.Fatal(err)
		}
		var told []string
		for line := range strings.Lines(out.String()) {
			if parts := strings.Split(line, ":"); strings.HasPrefix(line, "content/") {
				told = append(told, parts[1])
			}
		}
		if got := strings.Join(told, " "); got != look.want {
			t.Errorf("look %d tells %q, not %q:\n%s", i, got, look.want, out.String())
		}
	}
}
