package write

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

var errInjected = errors.New("injected fault")

// faults makes the operations that it is told to fail.
type faults struct {
	n     int
	fails func(n int, op string) bool
}

func (f *faults) check(op string) error {
	f.n++
	if f.fails(f.n, op) {
		return fmt.Errorf("%s: %w", op, errInjected)
	}
	return nil
}

// drop is what a kill leaves of a site: nothing runs, and the lock is free.
func (s *Site) drop() {
	s.folders.close()
	s.lock.Close()
	s.root.Close()
}

// before is a destination with a site, foreign files, and leftovers.
type before struct {
	name    string
	old     tree // published before, if not nil
	foreign tree
	next    tree
	want    tree // what the next build leaves, without the manifest
}

func scenarios() []before {
	foreign := tree{
		"CNAME":                 "example.org",
		"zh/news/2023/notes":    "mine",
		"zh/news/2025/c.html":   "at a planned path",
		"uploads/deep/file.txt": "mine too",
	}
	return []before{
		{name: "fresh", next: first, want: first},
		{name: "update", old: first, next: second, want: second},
		{name: "foreign", old: first, foreign: foreign, next: second, want: foreign.with(second)},
		{name: "shrink", old: first, next: tree{"index.html": "only"}, want: tree{"index.html": "only"}},
		{name: "lost manifest", foreign: first.without("file", "dir/one", "dir/two/three"), next: second,
			want: second.with(tree{"zh/news/2023/gone.html": "gone", "en/about.html": "about"})},
	}
}

// scratch is in memory where that is possible: thousands of builds would wait
// for the disk to confirm their manifests.
func scratch(t *testing.T) string {
	t.Helper()
	base := t.TempDir()
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		base = "/dev/shm"
	}
	dir, err := os.MkdirTemp(base, "write-test-")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func (b before) set(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(scratch(t), "public")
	if b.old != nil {
		publish(t, dir, b.old)
	}
	b.foreign.put(t, dir)
	return dir
}

func readIfThere(t *testing.T, dir string) tree {
	t.Helper()
	if _, err := os.Stat(dir); os.IsNotExist(err) {
		return nil
	}
	return read(t, dir)
}

// attempt is a build with faults; it says whether it was committed.
func attempt(dir string, outputs tree, f *faults) (*Site, bool, error) {
	site, err := open(context.Background(), dir, nil, f.check)
	if err != nil {
		return nil, false, err
	}
	_, err = build(site, outputs)
	return site, err == nil, err
}

// Whatever fails, and if it goes on failing for good, the old site is whole
// after Abort, byte for byte, and nothing is left over.
func TestEveryFailureCanBeTakenBack(t *testing.T) {
	full := map[string]bool{"create": true, "write": true, "mkdir": true, "link": true, "copy": true, "record": true, "sync": true}
	kinds := map[string]func(at, n int, op string) bool{
		"once":          func(at, n int, _ string) bool { return n == at },
		"disk is full":  func(at, n int, op string) bool { return n >= at && full[op] },
		"no exchange":   func(at, n int, op string) bool { return n == at || op == "exchange" },
		"no hard links": func(at, n int, op string) bool { return n == at || op == "exchange" || op == "link" },
	}
	for _, b := range scenarios() {
		for kind, fails := range kinds {
			t.Run(b.name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				for at, calm := 1, false; !calm; at++ {
					dir := b.set(t)
					was := readIfThere(t, dir)
					f := &faults{fails: func(n int, op string) bool { return fails(at, n, op) }}
					site, committed, err := attempt(dir, b.next, f)
					calm = f.n < at
					what := fmt.Sprintf("operation %d", at)
					if site != nil {
						if !committed {
							f.fails = func(int, string) bool { return false }
							must(t, site.Abort())
						}
						must(t, site.Close())
					}
					now := readIfThere(t, dir)
					if committed {
						same(t, what+", committed", now.without(manifestName), b.want.withFolders())
					} else {
						if !errors.Is(err, errInjected) {
							t.Errorf("%s: %v", what, err)
						}
						same(t, what+", aborted", now, was)
					}
					if t.Failed() {
						return
					}
					if !committed { // and it does no harm to what comes after
						publish(t, dir, b.next)
						same(t, what+", built again", read(t, dir).without(manifestName), b.want.withFolders())
					}
				}
			})
		}
	}
}

// A build that is killed at any time leaves each file with its old or its new
// bytes, never touches what is foreign, and the next build heals everything.
func TestEveryKillIsHealed(t *testing.T) {
	for _, b := range scenarios() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			for at, calm := 1, false; !calm; at++ {
				dir := b.set(t)
				was := readIfThere(t, dir)
				f := &faults{fails: func(n int, _ string) bool { return n >= at }}
				site, _, _ := attempt(dir, b.next, f)
				calm = f.n < at
				what := fmt.Sprintf("killed at %d", at)
				if site != nil {
					site.drop()
				}
				now := readIfThere(t, dir)
				for name, body := range was {
					_, foreign := b.foreign[name]
					next, planned := b.next[name]
					is, there := now[name]
					switch {
					case is == body, name == manifestName, body == folderMark:
					case planned && is == next:
					case !planned && !foreign && (!there || is == folderMark):
					default:
						t.Errorf("%s: %s holds %.40q, was %.40q", what, name, is, body)
					}
				}
				heal(t, what, dir, b, at)
				if t.Failed() {
					return
				}
				if calm {
					t.Logf("%d operations", f.n)
				}
			}
		})
	}
}

