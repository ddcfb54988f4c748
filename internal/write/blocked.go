package write

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
)

// A heldError says what keeps a folder from making room for an output.
type heldError struct{ name, text string }

func (e *heldError) Error() string { return e.text }

// Blocked lists, sorted, what the program did not write and cannot replace: a
// file where one of the paths needs a folder, a folder or a link where a file
// is to be. Begin and Write would fail there.
func (s *Site) Blocked(paths []string) ([]string, error) {
	if s.folders.top.fresh {
		return nil, nil
	}
	held := map[string]bool{}
	seen := map[string]bool{"": true} // folders; true where files may stand in them
	for _, name := range paths {
		if err := Valid(name); err != nil {
			return nil, err
		}
		open, err := s.passable(parent(name), seen, held)
		if err != nil {
			return nil, fmt.Errorf("looking at %s: %w", name, err)
		}
		if !open {
			continue
		}
		if err := s.replaceable(name, held); err != nil {
			return nil, fmt.Errorf("looking at %s: %w", name, err)
		}
	}
	return slices.Sorted(maps.Keys(held)), nil
}

// passable says whether a folder is there, and notes what stands in its place.
func (s *Site) passable(dir string, seen, held map[string]bool) (bool, error) {
	if open, known := seen[dir]; known {
		return open, nil
	}
	open, err := s.passable(parent(dir), seen, held)
	if open && err == nil {
		var info fs.FileInfo
		switch info, err = s.look(dir); {
		case absent(err):
			open, err = false, nil
		case err != nil:
		case !info.IsDir():
			open = false
			if !info.Mode().IsRegular() || !s.yields(dir) {
				held[dir] = true
			}
		}
	}
	seen[dir] = open
	return open, err
}

// replaceable notes what stands at a path and is neither a file nor a folder of
// nothing but old outputs.
func (s *Site) replaceable(name string, held map[string]bool) error {
	f, err := s.folders.take(parent(name), false)
	if err != nil {
		return notAbsent(err)
	}
	defer s.folders.give(f)
	info, err := f.root.Lstat(path.Base(name))
	switch {
	case err != nil:
		return notAbsent(err)
	case info.Mode().IsRegular():
		return nil
	case !info.IsDir():
		held[name] = true
		return nil
	}
	err = s.vacant(name)
	if h, ok := errors.AsType[*heldError](err); ok {
		held[h.name] = true
		return nil
	}
	return err
}
