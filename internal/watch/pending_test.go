package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

func next(t *testing.T, w *Watcher) Look {
	t.Helper()
	select {
	case look, open := <-w.Looks():
		if !open {
			t.Fatal("the channel is closed")
		}
		return look
	case <-time.After(patience):
		t.Fatal("no look")
	}
	return Look{}
}

func watchFor(t *testing.T, o Options, refuse func(string) error) *Watcher {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	w, err := start(ctx, o, refuse)
	ok(t, err)
	t.Cleanup(func() {
		cancel()
		for range w.Looks() {
		}
	})
	return w
}

func TestNothingToWatch(t *testing.T) {
	if _, err := Start(context.Background(), Options{}); err == nil {
		t.Error("no roots, and no error")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Start(ctx, Options{Roots: []string{t.TempDir()}}); err == nil {
		t.Error("an ended context, and no error")
	}
}

func TestLooksAreMergedWhileNobodyListens(t *testing.T) {
	root := t.TempDir()
	w := watchFor(t, Options{Roots: []string{root}, Debounce: 5 * time.Millisecond, Rescan: -1}, nil)
	var want []string
	for i := range 20 {
		file := filepath.Join(root, fmt.Sprintf("%02d.md", i))
		want = append(want, file)
		for range 5 {
			put(t, file, "x")
		}
	}
	var got []string
	for looks := 0; len(got) < len(want); looks++ {
		look := next(t, w)
		if look.All || !slices.IsSorted(look.Paths) {
			t.Fatalf("%+v", look)
		}
		got = append(got, look.Paths...)
		slices.Sort(got)
		got = slices.Compact(got)
		if looks > 5 {
			t.Fatalf("%d looks for what had happened before the first was fetched", looks)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A file that is written without end must not hold everything up.
func TestWaitingHasALimit(t *testing.T) {
	root := t.TempDir()
	w := watchFor(t, Options{Roots: []string{root}, Debounce: 200 * time.Millisecond, Rescan: -1}, nil)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
				_ = os.WriteFile(filepath.Join(root, "log"), fmt.Append(nil, i), 0o666)
			}
		}
	}()
	next(t, w)
	next(t, w)
	close(stop)
	<-stopped
}

func TestPermissionsAreNoChange(t *testing.T) {
	root := t.TempDir()
	a, b := filepath.Join(root, "a"), filepath.Join(root, "b")
	put(t, a, "a")
	for _, poll := range modes {
		w := watchFor(t, Options{Roots: []string{root}, Poll: poll, Debounce: 5 * time.Millisecond, Rescan: -1}, nil)
		for range 3 {
			ok(t, os.Chmod(a, 0o600))
			ok(t, os.Chmod(a, 0o644))
		}
		put(t, b, fmt.Sprint("b", poll))
		if look := next(t, w); look.All || slices.Contains(look.Paths, a) || !slices.Contains(look.Paths, b) {
			t.Errorf("%+v", look)
		}
		ok(t, os.Remove(b))
	}
}

func TestIgnoredPathsAreNotTold(t *testing.T) {
	root := t.TempDir()
	ignore := func(path string) bool {
		base := filepath.Base(path)
		return base == "public" || strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~")
	}
	put(t, filepath.Join(root, "public", "old.html"), "x")
	for _, poll := range modes {
		w := watchFor(t, Options{Roots: []string{root}, Ignore: ignore, Poll: poll, Debounce: 20 * time.Millisecond, Rescan: -1}, nil)
		put(t, filepath.Join(root, "public", "deep", "x.html"), fmt.Sprint(poll))
		put(t, filepath.Join(root, ".git", "index"), fmt.Sprint(poll))
		put(t, filepath.Join(root, "a.md~"), fmt.Sprint(poll))
		put(t, filepath.Join(root, "a.md"), fmt.Sprint(poll))
		look := next(t, w)
		for _, path := range look.Paths {
			if path != root && path != filepath.Join(root, "a.md") {
				t.Errorf("%s is told", path)
			}
		}
		if look.All || !slices.Contains(look.Paths, filepath.Join(root, "a.md")) {
			t.Errorf("%+v", look)
		}
		for dir := range w.watched {
			if dir != root {
				t.Errorf("%s is watched", dir)
			}
		}
	}
}

func TestTooManyFoldersMeansPolling(t *testing.T) {
	for _, why := range []struct {
		err  error
		kind LimitKind
	}{
		{syscall.ENOSPC, TooManyFolders},
		{os.NewSyscallError("inotify_init1", syscall.EMFILE), TooManyWatchers},
		{syscall.ENOSYS, NoEvents},
	} {
		for limit := range 5 {
			t.Run(fmt.Sprintf("%v after %d", why.err, limit), func(t *testing.T) {
				t.Parallel()
				root := t.TempDir()
				put(t, filepath.Join(root, "a", "b", "x.md"), "x")
				folders := 0
				ctx, cancel := context.WithCancel(context.Background())
				w, err := start(ctx, Options{Roots: []string{root}, Rescan: -1}, func(string) error {
					if folders++; folders > limit {
						return why.err
					}
					return nil
				})
				ok(t, err)
				m := follow(t, w, cancel)
				put(t, filepath.Join(root, "a", "c", "d", "y.md"), "y")
				m.settle(t)
				put(t, filepath.Join(root, "a", "c", "d", "y.md"), "yy")
				m.settle(t)
				select {
				case got := <-w.Limits():
					if got.Kind != why.kind || !errors.Is(got.Err, why.err) {
						t.Errorf("after %d folders the limit is %+v, want %v", limit, got, why)
					}
				default:
					t.Errorf("after %d folders no limit is told", limit)
				}
				if len(w.Limits()) > 0 {
					t.Error("the limit is told twice")
				}
			})
		}
	}
}

func TestLossMeansEverything(t *testing.T) {
	root := t.TempDir()
	put(t, filepath.Join(root, "a", "x.md"), "x")
	w := watchFor(t, Options{Roots: []string{root}, Debounce: 5 * time.Millisecond, Rescan: -1}, nil)
	w.source.Errors <- fsnotify.ErrEventOverflow
	if look := next(t, w); !look.All {
		t.Errorf("%+v", look)
	}
	put(t, filepath.Join(root, "a", "x.md"), "xx")
	if look := next(t, w); look.All {
		t.Errorf("%+v", look)
	}
}

// With more events than the system's queue holds, and a reader too slow for
// them, nothing may be missing in the end.
func TestFlood(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 24,000 files")
	}
	root := t.TempDir()
	m := watchOver(t, Options{Roots: []string{root}})
	m.pace.Store(int64(50 * time.Millisecond))
	for i := range 24000 {
		dir := filepath.Join(root, fmt.Sprint(i%97))
		if i < 97 {
			ok(t, os.Mkdir(dir, 0o777))
		}
		ok(t, os.WriteFile(filepath.Join(dir, fmt.Sprint(i)), fmt.Append(nil, i), 0o666))
	}
	m.settle(t)
	put(t, filepath.Join(root, "96", "after.md"), "after")
	m.settle(t)
	m.mu.Lock()
	defer m.mu.Unlock()
	all := 0
	for _, look := range m.looks {
		if look.All {
			all++
		}
	}
	t.Logf("%d looks, %d of them at everything", len(m.looks), all)
}

