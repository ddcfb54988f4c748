package build

import (
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"sync"
)

// A glance is what a source looked like from outside when it was asked last: it
// spares a workshop that knows which paths may have changed from asking about
// all others again.
type glance struct {
	mutex sync.Mutex
	stats map[glimpse]fs.FileInfo
	lists map[string][]fs.DirEntry
}

// A glimpse is what is seen at a path, or at the end of a link.
type glimpse struct {
	path string
	link bool
}

func newGlance() *glance {
	return &glance{stats: make(map[glimpse]fs.FileInfo), lists: make(map[string][]fs.DirEntry)}
}

// forget drops what was seen at paths that may have changed, below them, and
// which names stand beside them.
func (g *glance) forget(changed []string) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	for _, at := range changed {
		file := g.stats[glimpse{at, false}]
		for above := at; ; above = path.Dir(above) {
			delete(g.lists, above)
			delete(g.stats, glimpse{above, false})
			delete(g.stats, glimpse{above, true})
			if above == "." {
				break
			}
		}
		if file != nil && !file.IsDir() {
			continue // nothing is below it
		}
		inside := at + "/"
		for seen := range g.stats {
			if strings.HasPrefix(seen.path, inside) {
				delete(g.stats, seen)
			}
		}
		for seen := range g.lists {
			if strings.HasPrefix(seen, inside) {
				delete(g.lists, seen)
			}
		}
	}
}

// look is about to look again at what may have changed; nothing stands for
// everything. It returns the paths as they are relative to the source.
func (s *Workshop) look(changed []string) (files []string) {
	for _, at := range changed {
		file, err := filepath.Rel(s.options.Source, at)
		if err != nil {
			files = nil
			break
		}
		files = append(files, filepath.ToSlash(file))
	}
	if len(files) == 0 || s.seen == nil {
		s.seen, files = newGlance(), nil
	}
	s.seen.forget(files)
	s.memory.doubt(files)
	return files
}

// info asks about a path, unless it was asked before. What failed is asked again.
func (g *glance) info(at glimpse, ask func() (fs.FileInfo, error)) (fs.FileInfo, error) {
	if g == nil {
		return ask()
	}
	g.mutex.Lock()
	info := g.stats[at]
	g.mutex.Unlock()
	if info != nil {
		return info, nil
	}
	info, err := ask()
	if err == nil {
		g.mutex.Lock()
		defer g.mutex.Unlock()
		g.stats[at] = info
	}
	return info, err
}

// list is info for the names in a folder.
func (g *glance) list(at string, ask func() ([]fs.DirEntry, error)) ([]fs.DirEntry, error) {
	if g == nil {
		return ask()
	}
	g.mutex.Lock()
	entries, known := g.lists[at]
	g.mutex.Unlock()
	if known {
		return entries, nil
	}
	entries, err := ask()
	if err == nil {
		g.mutex.Lock()
		defer g.mutex.Unlock()
		g.lists[at] = entries
	}
	return entries, err
}
