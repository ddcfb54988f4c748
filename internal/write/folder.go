package write

import (
	"container/list"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"sync"
	"syscall"
)

// limit is how many folders stay open while nobody uses them.
const limit = 128

// errRoom says that an old output stands where a folder must be. It goes at
// the commit, and what belongs in the folder is put in place after that.
var errRoom = errors.New("an old output stands in the way")

// folders keeps handles of folders, so that to create a file costs one call
// into one folder, however deep it lies.
type folders struct {
	site *Site
	top  *folder

	mu   sync.Mutex
	open map[string]*folder
	idle *list.List      // of folders nobody uses, the latest in front
	made map[string]bool // folders that this build has made
}

// A folder is an open one.
type folder struct {
	name  string
	fresh bool // made by this build: nothing stands in it that the build did not write

	opening sync.Mutex
	root    *os.Root // nil until it is needed in a folder that is fresh
	self    *os.File // for what os.Root cannot do, or does at length
	uses    int
	seat    *list.Element // in idle
}

func newFolders(s *Site) *folders {
	return &folders{site: s, top: &folder{root: s.root, uses: 1}, open: map[string]*folder{}, idle: list.New(), made: map[string]bool{}}
}

// take opens a folder. With make it makes what is missing; a folder that is
// fresh is then good for newFile and nothing else. Without, a folder that is
// missing, or is no folder, gives an error for which absent is true.
func (fs *folders) take(name string, make bool) (*folder, error) {
	if name == "" {
		return fs.top, nil
	}
	fs.mu.Lock()
	f := fs.open[name]
	if f == nil {
		f = &folder{name: name}
		fs.open[name] = f
	}
	f.uses++
	if f.seat != nil {
		fs.idle.Remove(f.seat)
		f.seat = nil
	}
	fs.mu.Unlock()

	f.opening.Lock()
	defer f.opening.Unlock()
	if err := fs.ready(f, make); err != nil {
		fs.give(f)
		return nil, err
	}
	return f, nil
}

// ready opens what is not open of a folder.
func (fs *folders) ready(f *folder, make bool) error {
	if f.closed() {
		if err := fs.enter(f, make); err != nil {
			return err
		}
	}
	if f.root != nil || make {
		return nil
	}
	var err error
	f.root, err = fs.site.root.OpenRoot(f.name)
	return err
}

func (f *folder) closed() bool { return f.root == nil && f.self == nil }

func (fs *folders) give(f *folder) {
	if f == fs.top {
		return
	}
	fs.mu.Lock()
	defer fs.mu.Unlock()
	f.uses--
	if f.uses > 0 {
		return
	}
	if f.closed() {
		delete(fs.open, f.name)
		return
	}
	f.seat = fs.idle.PushFront(f)
	if fs.idle.Len() > limit {
		fs.drop(fs.idle.Back().Value.(*folder))
	}
}

// drop needs the lock, and a folder that is idle.
func (fs *folders) drop(f *folder) {
	fs.idle.Remove(f.seat)
	delete(fs.open, f.name)
	if f.root != nil {
		f.root.Close()
	}
	if f.self != nil {
		f.self.Close()
	}
}

// handle opens the folder for calls that only the system knows.
func (f *folder) handle() (*os.File, error) {
	f.opening.Lock()
	defer f.opening.Unlock()
	if f.self != nil {
		return f.self, nil
	}
	var err error
	f.self, err = f.root.Open(".")
	return f.self, err
}

// know remembers whether this build has made a folder.
func (fs *folders) know(name string, made bool) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.made[name] = made
}

// forget closes a folder that is about to be removed.
func (fs *folders) forget(name string) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	delete(fs.made, name)
	if f := fs.open[name]; f != nil && f.uses == 0 {
		fs.drop(f)
	}
}

func (fs *folders) close() {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	for fs.idle.Len() > 0 {
		fs.drop(fs.idle.Back().Value.(*folder))
	}
	if fs.top.self != nil {
		fs.top.self.Close()
	}
}

func (fs *folders) enter(f *folder, make bool) error {
	above, err := fs.take(parent(f.name), make)
	if err != nil {
		return err
	}
	defer fs.give(above)
	base := path.Base(f.name)
	fs.mu.Lock()
	f.fresh = fs.made[f.name]
	fs.mu.Unlock()
	switch {
	case f.fresh:
	case above.fresh:
		err = fs.create(f, above, base, make)
	default:
		err = fs.inspect(f, above, base, make)
	}
	if err != nil {
		return err
	}
	if f.fresh {
		return f.open(above, base)
	}
	f.root, err = above.root.OpenRoot(base)
	return err
}

// inspect makes sure that a folder stands there, not a link to one.
func (fs *folders) inspect(f, above *folder, base string, make bool) error {
	info, err := above.root.Lstat(base)
	switch {
	case absent(err):
		return fs.create(f, above, base, make)
	case err != nil:
		return err
	case info.IsDir():
		return nil
	case !make:
		return fmt.Errorf("%s: %w", f.name, syscall.ENOTDIR)
	case info.Mode().IsRegular() && fs.site.yields(f.name):
		return errRoom
	}
	return fmt.Errorf("%s must be a folder, but a file that this program did not write stands there: remove it", f.name)
}

func (fs *folders) create(f, above *folder, base string, make bool) error {
	if !make {
		return fmt.Errorf("%s: %w", f.name, syscall.ENOENT)
	}
	if err := fs.site.trouble("mkdir"); err != nil {
		return err
	}
	if err := above.newFolder(base); err != nil {
		return err
	}
	fs.site.did(step{what: madeFolder, name: f.name})
	fs.know(f.name, true)
	f.fresh = true
	return nil
}

// absent says that the file is not there, nor can be.
func absent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}