func TestRescanFindsWhatEventsMissed(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, "a", "x.md")
	put(t, file, "x")
	m := watchOver(t, Options{Roots: []string{root}, Debounce: 5 * time.Millisecond, Rescan: 50 * time.Millisecond})
	ok(t, m.watcher.source.Remove(filepath.Join(root, "a"))) // as if the system had forgotten it
	put(t, file, "changed")
	m.settle(t)
	put(t, file, "changed again") // it is watched again
	m.settle(t)
}

func TestRescanIsQuietWhenNothingHappens(t *testing.T) {
	root := t.TempDir()
	put(t, filepath.Join(root, "a", "x.md"), "x")
	w := watchFor(t, Options{Roots: []string{root}, Debounce: time.Millisecond, Rescan: time.Millisecond}, nil)
	put(t, filepath.Join(root, "a", "x.md"), "xx")
	for look := next(t, w); !slices.Contains(look.Paths, filepath.Join(root, "a", "x.md")); look = next(t, w) {
	}
	for {
		select {
		case <-w.Looks(): // the write may have come in two parts
		case <-time.After(100 * time.Millisecond):
			return
		}
	}
}

func TestManyPathsAreEverything(t *testing.T) {
	p := newPending(time.Hour)
	for i := range enough + 1 {
		if p.all {
			t.Fatalf("all after %d", i)
		}
		p.note(fmt.Sprint(i))
	}
	if look := p.look(); !look.All || len(look.Paths) != 0 {
		t.Errorf("%v, %d paths", look.All, len(look.Paths))
	}
}

