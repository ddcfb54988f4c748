package read

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"

	"go.yaml.in/yaml/v4"

	"bulletin/internal/diag"
	"bulletin/internal/document"
	"bulletin/internal/site"
)

// A sidecar is what was made of gallery.yaml.
type sidecar struct {
	Sidecar  *site.Sidecar
	Problems []diag.Problem
}

// isSidecar reports whether a name is that of the file that says what the
// pictures beside it are.
func isSidecar(name string) bool {
	name = plainName(name)
	stem, ending := strings.TrimSuffix(name, path.Ext(name)), path.Ext(name)
	return (strings.EqualFold(ending, ".yaml") || strings.EqualFold(ending, ".yml")) && (strings.EqualFold(stem, "gallery") || stem == "图集")
}

// sidecars reads all that there are, several at a time.
func (r *reading) sidecars(ctx context.Context, files []string) (map[string]*site.Sidecar, []diag.Problem, error) {
	made, errs := make([]*sidecar, len(files)), make([]error, len(files))
	with := "gallery"
	for _, l := range r.cfg.Languages {
		with += " " + l.Code + " " + l.Tag // both name the language in it
	}
	r.options.Each(len(files), func(i int) {
		if ctx.Err() == nil {
			made[i], errs[i] = remembered(r, files[i], with, func() (*sidecar, error) { return readSidecar(r.fsys, files[i], r.cfg) })
		}
	})
	if err := errors.Join(append(errs, ctx.Err())...); err != nil {
		return nil, nil, err
	}
	all := make(map[string]*site.Sidecar, len(files))
	var problems []diag.Problem
	for i, file := range files {
		dir := path.Dir(file)
		if first := all[dir]; first != nil {
			problems = append(problems, diag.At(diag.Whole(file), "caption.twice", file, first.File))
			continue
		}
		problems = append(problems, made[i].Problems...)
		if made[i].Sidecar != nil {
			all[dir] = made[i].Sidecar
		}
	}
	return all, problems, nil
}

// readSidecar reads one.
func readSidecar(fsys fs.FS, file string, cfg *site.Config) (*sidecar, error) {
	names := newNaming(cfg.Languages)
	mended := &colons{key: func(name string) bool {
		l, alien := names.language(name)
		return l != nil || alien != "" || entryKey(name) != "" || ended(name)
	}}
	t, err := readMended(fsys, file, file, "kind.broken", "kind", mended)
	if err != nil {
		if p, ok := unread(file, err); ok {
			return &sidecar{Problems: []diag.Problem{p}}, nil
		}
		return nil, err
	}
	s := &entries{table: t, names: names, into: &site.Sidecar{File: file}, lines: make(map[string]int)}
	if t.root != nil && !isNull(t.root) {
		s.all(actual(t.root))
	}
	problems := t.sorted()
	s.into.Broken = diag.Worst(problems) == diag.Error
	return &sidecar{s.into, problems}, nil
}

// entries reads what a sidecar says.
type entries struct {
	*table
	names *naming
	into  *site.Sidecar
	lines map[string]int // where each picture is named
	cover *yaml.Node     // of the first that is the cover
}

const entryExample = "- file: hall.jpg"

// all reads a list of pictures, or lines of a name and what is said of it.
func (s *entries) all(root *yaml.Node) {
	if root.Kind == yaml.SequenceNode {
		s.into.Ordered = true
		for _, item := range root.Content {
			s.item(actual(item))
		}
		return
	}
	list, ok := s.table.entries(root)
	switch {
	case !ok:
		s.wrong(root, path.Base(s.file), expected{"a list of pictures", entryExample, "图片的列表"})
	case len(list) > 0 && entryKey(list[0].key) == "file":
		s.item(root) // one picture, its hyphen forgotten
	default:
		for _, e := range list {
			s.named(e)
		}
	}
}

// item reads an item of the list: a name, or what is said of the picture.
func (s *entries) item(n *yaml.Node) {
	if name, ok := wordOf(n); ok {
		s.add(n, name)
		return
	}
	list, ok := s.table.entries(n)
	if !ok {
		s.wrong(n, path.Base(s.file), expected{"a list of pictures", entryExample, "图片的列表"})
		return
	}
	if len(list) == 1 && entryKey(list[0].key) == "" && ended(list[0].key) {
		s.named(list[0])
		return
	}
	for _, e := range list {
		if entryKey(e.key) != "file" {
			continue
		}
		if name, ok := wordOf(e.value); ok {
			if entry := s.add(e.value, name); entry != nil {
				s.fields(entry, list)
			}
			return
		}
	}
	s.wrong(n, "file", expected{"the name of the picture", "file: hall.jpg", "图片的文件名"})
}

