// Package corpus makes up a bulletin of any size, for tests and benchmarks.
//
// The articles read like those of a foreign affairs office: in Chinese and
// English, filed in four sections by year and month, with headings, lists,
// tables, bold, and links to one another and to other hosts. Most have both
// editions, some are folders, a few have only one language. Everything is clean:
// a build of it has no problem to show.
//
// The same number and seed give the same bytes, on every machine. The first
// articles of a large corpus are those of a small one: article number i depends
// on the seed and i alone, and links to earlier articles only.
package corpus

import (
	"embed"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"
)

//go:embed all:tree
var tree embed.FS

//go:embed words.en.txt
var english string

//go:embed words.zh.txt
var chinese string

// Files gives every file of a site with n articles: its path, with slashes,
// relative to the source, and its bytes, which the caller may keep.
func Files(n int, seed uint64) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		if !frame(yield) {
			return
		}
		w := newWriter(n, seed)
		for i := range w.articles {
			for _, lang := range [...]language{zh, en} {
				if w.articles[i].lacks != lang && !yield(w.articles[i].file(lang), w.edition(i, lang)) {
					return
				}
			}
		}
	}
}

// Write writes the files of Files below dir.
func Write(dir string, n int, seed uint64) error {
	made := map[string]bool{}
	for name, body := range Files(n, seed) {
		target := filepath.Join(dir, filepath.FromSlash(name))
		if folder := path.Dir(name); !made[folder] {
			if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
				return err
			}
			made[folder] = true
		}
		if err := os.WriteFile(target, body, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// frame gives the files that every corpus has: site.yaml, the topics and the
// sections. It reports whether there is more to be wanted.
func frame(yield func(string, []byte) bool) bool {
	more := true
	_ = fs.WalkDir(tree, "tree", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := tree.ReadFile(name)
		if err == nil && !yield(strings.TrimPrefix(name, "tree/"), body) {
			more, err = false, fs.SkipAll
		}
		return err
	})
	return more
}
