package site

import (
	"cmp"
	"iter"
	"path"
	"slices"
	"strings"

	"bulletin/internal/diag"
	"bulletin/internal/document"
)

// A Show is a picture in the text of an edition.
type Show struct {
	File    *File             // nil when it is not there
	Name    string            // as the writer wrote it, or that of the file
	At      diag.Pos          // where the text names it
	Picture *document.Picture // nil in a gallery that is a block
}

// Shows visits the pictures in the text of an edition, in its order.
func (s *Site) Shows(e *Edition) iter.Seq[Show] {
	return func(yield func(Show) bool) {
		one := func(i int) bool {
			p := &e.Body.Pictures[i]
			return yield(Show{s.Picture(e, p.Path), p.Path, e.At(p.Place), p})
		}
		if len(e.Body.Blocks) == 0 {
			for i := range e.Body.Pictures {
				if !one(i) {
					return
				}
			}
			return
		}
		for _, h := range e.Body.Holes {
			switch h.Kind {
			case document.PictureHole:
				if !one(h.Index) {
					return
				}
			case document.BlockHole:
				for _, show := range s.Block(e, h.Index) {
					if !yield(show) {
						return
					}
				}
			}
		}
	}
}

// Pictures visits every picture and recording that an edition shows: in its text,
// below it, on its card.
func (s *Site) Pictures(e *Edition) iter.Seq[*File] {
	return func(yield func(*File) bool) {
		for show := range s.Shows(e) {
			for _, f := range [...]*File{show.File, s.Poster(show.File)} {
				if f != nil && !yield(f) {
					return
				}
			}
		}
		if f := s.CoverFile(e); f != nil && !yield(f) {
			return
		}
		for _, file := range s.GalleryFiles(e) {
			for _, f := range [...]*File{file, s.Poster(file)} {
				if f != nil && !yield(f) {
					return
				}
			}
		}
	}
}

// Block lists the pictures of a block of an edition's text.
func (s *Site) Block(e *Edition, i int) (all []Show) {
	b := &e.Body.Blocks[i]
	add := func(files []*File, at document.Place) {
		for _, f := range files {
			if !slices.ContainsFunc(all, func(o Show) bool { return o.File == f }) {
				all = append(all, Show{f, path.Base(f.Path), e.At(at), nil})
			}
		}
	}
	if len(b.Lines) == 0 {
		add(s.rest(e, i), b.Place)
	}
	for _, l := range b.Lines {
		add(s.Line(e, l), l.Place)
	}
	return all
}

// Line lists the pictures that a line of a block means: the one of that name,
// or those that match it as a pattern.
func (s *Site) Line(e *Edition, l document.Line) []*File {
	if f := s.Picture(e, l.Text); f != nil {
		return []*File{f}
	}
	if !Pattern(l.Text) {
		return nil
	}
	pattern := strings.ToLower(strings.ReplaceAll(l.Text, "＊", "*"))
	return slices.DeleteFunc(s.folder(e), func(f *File) bool {
		ok, err := path.Match(pattern, strings.ToLower(document.Name(path.Base(f.Path))))
		return err != nil || !ok || e.hidden(f)
	})
}

// Pattern reports whether a line may mean several files.
func Pattern(line string) bool { return strings.ContainsAny(line, "*?[＊") }

// rest lists the pictures of the folder that a block without names shows: those
// that nothing else in the text does. Of several such blocks the first has them.
func (s *Site) rest(e *Edition, i int) []*File {
	for _, before := range e.Body.Blocks[:i] {
		if len(before.Lines) == 0 {
			return nil
		}
	}
	shown := make(map[*File]bool)
	for _, p := range e.Body.Pictures {
		f := s.Picture(e, p.Path)
		shown[f], shown[s.Poster(f)] = true, true
	}
	for _, b := range e.Body.Blocks {
		for _, l := range b.Lines {
			for _, f := range s.Line(e, l) {
				shown[f], shown[s.Poster(f)] = true, true
			}
		}
	}
	return slices.DeleteFunc(s.folder(e), func(f *File) bool { return shown[f] || e.hidden(f) })
}

// GalleryFiles lists the pictures that the front matter adds below the text:
// those named, or every one of the folder that the text does not show.
func (s *Site) GalleryFiles(e *Edition) []*File {
	g := e.Gallery.Value
	if !g.All {
		var files []*File
		for _, name := range g.Names {
			if f := s.Picture(e, name); f != nil {
				files = append(files, f)
			}
		}
		return files
	}
	shown := make(map[*File]bool)
	for show := range s.Shows(e) {
		shown[show.File], shown[s.Poster(show.File)] = true, true
	}
	return slices.DeleteFunc(s.folder(e), func(f *File) bool { return shown[f] || e.hidden(f) })
}

// folder lists the pictures of the folder of an edition, as its sidecar orders
// them, then by name. Where editions lie in folders of their languages, those
// that lie beside the counterpart alone are among them.
func (s *Site) folder(e *Edition) (files []*File) {
	known := make(map[string]bool)
	add := func(dir string) {
		for _, f := range s.folders[dir] {
			name := document.Name(path.Base(f.Path))
			if imageName(name) && !known[name] {
				known[name] = true
				files = append(files, f)
			}
		}
	}
	add(path.Dir(e.File))
	if e.tree != "" {
		for dir := range s.trees(e) {
			add(dir)
		}
	}
	slices.SortStableFunc(files, func(a, b *File) int {
		return cmp.Or(cmp.Compare(e.rank(a), e.rank(b)), natural(path.Base(a.Path), path.Base(b.Path)))
	})
	return files
}
