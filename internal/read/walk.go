package read

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"bulletin/internal/diag"
	"bulletin/internal/document"
	"bulletin/internal/markdown"
	"bulletin/internal/site"
)

const contentDir = "content"

// A source is a text found in content/, not yet read.
type source struct {
	file     string // relative to the site's source
	key      string
	language *site.Language
	index    bool
	folder   *folder
}

// A folder is one of content/ and what it holds.
type folder struct {
	path    string // relative to the site's source
	inside  string // relative to content/, without the language's folder; "" for content/ itself
	entries []item
	wrong   []diag.Problem
	err     error

	language *site.Language  // of the folder zh/ that it is or lies in
	asIs     bool            // below content/files: texts are files there
	files    []string        // the names of its files that are no texts
	texts    bool            // it holds texts
	beside   markdown.Beside // shared by its texts
}

// An item is what a folder holds.
type item struct {
	name   string
	folder bool
	size   int64
}

// A walk finds everything in content/.
type walk struct {
	fsys     fs.FS
	cfg      *site.Config
	names    *naming
	each     func(n int, f func(i int))
	folders  map[string]*folder // by path
	roots    []*folder          // the folders of languages in content/
	sources  []source
	files    map[string]*site.File
	tables   map[string]bool // topics.yaml, sources.yaml, issues.yaml
	sidecars []string        // files gallery.yaml
	problems []diag.Problem
}

// run walks through content/, all folders of one depth at a time.
func (w *walk) run(ctx context.Context) error {
	w.folders, w.files, w.tables = map[string]*folder{}, map[string]*site.File{}, map[string]bool{}
	info, err := fs.Lstat(w.fsys, contentDir)
	switch {
	case err == nil && info.IsDir():
	case err == nil && info.Mode()&fs.ModeSymlink != 0:
		w.problems = append(w.problems, diag.At(diag.Whole(contentDir), "symlink", contentDir))
		fallthrough
	case err == nil, errors.Is(err, fs.ErrNotExist):
		// An empty site would take the place of the one that is published.
		w.problems = append(w.problems, diag.At(diag.Whole(contentDir), "config.content"))
		return nil
	}
	level := []*folder{{path: contentDir}}
	for len(level) > 0 {
		w.each(len(level), func(i int) {
			if ctx.Err() == nil {
				level[i].list(w.fsys)
			}
		})
		if err := ctx.Err(); err != nil {
			return err
		}
		var below []*folder
		for _, f := range level {
			if f.err != nil {
				return f.err
			}
			w.problems = append(w.problems, f.wrong...)
			w.folders[f.path] = f
			below = append(below, w.sort(f)...)
			f.entries, f.wrong = nil, nil
		}
		level = below
	}
	// Each depth is in order already, or nearly, and stays so.
	slices.SortStableFunc(w.sources, func(a, b source) int { return strings.Compare(a.file, b.file) })
	return nil
}

// list reads a folder, without what nobody means to publish.
func (f *folder) list(fsys fs.FS) {
	entries, err := fs.ReadDir(fsys, f.path)
	if err != nil {
		if p, ok := unread(f.path, err); ok {
			f.wrong = append(f.wrong, p)
		} else {
			f.err = err
		}
	}
	for _, e := range entries {
		name := e.Name()
		if passedOver(name, e.IsDir()) {
			continue
		}
		file := f.path + "/" + name
		switch {
		case !utf8.ValidString(name):
			f.wrong = append(f.wrong, diag.At(diag.Whole(strings.ToValidUTF8(file, "\uFFFD")), "unreadable.name", name))
		case e.Type()&fs.ModeSymlink != 0:
			f.wrong = append(f.wrong, diag.At(diag.Whole(file), "symlink", name))
		case e.IsDir():
			f.entries = append(f.entries, item{name: name, folder: true})
		case !e.Type().IsRegular():
		case isText(name) && !f.asIs:
			f.entries = append(f.entries, item{name: name}) // its size is known when it is opened
		default:
			if info, err := fs.Lstat(fsys, file); err == nil { // else it is gone already
				f.entries = append(f.entries, item{name: name, size: info.Size()})
			}
		}
	}
	f.twins()
}

// twins reports names that some systems take for one.
func (f *folder) twins() {
	if !slices.ContainsFunc(f.entries, func(e item) bool { return !distinct(e.name) }) {
		return
	}
	seen := make(map[string]string, len(f.entries))
	for _, e := range f.entries {
		folded := strings.ToLower(plainName(e.name))
		if first, ok := seen[folded]; ok {
			f.wrong = append(f.wrong, diag.At(diag.Whole(f.path+"/"+e.name), "case", first, e.name))
			continue
		}
		seen[folded] = e.name
	}
}

// distinct reports whether a name is like no other, on any system.
func distinct(name string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool { return r >= utf8.RuneSelf || 'A' <= r && r <= 'Z' })
}

