package write

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"bulletin/internal/digest"
)

// Open makes the destination if it is missing, waits until no other build
// holds it, and puts away what a killed build has left. It calls waiting, if
// not nil, once when it has to wait; the context ends the waiting. The Site
// must be closed.
func Open(ctx context.Context, dir string, waiting func()) (*Site, error) {
	return open(ctx, dir, waiting, nil)
}

func open(ctx context.Context, dir string, waiting func(), fault func(string) error) (*Site, error) {
	if waiting != nil {
		waiting = sync.OnceFunc(waiting)
	} else {
		waiting = func() {}
	}
	s := &Site{fault: fault, plan: map[string]*plan{}}
	if err := s.acquire(ctx, dir, waiting); err != nil {
		return nil, errors.Join(fmt.Errorf("opening %s: %w", dir, err), s.Close())
	}
	if err := s.load(); err != nil {
		return nil, errors.Join(fmt.Errorf("opening %s: %w", dir, err), s.Close())
	}
	return s, nil
}

// acquire returns with the destination open and locked. The manifest is
// replaced at each commit, and an aborted first build takes even the
// destination away: a lock counts only on the file that is still there.
func (s *Site) acquire(ctx context.Context, dir string, waiting func()) error {
	for tries := 0; ; tries++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := s.enter(dir)
		if errors.Is(err, fs.ErrNotExist) && tries < 10 {
			s.leave()
			continue
		}
		if err != nil {
			return err
		}
		if err := s.await(ctx, waiting); err != nil {
			return err
		}
		locked, err := s.lock.Stat()
		if err != nil {
			return err
		}
		now, err := os.Stat(filepath.Join(dir, manifestName))
		if err == nil && os.SameFile(locked, now) {
			s.held = true
			return nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		s.leave()
	}
}

func (s *Site) leave() {
	if s.lock != nil {
		s.lock.Close()
	}
	if s.root != nil {
		s.root.Close()
	}
	s.lock, s.root, s.bare = nil, nil, false
}

func (s *Site) enter(dir string) error {
	if err := s.makeAll(dir); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	s.root = root
	if info, err := root.Lstat(manifestName); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file", manifestName)
	}
	if err := s.trouble("open"); err != nil {
		return err
	}
	s.lock, err = root.OpenFile(manifestName, os.O_RDWR, 0)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	s.lock, err = root.OpenFile(manifestName, os.O_RDWR|os.O_CREATE, 0o666)
	s.bare = err == nil
	return err
}

func (s *Site) makeAll(dir string) error {
	var missing []string
	for at := filepath.Clean(dir); ; at = filepath.Dir(at) {
		_, err := os.Stat(at)
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		missing = append([]string{at}, missing...)
		if at == filepath.Dir(at) {
			break
		}
	}
	for _, at := range missing {
		if err := s.trouble("mkdir"); err != nil {
			return err
		}
		err := os.Mkdir(at, 0o777)
		if err == nil {
			s.made = append(s.made, at)
		} else if !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}

// await polls, because a wait inside the kernel could not be cancelled.
func (s *Site) await(ctx context.Context, waiting func()) error {
	for pause := 5 * time.Millisecond; ; pause = min(2*pause, 200*time.Millisecond) {
		ok, err := tryLock(s.lock)
		if ok || err != nil {
			return err
		}
		waiting()
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

func (s *Site) load() error {
	data, err := io.ReadAll(s.lock)
	if err != nil {
		return err
	}
	s.found = data
	s.old, s.torn = parse(data)
	s.folders = newFolders(s)
	if err := s.sweep(); err != nil {
		return err
	}
	if len(data) == 0 {
		empty, err := s.empty()
		if err != nil {
			return err
		}
		s.folders.top.fresh = empty
	}
	return s.settle()
}

// empty says that nothing but the manifest stands in the destination.
func (s *Site) empty() (bool, error) {
	top, err := s.root.Open(".")
	if err != nil {
		return false, err
	}
	defer top.Close()
	names, err := top.Readdirnames(2)
	if err != nil && err != io.EOF {
		return false, err
	}
	return len(names) == 1 && names[0] == manifestName, nil
}

// settle decides about the foreign files that a killed build may or may not
// have replaced.
func (s *Site) settle() error {
	for name, e := range s.old {
		if e.mark != maybe {
			continue
		}
		body, err := s.read(name)
		switch {
		case err == nil && digest.Of(body) == e.sum:
			s.old[name] = entry{mark: unknown}
		case err == nil || absent(err):
			delete(s.old, name)
		default:
			return err
		}
	}
	return nil
}

// Close gives the lock back. A build that was not committed is aborted.
func (s *Site) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	err := s.abort()
	if s.leftover != nil {
		err = errors.Join(err, s.sweep())
	}
	if s.folders != nil {
		s.folders.close()
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.Close())
	}
	if s.root != nil {
		err = errors.Join(err, s.root.Close())
	}
	return err
}
