package write

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
)

// Commit puts the changed files in place, removes what is no longer planned
// and writes the manifest. Every planned path must have been written or kept.
// After an error nothing is decided: Abort takes everything back.
func (s *Site) Commit() (Stats, error) {
	stats, err := s.tally()
	if err != nil {
		return Stats{}, err
	}
	changed, late := s.pending()
	if err := s.announce(changed); err != nil {
		return Stats{}, fmt.Errorf("writing %s: %w", manifestName, err)
	}
	for _, name := range changed {
		if err := s.swap(name); err != nil {
			return Stats{}, fmt.Errorf("writing %s: %w", name, err)
		}
	}
	if s.lines == nil {
		if stats.Removed, err = s.prune(); err != nil {
			return Stats{}, err
		}
	}
	for _, name := range late {
		if err := s.place(name); err != nil {
			return Stats{}, fmt.Errorf("writing %s: %w", name, err)
		}
	}
	if err := s.decide(); err != nil {
		return Stats{}, fmt.Errorf("writing %s: %w", manifestName, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.finished, s.undo = true, nil
	s.leftover = s.sweep() // Close tries again, and tells
	return stats, nil
}

func (s *Site) tally() (Stats, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.finished {
		return Stats{}, errFinished
	}
	if !s.begun {
		return Stats{}, errors.New("nothing was announced, so that everything would be removed")
	}
	var stats Stats
	for _, name := range slices.Sorted(maps.Keys(s.plan)) {
		p := s.plan[name]
		if p.state != done {
			return Stats{}, fmt.Errorf("%s was announced and not written", name)
		}
		switch p.change {
		case Same:
			stats.Same++
		case Changed:
			stats.Changed++
		case Created:
			stats.Created++
		}
	}
	return stats, nil
}

// pending lists what waits aside: for the place of a file with other bytes,
// and for a place that must be made first.
func (s *Site) pending() (changed, late []string) {
	for name, p := range s.plan {
		switch {
		case p.late:
			late = append(late, name)
		case p.aside != "":
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	slices.Sort(late)
	return changed, late
}

// announce records what is about to change, so that after a kill neither the
// old sums are believed nor a foreign file is taken for one of ours.
func (s *Site) announce(changed []string) error {
	return s.record(changed, func(name string) entry {
		if p := s.plan[name]; p.foreign {
			return entry{sum: p.sum, mark: maybe}
		}
		return entry{mark: unknown}
	})
}

// swap gives a path its new file and keeps the old one aside.
func (s *Site) swap(name string) error {
	if err := s.trouble("swap"); err != nil {
		return err
	}
	p := s.plan[name]
	f, err := s.folders.take(parent(name), false)
	if err != nil {
		return err
	}
	defer s.folders.give(f)
	info, err := f.root.Lstat(path.Base(name))
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("no regular file stands there any more")
	}
	if err := s.trouble("exchange"); err == nil {
		if err := exchange(s.aside, p.aside, f, path.Base(name)); err == nil {
			s.did(step{what: movedFile, name: name, aside: p.aside})
			return nil
		}
	}
	old, err := s.asideFor("old")
	if err != nil {
		return err
	}
	if err := s.backUp(name, old, info); err != nil {
		return err
	}
	if err := s.trouble("rename"); err != nil {
		return err
	}
	if err := s.root.Rename(asideName+"/"+p.aside, name); err != nil {
		return err
	}
	s.did(step{what: movedFile, name: name, aside: old})
	return nil
}

// backUp gives the file a second name, or copies it where there is no such thing.
func (s *Site) backUp(name, old string, info fs.FileInfo) error {
	if err := s.trouble("link"); err == nil {
		if err := s.root.Link(name, asideName+"/"+old); err == nil {
			return nil
		}
	}
	if err := s.trouble("copy"); err != nil {
		return err
	}
	body, err := s.read(name)
	if err != nil {
		return err
	}
	file, err := s.aside.root.OpenFile(old, os.O_WRONLY|os.O_CREATE|os.O_EXCL, info.Mode().Perm())
	if err != nil {
		return err
	}
	if err := s.fill(file, body); err != nil {
		return err
	}
	return s.aside.root.Chtimes(old, info.ModTime(), info.ModTime())
}

// place puts a file where an old output or a folder of old outputs stood.
func (s *Site) place(name string) error {
	f, err := s.folders.take(parent(name), true)
	if err != nil {
		return err
	}
	defer s.folders.give(f)
	if _, err := s.look(name); !absent(err) {
		if err == nil {
			err = errors.New("something that this program did not write has come to stand there")
		}
		return err
	}
	if err := s.trouble("rename"); err != nil {
		return err
	}
	if err := s.root.Rename(asideName+"/"+s.plan[name].aside, name); err != nil {
		return err
	}
	s.did(step{what: madeFile, name: name})
	return nil
}

// decide is the moment of decision. A build that amends changes lines of the
// manifest; others replace it.
func (s *Site) decide() error {
	if s.lines != nil {
		return s.amendManifest()
	}
	return s.replaceManifest()
}

// replaceManifest puts a new manifest in place. It is locked before it can be
// seen.
func (s *Site) replaceManifest() error {
	entries := make(map[string]entry, len(s.plan))
	for name, p := range s.plan {
		entries[name] = entry{sum: p.sum}
	}
	data := format(entries)
	if !s.added && bytes.Equal(data, s.found) {
		return nil
	}
	if _, err := s.asideFor("new"); err != nil {
		return err
	}
	if err := s.trouble("create"); err != nil {
		return err
	}
	const aside = "manifest"
	file, err := s.aside.root.OpenFile(aside, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if err := s.finishManifest(file, data, aside); err != nil {
		file.Close()
		return err
	}
	s.lock.Close()
	s.lock, s.found = file, data
	return nil
}

func (s *Site) finishManifest(file *os.File, data []byte, aside string) error {
	if err := s.trouble("write"); err != nil {
		file.Write(data[:len(data)/2])
		return err
	}
	if _, err := file.Write(data); err != nil {
		return err
	}
	if err := s.trouble("sync"); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	ok, err := tryLock(file)
	if err != nil {
		return err
	}
	if !ok {
		return errors.New("another holds the new one")
	}
	if err := s.trouble("rename"); err != nil {
		return err
	}
	return s.root.Rename(asideName+"/"+aside, manifestName)
}
