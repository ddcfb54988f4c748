// Package overlay shows two file trees as one: the user's file where there is
// one, else the built-in one.
//
// Files replace one another whole, by name; folders are merged. Where one
// layer has a file and the other a folder of the same name, the user's is
// shown and the other is not there at all.
//
// Some names are never shown, in either layer and at any depth: Go source
// (so that the built-in trees may hold the file that embeds them), names that
// begin with a dot, and what editors and systems leave behind (see Leftover).
// Dots shows a folder with its dot files.
//
// In the user's layer only regular files and folders count. A symbolic link, a
// device or a socket is treated as absent, so that nothing leads out of the
// tree and the built-in file shows instead.
package overlay

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// An FS is two layers shown as one tree. It is safe for concurrent use when
// its layers are.
type FS struct {
	upper, lower fs.FS
	dir          string // the folder of the layers that is the top here
	dots         bool
}

var (
	_ fs.ReadDirFS  = (*FS)(nil)
	_ fs.ReadFileFS = (*FS)(nil)
	_ fs.StatFS     = (*FS)(nil)
)

// New lays the user's tree over the built-in one. Either may be nil or have no
// top folder; it is empty then.
func New(upper, lower fs.FS) *FS {
	return &FS{upper: upper, lower: lower, dir: "."}
}

// Dots returns the folder dir of a tree as a tree of its own, with its dot
// files if the tree is an FS.
func Dots(tree fs.FS, dir string) (fs.FS, error) {
	o, ok := tree.(*FS)
	if !ok {
		return fs.Sub(tree, dir)
	}
	if !fs.ValidPath(dir) {
		return nil, &fs.PathError{Op: "sub", Path: dir, Err: fs.ErrInvalid}
	}
	return &FS{upper: o.upper, lower: o.lower, dir: path.Join(o.dir, dir), dots: true}, nil
}

// Leftover reports whether a name is one that editors, version control or
// desktops leave behind and nobody means to publish.
func Leftover(name string) bool {
	switch strings.ToLower(name) {
	case ".git", ".hg", ".svn", ".ds_store", "thumbs.db", "desktop.ini":
		return true
	}
	if strings.HasPrefix(name, "._") || strings.HasPrefix(name, ".#") || strings.HasSuffix(name, "~") {
		return true
	}
	if strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") {
		return true
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".swp", ".swo", ".swx", ".tmp":
		return true
	}
	return false
}

// Open opens the file or folder that is shown under the name.
func (o *FS) Open(name string) (fs.File, error) {
	at, err := o.find("open", name)
	if err != nil {
		return nil, err
	}
	if at.folder() {
		return o.open(name, at)
	}
	return at.layer.Open(at.path)
}

// ReadFile returns the content of the file that is shown under the name.
func (o *FS) ReadFile(name string) ([]byte, error) {
	at, err := o.find("read", name)
	if err != nil {
		return nil, err
	}
	if at.folder() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("is a directory")}
	}
	return fs.ReadFile(at.layer, at.path)
}

// Stat describes the file or folder that is shown under the name.
func (o *FS) Stat(name string) (fs.FileInfo, error) {
	at, err := o.find("stat", name)
	if err != nil {
		return nil, err
	}
	return at.info, nil
}

// ReadDir lists what both layers hold in a folder, by name, each name once.
func (o *FS) ReadDir(name string) ([]fs.DirEntry, error) {
	at, err := o.find("readdir", name)
	if err != nil {
		return nil, err
	}
	if !at.folder() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errors.New("not a directory")}
	}
	return o.list(at)
}

// Origin is the path in the user's layer of the file or folder shown under the
// name, or "" where the built-in one is shown or none.
func (o *FS) Origin(name string) string {
	at, err := o.find("stat", name)
	if err != nil || !at.upper {
		return ""
	}
	return at.path
}

// Links lists, sorted, the symbolic links of the user's layer that are passed
// over though their names would be shown.
func (o *FS) Links() ([]string, error) {
	var links []string
	if o.upper == nil {
		return nil, nil
	}
	err := fs.WalkDir(o.upper, o.dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case name == o.dir && errors.Is(err, fs.ErrNotExist):
			return fs.SkipAll
		case err != nil:
			return err
		case name != o.dir && o.hidden(d.Name()):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type()&fs.ModeSymlink != 0:
			links = append(links, name)
		}
		return nil
	})
	return links, err
}

// list merges a folder of the layers that have it.
func (o *FS) list(at place) ([]fs.DirEntry, error) {
	var merged []fs.DirEntry
	seen := make(map[string]bool)
	for _, layer := range o.layers(at) {
		entries, err := fs.ReadDir(layer, at.path)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			plain := e.IsDir() || e.Type().IsRegular()
			if !plain || seen[e.Name()] || !utf8.ValidString(e.Name()) || o.hidden(e.Name()) {
				continue
			}
			seen[e.Name()] = true
			merged = append(merged, e)
		}
	}
	slices.SortFunc(merged, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return merged, nil
}

func (o *FS) layers(at place) []fs.FS {
	var layers []fs.FS
	if at.upper {
		layers = append(layers, o.upper)
	}
	if at.lower {
		layers = append(layers, o.lower)
	}
	return layers
}

func (o *FS) hidden(name string) bool {
	if strings.HasPrefix(name, ".") && !o.dots {
		return true
	}
	return strings.EqualFold(path.Ext(name), ".go") || Leftover(name)
}
