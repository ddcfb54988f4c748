package build_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"bulletin/assets"
	"bulletin/internal/build"
	"bulletin/internal/corpus"
	"bulletin/layouts"
)

// options are those of an ordinary build of source into destination.
func options(source, destination string) build.Options {
	o := build.Options{
		Source: source, Destination: destination, Cache: filepath.Join(source, ".bulletin"),
		Jobs: runtime.GOMAXPROCS(0), Layouts: layouts.FS, Assets: assets.FS,
	}
	o.Clock.Now = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return o
}

// scratch is a folder in memory where the system has one, so that the disk is
// not what is measured; each call gives one that was never used.
func scratch(b *testing.B) string {
	base := ""
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		base = "/dev/shm"
	}
	dir, err := os.MkdirTemp(base, "bulletin-bench-")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// BenchmarkBuild builds a bulletin cold: nothing is there but the sources.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := scratch(b)
			source := filepath.Join(dir, "source")
			if err := corpus.Write(source, n, 1); err != nil {
				b.Fatal(err)
			}
			b.ResetTimer()
			pages := 0
			for i := range b.N {
				r, err := build.Run(context.Background(), options(source, filepath.Join(dir, fmt.Sprint("public", i))))
				if err != nil || r.Failed {
					b.Fatal(err, r.Problems)
				}
				pages = 0
				for _, c := range r.Pages {
					pages += c.Pages
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
			b.ReportMetric(float64(pages), "pages")
		})
	}
}
