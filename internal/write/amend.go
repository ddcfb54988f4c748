package write

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// A State is what a committed build left, so that the same program can amend it
// without reading the manifest again. It serves once.
type State struct {
	old  map[string]entry
	size int64
	file fs.FileInfo // the manifest
}

// State tells how Commit left the destination.
func (s *Site) State() (*State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	info, err := s.lock.Stat()
	if err != nil {
		return nil, err
	}
	old := s.old
	if !s.amends {
		old = make(map[string]entry, len(s.plan))
	}
	for name, p := range s.plan {
		old[name] = entry{sum: p.sum}
	}
	return &State{old, info.Size(), info}, nil
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
	for _, name := range paths {
		if e, ours := state.old[name]; !ours || e.mark != known {
			return nil, nil
		}
	}
	s := &Site{fault: fault, plan: map[string]*plan{}, amends: true, old: state.old, left: state.size}
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
	s.begun = true
	for _, name := range paths {
		s.plan[name] = &plan{}
	}
	return s, nil
}

// unchanged makes sure that the manifest is the one of the state, to its end.
func (s *Site) unchanged(state *State) error {
	info, err := s.lock.Stat()
	if err != nil {
		return err
	}
	if !os.SameFile(info, state.file) || info.Size() != state.size || !info.ModTime().Equal(state.file.ModTime()) {
		return errMeanwhile
	}
	if _, err := s.lock.Seek(0, 2); err != nil {
		return err
	}
	s.folders = newFolders(s)
	return s.sweep()
}
