//go:build !unix

package build

import "bulletin/internal/ledger"

// load does the work of Load.
func (t straight) load(name string, limit int64, _ []byte) (data []byte, seal ledger.Seal, err error) {
	info, err := t.Stat(name)
	if err != nil {
		return nil, seal, err
	}
	if seal = ledger.Of(info); seal.Size <= limit {
		data, err = t.ReadFile(name)
	}
	return data, seal, err
}
