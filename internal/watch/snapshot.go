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
	mode   fs.FileMode
	size   int64
	time   time.Time
	number uint64
	shut   bool // it cannot be read
}

// stampOf looks at a file. Of the permissions only counts whether it can be read;
// the system is asked where not everybody can.
func stampOf(path string, info fs.FileInfo) stamp {
	s := stamp{mode: info.Mode().Type(), size: info.Size(), time: info.ModTime().UTC(), number: number(info)}
	need := fs.FileMode(0o444)
	if info.IsDir() {
		s.size, need = 0, 0o555
	}
	if s.mode&^fs.ModeDir == 0 && info.Mode()&need != need {
		s.shut = shut(path, info.IsDir())
	}
	return s
}

// like reports whether nothing is seen to have changed. A folder changes only by
// what is in it; but between two comparisons a file may have gone and come back,
// or come and gone, and the receiver may have looked just then. Only the folder's
// time shows that, where nothing else tells.
func (s stamp) like(was stamp, times bool) bool {
	return s == was || !times && s.mode.IsDir() && was.mode.IsDir() && s.shut == was.shut
}

// diff calls note for each path that differs; times says whether folders' times
// count.
func (s snapshot) diff(now snapshot, times bool, note func(path string)) {
	for path, was := range s {
		if is, there := now[path]; !there || !is.like(was, times) {
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
// anew: where it is watched already that changes nothing. As long as events tell
// of changes, the times of folders that are known are of no day.
func (w *Watcher) survey(ctx context.Context) {
	now := snapshot{}
	for _, root := range w.options.Roots {
		w.cover(root)
		info, err := os.Stat(root)
		if err != nil {
			continue
		}
		now[root] = stampOf(root, info)
		if !info.IsDir() {
			continue
		}
		walk(ctx, root, w.options.Ignore, func(path string, info fs.FileInfo) {
			now[path] = stampOf(path, info)
			if info.IsDir() {
				w.attend(path)
			}
		})
	}
	if ctx.Err() != nil {
		return // a half look shows files as gone
	}
	w.known.diff(now, w.polled, w.pending.note)
	w.known, w.polled = now, w.source == nil
	w.release()
}
