package write

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"

	"bulletin/internal/digest"
)

var (
	errUnplanned = errors.New("this path was not announced")
	errTwice     = errors.New("this path was written before")
	errFinished  = errors.New("the build is over")
)

// Write brings an output to the destination, and says what this changes
// there. Any number of goroutines may call it.
func (s *Site) Write(o Output) (Change, error) {
	p, err := s.claim(o.Path)
	if err != nil {
		return Same, fmt.Errorf("writing %s: %w", o.Path, err)
	}
	change, err := s.put(p, o)
	if err != nil {
		return Same, fmt.Errorf("writing %s: %w", o.Path, err)
	}
	s.settled(p, change, digest.Of(o.Body))
	return change, nil
}

func (s *Site) claim(name string) (*plan, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.plan[name]
	switch {
	case s.finished:
		return nil, errFinished
	case p == nil:
		return nil, errUnplanned
	case p.state != waiting:
		return nil, errTwice
	}
	p.state = writing
	return p, nil
}

func (s *Site) settled(p *plan, change Change, sum digest.Sum) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p.state, p.change, p.sum = done, change, sum
}

func (s *Site) put(p *plan, o Output) (Change, error) {
	f, err := s.folders.take(parent(o.Path), true)
	if errors.Is(err, errRoom) {
		p.late = true
		return Created, s.setAside(p, o.Body)
	}
	if err != nil {
		return Same, err
	}
	defer s.folders.give(f)
	base := path.Base(o.Path)
	if f.fresh {
		return Created, s.create(f, base, o)
	}
	info, err := f.root.Lstat(base)
	switch {
	case absent(err):
		return Created, s.create(f, base, o)
	case err != nil:
		return Same, err
	case info.IsDir():
		if err := s.vacant(o.Path); err != nil {
			return Same, err
		}
		p.late = true
		return Created, s.setAside(p, o.Body)
	case !info.Mode().IsRegular():
		return Same, errors.New("no regular file stands there: remove it")
	}
	same, err := equal(f.root, base, info.Size(), o.Body)
	if same || err != nil {
		return Same, err
	}
	if p.edited, err = s.edited(o.Path); err != nil {
		return Same, err
	}
	return Changed, s.setAside(p, o.Body)
}

func (s *Site) create(f *folder, base string, o Output) error {
	if err := s.trouble("create"); err != nil {
		return err
	}
	file, err := f.newFile(base)
	if err != nil {
		return err
	}
	s.did(step{what: madeFile, name: o.Path})
	return s.fill(file, o.Body)
}

func (s *Site) fill(file io.WriteCloser, body []byte) error {
	err := s.trouble("write")
	if err != nil {
		file.Write(body[:len(body)/2])
	} else {
		_, err = file.Write(body)
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}

// setAside keeps the bytes for the commit.
func (s *Site) setAside(p *plan, body []byte) error {
	name, err := s.asideFor("new")
	if err != nil {
		return err
	}
	if err := s.trouble("create"); err != nil {
		return err
	}
	file, err := s.aside.newFile(name)
	if err != nil {
		return err
	}
	p.aside = name
	return s.fill(file, body)
}

// asideFor gives a name in the folder for what is on its way in or out.
func (s *Site) asideFor(kind string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.aside == nil {
		if err := s.trouble("mkdir"); err != nil {
			return "", err
		}
		err := s.root.Mkdir(asideName, 0o777)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
		s.folders.know(asideName, err == nil)
		if s.aside, err = s.folders.take(asideName, false); err != nil {
			return "", err
		}
	}
	s.asides++
	return strconv.Itoa(s.asides) + "." + kind, nil
}

// vacant says whether a folder will be gone once the old outputs in it are.
func (s *Site) vacant(name string) error {
	f, err := s.folders.take(name, false)
	if err != nil {
		return err
	}
	defer s.folders.give(f)
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return err
	}
	if len(entries) == 0 && !s.had(name) {
		return &heldError{name, "an empty folder stands there, which this program did not make: remove it"}
	}
	for _, entry := range entries {
		inner := name + "/" + entry.Name()
		switch {
		case entry.IsDir():
			if err := s.vacant(inner); err != nil {
				return err
			}
		case !entry.Type().IsRegular() || !s.yields(inner):
			return &heldError{inner, fmt.Sprintf("a folder stands there with %s in it, which this program did not write: remove it", inner)}
		}
	}
	return nil
}

// had says that old outputs were in a folder: a killed build may have taken
// them away already.
func (s *Site) had(dir string) bool {
	for name := range s.old {
		if strings.HasPrefix(name, dir+"/") {
			return true
		}
	}
	return false
}

func (s *Site) read(name string) ([]byte, error) {
	f, err := s.folders.take(parent(name), false)
	if err != nil {
		return nil, err
	}
	defer s.folders.give(f)
	base := path.Base(name)
	info, err := f.root.Lstat(base)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fs.ErrNotExist
	}
	return f.root.ReadFile(base)
}

func equal(root *os.Root, base string, size int64, body []byte) (bool, error) {
	if size != int64(len(body)) {
		return false, nil
	}
	file, err := root.Open(base)
	if err != nil {
		return false, err
	}
	defer file.Close()
	var chunk [32 << 10]byte
	for {
		n, err := file.Read(chunk[:])
		if n > len(body) || !bytes.Equal(chunk[:n], body[:n]) {
			return false, nil
		}
		body = body[n:]
		if err == io.EOF {
			return len(body) == 0, nil
		}
		if err != nil {
			return false, err
		}
	}
}
