package build

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"bulletin/internal/ledger"
)

// A straight is a folder of the system as a file tree in which no link is
// followed: not at the end of a name and not on the way to it, wherever it leads.
// Whoever walks a source tells of links; but a file may become one afterwards,
// and a preview reads long after it has looked.
type straight struct {
	tree
	root  string
	under string // where the folder lies below the top
	top   *top
}

// A top is the folder that a source begins with. It may be reached by links.
type top struct {
	folder *os.File // closed when nobody needs it any more; nil where it cannot be opened
	plain  atomic.Bool
}

func straightTree(root string) straight {
	t := straight{tree: os.DirFS(root).(tree), root: root, top: &top{}}
	t.top.folder, _ = os.Open(root) // then nothing in it can be opened either
	return t
}

// close lets go of the folder, where nobody reads on.
func (t straight) close() {
	if t.top.folder != nil {
		_ = t.top.folder.Close()
	}
}

// look looks at a file from outside, by its path below the top; links on the way
// are followed, one at its end only if follow says so.
func (t straight) look(path string, follow bool) (ledger.Look, error) {
	switch {
	case t.top.folder != nil:
		return ledger.In(t.top.folder, path, follow)
	case follow:
		return ledger.At(filepath.Join(t.root, filepath.FromSlash(path)))
	default:
		return ledger.On(filepath.Join(t.root, filepath.FromSlash(path)))
	}
}

// sub is a folder of the tree.
func (t straight) sub(root, dir string) straight {
	return straight{os.DirFS(root).(tree), root, path.Join(t.under, dir), t.top}
}

// Open is part of fs.FS.
func (t straight) Open(name string) (fs.File, error) {
	f, err := t.file(name)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// file opens a file.
func (t straight) file(name string) (*os.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	f, err := t.open(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return f, nil
}

// ReadDir is part of fs.ReadDirFS.
func (t straight) ReadDir(name string) ([]fs.DirEntry, error) {
	f, err := t.file(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	entries, err := f.ReadDir(-1)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}
