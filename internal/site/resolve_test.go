package site

import (
	"path"
	"testing"
)

// TestBeside holds beside to package path, which joins more slowly.
func TestBeside(t *testing.T) {
	files := []string{"a.md", "news/a.md", "news/2026/fees/index.zh.md"}
	parts := []string{"", ".", "..", "../", "./", "../..", "../../", "../../../../", "fees", "fees/", "/x", "a//b", "../a/../b.md", ".../c", "..d"}
	for _, file := range files {
		for _, first := range parts {
			for _, second := range parts {
				p := first + second
				if got, want := beside(file, p), path.Join(path.Dir(file), p); got != want {
					t.Errorf("%q beside %s: got %q, want %q", p, file, got, want)
				}
			}
		}
	}
}
