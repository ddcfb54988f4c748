//go:build !unix

package build

import (
	"os"
	"path/filepath"
)

// Load is part of read.Loader.
func (d disk) Load(name string, limit int64, _ []byte) (data []byte, size int64, err error) {
	info, err := d.Stat(name)
	if err != nil || info.Size() > limit {
		return nil, info.Size(), err
	}
	data, err = os.ReadFile(filepath.Join(d.root, filepath.FromSlash(name)))
	return data, info.Size(), err
}
