package write

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bulletin/internal/digest"
)

// A tree is a directory as a map: what lies in it by path, "dir" for a folder.
type tree map[string]string

const folderMark = "\x00folder"

func (t tree) put(test testing.TB, dir string) {
	test.Helper()
	for _, name := range slices.Sorted(maps.Keys(t)) {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if t[name] == folderMark {
			must(test, os.MkdirAll(at, 0o777))
			continue
		}
		must(test, os.MkdirAll(filepath.Dir(at), 0o777))
		must(test, os.WriteFile(at, []byte(t[name]), 0o666))
	}
}

// read lists everything in a directory, folders too.
func read(test testing.TB, dir string) tree {
	test.Helper()
	t := tree{}
	err := filepath.WalkDir(dir, func(at string, d fs.DirEntry, err error) error {
		if err != nil || at == dir {
			return err
		}
		name, err := filepath.Rel(dir, at)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		switch {
		case d.IsDir():
			t[name] = folderMark
		case d.Type()&fs.ModeSymlink != 0:
			to, err := os.Readlink(at)
			t[name] = "\x00link " + to
			return err
		default:
			data, err := os.ReadFile(at)
			t[name] = string(data)
			return err
		}
		return nil
	})
	must(test, err)
	return t
}

// withFolders adds the folders that the files need.
func (t tree) withFolders() tree {
	full := maps.Clone(t)
	for name := range t {
		for dir := parent(name); dir != ""; dir = parent(dir) {
			full[dir] = folderMark
		}
	}
	return full
}

func (t tree) without(names ...string) tree {
	rest := maps.Clone(t)
	for _, name := range names {
		delete(rest, name)
	}
	return rest
}

func (t tree) with(more tree) tree {
	all := maps.Clone(t)
	maps.Copy(all, more)
	return all
}

func must(test testing.TB, err error) {
	test.Helper()
	if err != nil {
		test.Fatal(err)
	}
}

func same(test testing.TB, what string, got, want tree) {
	test.Helper()
	for _, name := range slices.Sorted(maps.Keys(got.with(want))) {
		g, inGot := got[name]
		w, inWant := want[name]
		switch {
		case !inGot:
			test.Errorf("%s: %s is missing", what, name)
		case !inWant:
			test.Errorf("%s: %s is left over (%.40q)", what, name, g)
		case g != w:
			test.Errorf("%s: %s holds %.40q, want %.40q", what, name, g, w)
		}
	}
}

func build(site *Site, outputs tree) (Stats, error) {
	names := slices.Sorted(maps.Keys(outputs))
	if err := site.Begin(names); err != nil {
		return Stats{}, err
	}
	for _, name := range names {
		if _, err := site.Write(Output{name, []byte(outputs[name])}); err != nil {
			return Stats{}, err
		}
	}
	return site.Commit()
}

// publish is a whole build that must succeed.
func publish(test testing.TB, dir string, outputs tree) Stats {
	test.Helper()
	site, err := Open(context.Background(), dir, nil)
	must(test, err)
	stats, err := build(site, outputs)
	must(test, err)
	must(test, site.Close())
	return stats
}

func manifestOf(outputs tree) string {
	entries := map[string]entry{}
	for name, body := range outputs {
		entries[name] = entry{sum: digest.Of([]byte(body))}
	}
	return string(format(entries))
}

// site is the whole destination that holds the outputs and nothing else.
func (t tree) site() tree {
	return t.with(tree{manifestName: manifestOf(t)}).withFolders()
}

var first = tree{
	"index.html":              "front",
	"zh/index.html":           "首页",
	"zh/news/2024/a.html":     "old a",
	"zh/news/2024/b.html":     "b",
	"zh/news/2023/gone.html":  "gone",
	"en/about.html":           "about",
	"file":                    "was a file",
	"dir/one":                 "1",
	"dir/two/three":           "3",
	"images/photo.0123-9.jpg": "\xff\xd8\x00",
}

var second = tree{
	"index.html":              "front",
	"zh/index.html":           "新首页",
	"zh/news/2024/a.html":     "new a",
	"zh/news/2024/b.html":     "b",
	"zh/news/2025/c.html":     "c",
	"file/index.html":         "became a folder",
	"dir":                     "became a file",
	"images/photo.0123-9.jpg": "\xff\xd8\x00",
}

func TestBuildAfterBuild(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "public")
	if stats := publish(t, dir, first); stats != (Stats{Created: len(first)}) {
		t.Errorf("the first build: %+v", stats)
	}
	same(t, "first", read(t, dir), first.site())
	if stats := publish(t, dir, first); stats != (Stats{Same: len(first)}) {
		t.Errorf("the same again: %+v", stats)
	}
	same(t, "first again", read(t, dir), first.site())
	if stats := publish(t, dir, second); stats != (Stats{Same: 3, Changed: 2, Created: 3, Removed: 5}) {
		t.Errorf("the second build: %+v", stats)
	}
	same(t, "second", read(t, dir), second.site())
	publish(t, dir, first)
	same(t, "back to the first", read(t, dir), first.site())
	publish(t, dir, tree{})
	same(t, "nothing", read(t, dir), tree{}.site())
}

func TestManifestIsSortedLines(t *testing.T) {
	dir := t.TempDir()
	publish(t, dir, tree{"b": "2", "a c": "1", "中/文.html": "3"})
	got := read(t, dir)[manifestName]
	lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	if len(lines) != 4 || lines[0]+"\n" != header {
		t.Fatalf("the manifest is\n%s", got)
	}
	for i, name := range []string{"a c", "b", "中/文.html"} {
		if found, _, ok := parseLine(lines[i+1]); !ok || found != name || len(lines[i+1]) != 34+len(name) {
			t.Errorf("line %d is %q, want %s", i+2, lines[i+1], name)
		}
	}
}