// named reads a name and what is said of it; one text is its caption.
func (s *entries) named(e pair) {
	entry := s.add(e.name, e.key)
	if entry == nil || isNull(e.value) {
		return
	}
	if _, ok := wordOf(e.value); ok {
		entry.Caption = s.words(e.value, "caption")
		return
	}
	list, ok := s.table.entries(e.value)
	if !ok {
		s.wrong(e.value, e.key, expected{"what is said of the picture", "{caption: …, alt: …}", "图片的图注等"})
		return
	}
	s.fields(entry, list)
}

// add adds a picture, nil when it is there already.
func (s *entries) add(n *yaml.Node, name string) *site.Entry {
	key := document.Name(name)
	if line, twice := s.lines[key]; twice {
		s.at(n, "duplicate-key", name, line)
		return nil
	}
	s.lines[key] = n.Line
	s.into.Entries = append(s.into.Entries, site.Entry{Name: name, Spot: s.spot(n)})
	return &s.into.Entries[len(s.into.Entries)-1]
}

func (s *entries) spot(n *yaml.Node) site.Spot {
	at := s.pos(n)
	return site.Spot{Line: int32(at.Line), Column: int32(at.Column), Width: int32(at.Width)}
}

// fields reads what is said of a picture.
func (s *entries) fields(entry *site.Entry, list []pair) {
	given := make(map[string]pair, len(list))
	for _, e := range list {
		key := entryKey(e.key)
		if first, twice := given[key]; twice && key != "" {
			s.at(e.name, "duplicate-key.other", e.key, first.key, first.name.Line)
			continue
		}
		given[key] = e
		switch key {
		case "file":
		case "caption":
			entry.Caption = s.words(e.value, e.key)
		case "alt":
			entry.Alt = s.words(e.value, e.key)
		case "credit":
			entry.Credit = s.words(e.value, e.key)
		case "cover":
			if entry.Cover = s.yes(e); entry.Cover {
				s.covers(e.value, entry)
			}
		case "hide":
			entry.Hide = s.yes(e)
		default:
			s.unknown(e.name, e.key, entryKeys())
		}
	}
}

// covers tells of a second cover.
func (s *entries) covers(n *yaml.Node, entry *site.Entry) {
	if s.cover != nil {
		s.at(n, "duplicate-key.cover", entry.Name, s.cover.Line)
		entry.Cover = false
		return
	}
	s.cover = n
}

// yes reads yes or no.
func (s *entries) yes(e pair) bool {
	if isNull(e.value) {
		return false
	}
	said, ok := wordOf(e.value)
	if !ok {
		s.wrong(e.value, e.key, expected{"yes or no", e.key + ": yes", "“是”或“否”"})
		return false
	}
	yes, ok := truth(value{form: plain, text: said})
	if !ok {
		s.at(e.value, "kind.truth", said, e.key)
	}
	return yes
}

// words reads a text for each language; one text alone is for all.
func (s *entries) words(n *yaml.Node, key string) site.Words {
	w := site.Words{Texts: make([]string, len(s.names.languages)), Spot: s.spot(n)}
	line := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	if text, ok := wordOf(n); ok {
		for i := range w.Texts {
			w.Texts[i] = line(text)
		}
		return w
	}
	if isNull(n) {
		return site.Words{}
	}
	labels, ok := s.labels(n, key, key+": {zh: …, en: …}", s.names)
	if !ok {
		return site.Words{}
	}
	for _, l := range s.names.languages {
		w.Texts[l.Index] = line(labels[l.Code])
	}
	return w
}

// entryKey is our name of a key, "" of one that nobody knows.
func entryKey(name string) string {
	for _, names := range entryNames {
		for _, n := range names {
			if alike(name, n) {
				return names[0]
			}
		}
	}
	return ""
}

func entryKeys() (all []string) {
	for _, names := range entryNames {
		all = append(all, names...)
	}
	return all
}

// entryNames are the keys of a sidecar as writers spell them, the first being ours.
var entryNames = [...][]string{
	{"file", "文件", "文件名", "图片"},
	{"caption", "图注", "图说"},
	{"alt", "替代文本"},
	{"credit", "供图", "摄影", "photographer"},
	{"cover", "题图", "封面"},
	{"hide", "隐藏", "hidden"},
}
