package write

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"bulletin/internal/digest"
)

const many = 10_000

// pages are outputs of 9.5 KB in folders as a bulletin has them.
func pages(edition int) []Output {
	outputs := make([]Output, many)
	for i := range outputs {
		body := bytes.Repeat(fmt.Appendf(nil, "%d %d, ", i, edition), 9500)[:9500]
		outputs[i] = Output{fmt.Sprintf("%s/news/20%02d/%02d/article-%d.html", []string{"zh", "en"}[i%2], i/500, i%12, i), body}
	}
	return outputs
}

// Where the benchmark runs can be chosen: rates of a disk say little about us.
func place(b *testing.B) string {
	base := os.Getenv("WRITE_BENCH_DIR")
	if base == "" {
		if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
			base = "/dev/shm"
		}
	}
	dir, err := os.MkdirTemp(base, "write-bench-")
	must(b, err)
	b.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func each(outputs []Output, workers int, do func(Output)) {
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for i := w * len(outputs) / workers; i < (w+1)*len(outputs)/workers; i++ {
				do(outputs[i])
			}
		})
	}
	group.Wait()
}

func whole(b *testing.B, dir string, outputs []Output, workers int) {
	site, err := Open(context.Background(), dir, nil)
	must(b, err)
	names := make([]string, len(outputs))
	for i := range outputs {
		names[i] = outputs[i].Path
	}
	must(b, site.Begin(names))
	each(outputs, workers, func(o Output) {
		if _, err := site.Write(o); err != nil {
			b.Error(err)
		}
	})
	_, err = site.Commit()
	must(b, err)
	must(b, site.Close())
}

func bench(b *testing.B, run func(b *testing.B, workers int)) {
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			run(b, workers)
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/many, "µs/file")
		})
	}
}

func BenchmarkPlain(b *testing.B) {
	outputs := pages(1)
	bench(b, func(b *testing.B, workers int) {
		for b.Loop() {
			b.StopTimer()
			dir := place(b)
			b.StartTimer()
			var made sync.Map
			each(outputs, workers, func(o Output) {
				at := filepath.Join(dir, o.Path)
				if _, ok := made.Load(filepath.Dir(at)); !ok {
					must(b, os.MkdirAll(filepath.Dir(at), 0o777))
					made.Store(filepath.Dir(at), true)
				}
				must(b, os.WriteFile(at, o.Body, 0o666))
			})
		}
	})
}

func BenchmarkFresh(b *testing.B) {
	outputs := pages(1)
	bench(b, func(b *testing.B, workers int) {
		for b.Loop() {
			b.StopTimer()
			dir := place(b)
			b.StartTimer()
			whole(b, dir, outputs, workers)
		}
	})
}

func BenchmarkUnchanged(b *testing.B) {
	outputs := pages(1)
	bench(b, func(b *testing.B, workers int) {
		dir := place(b)
		whole(b, dir, outputs, 1)
		for b.Loop() {
			whole(b, dir, outputs, workers)
		}
	})
}

func BenchmarkChanged(b *testing.B) {
	editions := [][]Output{pages(1), pages(2)}
	bench(b, func(b *testing.B, workers int) {
		dir := place(b)
		whole(b, dir, editions[0], 1)
		for i := 1; b.Loop(); i++ {
			whole(b, dir, editions[i%2], workers)
		}
	})
}

func BenchmarkKept(b *testing.B) {
	outputs := pages(1)
	bench(b, func(b *testing.B, workers int) {
		dir := place(b)
		whole(b, dir, outputs, 1)
		names := make([]string, many)
		for i, o := range outputs {
			names[i] = o.Path
		}
		for b.Loop() {
			site, err := Open(context.Background(), dir, nil)
			must(b, err)
			must(b, site.Begin(names))
			each(outputs, workers, func(o Output) {
				if kept, err := site.Keep(o.Path, digest.Of(o.Body)); err != nil || !kept {
					b.Error(kept, err)
				}
			})
			_, err = site.Commit()
			must(b, err)
			must(b, site.Close())
		}
	})
}