func TestBelow(t *testing.T) {
	for _, c := range []struct {
		path, dir string
		want      bool
	}{
		{"a/b", "a", true}, {"a", "a", false}, {"ab", "a", false}, {"a/b/c", "a", true}, {"b", ".", true},
		{".", ".", false}, {"../b", ".", false}, {"/a", ".", false}, {"/a", "/", true}, {"/", "/", false},
	} {
		if got := below(filepath.FromSlash(c.path), filepath.FromSlash(c.dir)); got != c.want {
			t.Errorf("below(%q, %q) = %v", c.path, c.dir, got)
		}
	}
}

// What was lost may be that a folder is there: it is watched from then on.
func TestLossFindsFolders(t *testing.T) {
	root := t.TempDir()
	put(t, filepath.Join(root, "a", "x.md"), "x")
	m := watchOver(t, Options{Roots: []string{root}, Debounce: 5 * time.Millisecond})
	ok(t, m.watcher.source.Remove(filepath.Join(root, "a"))) // as if the system had forgotten it
	file := filepath.Join(root, "a", "b", "y.md")
	put(t, file, "y")
	m.watcher.source.Errors <- fsnotify.ErrEventOverflow
	m.settle(t)
	for i := range 3 {
		put(t, file, fmt.Sprint("changed ", i))
		m.settle(t)
	}
}

// Going over to comparing files is no change: where watching begins with it,
// nothing is told, and where it happens later, everything once.
func TestGivingUpIsNoChange(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	put(t, filepath.Join(root, "a", "b", "x.md"), "x")
	put(t, filepath.Join(root, "c", "y.md"), "y")
	for limit := range 4 {
		folders := 0
		w := watchFor(t, Options{Roots: []string{root}, Debounce: 5 * time.Millisecond}, func(string) error {
			if folders++; folders > limit {
				return syscall.ENOSPC
			}
			return nil
		})
		<-w.Limits()
		select {
		case look := <-w.Looks():
			t.Errorf("after %d folders nothing has changed: %+v", limit, look)
		case <-time.After(1500 * time.Millisecond):
		}
	}
	folders := 0
	w := watchFor(t, Options{Roots: []string{root}, Debounce: 5 * time.Millisecond}, func(string) error {
		if folders++; folders > 4 {
			return syscall.ENOSPC
		}
		return nil
	})
	ok(t, os.Mkdir(filepath.Join(root, "d"), 0o777))
	<-w.Limits()
	if look := next(t, w); !look.All {
		t.Errorf("%+v", look)
	}
	select {
	case look := <-w.Looks():
		t.Errorf("everything was told, and nothing has changed since: %+v", look)
	case <-time.After(1500 * time.Millisecond):
	}
	put(t, filepath.Join(root, "c", "z.md"), "z")
	if look := next(t, w); !slices.Contains(look.Paths, filepath.Join(root, "c", "z.md")) {
		t.Errorf("%+v", look)
	}
}
