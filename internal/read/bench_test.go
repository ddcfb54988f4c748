package read

import (
	"context"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"bulletin/internal/corpus"
	"bulletin/internal/document"
)

// several runs f for 0…n-1 on every processor.
func several(n int, f func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	group.Wait()
}

// thrown keeps no body.
func thrown(html []byte) (document.Ref, error) { return document.Ref{Len: len(html)}, nil }

// BenchmarkSite reads a thousand articles in two languages from disk, in turn.
func BenchmarkSite(b *testing.B) {
	dir := b.TempDir()
	if err := corpus.Write(dir, 1000, 1); err != nil {
		b.Fatal(err)
	}
	fsys := os.DirFS(dir)
	cfg, _ := Config(fsys)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Site(context.Background(), fsys, cfg, Options{Keep: thrown}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWalk only looks at the names.
func BenchmarkWalk(b *testing.B) {
	dir := b.TempDir()
	if err := corpus.Write(dir, 1000, 1); err != nil {
		b.Fatal(err)
	}
	fsys := os.DirFS(dir)
	cfg, _ := Config(fsys)
	b.ReportAllocs()
	for b.Loop() {
		w := &walk{fsys: fsys, cfg: cfg, names: newNaming(cfg.Languages), each: inTurn}
		if err := w.run(context.Background()); err != nil {
			b.Fatal(err)
		}
		w.besides()
	}
}
