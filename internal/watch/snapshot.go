package watch

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// A snapshot is what could be seen of all files at one time.
type snapshot map[string]stamp

// A stamp is what can be seen of a file without reading it.
type stamp struct {
	folder bool
	mode   fs.FileMode
	size   int64
	time   time.Time
	number uint64
}

// stamp looks at a file. A folder changes only by what is in it; but between
// two comparisons a file may have gone and come back, or come and gone, and
// the receiver may have looked just then. Only the folder's time shows that.
func (w *Watcher) stamp(info fs.FileInfo) stamp {
	if info.IsDir() && w.source != nil {
		return stamp{folder: true}
	}
	if info.IsDir() {
		return stamp{folder: true, time: info.ModTime().UTC(), number: number(info)}
	}
	// The permissions do not count.
	return stamp{mode: info.Mode().Type(), size: info.Size(), time: info.ModTime().UTC(), number: number(info)}
}

// diff calls note for each path that differs.
func (s snapshot) diff(now snapshot, note func(path string)) {
	for path, was := range s {
		if is, there := now[path]; !there || is != was {
			note(path)
		}
	}
	for path := range now {
		if _, was := s[path]; !was {
			note(path)
		}
	}
}

// walk visits what lies below a folder, each folder before it is read. What
// vanishes meanwhile is not there, and what cannot be read is empty.
func walk(ctx context.Context, dir string, ignore func(string) bool, visit func(string, fs.FileInfo)) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		if ctx.Err() != nil {
			return
		}
		path := filepath.Join(dir, entry.Name())
		if ignore != nil && ignore(path) {
			continue
		}
		info, err := entry.Info()
		if err != nil {
			continue
		}
		visit(path, info)
		if info.IsDir() {
			walk(ctx, path, ignore, visit)
		}
	}
}

// survey compares everything with what was known, and watches every folder
// anew: where it is watched already that changes nothing.
func (w *Watcher) survey(ctx context.Context) {
	now := snapshot{}
	for _, root := range w.options.Roots {
		w.cover(root)
		info, err := os.Stat(root)
		if err != nil {
			continue
		}
		now[root] = w.stamp(info)
		if !info.IsDir() {
			continue
		}
		walk(ctx, root, w.options.Ignore, func(path string, info fs.FileInfo) {
			now[path] = w.stamp(info)
			if info.IsDir() {
				w.attend(path)
			}
		})
	}
	if ctx.Err() != nil {
		return // a half look shows files as gone
	}
	w.known.diff(now, w.pending.note)
	w.known = now
	w.release()
}
