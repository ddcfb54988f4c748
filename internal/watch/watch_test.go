package watch

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// patience is how long a machine may take that is busy with other things.
const patience = 60 * time.Second

// A mirror does what a build does: it knows files only from having looked
// where it was told to. If it comes to equal the disk, nothing was kept from it.
type mirror struct {
	roots   []string
	watcher *Watcher
	pace    atomic.Int64 // to look takes this long

	mu      sync.Mutex
	seen    map[string]string
	folders map[string]bool // in which there was a file once
	looks   []Look
}

func watchOver(t *testing.T, o Options) *mirror {
	t.Helper()
	if o.Rescan == 0 {
		o.Rescan = -1 // what events miss must not be found by other means
	}
	ctx, cancel := context.WithCancel(context.Background())
	w, err := Start(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	return follow(t, w, cancel)
}

func follow(t *testing.T, w *Watcher, cancel func()) *mirror {
	t.Helper()
	m := &mirror{roots: w.options.Roots, watcher: w, seen: map[string]string{}, folders: map[string]bool{}}
	m.look(Look{All: true})
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		for look := range w.Looks() {
			time.Sleep(time.Duration(m.pace.Load()))
			m.look(look)
		}
	}()
	t.Cleanup(func() {
		cancel()
		select {
		case <-finished:
		case <-time.After(patience):
			t.Error("the channel is not closed after the end")
		}
	})
	return m
}

func (m *mirror) look(look Look) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.looks = append(m.looks, look)
	paths := look.Paths
	if look.All {
		paths = m.roots
		clear(m.seen)
	}
	for _, path := range paths {
		if _, file := m.seen[path]; file {
			delete(m.seen, path)
		} else if m.folders[path] {
			for known := range m.seen {
				if below(known, path) {
					delete(m.seen, known)
				}
			}
		}
		for at, text := range disk(path) {
			m.seen[at] = text
			for dir := filepath.Dir(at); !m.folders[dir]; dir = filepath.Dir(dir) {
				m.folders[dir] = true
			}
		}
	}
}

// disk is the contents of all files at and below the paths.
func disk(paths ...string) map[string]string {
	files := map[string]string{}
	for _, path := range paths {
		_ = filepath.WalkDir(path, func(at string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				if data, err := os.ReadFile(at); err == nil {
					files[at] = string(data)
				}
			}
			return nil
		})
	}
	return files
}

// settle waits until the mirror shows the disk.
func (m *mirror) settle(t *testing.T) {
	t.Helper()
	want := disk(m.roots...)
	m.wait(t, "the mirror shows the disk", func() bool { return maps.Equal(m.seen, want) })
}

func (m *mirror) wait(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(2 * time.Millisecond) {
		m.mu.Lock()
		ok := is()
		m.mu.Unlock()
		if ok {
			return
		}
		if time.Now().After(end) {
			m.explain(t, what)
		}
	}
}

func (m *mirror) explain(t *testing.T, what string) {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	want := disk(m.roots...)
	var wrong []string
	for path := range want {
		if m.seen[path] != want[path] {
			wrong = append(wrong, "not seen: "+path)
		}
	}
	for path := range m.seen {
		if _, ok := want[path]; !ok {
			wrong = append(wrong, "still seen: "+path)
		}
	}
	t.Fatalf("never: %s (%d looks)\n%.2000s", what, len(m.looks), strings.Join(wrong, "\n"))
}

// told says whether a path was named since the n-th look, itself or by All.
func (m *mirror) told(path string) bool {
	for _, look := range m.looks[1:] {
		if look.All {
			return true
		}
		for _, p := range look.Paths {
			if p == path {
				return true
			}
		}
	}
	return false
}

func put(t *testing.T, path, text string) {
	t.Helper()
	ok(t, os.MkdirAll(filepath.Dir(path), 0o777))
	ok(t, os.WriteFile(path, []byte(text), 0o666))
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// saves are the ways in which editors bring a new text to a file.
var saves = map[string]func(t *testing.T, file, text string){
	"in place": put,
	"in place, in parts": func(t *testing.T, file, text string) {
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_TRUNC, 0)
		ok(t, err)
		for _, r := range text {
			_, err = f.WriteString(string(r))
			ok(t, err)
		}
		ok(t, f.Close())
	},
	"temporary file renamed": func(t *testing.T, file, text string) {
		put(t, file+".tmp", text)
		ok(t, os.Rename(file+".tmp", file))
	},
	"vim with backup": func(t *testing.T, file, text string) {
		put(t, filepath.Join(filepath.Dir(file), "4913"), "")
		ok(t, os.Remove(filepath.Join(filepath.Dir(file), "4913")))
		ok(t, os.Rename(file, file+"~"))
		put(t, file, text)
		ok(t, os.Chmod(file, 0o644))
		ok(t, os.Remove(file+"~"))
	},
	"JetBrains safe write": func(t *testing.T, file, text string) {
		put(t, file+"___jb_tmp___", text)
		ok(t, os.Rename(file, file+"___jb_old___"))
		ok(t, os.Rename(file+"___jb_tmp___", file))
		ok(t, os.Remove(file+"___jb_old___"))
	},
	"Emacs, renamed to a backup": func(t *testing.T, file, text string) {
		ok(t, os.Rename(file, file+"~"))
		put(t, file, text)
	},
	"moved from another folder": func(t *testing.T, file, text string) {
		elsewhere := filepath.Join(t.TempDir(), "x")
		put(t, elsewhere, text)
		ok(t, os.Rename(elsewhere, file))
	},
	"removed and created": func(t *testing.T, file, text string) {
		ok(t, os.Remove(file))
		put(t, file, text)
	},
	"hard link replaced": func(t *testing.T, file, text string) {
		put(t, file+".x", text)
		ok(t, os.Remove(file))
		ok(t, os.Link(file+".x", file))
		ok(t, os.Remove(file+".x"))
	},
}

func TestSaves(t *testing.T) {
	for _, poll := range []time.Duration{0, 20 * time.Millisecond} {
		for name, save := range saves {
			t.Run(fmt.Sprintf("%s/%v", name, poll), func(t *testing.T) {
				t.Parallel()
				root := filepath.Join(t.TempDir(), "content")
				file := filepath.Join(root, "news", "visit.zh.md")
				put(t, file, "old")
				m := watchOver(t, Options{Roots: []string{root}, Poll: poll, Debounce: 10 * time.Millisecond})
				for _, text := range []string{"new", "newer text", "访问"} {
					save(t, file, text)
					m.settle(t)
				}
				m.wait(t, "the file is named", func() bool { return m.told(file) })
			})
		}
	}
}
