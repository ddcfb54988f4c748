package write

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"bulletin/internal/digest"
)

// Look opens a destination for nothing but Blocked, Edited and Replaces: it
// makes nothing and waits for nothing, and a destination that is missing is
// empty. The Site must be closed.
func Look(dir string) (*Site, error) {
	s := &Site{finished: true}
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		s.folders = newFolders(s)
		s.folders.top.fresh = true
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	s.root = root
	s.folders = newFolders(s)
	data, err := root.ReadFile(manifestName)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err == nil {
		s.old, _ = parse(data)
		err = s.settle()
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Edited lists, sorted, those files that the program wrote, that the paths no
// longer hold and whose bytes somebody has changed since. They are left alone.
func (s *Site) Edited(paths []string) ([]string, error) {
	planned := make(map[string]bool, len(paths))
	for _, name := range paths {
		planned[name] = true
	}
	var edited []string
	for name := range s.old {
		if planned[name] {
			continue
		}
		is, err := s.edited(name)
		if err != nil {
			return nil, fmt.Errorf("looking at %s: %w", name, err)
		}
		if is {
			edited = append(edited, name)
		}
	}
	slices.Sort(edited)
	return edited, nil
}

// edited reports whether a file is known to be another than the program left.
func (s *Site) edited(name string) (bool, error) {
	e, ours := s.old[name]
	if !ours || e.mark != known {
		return false, nil
	}
	sum, err := s.sum(name)
	if err != nil {
		return false, notAbsent(err)
	}
	return sum != e.sum, nil
}

// Replaces reports whether an output will replace a file that the program did
// not write and that has other bytes.
func (s *Site) Replaces(o Output) (bool, error) {
	foreign, err := s.foreign(o.Path, map[string]bool{})
	if err != nil || !foreign {
		return false, err
	}
	body, err := s.read(o.Path)
	if err != nil {
		return false, notAbsent(err)
	}
	return !bytes.Equal(body, o.Body), nil
}

// Replaced lists, sorted, the files with other bytes that what was written
// replaces: those that the program did not write, and those that somebody has
// changed since it did.
func (s *Site) Replaced() (foreign, edited []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, p := range s.plan {
		switch {
		case p.change != Changed:
		case p.foreign:
			foreign = append(foreign, name)
		case p.edited:
			edited = append(edited, name)
		}
	}
	slices.Sort(foreign)
	slices.Sort(edited)
	return foreign, edited
}

// sum is that of a file's bytes.
func (s *Site) sum(name string) (digest.Sum, error) {
	f, err := s.folders.take(parent(name), false)
	if err != nil {
		return digest.Sum{}, err
	}
	defer s.folders.give(f)
	base := path.Base(name)
	if info, err := f.root.Lstat(base); err != nil || !info.Mode().IsRegular() {
		return digest.Sum{}, errors.Join(err, fs.ErrNotExist)
	}
	file, err := f.root.Open(base)
	if err != nil {
		return digest.Sum{}, err
	}
	defer file.Close()
	return digest.All(file)
}

// Mark is the sum of the manifest as Open found it or Commit left it, and what
// the manifest looks like. Whatever the program writes into the destination
// changes the one or the other.
func (s *Site) Mark() (digest.Sum, fs.FileInfo, error) {
	info, err := s.lock.Stat()
	return digest.Of(s.found), info, err
}

// AtRest is what Mark will say of a destination, if nobody is changing it and a
// killed build has left nothing in it; otherwise the bool is false. It waits for
// nobody and changes nothing.
func AtRest(dir string) (digest.Sum, fs.FileInfo, bool) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return digest.Sum{}, nil, false
	}
	defer root.Close()
	if leftover(root) {
		return digest.Sum{}, nil, false
	}
	if info, err := root.Lstat(manifestName); err != nil || !info.Mode().IsRegular() {
		return digest.Sum{}, nil, false
	}
	f, err := root.Open(manifestName)
	if err != nil {
		return digest.Sum{}, nil, false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return digest.Sum{}, nil, false
	}
	mark, err := digest.All(f)
	return mark, info, err == nil
}

// leftover reports whether the next build has something to put away. What
// somebody else keeps there stays for good.
func leftover(root *os.Root) bool {
	info, err := root.Lstat(asideName)
	if err != nil || !info.IsDir() {
		return !absent(err)
	}
	entries, err := fs.ReadDir(root.FS(), asideName)
	ours := func(e fs.DirEntry) bool { return e.Type().IsRegular() && ourAside.MatchString(e.Name()) }
	return err != nil || len(entries) == 0 || slices.ContainsFunc(entries, ours)
}

// Outputs visits all outputs once they are committed: their paths, the sums of
// their bytes, and what the build did to them.
func (s *Site) Outputs(visit func(path string, sum digest.Sum, change Change)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, p := range s.plan {
		visit(name, p.sum, p.change)
	}
}

// Listed lists the paths that the manifest of a destination names as the
// program's, sorted; none where there is no manifest.
func Listed(dir string) ([]string, error) {
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	entries, _ := parse(data)
	return slices.Sorted(maps.Keys(entries)), nil
}
