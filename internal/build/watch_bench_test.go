package build_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"bulletin/internal/build"
	"bulletin/internal/corpus"
)

// A desk is a large site that is watched, and one of its texts.
type desk struct {
	source   string
	file     string // the text
	page     string // its page
	text     []byte
	workshop *build.Workshop
	held     *build.Held
	saves    int
}

func openDesk(b *testing.B, n int) *desk {
	d := &desk{source: filepath.Join(scratch(b), "source")}
	if err := corpus.Write(d.source, n, 1); err != nil {
		b.Fatal(err)
	}
	o := options(d.source, filepath.Join(d.source, "public"))
	o.Program = os.Args[0]
	d.workshop = build.NewWorkshop(o)
	stop := fmt.Errorf("found")
	_ = filepath.WalkDir(filepath.Join(d.source, "content"), func(name string, e fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, "/index.en.md") {
			d.file = name
			return stop
		}
		return err
	})
	rel, _ := filepath.Rel(filepath.Join(d.source, "content"), d.file)
	d.page = "en/" + strings.TrimSuffix(filepath.ToSlash(rel), "/index.en.md") + ".html"
	var err error
	if d.text, err = os.ReadFile(d.file); err != nil {
		b.Fatal(err)
	}
	d.look(b)
	return d
}

// look looks again at what has changed.
func (d *desk) look(b *testing.B, changed ...string) {
	r, held, err := d.workshop.Hold(context.Background(), time.Now(), changed...)
	if err != nil || held == nil {
		b.Fatal(err, r.Problems)
	}
	d.held = held
}

// save writes a file and wants its page to have other bytes as soon as the look
// is over: what a writer waits for, but for the time in which nothing happens.
func (d *desk) save(b *testing.B, file string, text []byte, page string) {
	b.StopTimer()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o666); err != nil {
		b.Fatal(err)
	}
	before, _ := d.held.Output(page)
	b.StartTimer()
	d.look(b, file)
	if after, ok := d.held.Output(page); !ok || bytes.Equal(before, after) {
		b.Fatalf("%s is as it was", page)
	}
}

// BenchmarkLook saves a file of a site that is watched, at several sizes.
func BenchmarkLook(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(200)) // as serve has it
	for _, n := range []int{1000, 5000, 20000} {
		d := (*desk)(nil)
		run := func(name string, save func(b *testing.B)) {
			all := b
			b.Run(fmt.Sprint(n, "/", name), func(b *testing.B) {
				if d == nil {
					d = openDesk(all, n)
				}
				b.ResetTimer()
				for range b.N {
					d.saves++
					save(b)
				}
			})
		}
		run("body", func(b *testing.B) {
			d.save(b, d.file, append(bytes.Clone(d.text), fmt.Sprintf("\nOne more, %d.\n", d.saves)...), d.page)
		})
		run("title", func(b *testing.B) {
			d.save(b, d.file, bytes.Replace(d.text, []byte("title: "), fmt.Appendf(nil, "title: %d ", d.saves), 1), d.page)
		})
		run("added", func(b *testing.B) {
			b.StopTimer()
			time.Sleep(time.Second) // as whoever writes another article takes, at least
			b.StartTimer()
			file := filepath.Join(d.source, "content", "news", fmt.Sprintf("new-%d.en.md", d.saves))
			d.save(b, file, []byte("---\ntitle: New\ndate: 2025-12-31\n---\nText.\n"), "en/news/index.html")
		})
	}
}
