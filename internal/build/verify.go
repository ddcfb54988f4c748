package build

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"bulletin/internal/write"
)

// A Difference is a file of the destination that is not as a clean build makes
// it.
type Difference struct {
	Path string
	Kind DifferenceKind
	At   int // the first byte that differs, for Bytes
}

// A DifferenceKind says how a file differs.
type DifferenceKind int

// The kinds of differences.
const (
	Bytes   DifferenceKind = iota // it has other bytes
	Missing                       // it is not there
	Surplus                       // a clean build does not make it
)

// Verify builds the site again from nothing, remembering nothing and writing
// nothing, and compares every byte with the destination. It returns the first
// difference by path, nil when there is none.
func Verify(ctx context.Context, o Options) (*Difference, error) {
	o.memory, o.Cache = nil, ""
	r := &run{Options: o, report: &Report{}, pack: &pack{}, dark: openDarkroom("", false)}
	if ok, err := r.prepare(ctx); !ok || err != nil {
		return nil, errors.Join(err, errUnsound(ok, err))
	}
	listed, err := write.Listed(o.Destination)
	if err != nil {
		return nil, err
	}
	var mutex sync.Mutex
	var found []Difference
	note := func(d Difference) {
		mutex.Lock()
		defer mutex.Unlock()
		found = append(found, d)
	}
	planned := make(map[string]bool)
	for _, path := range r.paths() {
		planned[path] = true
	}
	for _, path := range listed {
		if !planned[path] {
			note(Difference{Path: path, Kind: Surplus})
		}
	}
	err = r.publish(ctx, func(out write.Output) error {
		body, err := os.ReadFile(filepath.Join(o.Destination, filepath.FromSlash(out.Path)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			note(Difference{Path: out.Path, Kind: Missing})
		case err != nil:
			return err
		case !bytes.Equal(body, out.Body):
			note(Difference{out.Path, Bytes, parting(body, out.Body)})
		}
		return nil
	})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	first := slices.MinFunc(found, func(a, b Difference) int { return strings.Compare(a.Path, b.Path) })
	return &first, nil
}

// errUnsound says that the sources have errors now, which they had not when the
// site was built.
func errUnsound(ok bool, err error) error {
	if ok || err != nil {
		return nil
	}
	return errors.New("the sources changed while the site was verified")
}

// parting is the place of the first byte that differs.
func parting(a, b []byte) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return i
}
