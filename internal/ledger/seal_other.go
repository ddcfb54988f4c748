//go:build !linux && !darwin

package ledger

import (
	"io/fs"
	"os"
	"path/filepath"
)

// A Look is what a file is, seen from outside.
type Look struct {
	Seal
	Type fs.FileMode // its type bits
}

// At looks at a path; links are followed.
func At(path string) (Look, error) { return look(os.Stat(path)) }

// On looks at a path; links are not followed.
func On(path string) (Look, error) { return look(os.Lstat(path)) }

// In looks at a file below an open folder; links on the way are followed, one at
// the end only if follow says so.
func In(folder *os.File, name string, follow bool) (Look, error) {
	name = filepath.Join(folder.Name(), filepath.FromSlash(name))
	if follow {
		return At(name)
	}
	return On(name)
}

func look(info fs.FileInfo, err error) (Look, error) {
	if err != nil {
		return Look{}, err
	}
	return Look{Of(info), info.Mode().Type()}, nil
}

func inner(fs.FileInfo) (number uint64, changed int64) { return 0, 0 }
