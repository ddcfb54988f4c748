package write

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
)

// A step is a change to the destination that can be taken back.
type step struct {
	what  deed
	name  string
	aside string // under which name the file is aside that stood there before
	mode  fs.FileMode
}

type deed int

const (
	madeFile deed = iota
	madeFolder
	movedFile
	removedFolder
)

func (s *Site) did(what step) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.undo = append(s.undo, what)
}

// Abort leaves the destination as it was before the build. After a commit, or
// a second time, it does nothing. No Write may be under way.
func (s *Site) Abort() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.abort()
}

// abort goes on after a failure: the less is left behind, the better.
func (s *Site) abort() error {
	if s.finished {
		return nil
	}
	s.finished = true
	var failed []error
	for i := len(s.undo) - 1; i >= 0; i-- {
		if err := s.takeBack(s.undo[i]); err != nil && !absent(err) {
			failed = append(failed, fmt.Errorf("taking back %s: %w", s.undo[i].name, err))
		}
	}
	s.undo = nil
	if s.folders != nil {
		failed = append(failed, s.sweep())
	}
	return errors.Join(append(failed, s.restoreManifest())...)
}

func (s *Site) takeBack(what step) error {
	if err := s.trouble("undo"); err != nil {
		return err
	}
	switch what.what {
	case movedFile:
		return s.root.Rename(asideName+"/"+what.aside, what.name)
	case removedFolder:
		return s.root.Mkdir(what.name, what.mode)
	case madeFolder:
		s.folders.forget(what.name)
	}
	f, err := s.folders.take(parent(what.name), false)
	if err != nil {
		return err
	}
	defer s.folders.give(f)
	err = f.root.Remove(path.Base(what.name))
	if what.what == madeFolder && errors.Is(err, fs.ErrExist) {
		return nil // somebody else has put a file there
	}
	return err
}

// restoreManifest also takes away what Open has made.
func (s *Site) restoreManifest() error {
	if !s.held {
		return s.unmake()
	}
	if err := s.trouble("undo"); err != nil {
		return err
	}
	if s.bare && len(s.found) == 0 {
		if err := s.root.Remove(manifestName); err != nil && !absent(err) {
			return err
		}
		return s.unmake()
	}
	if err := s.restoreSums(); err != nil {
		return err
	}
	if s.added {
		return s.lock.Truncate(int64(len(s.found)))
	}
	return nil
}

func (s *Site) unmake() error {
	for i := len(s.made) - 1; i >= 0; i-- {
		if err := os.Remove(s.made[i]); err != nil && !absent(err) && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}

var ourAside = regexp.MustCompile(`^(\d+\.(new|old|gone)|manifest)$`)

// sweep removes the folder of files on their way, and keeps what others may
// have put there.
func (s *Site) sweep() error {
	if s.aside != nil {
		s.folders.give(s.aside)
		s.folders.forget(asideName)
		s.aside = nil
	}
	info, err := s.root.Lstat(asideName)
	if err != nil {
		return notAbsent(err)
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is not a folder: remove it", asideName)
	}
	entries, err := fs.ReadDir(s.root.FS(), asideName)
	if err != nil {
		return err
	}
	aside, err := s.root.OpenRoot(asideName)
	if err != nil {
		return err
	}
	defer aside.Close()
	foreign := false
	for _, entry := range entries {
		if !entry.Type().IsRegular() || !ourAside.MatchString(entry.Name()) {
			foreign = true
			continue
		}
		if err := s.trouble("sweep"); err != nil {
			return err
		}
		if err := aside.Remove(entry.Name()); err != nil && !absent(err) {
			return err
		}
	}
	if foreign {
		return nil
	}
	if err := s.trouble("sweep"); err != nil {
		return err
	}
	return notAbsent(s.root.Remove(asideName))
}