// heal is the build after: the same one, the one before, or a third, in turn.
func heal(t *testing.T, what, dir string, b before, at int) {
	t.Helper()
	next, want := b.next, b.want
	switch {
	case at%3 == 1 && b.old != nil && b.foreign == nil:
		next, want = b.old, b.old
	case at%3 == 2 && b.foreign == nil:
		next = tree{"third/one.html": "third", "zh": "a file now"}
		want = next
	}
	publish(t, dir, next)
	got := read(t, dir)
	if b.foreign == nil {
		same(t, what+", healed", got, next.site())
		return
	}
	same(t, what+", healed", got.without(manifestName), want.withFolders())
}

// A build killed while it replaces foreign files must not make those its own
// that it has not replaced: the next build may plan nothing there.
func TestKillDoesNotMakeForeignFilesOurs(t *testing.T) {
	planned := tree{"a.html": "ours a", "b.html": "ours b", "c/d.html": "ours d"}
	foreign := tree{"a.html": "foreign a", "b.html": "foreign b", "c/d.html": "foreign d"}
	replaced := 0
	for at, calm := 1, false; !calm; at++ {
		dir := scratch(t)
		foreign.put(t, dir)
		f := &faults{fails: func(n int, _ string) bool { return n >= at }}
		site, _, _ := attempt(dir, planned, f)
		calm = f.n < at
		if site != nil {
			site.drop()
		}
		left := read(t, dir)
		publish(t, dir, tree{"other.html": "x"})
		want := tree{"other.html": "x"}
		for name, body := range foreign {
			if left[name] == body {
				want[name] = body
			} else {
				replaced++
			}
		}
		same(t, fmt.Sprintf("killed at %d", at), read(t, dir).without(manifestName), want.withFolders())
	}
	if replaced == 0 {
		t.Error("no kill came after a foreign file was replaced")
	}
}

// A kill in the middle of a write to the manifest leaves a path cut short,
// which may be that of a foreign file.
func TestTornManifestClaimsNothing(t *testing.T) {
	dir := t.TempDir()
	publish(t, dir, tree{"index.html": "x"})
	tree{"new": "foreign"}.put(t, dir)
	manifest := filepath.Join(dir, manifestName)
	data, err := os.ReadFile(manifest)
	must(t, err)
	torn := append(data, "-  new"...) // of new.html
	must(t, os.WriteFile(manifest, torn, 0o666))
	publish(t, dir, tree{"index.html": "x"})
	want := tree{"index.html": "x", "new": "foreign"}
	same(t, "after a torn line", read(t, dir).without(manifestName), want)

	// Killed again, after it has added to the torn line and begun a file.
	must(t, os.WriteFile(manifest, torn, 0o666))
	f := &faults{fails: func(_ int, op string) bool { return op == "write" }}
	site, committed, err := attempt(dir, tree{"index.html": "x", "z": "zzzz"}, f)
	if committed || site == nil {
		t.Fatal(err)
	}
	site.drop()
	same(t, "killed", read(t, dir).without(manifestName), want.with(tree{"z": "zz"}))
	publish(t, dir, tree{"index.html": "x"})
	same(t, "after a line that was added to", read(t, dir).without(manifestName), want)
}

func TestDamagedManifest(t *testing.T) {
	good := manifestOf(first)
	for _, damaged := range []string{
		"", "\n\n\n", "garbage", "bulletin-manifest 99\n", good[:len(good)/2], good[len(header)+7:], good + good, "\x00\xff" + good,
		header + "-  ../escape\n-  /etc/passwd\n-  .bulletin-manifest\n-  a/../../b\n-  \n-\n" + good[len(header):],
	} {
		dir := filepath.Join(t.TempDir(), "public")
		publish(t, dir, first)
		must(t, os.WriteFile(filepath.Join(dir, "..", "escape"), []byte("outside"), 0o666))
		must(t, os.WriteFile(filepath.Join(dir, manifestName), []byte(damaged), 0o666))
		publish(t, dir, first)
		same(t, fmt.Sprintf("%.40q", damaged), read(t, dir), first.site())
		if _, err := os.Stat(filepath.Join(dir, "..", "escape")); err != nil {
			t.Errorf("%.40q: %v", damaged, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(manifestOf(first)))
	f.Add([]byte("-  a\n?00112233445566778899aabbccddeeff  b/c\n\x00\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, _ := parse(data)
		for name := range entries {
			if err := Valid(name); err != nil {
				t.Error(err)
			}
		}
		again, torn := parse(format(entries))
		if torn || !maps.Equal(again, entries) {
			t.Errorf("%v becomes %v", slices.Collect(maps.Keys(entries)), slices.Collect(maps.Keys(again)))
		}
	})
}
