package watch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// listen opens the source of events.
func (w *Watcher) listen() {
	interval := w.options.Rescan
	if interval < 0 {
		interval = 1<<63 - 1
	}
	w.ticker = time.NewTicker(interval)
	source, err := fsnotify.NewBufferedWatcher(1024)
	if err != nil {
		w.giveUp(err)
		return
	}
	w.source, w.events = source, source.Events
	// The source may report an error while it holds the lock that adding a
	// folder needs, so that errors must be taken by somebody who does not.
	lost := make(chan struct{}, 1)
	w.lost = lost
	go func() {
		for range source.Errors {
			select {
			case lost <- struct{}{}:
			default:
			}
		}
	}()
}

// giveUp goes over to comparing files. What has happened meanwhile may have
// been missed.
func (w *Watcher) giveUp(why error) {
	if w.source != nil {
		w.source.Close()
		w.source, w.events, w.lost = nil, nil, nil
	}
	clear(w.watched)
	clear(w.guards)
	clear(w.covered)
	w.ticker.Reset(time.Second)
	w.pending.noteAll()
	w.limits <- Limit{kindOf(why), why} // there is room: nothing is given up twice
}

func kindOf(err error) LimitKind {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return TooManyFolders
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return TooManyWatchers
	}
	return NoEvents
}

// attend watches a folder below a root.
func (w *Watcher) attend(dir string) { w.add(dir, w.watched) }

func (w *Watcher) add(dir string, among map[string]bool) {
	if w.source == nil {
		return
	}
	var err error
	if w.refuse != nil {
		err = w.refuse(dir)
	}
	if err == nil {
		err = w.source.Add(dir)
	}
	switch {
	case err == nil:
		among[dir] = true
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.ENOTDIR):
		// It has just gone, or cannot be read anyway.
	default:
		w.giveUp(err)
	}
}

// unwatch forgets a folder that has gone from its path. One that was moved
// takes its watches with it, and they would go on to report the old paths.
func (w *Watcher) unwatch(dir string, moved bool) {
	if !w.watched[dir] {
		return
	}
	w.drop(dir, w.watched)
	if !moved {
		return
	}
	for inner := range w.watched {
		if below(inner, dir) {
			w.drop(inner, w.watched)
		}
	}
}

func (w *Watcher) drop(dir string, among map[string]bool) {
	delete(among, dir)
	if w.source != nil && !w.watched[dir] && !w.guards[dir] {
		_ = w.source.Remove(dir) // it fails for what is gone anyway
	}
}

// cover watches a root, or what is above it as long as it is missing or a
// file, and says whether it is a folder that was not watched before.
func (w *Watcher) cover(root string) bool {
	if w.source == nil {
		return false
	}
	for {
		info, err := os.Stat(root)
		if err == nil && info.IsDir() {
			w.attend(root)
			fresh := !w.covered[root]
			w.covered[root] = true
			return fresh
		}
		if w.covered[root] {
			delete(w.covered, root)
			w.unwatch(root, true)
		}
		guard := nearest(root)
		w.add(guard, w.guards)
		// The root, or a folder on the way to it, may have come meanwhile.
		info, err = os.Stat(root)
		if nearest(root) == guard && (err != nil || !info.IsDir()) {
			return false
		}
	}
}

// nearest is the closest folder above a path that is there.
func nearest(path string) string {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err == nil && info.IsDir() || dir == filepath.Dir(dir) {
			return dir
		}
	}
}

// release stops watching folders above roots that are there again.
func (w *Watcher) release() {
	needed := map[string]bool{}
	for _, root := range w.options.Roots {
		if !w.covered[root] {
			needed[nearest(root)] = true
		}
	}
	for guard := range w.guards {
		if !needed[guard] {
			w.drop(guard, w.guards)
		}
	}
}

// handle takes an event for a hint at a path, whatever it says.
func (w *Watcher) handle(ctx context.Context, event fsnotify.Event) {
	if event.Name == "" {
		return
	}
	path := filepath.Clean(event.Name)
	if event.Op == fsnotify.Chmod && !w.opened(path) {
		return
	}
	if event.Has(fsnotify.Remove) || event.Has(fsnotify.Rename) {
		w.unwatch(path, event.Has(fsnotify.Rename))
	}
	if w.concerns(path) {
		w.pending.note(path)
		if info, err := os.Lstat(path); err != nil {
			delete(w.known, path)
		} else if event.Has(fsnotify.Create) || !w.watched[path] {
			w.meet(ctx, path, info)
		}
	}
	for _, root := range w.options.Roots {
		if path == root || below(root, path) {
			if path == root && !w.watched[root] {
				delete(w.covered, root)
				// Nobody watches above a root: where it was moved to another,
				// that was told first, when its folders were still taken.
				w.pending.lost = w.pending.lost || event.Has(fsnotify.Rename)
			}
			w.seek(ctx, root)
		}
	}
}

// opened says whether a file can be read that could not, or the other way
// round. Most changes of what is said about a file are not that.
func (w *Watcher) opened(path string) bool {
	was, there := w.known[path]
	info, err := os.Lstat(path)
	if !there || err != nil {
		return false
	}
	is := stampOf(path, info)
	if is.shut == was.shut {
		return false
	}
	w.known[path] = is
	return true
}

// concerns says whether a path lies below a root and is not ignored.
func (w *Watcher) concerns(path string) bool {
	inside := false
	for _, root := range w.options.Roots {
		if path == root {
			return true
		}
		inside = inside || below(path, root)
	}
	return inside && (w.options.Ignore == nil || !w.options.Ignore(path))
}

// seek watches a root that may have come, or looks out for one that has gone.
func (w *Watcher) seek(ctx context.Context, root string) {
	if w.cover(root) {
		if info, err := os.Stat(root); err == nil {
			w.pending.note(root)
			w.meet(ctx, root, info)
		}
	}
	w.release()
}

// meet gets to know what is at a path now. In a new folder there may be files
// already.
func (w *Watcher) meet(ctx context.Context, path string, info fs.FileInfo) {
	w.known[path] = stampOf(path, info)
	if !info.IsDir() {
		return
	}
	w.attend(path)
	walk(ctx, path, w.options.Ignore, func(inner string, info fs.FileInfo) {
		w.known[inner] = stampOf(inner, info)
		w.pending.note(inner)
		if info.IsDir() {
			w.attend(inner)
		}
	})
}

// below says that a path lies somewhere in a folder.
func below(path, dir string) bool {
	if dir == "." {
		return path != "." && filepath.IsLocal(path)
	}
	if !strings.HasSuffix(dir, string(filepath.Separator)) {
		dir += string(filepath.Separator)
	}
	return len(path) > len(dir) && strings.HasPrefix(path, dir)
}
