package site

import (
	"path"
	"slices"
	"strings"

	"bulletin/internal/diag"
	"bulletin/internal/document"
)

// A Use is a picture shown by a published edition, or named by site.yaml.
type Use struct {
	File    *File
	Edition *Edition // nil of one that site.yaml names
	Name    string   // as the writer wrote it
	At      diag.Pos
}

// Shown lists every picture that site.yaml names or a published edition shows, in
// the order of the editions and of their texts. A file may occur several times.
func (s *Site) Shown() []Use {
	var all []Use
	for _, p := range s.OwnPictures() {
		if f := s.Own(p); f != nil {
			all = append(all, Use{f, nil, p.Name, p.At})
		}
	}
	for e := range s.Texts() {
		if e.Published() && e.names {
			all = s.shownBy(all, e)
		}
	}
	return all
}

// Texts visits every edition, and the texts of sections.
func (s *Site) Texts() func(yield func(*Edition) bool) {
	return func(yield func(*Edition) bool) {
		for e := range s.Editions() {
			if !yield(e) {
				return
			}
		}
		for _, sec := range s.Sections {
			for _, e := range sec.Index {
				if e != nil && !yield(e) {
					return
				}
			}
		}
	}
}

// NamesFiles reports whether the edition names anything that may be a file: a
// picture, an attachment, what a link leads to. Most texts do not, and need not be
// asked which.
func (e *Edition) NamesFiles() bool { return e.names }

func (s *Site) namesFiles(e *Edition) bool {
	if f, _ := s.saidCover(e); f != nil {
		return true
	}
	return e.Cover.Value != "" || e.Gallery.Value.All || len(e.Gallery.Value.Names) > 0 || len(e.Attachments.Value) > 0 ||
		len(e.Body.Pictures) > 0 || len(e.Body.Blocks) > 0 || slices.ContainsFunc(e.Body.Links, func(l document.Link) bool { return !l.ToText() })
}

func (s *Site) shownBy(all []Use, e *Edition) []Use {
	add := func(f *File, name string, at diag.Pos) {
		if f != nil {
			all = append(all, Use{f, e, name, at})
		}
	}
	for show := range s.Shows(e) {
		add(show.File, show.Name, show.At)
		add(s.Poster(show.File), show.Name, show.At)
	}
	for _, l := range e.Body.Links {
		if imageName(l.Path) {
			add(s.Picture(e, l.Path), l.Path, e.At(l.Place))
		}
	}
	if e.Cover.Value != "" {
		add(s.Picture(e, e.Cover.Value), e.Cover.Value, e.Place(e.Cover.Spot))
	} else if f, entry := s.saidCover(e); f != nil {
		add(f, entry.Name, e.Article.captions.Place(entry.Spot))
	}
	for _, f := range s.GalleryFiles(e) {
		add(f, path.Base(f.Path), e.Place(e.Gallery.Spot))
		add(s.Poster(f), path.Base(f.Path), e.Place(e.Gallery.Spot))
	}
	return all
}

// Poster is the picture that stands for a video until it is played: the one beside
// it that has its name; nil where there is none.
func (s *Site) Poster(f *File) *File {
	if f == nil || f.Recording == nil || !f.Recording.Video {
		return nil
	}
	stem := document.Name(strings.TrimPrefix(strings.TrimSuffix(f.Path, path.Ext(f.Path)), "content/"))
	for _, ending := range [...]string{".jpg", ".jpeg", ".png", ".webp", ".JPG", ".JPEG", ".PNG"} {
		if poster := s.Files[stem+ending]; poster != nil {
			return poster
		}
	}
	return nil
}

// byFolder sorts files into their folders, by name.
func byFolder(files map[string]*File) map[string][]*File {
	folders := make(map[string][]*File)
	for _, f := range files {
		dir := path.Dir(f.Path)
		folders[dir] = append(folders[dir], f)
	}
	for _, list := range folders {
		slices.SortFunc(list, func(a, b *File) int { return natural(a.Path, b.Path) })
	}
	return folders
}

// natural compares names with their numbers as numbers: 图片 2 before 图片 10.
// Only names that are the same are equal.
func natural(a, b string) int {
	if c := numerically(a, b); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

func numerically(a, b string) int {
	for a != "" && b != "" {
		m, n := digits(a), digits(b)
		if m > 0 && n > 0 {
			x, y := strings.TrimLeft(a[:m], "0"), strings.TrimLeft(b[:n], "0")
			if len(x) != len(y) {
				return len(x) - len(y)
			}
			if c := strings.Compare(x, y); c != 0 {
				return c
			}
			a, b = a[m:], b[n:]
			continue
		}
		if a[0] != b[0] {
			return int(a[0]) - int(b[0])
		}
		a, b = a[1:], b[1:]
	}
	return len(a) - len(b)
}

func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// imageName reports whether a name ends like a picture's.
func imageName(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg":
		return true
	}
	return false
}

// At is a place in the edition's text as a position.
func (e *Edition) At(p document.Place) diag.Pos {
	return diag.Pos{File: e.File, Line: p.Line, Column: p.Column, Width: p.Width}
}

// Near lists the names of what lies where a path leads: candidates for what a
// writer meant.
func (s *Site) Near(e *Edition, p string) []string {
	full, ok := e.locate(p)
	if !ok {
		return nil
	}
	dir := path.Dir(full)
	var names []string
	for _, f := range s.folders[path.Join("content", dir)] {
		names = append(names, path.Base(f.Path))
	}
	for key := range s.byKey {
		if path.Dir(key) == dir {
			names = append(names, path.Base(key))
		}
	}
	slices.Sort(names)
	return names
}
