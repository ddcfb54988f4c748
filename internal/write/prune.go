package write

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// prune moves what is no longer planned, and is as the program left it, aside, and removes the folders that
// this leaves empty.
func (s *Site) prune() (int, error) {
	var gone []string
	for name := range s.old {
		if s.plan[name] == nil {
			gone = append(gone, name)
		}
	}
	slices.Sort(gone)
	twins := s.twins(gone)
	removed := 0
	above := map[string]bool{}
	for _, name := range gone {
		did, err := s.remove(name, twins[name])
		if err != nil {
			return 0, fmt.Errorf("removing %s: %w", name, err)
		}
		if did {
			removed++
		}
		for dir := parent(name); dir != "" && !above[dir]; dir = parent(dir) {
			above[dir] = true
		}
	}
	// Backwards, what lies in a folder comes before the folder.
	dirs := slices.Sorted(maps.Keys(above))
	slices.Reverse(dirs)
	for _, dir := range dirs {
		if err := s.removeEmpty(dir); err != nil {
			return 0, fmt.Errorf("removing %s: %w", dir, err)
		}
	}
	return removed, nil
}

// twins finds planned paths that differ from one to be removed in case only:
// on some systems they are the same file.
func (s *Site) twins(gone []string) map[string]string {
	folded := make(map[string]string, len(gone))
	for _, name := range gone {
		folded[strings.ToLower(name)] = name
	}
	twins := map[string]string{}
	if len(gone) == 0 {
		return twins
	}
	for name := range s.plan {
		if old, ok := folded[strings.ToLower(name)]; ok {
			twins[old] = name
		}
	}
	return twins
}

func (s *Site) remove(name, twin string) (bool, error) {
	info, err := s.look(name)
	if err != nil {
		return false, notAbsent(err)
	}
	if !info.Mode().IsRegular() {
		return false, nil
	}
	if twin != "" {
		if other, err := s.look(twin); err == nil && os.SameFile(info, other) {
			return false, nil
		}
	}
	if edited, err := s.edited(name); edited || err != nil {
		return false, err // somebody's own by now
	}
	aside, err := s.asideFor("gone")
	if err != nil {
		return false, err
	}
	if err := s.trouble("rename"); err != nil {
		return false, err
	}
	if err := s.root.Rename(name, asideName+"/"+aside); err != nil {
		return false, err
	}
	s.did(step{what: movedFile, name: name, aside: aside})
	return true, nil
}

func (s *Site) removeEmpty(dir string) error {
	f, err := s.folders.take(dir, false)
	if err != nil {
		return notAbsent(err)
	}
	entries, err := fs.ReadDir(f.root.FS(), ".")
	s.folders.give(f)
	if err != nil || len(entries) > 0 {
		return err
	}
	return s.removeFolder(dir)
}

func (s *Site) removeFolder(dir string) error {
	info, err := s.look(dir)
	if err != nil || !info.IsDir() {
		return notAbsent(err)
	}
	s.folders.forget(dir)
	if err := s.trouble("rmdir"); err != nil {
		return err
	}
	if err := s.root.Remove(dir); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return nil // somebody has put a file there just now
		}
		return err
	}
	s.did(step{what: removedFolder, name: dir, mode: info.Mode().Perm()})
	return nil
}
