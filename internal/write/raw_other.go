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
