//go:build !unix

package build

import (
	"io/fs"

	"bulletin/internal/ledger"
)

// load does the work of Load.
func (t straight) load(name string, limit int64, _ []byte) (data []byte, seal ledger.Seal, err error) {
	info, err := t.Stat(name)
	if err != nil {
		return nil, seal, err
	}
	if !info.Mode().IsRegular() {
		return nil, seal, &fs.PathError{Op: "read", Path: name, Err: fs.ErrInvalid}
	}
	if seal = ledger.Of(info); seal.Size <= limit {
		data, err = t.ReadFile(name)
	}
	return data, seal, err
}
