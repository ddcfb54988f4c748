package build_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bulletin/assets"
	"bulletin/internal/build"
	"bulletin/layouts"
)

// A tree is files by their slash-separated paths: the sources of a site, or
// what was made of them.
type tree map[string]string

// with is the tree with other files in it; "" takes a file away.
func (s tree) with(files tree) tree {
	s = maps.Clone(s)
	for name, body := range files {
		if s[name] = body; body == "" {
			delete(s, name)
		}
	}
	return s
}

// write makes a folder hold the tree and nothing else of content, layouts and
// assets; files that are right already are not touched.
func (s tree) write(t testing.TB, dir string) {
	t.Helper()
	for name := range read(t, dir) {
		if _, wanted := s[name]; !wanted {
			check(t, os.Remove(filepath.Join(dir, filepath.FromSlash(name))))
		}
	}
	for name, body := range s {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if old, err := os.ReadFile(file); err == nil && string(old) == body {
			continue
		}
		check(t, os.MkdirAll(filepath.Dir(file), 0o777))
		check(t, os.WriteFile(file, []byte(body), 0o666))
	}
}

// read is the tree that a folder holds.
func read(t testing.TB, dir string) tree {
	t.Helper()
	found := tree{}
	check(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		found[name] = string(body)
		return err
	}))
	return found
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A setting changes what a build is asked for.
type setting func(*build.Options)

func at(hour string) setting { return func(o *build.Options) { o.AsOf = hour } }

func jobs(n int) setting { return func(o *build.Options) { o.Jobs = n } }

func base(t testing.TB, address string) setting {
	u, err := url.Parse(address)
	check(t, err)
	return func(o *build.Options) { o.Base = u }
}

func preview(o *build.Options) { o.Clock.Drafts, o.Clock.Future, o.Clock.Expired = true, true, true }

// ask are the options of a build without a cache on the first day of 2025.
func ask(source, destination string, settings ...setting) build.Options {
	o := build.Options{Source: source, Destination: destination, Jobs: 4, Layouts: layouts.FS, Assets: assets.FS}
	o.Clock.Now = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, set := range settings {
		set(&o)
	}
	return o
}

// room is a new folder, in memory where the system offers that: a build waits
// for the disk, and tests build often.
func room(t testing.TB) string {
	t.Helper()
	const memory = "/dev/shm"
	if info, err := os.Stat(memory); err != nil || !info.IsDir() {
		return t.TempDir()
	}
	dir, err := os.MkdirTemp(memory, "bulletin-test-")
	check(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// developed is the folder where the pictures of the sample lie once they are made.
var developed = sync.OnceValue(func() string {
	dir, err := os.MkdirTemp("", "bulletin-pictures-")
	if err != nil {
		panic(err)
	}
	return dir
})

func TestMain(m *testing.M) {
	code := m.Run()
	_ = os.RemoveAll(developed())
	os.Exit(code)
}

// make builds a site of the tree, in folders of its own.
func (s tree) make(t testing.TB, settings ...setting) (*build.Report, tree) {
	t.Helper()
	dir := room(t)
	source, destination := filepath.Join(dir, "source"), filepath.Join(dir, "public")
	check(t, os.MkdirAll(source, 0o777))
	s.write(t, source)
	o := ask(source, destination, settings...)
	if _, large := s["content/exchanges/_index.en.md"]; large { // the sample: its pictures are made once for all tests
		o.Cache = developed()
	}
	r, err := build.Run(context.Background(), o)
	check(t, err)
	if r.Failed {
		return r, nil
	}
	return r, read(t, destination)
}

// sound is make for a site without errors.
func (s tree) sound(t testing.TB, settings ...setting) tree {
	t.Helper()
	r, out := s.make(t, settings...)
	if r.Failed {
		t.Fatalf("the build failed:\n%s", problems(r))
	}
	return out
}

// problems lists what a build found, a line each; what it says of it is tested
// elsewhere.
func problems(r *build.Report) string {
	var b strings.Builder
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "%s:%d:%d: %s: %s\n", p.Pos.File, p.Pos.Line, p.Pos.Column, p.Severity, p.Message)
	}
	return b.String()
}

// same reports every path at which two trees differ.
func same(t testing.TB, want, got tree, about string) {
	t.Helper()
	names := slices.Collect(maps.Keys(want.with(got)))
	slices.Sort(names)
	for _, name := range names {
		w, wanted := want[name]
		g, there := got[name]
		switch {
		case !there:
			t.Errorf("%s: %s is missing", about, name)
		case !wanted:
			t.Errorf("%s: %s should not be there", about, name)
		case w != g:
			t.Errorf("%s: %s differs: %s", about, name, difference(w, g))
		}
	}
}

// difference shows where two texts part.
func difference(want, got string) string {
	i := 0
	for i < min(len(want), len(got)) && want[i] == got[i] {
		i++
	}
	from := max(0, i-40)
	return fmt.Sprintf("want …%q, got …%q", want[from:min(len(want), i+60)], got[from:min(len(got), i+60)])
}

// pages are the HTML files of a tree, in order.
func (s tree) pages() []string {
	var all []string
	for name := range s {
		if path.Ext(name) == ".html" {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// pictureOf makes a picture of one colour; other shades give other bytes.
func pictureOf(t testing.TB, format string, width, height int, shade uint8) string {
	t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.Gray{Y: shade}})
	var b bytes.Buffer
	if format == "jpeg" {
		check(t, jpeg.Encode(&b, m, nil))
	} else {
		check(t, png.Encode(&b, m))
	}
	return b.String()
}
