package main

import (
	"io/fs"
	"path/filepath"
	"testing"

	"bulletin/internal/corpus"
)

func TestLeastWork(t *testing.T) {
	src := t.TempDir()
	if err := corpus.Write(src, 15, 2); err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		files int
		bytes int64
	}{{47, 400_003}, {30, 10}, {7, 123_456}, {1, 0}} {
		dst := filepath.Join(t.TempDir(), "out")
		editions, err := leastWork(src, dst, want.files, want.bytes)
		if err != nil {
			t.Fatal(err)
		}
		files, bytes := 0, int64(0)
		err = filepath.WalkDir(dst, func(_ string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				info, _ := d.Info()
				files, bytes = files+1, bytes+info.Size()
			}
			return err
		})
		if err != nil || files != want.files || bytes != want.bytes {
			t.Errorf("%d editions: %d files of %d bytes, want %d of %d: %v", editions, files, bytes, want.files, want.bytes, err)
		}
	}
}