// sort files what a folder holds and returns the folders in it.
func (w *walk) sort(f *folder) (below []*folder) {
	top := f.path == contentDir
	var tongues []*site.Language // what the names of the folders in content/ mean
	if top {
		tongues = w.tongues(f)
	}
	for i, e := range f.entries {
		at := f.path + "/" + e.name
		switch {
		case e.folder:
			sub := &folder{path: at, inside: path.Join(f.inside, plainName(e.name)), language: f.language, asIs: f.asIs || top && e.name == "files"}
			if top {
				if w.foreign(e.name, tongues) {
					continue
				}
				if sub.language = tongues[i]; sub.language != nil {
					sub.inside = ""
					w.roots = append(w.roots, sub)
				}
			}
			below = append(below, sub)
		case !f.asIs && isText(e.name):
			w.text(f, e.name)
		case top && (e.name == "topics.yaml" || e.name == "sources.yaml" || e.name == "issues.yaml"):
			w.tables[e.name] = true
		case !f.asIs && isSidecar(e.name):
			w.sidecars = append(w.sidecars, at)
		default:
			f.files = append(f.files, e.name)
			key := document.Name(strings.TrimPrefix(at, contentDir+"/"))
			if w.files[key] == nil { // of names that look alike, the first counts
				w.files[key] = &site.File{Path: at, Size: e.size, Recording: recordingOf(e.name)}
			}
		}
	}
	return below
}

// tongues says for each entry of content/ which language's folder it is. A
// section may be called like a language.
func (w *walk) tongues(f *folder) []*site.Language {
	list := make([]*site.Language, len(f.entries))
	for i, e := range f.entries {
		if e.folder && !slices.Contains(w.cfg.Sections, e.name) {
			list[i], _ = w.names.language(e.name)
		}
	}
	return list
}

// foreign reports, of a folder in content/, whether it holds the texts of a
// language that the site does not have: where other folders are languages',
// its name is no section's.
func (w *walk) foreign(name string, tongues []*site.Language) bool {
	if slices.Contains(w.cfg.Sections, name) || !slices.ContainsFunc(tongues, func(l *site.Language) bool { return l != nil }) {
		return false
	}
	l, alien := w.names.language(name)
	if l != nil || alien == "" {
		return false
	}
	w.alien(contentDir+"/"+name, name)
	return true
}

func (w *walk) alien(file, code string) {
	if spoken, _ := w.names.language(tongue(code)); spoken != nil {
		w.problems = append(w.problems, diag.At(diag.Whole(file), "language.country", code, spoken.Code))
		return
	}
	w.problems = append(w.problems, diag.At(diag.Whole(file), "language", code, strings.Join(codes(w.cfg.Languages), ", ")))
}

// text files a text under its key and language.
func (w *walk) text(f *folder, name string) {
	file := f.path + "/" + name
	stem, language, alien := w.names.split(name)
	if alien != "" {
		w.alien(file, alien)
		return
	}
	like, better := "", ""
	if language == nil {
		like, better = w.names.like(stem, path.Ext(name), f.inside == "")
	}
	language = cmp.Or(language, f.language, w.cfg.Languages[0])
	if like != "" {
		w.problems = append(w.problems, diag.At(diag.Whole(file), "language.like", like, language.Code, better))
	}
	s := source{file: file, language: language, folder: f, key: f.inside}
	switch stem = plainName(stem); {
	case stem == "_index":
		s.index = true
	case strings.HasPrefix(stem, "_"):
		return // _index.notes.md is as hidden as _notes.md
	case stem == "index":
		// index in place of _index is a slip without another meaning at the top
		// of content/ and of a section.
		s.index = f.inside == "" || slices.Contains(w.cfg.Sections, f.inside)
	default:
		s.key = path.Join(f.inside, stem)
	}
	f.texts = true
	w.sources = append(w.sources, s)
}

// besides fills in, for every folder with texts, the files that its texts may
// name: its own, and where editions lie in folders of their languages those
// beside the counterparts.
func (w *walk) besides() {
	slices.SortStableFunc(w.roots, func(a, b *folder) int { return a.language.Index - b.language.Index })
	for _, f := range w.folders {
		if f.texts {
			w.beside(f)
		}
	}
}

func (w *walk) beside(f *folder) {
	f.gather(f)
	if len(w.roots) == 0 {
		return
	}
	for _, root := range w.roots {
		f.gather(w.folders[path.Join(root.path, f.inside)])
	}
	f.gather(w.folders[path.Join(contentDir, f.inside)])
}

// gather adds the names of a folder's files to those beside f's texts.
func (f *folder) gather(from *folder) {
	if from == nil || len(from.files) == 0 {
		return
	}
	if f.beside == nil {
		f.beside = make(markdown.Beside, len(from.files))
	}
	for _, name := range from.files {
		key := document.Name(name)
		if _, taken := f.beside[key]; !taken {
			f.beside[key] = name
		}
	}
}
