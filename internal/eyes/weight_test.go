package eyes

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A page and its style come in the first ten packets that a server sends without
// waiting for an answer, 14 KB as servers compress them; what scripts there are
// have no more than 12.
func TestWeight(t *testing.T) {
	dir := sample(t)
	style, script := 0, 0
	assets, err := filepath.Glob(filepath.Join(dir, "assets", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range assets {
		switch filepath.Ext(file) {
		case ".css":
			style += packed(t, file)
		case ".js":
			script += packed(t, file)
		}
	}
	var pages []int
	err = filepath.WalkDir(dir, func(file string, d os.DirEntry, err error) error {
		if err == nil && filepath.Ext(file) == ".html" {
			body, wrong := os.ReadFile(file)
			if wrong != nil {
				return wrong
			}
			if strings.Contains(string(body), `<article class="article">`) {
				pages = append(pages, packed(t, file))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) < 40 || style == 0 || script == 0 {
		t.Fatalf("%d articles, %d bytes of style and %d of script: not all was found", len(pages), style, script)
	}
	slices.Sort(pages)
	median := pages[len(pages)/2]
	t.Logf("median article %d bytes, style %d, scripts %d", median, style, script)
	if median+style > 14<<10 {
		t.Errorf("half of the articles have more than %d bytes with their style, over %d", median+style, 14<<10)
	}
	if script > 12<<10 {
		t.Errorf("all scripts together have %d bytes, over %d", script, 12<<10)
	}
}

// packed is the size of a file as a server sends it.
func packed(t *testing.T, file string) int {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return compressed(body, 6)
}

// compressed is how many bytes gzip makes of some, at its level.
func compressed(body []byte, level int) int {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, level)
	w.Write(body)
	w.Close()
	return b.Len()
}
