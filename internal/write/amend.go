package write

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"bulletin/internal/digest"
)

// A State is what a committed build left, so that the same program can amend it
// without reading the manifest again. It serves once.
type State struct {
	manifest []byte // sorted by path, each line with a sum
	file     fs.FileInfo
}

// State tells how Commit left the destination.
func (s *Site) State() (*State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	info, err := s.lock.Stat()
	if err != nil {
		return nil, err
	}
	return &State{s.found, info}, nil
}

// sumSize is how many characters of a line are the sum.
const sumSize = 2 * len(digest.Sum{})

// line finds the line of a path, and the sum in it.
func (st *State) line(name string) (at int, sum digest.Sum, ok bool) {
	low, high := len(header), len(st.manifest) // both at the beginning of a line
	for low < high {
		at = low
		if end := bytes.LastIndexByte(st.manifest[low:(low+high)/2], '\n'); end >= 0 {
			at = low + end + 1
		}
		end := at + bytes.IndexByte(st.manifest[at:], '\n')
		if end < at+sumSize+2 {
			return 0, sum, false
		}
		switch there := string(st.manifest[at+sumSize+2 : end]); {
		case there == name:
			_, err := hex.Decode(sum[:], st.manifest[at:at+sumSize])
			return at, sum, err == nil
		case there < name:
			low = end + 1
		default:
			high = at
		}
	}
	return 0, sum, false
}

// errMeanwhile says that somebody else has written to the destination.
var errMeanwhile = errors.New("another build was here")

// Amend opens a destination for a build in which no outputs come or go and only
// those at the given paths may have other bytes; the others are neither looked
// at nor written. They are written and committed as ever. The Site is nil where
// that cannot be: the destination is not as the state says, or a path is new.
func Amend(ctx context.Context, dir string, state *State, paths []string, waiting func()) (*Site, error) {
	return amend(ctx, dir, state, paths, waiting, nil)
}

func amend(ctx context.Context, dir string, state *State, paths []string, waiting func(), fault func(string) error) (*Site, error) {
	s := &Site{
		fault: fault, plan: map[string]*plan{}, old: map[string]entry{}, begun: true,
		lines: map[string]int{}, found: state.manifest,
	}
	for _, name := range paths {
		at, sum, ours := state.line(name)
		if !ours {
			return nil, nil
		}
		s.plan[name], s.old[name], s.lines[name] = &plan{}, entry{sum: sum}, at
	}
	if waiting == nil {
		waiting = func() {}
	}
	err := s.acquire(ctx, dir, waiting)
	if err == nil {
		err = s.unchanged(state)
	}
	if errors.Is(err, errMeanwhile) {
		s.finished = true // nothing to take back
		return nil, s.Close()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening %s: %w", dir, err), s.Close())
	}
	return s, nil
}

// unchanged makes sure that the manifest is the one of the state, to its end.
func (s *Site) unchanged(state *State) error {
	info, err := s.lock.Stat()
	if err != nil {
		return err
	}
	if !os.SameFile(info, state.file) || info.Size() != int64(len(state.manifest)) || !info.ModTime().Equal(state.file.ModTime()) {
		return errMeanwhile
	}
	if _, err := s.lock.Seek(0, io.SeekEnd); err != nil {
		return err
	}
	s.folders = newFolders(s)
	return s.sweep()
}

// amendManifest is the moment of decision of a build that amends. The sums are
// put in place while the lines at the end still say that nothing is known of
// the files; then those lines go.
func (s *Site) amendManifest() error {
	for name, p := range s.plan {
		if p.sum == s.old[name].sum {
			continue
		}
		s.patched = append(s.patched, name)
		if err := s.trouble("patch"); err != nil {
			return err
		}
		if err := s.patch(name, p.sum); err != nil {
			return err
		}
	}
	if !s.added {
		return nil
	}
	if err := s.trouble("patch"); err != nil {
		return err
	}
	return s.lock.Truncate(int64(len(s.found)))
}

// patch writes the sum of a file into its line.
func (s *Site) patch(name string, sum digest.Sum) error {
	written := hex.AppendEncode(nil, sum[:])
	copy(s.found[s.lines[name]:], written)
	_, err := s.lock.WriteAt(written, int64(s.lines[name]))
	return err
}

// restoreSums takes patches back. Where that fails, the lines at the end must
// stay: nothing is known of the files then.
func (s *Site) restoreSums() error {
	for _, name := range s.patched {
		if err := s.patch(name, s.old[name].sum); err != nil {
			return err
		}
	}
	return nil
}
