package write

import (
	"fmt"
	"io/fs"
	"path"
	"slices"

	"bulletin/internal/digest"
)

// foreign reports whether a file stands at a path that the program did not
// write. empty remembers folders that are not there.
func (s *Site) foreign(name string, empty map[string]bool) (bool, error) {
	if _, ours := s.old[name]; ours || s.folders.top.fresh {
		return false, nil
	}
	dir := parent(name)
	if empty[dir] {
		return false, nil
	}
	f, err := s.folders.take(dir, false)
	if err != nil {
		empty[dir] = absent(err)
		return false, notAbsent(err)
	}
	defer s.folders.give(f)
	info, err := f.root.Lstat(path.Base(name))
	if err != nil {
		return false, notAbsent(err)
	}
	return info.Mode().IsRegular(), nil
}

func notAbsent(err error) error {
	if absent(err) {
		return nil
	}
	return err
}

// Begin says which paths this build will write or keep: all of them, in one
// call or several. What is new among them is recorded in the manifest, so that
// a build killed from now on leaves nothing unknown.
func (s *Site) Begin(paths []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.finished {
		return errFinished
	}
	s.begun = true
	var fresh []string
	empty := map[string]bool{}
	above := map[string]bool{}
	for name := range s.plan {
		_ = clash(s.plan, name, above)
	}
	for _, name := range paths {
		if err := Valid(name); err != nil {
			return err
		}
		if s.plan[name] != nil {
			continue
		}
		if err := clash(s.plan, name, above); err != nil {
			return err
		}
		foreign, err := s.foreign(name, empty)
		if err != nil {
			return fmt.Errorf("looking at %s: %w", name, err)
		}
		s.plan[name] = &plan{foreign: foreign}
		if _, ours := s.old[name]; !ours && !foreign {
			fresh = append(fresh, name)
		}
	}
	slices.Sort(fresh)
	if err := s.record(fresh, func(string) entry { return entry{mark: unknown} }); err != nil {
		return fmt.Errorf("writing %s: %w", manifestName, err)
	}
	return nil
}

// yields says that an old output stands at the path, as the program left it,
// and that none is planned there.
func (s *Site) yields(name string) bool {
	s.mu.Lock()
	_, ours := s.old[name]
	planned := s.plan[name] != nil
	s.mu.Unlock()
	if !ours || planned {
		return false
	}
	edited, err := s.edited(name)
	return err == nil && !edited
}

// Keep stands for Write where the caller knows that the file at the path has the
// bytes of that sum, and that they would be written again. It says no, and the
// output must be written, if the manifest does not agree.
func (s *Site) Keep(name string, sum digest.Sum) (bool, error) {
	s.mu.Lock()
	p := s.plan[name]
	e, listed := s.old[name]
	s.mu.Unlock()
	if p == nil {
		return false, fmt.Errorf("keeping %s: %w", name, errUnplanned)
	}
	if !listed || e.mark != known || e.sum != sum {
		return false, nil
	}
	if _, err := s.claim(name); err != nil {
		return false, fmt.Errorf("keeping %s: %w", name, err)
	}
	s.settled(p, Same, sum)
	return true, nil
}

func (s *Site) look(name string) (fs.FileInfo, error) {
	if err := Valid(name); err != nil {
		return nil, err
	}
	f, err := s.folders.take(parent(name), false)
	if err != nil {
		return nil, err
	}
	defer s.folders.give(f)
	return f.root.Lstat(path.Base(name))
}
