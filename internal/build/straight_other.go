//go:build !unix

package build

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// errLink says that a link would have to be followed.
var errLink = errors.New("a link is not followed")

// ReadFile is part of fs.ReadFileFS.
func (t straight) ReadFile(name string) ([]byte, error) {
	f, err := t.file(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(f)
}

// open looks for links on the way before it opens a file.
func (t straight) open(name string) (*os.File, error) {
	at := strings.TrimSuffix(t.root, filepath.FromSlash(t.under))
	for part := range strings.SplitSeq(filepath.ToSlash(filepath.Join(filepath.FromSlash(t.under), filepath.FromSlash(name))), "/") {
		at = filepath.Join(at, part)
		info, err := os.Lstat(at)
		if err != nil {
			return nil, err.(*fs.PathError).Err
		}
		if info.Mode()&(fs.ModeSymlink|fs.ModeIrregular) != 0 && part != "." {
			return nil, errLink
		}
	}
	f, err := os.Open(at)
	if err != nil {
		return nil, err.(*fs.PathError).Err
	}
	return f, nil
}
