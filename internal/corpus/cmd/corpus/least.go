package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// An errand is the way of one file: read, convert, write. Without a source
// nothing is read.
type errand struct {
	source, target string
	size           int
}

// leastWork does the least work and says how many editions there were.
func leastWork(src, dst string, files int, total int64) (int, error) {
	sources, err := editions(src)
	if err != nil {
		return 0, err
	}
	errands := plan(src, dst, sources, files, total)
	made := map[string]bool{}
	for _, e := range errands {
		if dir := filepath.Dir(e.target); e.target != "" && !made[dir] {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return 0, err
			}
			made[dir] = true
		}
	}
	return len(sources), share(errands)
}

// editions lists the texts below src/content.
func editions(src string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(filepath.Join(src, "content"), func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(name, ".md") && !strings.HasPrefix(d.Name(), "_") {
			found = append(found, name)
		}
		return err
	})
	return found, err
}

// plan gives every source a target, in folders like those of the sources, and
// adds targets until there are as many as there shall be files. The sizes are
// equal, but for the rounding, and add up to the total. Sources beyond the
// number of files are converted and not written.
func plan(src, dst string, sources []string, files int, total int64) []errand {
	errands := make([]errand, max(files, len(sources)))
	for i := range errands {
		e, name := &errands[i], strconv.Itoa(i)
		if i < len(sources) {
			e.source = sources[i]
			name = strings.TrimSuffix(filepath.Base(e.source), ".md")
		}
		if i >= files {
			continue
		}
		dir := "."
		if len(sources) > 0 {
			dir, _ = filepath.Rel(src, filepath.Dir(sources[i%len(sources)]))
		}
		e.target = filepath.Join(dst, dir, name+".html")
		e.size = int(total*int64(i+1)/int64(files) - total*int64(i)/int64(files))
	}
	return errands
}

// share lets as many workers as there are processors go on the errands.
func share(errands []errand) error {
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.CJK))
	var (
		next   atomic.Int64
		group  sync.WaitGroup
		failed atomic.Pointer[error]
	)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			var out bytes.Buffer
			for failed.Load() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(errands) {
					return
				}
				if err := errands[i].run(md, &out); err != nil {
					failed.Store(&err)
				}
			}
		})
	}
	group.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}

// run goes on one errand. An errand without a source writes what the last one
// left behind.
func (e errand) run(md goldmark.Markdown, out *bytes.Buffer) error {
	if e.source != "" {
		text, err := os.ReadFile(e.source)
		if err != nil {
			return err
		}
		out.Reset()
		if err := md.Convert(text, out); err != nil {
			return err
		}
	}
	if e.target == "" {
		return nil
	}
	for out.Len() < e.size {
		out.WriteString("\n                                                               ")
	}
	return os.WriteFile(e.target, out.Bytes()[:e.size], 0o644)
}
