//go:build !unix

package write

import (
	"io"
	"os"
)

// newFile makes a file in the folder that must not be there yet.
func (f *folder) newFile(base string) (io.WriteCloser, error) {
	return f.root.OpenFile(base, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

// newFolder makes a folder in the folder.
func (f *folder) newFolder(base string) error { return f.root.Mkdir(base, 0o777) }

// open opens a folder that this build has made.
func (f *folder) open(above *folder, base string) (err error) {
	f.root, err = above.root.OpenRoot(base)
	return err
}
