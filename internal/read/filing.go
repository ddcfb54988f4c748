package read

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"bulletin/internal/diag"
	"bulletin/internal/document"
	"bulletin/internal/site"
)

// A Filing is the texts of a few articles as they are now.
type Filing struct {
	Keys     []string        // of the articles; one may be new, or gone
	Files    []string        // of their texts, and of those that are gone
	Editions []*site.Edition // what they have now, in the order of the files

	read    map[string]*version // what is other than before, by file; nil of what is gone
	folders []*folder           // that are new
	section bool                // a text of a section is among them
}

// File finds the articles whose texts are other ones where only what lies at these
// paths in content may have changed, and reads those texts. The Filing is nil where
// this does not do: where anything but texts may have changed, where there are more
// than a few of them, and where there is something to tell of one. The error is the
// machine's.
func (s *Sources) File(paths []string, few int) (*Filing, error) {
	f := &Filing{read: make(map[string]*version)}
	sources, ok := s.look(f, paths)
	if !ok {
		return nil, nil
	}
	for i := range sources {
		now := &sources[i]
		old, known := s.texts[now.file]
		switch {
		case known && (old.source.key != now.key || old.source.index != now.index):
			return nil, nil
		case !known || slices.Contains(paths, now.file):
			f.note(now, &version{source: *now})
		}
	}
	for _, p := range paths {
		if old, known := s.texts[p]; known && f.read[p] == nil {
			f.Files = append(f.Files, p)
			f.note(&old.source, nil)
		}
	}
	if len(f.read) == 0 || len(f.read) > few || f.section {
		return nil, nil
	}
	return s.fill(f)
}

func (f *Filing) note(from *source, now *version) {
	f.read[from.file] = now
	f.section = f.section || from.index
	if !slices.Contains(f.Keys, from.key) {
		f.Keys = append(f.Keys, from.key)
	}
}

// look lists the texts of the folders in which the paths lie, and of those that are
// new there. It reports false where a path is that of a known folder or of a file
// that is no text, or may be.
func (s *Sources) look(f *Filing, paths []string) ([]source, bool) {
	w := &walk{fsys: s.walk.fsys, cfg: s.walk.cfg, names: s.walk.names, files: make(map[string]*site.File)}
	var looked []*folder
	for _, p := range paths {
		if s.walk.folders[p] != nil || s.walk.files[document.Name(strings.TrimPrefix(p, contentDir+"/"))] != nil || isSidecar(path.Base(p)) {
			return nil, false
		}
		at := path.Dir(p)
		for s.walk.folders[at] == nil && at != "." {
			at = path.Dir(at)
		}
		dir := s.walk.folders[at]
		if dir == nil || dir.path == contentDir || dir.asIs {
			return nil, false
		}
		if !slices.Contains(looked, dir) {
			looked = append(looked, dir)
			if !s.walk.lookInto(dir, w, f) {
				return nil, false
			}
		}
	}
	return w.sources, true
}

// lookInto lists the texts of a folder that w knows, and of those in it that it
// does not know. It reports false where other files lie there than before, and
// where there is, or was, anything to tell of a name.
func (w *walk) lookInto(dir *folder, now *walk, f *Filing) bool {
	if slices.ContainsFunc(w.problems, func(p diag.Problem) bool { return path.Dir(p.Pos.File) == dir.path }) {
		return false
	}
	again := &folder{path: dir.path, inside: dir.inside, language: dir.language}
	var files []string
	for level := []*folder{again}; len(level) > 0; level = level[1:] {
		in := level[0]
		in.list(w.fsys)
		below := now.sort(in)
		if in.err != nil || len(in.wrong)+len(now.problems)+len(now.sidecars) > 0 {
			return false
		}
		files = append(files, in.files...)
		for _, b := range below {
			if w.folders[b.path] == nil {
				level = append(level, b)
				f.folders = append(f.folders, b)
			}
		}
	}
	for i := range now.sources {
		if s := &now.sources[i]; s.folder == again {
			s.folder = dir // which its texts share
		}
	}
	return slices.Equal(files, dir.files)
}

// fill reads what a filing must read, and lists the editions of its articles.
func (s *Sources) fill(f *Filing) (*Filing, error) {
	var all []version
	for _, old := range s.texts {
		if _, again := f.read[old.source.file]; !again && !old.source.index && slices.Contains(f.Keys, old.source.key) {
			all = append(all, old)
		}
	}
	for _, now := range f.read {
		if now == nil {
			continue
		}
		s.walk.beside(now.source.folder)
		t, err := s.reading.parse(&now.source)
		if err != nil || s.reading.parser.Err() != nil {
			return nil, err
		}
		now.text = t
		all = append(all, *now)
	}
	slices.SortFunc(all, func(a, b version) int { return cmp.Compare(a.source.file, b.source.file) })
	for _, v := range all {
		if !v.text.fine() {
			return nil, nil
		}
		f.Files = append(f.Files, v.source.file)
		f.Editions = append(f.Editions, edition(&v.source, v.text))
	}
	return f, nil
}

// Filed makes a filing what was read last.
func (s *Sources) Filed(f *Filing) {
	for _, b := range f.folders {
		s.walk.folders[b.path] = b
	}
	for file, now := range f.read {
		if now == nil {
			delete(s.texts, file)
		} else {
			s.texts[file] = *now
		}
	}
}
