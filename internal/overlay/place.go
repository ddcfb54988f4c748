package overlay

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
)

// A place is where a name was found.
type place struct {
	layer        fs.FS // the one that is shown
	path         string
	info         fs.FileInfo
	upper, lower bool // which layers have it; both only for a folder
}

func (p place) folder() bool { return p.info.IsDir() }

// find walks down to the name, one part at a time: a link on the way must not
// be followed, and a file on the way hides the other layer's folder.
func (o *FS) find(op, name string) (place, error) {
	if !fs.ValidPath(name) {
		return place{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	missing := &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	if name != "." {
		for part := range strings.SplitSeq(name, "/") {
			if o.hidden(part) {
				return place{}, missing
			}
		}
	}
	full := path.Join(o.dir, name)
	at := place{upper: o.upper != nil, lower: o.lower != nil}
	for _, prefix := range prefixes(full) {
		if at.info != nil && !at.folder() {
			return place{}, missing
		}
		next, err := o.step(at, prefix)
		if err != nil {
			return place{}, &fs.PathError{Op: op, Path: name, Err: bare(err)}
		}
		at = next
	}
	return at, nil
}

// step looks for one path in those layers that have its parent.
func (o *FS) step(from place, path string) (place, error) {
	at := place{path: path}
	var above, below fs.FileInfo
	var err error
	if from.upper {
		if above, err = look(o.upper, path); err != nil {
			return at, err
		}
	}
	if from.lower {
		if below, err = look(o.lower, path); err != nil {
			return at, err
		}
	}
	switch {
	case above != nil:
		at.layer, at.info, at.upper = o.upper, above, true
		at.lower = below != nil && above.IsDir() && below.IsDir()
	case below != nil:
		at.layer, at.info, at.lower = o.lower, below, true
	default:
		return at, fs.ErrNotExist
	}
	return at, nil
}

// look describes a regular file or folder of one layer, nil for all else.
func look(layer fs.FS, path string) (fs.FileInfo, error) {
	info, err := fs.Lstat(layer, path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case info.IsDir() || info.Mode().IsRegular():
		return info, nil
	}
	return nil, nil
}

// prefixes lists the folders on the way to a path and the path itself:
// ".", "a", "a/b" for "a/b".
func prefixes(name string) []string {
	all := []string{"."}
	if name == "." {
		return all
	}
	for i := range len(name) {
		if name[i] == '/' {
			all = append(all, name[:i])
		}
	}
	return append(all, name)
}

// bare takes the inner path off an error, which gets the outer one instead.
func bare(err error) error {
	if inner, ok := errors.AsType[*fs.PathError](err); ok {
		return inner.Err
	}
	return err
}

// A folder is an open one, its entries read in advance.
type folder struct {
	info    fs.FileInfo
	entries []fs.DirEntry
}

func (o *FS) open(name string, at place) (fs.File, error) {
	entries, err := o.list(at)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: bare(err)}
	}
	return &folder{info: at.info, entries: entries}, nil
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *folder) Close() error               { return nil }

func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.info.Name(), Err: errors.New("is a directory")}
}

func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(f.entries) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(f.entries) {
		n = len(f.entries)
	}
	batch := f.entries[:n:n]
	f.entries = f.entries[n:]
	return batch, nil
}
