package watch

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// modes are the ways of watching that every change must come through.
var modes = map[string]time.Duration{"events": 0, "polling": 15 * time.Millisecond}

func each(t *testing.T, test func(t *testing.T, root string, o Options)) {
	for name, poll := range modes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := filepath.Join(t.TempDir(), "site")
			put(t, filepath.Join(root, "content", "a.md"), "a")
			test(t, root, Options{Roots: []string{root}, Poll: poll, Debounce: 10 * time.Millisecond})
		})
	}
}

func TestBurstOfNestedFolders(t *testing.T) {
	each(t, func(t *testing.T, root string, o Options) {
		m := watchOver(t, o)
		for i := range 300 {
			at := filepath.Join(root, "content", fmt.Sprint(i%10), fmt.Sprint(i%30), fmt.Sprint(i), "deep", "er")
			put(t, filepath.Join(at, "index.zh.md"), fmt.Sprint("text ", i))
		}
		m.settle(t)
		// What was made while the folders were being found is watched too.
		for i := range 300 {
			at := filepath.Join(root, "content", fmt.Sprint(i%10), fmt.Sprint(i%30), fmt.Sprint(i), "deep", "er")
			put(t, filepath.Join(at, "index.zh.md"), fmt.Sprint("another text ", i))
		}
		m.settle(t)
	})
}

func TestFolderMovedIn(t *testing.T) {
	each(t, func(t *testing.T, root string, o Options) {
		m := watchOver(t, o)
		outside := filepath.Join(filepath.Dir(root), "outside")
		put(t, filepath.Join(outside, "b", "c", "d.md"), "d")
		ok(t, os.Rename(outside, filepath.Join(root, "inside")))
		m.settle(t)
		put(t, filepath.Join(root, "inside", "b", "c", "d.md"), "dd")
		m.settle(t)
	})
}

// The system goes on watching a folder that was renamed, under its old path:
// what is in it then must be told under the new one.
func TestFolderRenamed(t *testing.T) {
	each(t, func(t *testing.T, root string, o Options) {
		one, two := filepath.Join(root, "one"), filepath.Join(root, "two")
		put(t, filepath.Join(one, "x", "y", "z.md"), "z")
		m := watchOver(t, o)
		for i := range 10 {
			ok(t, os.Rename(one, two))
			if i%2 == 0 {
				put(t, filepath.Join(one, "x", "y", "other.md"), fmt.Sprint(i)) // another takes its place
			}
			m.settle(t)
			put(t, filepath.Join(two, "x", "y", "z.md"), fmt.Sprint(i))
			put(t, filepath.Join(two, "x", "new.md"), fmt.Sprint(i))
			m.settle(t)
			put(t, filepath.Join(two, "x", "y", "z.md"), fmt.Sprint("again ", i))
			m.settle(t)
			ok(t, os.RemoveAll(one))
			ok(t, os.Rename(two, one))
			ok(t, os.Rename(one, two))
			ok(t, os.Rename(two, one))
			m.settle(t)
			put(t, filepath.Join(one, "x", "y", "z.md"), fmt.Sprint("back ", i))
			m.settle(t)
		}
	})
}

func TestRemoved(t *testing.T) {
	each(t, func(t *testing.T, root string, o Options) {
		file := filepath.Join(root, "content", "b", "c.md")
		put(t, file, "c")
		m := watchOver(t, o)
		ok(t, os.Remove(file))
		m.settle(t)
		put(t, file, "c again")
		m.settle(t)
		ok(t, os.RemoveAll(filepath.Join(root, "content")))
		m.settle(t)
		put(t, file, "c once more")
		m.settle(t)
	})
}

func TestAnythingAtRandom(t *testing.T) {
	each(t, func(t *testing.T, root string, o Options) {
		random := rand.New(rand.NewPCG(1, 2))
		o.Roots = []string{filepath.Join(root, "content"), filepath.Join(root, "layouts"), filepath.Join(root, "site.yaml")}
		m := watchOver(t, o)
		m.pace.Store(int64(time.Millisecond))
		name := func() string {
			at := o.Roots[random.IntN(2)]
			for range random.IntN(5) {
				at = filepath.Join(at, string(rune('a'+random.IntN(3))))
			}
			return at
		}
		rounds := 40
		if testing.Short() {
			rounds = 10
		}
		for round := range rounds {
			for step := range 30 {
				// Any of these may fail: a folder here, a file there.
				switch random.IntN(8) {
				case 0, 1, 2:
					at := name()
					_ = os.MkdirAll(filepath.Dir(at), 0o777)
					_ = os.WriteFile(at, fmt.Appendf(nil, "%d %d", round, step), 0o666)
				case 3:
					_ = os.MkdirAll(name(), 0o777)
				case 4, 5:
					_ = os.Rename(name(), name())
				case 6:
					_ = os.RemoveAll(name())
				case 7:
					_ = os.WriteFile(o.Roots[2], fmt.Appendf(nil, "%d %d", round, step), 0o666)
				}
			}
			m.settle(t)
		}
	})
}

func TestRootsThatComeAndGo(t *testing.T) {
	each(t, func(t *testing.T, root string, o Options) {
		deep := filepath.Join(root, "not", "yet", "there")
		file := filepath.Join(root, "site.yaml")
		o.Roots = []string{deep, file, filepath.Join(root, "content")}
		m := watchOver(t, o)
		put(t, file, "title: x")
		m.settle(t)
		put(t, file, "title: y")
		m.settle(t)
		for i := range 5 {
			put(t, filepath.Join(deep, "x", "y.md"), fmt.Sprint(i))
			m.settle(t)
			put(t, filepath.Join(deep, "x", "y.md"), fmt.Sprint(i, " changed"))
			m.settle(t)
			switch i {
			case 0:
				ok(t, os.Rename(deep, deep+"2"))
			case 1:
				ok(t, os.Rename(deep, filepath.Join(root, "content", "moved")))
				m.settle(t)
				put(t, filepath.Join(root, "content", "moved", "x", "y.md"), "moved")
			case 2:
				ok(t, os.RemoveAll(deep))
			default:
				ok(t, os.RemoveAll(filepath.Join(root, "not")))
			}
			m.settle(t)
		}
		ok(t, os.Remove(file))
		m.settle(t)
		ok(t, os.Mkdir(file, 0o777)) // a file becomes a folder
		put(t, filepath.Join(file, "x"), "x")
		m.settle(t)
	})
}

func TestRelativeRoots(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	put(t, "content/a.md", "a")
	for _, roots := range [][]string{{"."}, {"content", "layouts", "./site.yaml"}} {
		m := watchOver(t, Options{Roots: roots, Debounce: 10 * time.Millisecond})
		put(t, "content/a.md", fmt.Sprint(roots))
		put(t, "layouts/b.html", fmt.Sprint(roots))
		put(t, "site.yaml", fmt.Sprint(roots))
		m.settle(t)
		m.wait(t, "paths as the roots are given", func() bool { return m.told(filepath.Join("content", "a.md")) })
		for path := range maps.Keys(m.seen) {
			if filepath.IsAbs(path) {
				t.Errorf("%s is absolute", path)
			}
		}
	}
}

func TestLinksAreNotFollowed(t *testing.T) {
	each(t, func(t *testing.T, root string, o Options) {
		outside := t.TempDir()
		put(t, filepath.Join(outside, "secret.md"), "secret")
		m := watchOver(t, o)
		if err := os.Symlink(outside, filepath.Join(root, "link")); err != nil {
			t.Skip(err)
		}
		m.wait(t, "the link is named", func() bool { return m.told(filepath.Join(root, "link")) })
		put(t, filepath.Join(outside, "secret.md"), "changed")
		put(t, filepath.Join(root, "content", "a.md"), "changed")
		m.settle(t)
		m.mu.Lock()
		defer m.mu.Unlock()
		for _, look := range m.looks[1:] {
			for _, path := range look.Paths {
				if below(path, filepath.Join(root, "link")) {
					t.Errorf("%s lies behind a link", path)
				}
			}
		}
	})
}

func TestRootMayBeALink(t *testing.T) {
	each(t, func(t *testing.T, root string, o Options) {
		link := root + "-link"
		if err := os.Symlink(root, link); err != nil {
			t.Skip(err)
		}
		o.Roots = []string{link}
		m := watchOver(t, o)
		file := filepath.Join(link, "content", "new", "b.md")
		put(t, file, "b")
		m.wait(t, "the file is named", func() bool { return m.told(file) })
		m.mu.Lock()
		start := len(m.looks)
		m.mu.Unlock()
		put(t, file, "bb")
		m.wait(t, "the file is named again", func() bool { return len(m.looks) > start })
	})
}
