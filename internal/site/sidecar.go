package site

import (
	"iter"
	"path"
	"slices"
	"strings"

	"bulletin/internal/diag"
	"bulletin/internal/document"
)

// A Sidecar is gallery.yaml beside the pictures of an article: what they are
// called, who took them, and in which order they stand.
type Sidecar struct {
	File    string // relative to the site's source
	Ordered bool   // its order is that of the pictures
	Broken  bool   // not all that it says could be read
	Entries []Entry
}

// An Entry is what a sidecar says of a picture.
type Entry struct {
	Name                 string // of the file, as written
	Spot                 Spot
	Caption, Alt, Credit Words
	Cover                bool // it is the cover where front matter names none
	Hide                 bool // only those that name it show it
}

// Words are a text in the languages of the site.
type Words struct {
	Texts []string // by Language.Index, "" where there is none; nil when none was given
	Spot  Spot
}

// In are the words in a language.
func (w Words) In(l *Language) string {
	if l.Index < len(w.Texts) {
		return w.Texts[l.Index]
	}
	return ""
}

// Given are the languages that there are words in.
func (w Words) Given(languages []*Language) (codes []string) {
	for _, l := range languages {
		if w.In(l) != "" {
			codes = append(codes, l.Code)
		}
	}
	return codes
}

// Place is a position in a sidecar.
func (c *Sidecar) Place(s Spot) diag.Pos {
	return diag.Pos{File: c.File, Line: int(s.Line), Column: int(s.Column), Width: int(s.Width)}
}

// Captions are what is known of the pictures of an article from its sidecar.
type captions struct {
	*Sidecar
	entries map[*File]int // into Entries
}

// lookUp finds the sidecar of an article: beside its first edition, or beside
// another, or where the counterpart of one would lie. Any other that there is
// counts for nothing.
func (s *Site) lookUp(a *Article) (problems []diag.Problem) {
	if len(s.sidecars) == 0 {
		return nil
	}
	var seen []string
	for dir := range s.foldersOf(a) {
		found := s.sidecars[dir]
		if found == nil || slices.Contains(seen, dir) {
			continue
		}
		if seen = append(seen, dir); len(seen) > 1 {
			problems = append(problems, diag.At(diag.Whole(found.File), "caption.twice", found.File, a.captions.File))
			continue
		}
		a.captions = &captions{found, make(map[*File]int, len(found.Entries))}
		for i := range found.Entries {
			a.captions.know(s, a, i)
		}
	}
	return problems
}

// know finds the files that an entry means: the one beside the sidecar, and
// those beside editions that lie elsewhere.
func (c *captions) know(s *Site, a *Article, i int) {
	for e := range a.all() {
		for _, file := range [...]string{c.File, e.File} {
			if f := s.named(e, file, c.Entries[i].Name); f != nil {
				if _, known := c.entries[f]; !known {
					c.entries[f] = i
				}
			}
		}
	}
}

// named is the file that a name means in a file of the article of an edition.
func (s *Site) named(e *Edition, file, name string) *File {
	name = document.Name(name)
	if strings.HasPrefix(name, "/") {
		return s.file(e, path.Clean(name)[1:])
	}
	return s.file(e, beside(strings.TrimPrefix(file, "content/"), name))
}

// foldersOf visits the folders in which pictures of an article may lie.
func (s *Site) foldersOf(a *Article) iter.Seq[string] {
	return func(yield func(string) bool) {
		for e := range a.all() {
			if !yield(path.Dir(e.File)) {
				return
			}
		}
		for e := range a.all() {
			if e.tree == "" {
				continue
			}
			for dir := range s.trees(e) {
				if !yield(dir) {
					return
				}
			}
		}
	}
}

// trees visits the folder of an edition as it would be called in each language,
// and where there is none. The edition lies in the folder of a language.
func (s *Site) trees(e *Edition) iter.Seq[string] {
	inside := strings.TrimPrefix(path.Dir(e.File)+"/", "content/"+e.tree+"/")
	return func(yield func(string) bool) {
		for o := range e.Article.all() {
			if !yield(path.Join("content", o.tree, inside)) {
				return
			}
		}
		for _, l := range s.Languages {
			if !yield(path.Join("content", l.Code, inside)) {
				return
			}
		}
		yield(path.Join("content", inside))
	}
}

// Entry is what the article of an edition says of a file in its sidecar, and
// the sidecar; nil where it says nothing.
func (e *Edition) Entry(f *File) (*Entry, *Sidecar) {
	if e.Article == nil || e.Article.captions == nil || f == nil {
		return nil, nil
	}
	i, known := e.Article.captions.entries[f]
	if !known {
		return nil, nil
	}
	return &e.Article.captions.Entries[i], e.Article.captions.Sidecar
}

// Captioned reports whether all that is to be known of the edition's pictures is
// known: false where a sidecar could not be read.
func (e *Edition) Captioned() bool {
	return e.Article == nil || e.Article.captions == nil || !e.Article.captions.Broken
}

// Words are what a page says of a picture that an edition shows: what the text
// says itself, and what it does not say as the sidecar has it.
func (e *Edition) Words(f *File, alt, caption string) (Alt, Caption, Credit string) {
	entry, _ := e.Entry(f)
	if entry == nil {
		return alt, caption, ""
	}
	if alt == "" {
		if alt = entry.Alt.In(e.Language); document.Repeats(document.Name(alt), f.Path) {
			alt = ""
		}
	}
	if caption == "" {
		caption = entry.Caption.In(e.Language)
	}
	return alt, caption, entry.Credit.In(e.Language)
}

// rank is the place of a picture in the order of the sidecar; those that it
// does not name come last.
func (e *Edition) rank(f *File) int {
	c := e.Article.captions
	if c == nil || !c.Ordered {
		return 0
	}
	if i, known := c.entries[f]; known {
		return i
	}
	return len(c.Entries)
}

// hidden reports whether only those show a picture that name it.
func (e *Edition) hidden(f *File) bool {
	entry, _ := e.Entry(f)
	return entry != nil && entry.Hide
}

// CoverFile is the picture of an edition's card: the one that its front matter
// names, else the one that the sidecar says, else the first of its text. It is
// nil when there is none or it is not there.
func (s *Site) CoverFile(e *Edition) *File {
	if e.Cover.Value != "" {
		return s.Picture(e, e.Cover.Value)
	}
	if f, _ := s.saidCover(e); f != nil {
		return f
	}
	for show := range s.Shows(e) {
		if show.File == nil || show.File.Recording == nil {
			return show.File
		}
		if poster := s.Poster(show.File); poster != nil {
			return poster
		}
	}
	return nil
}

// saidCover is the cover that the sidecar of an edition says, if it counts.
func (s *Site) saidCover(e *Edition) (*File, *Entry) {
	if e.Cover.Value != "" || e.Article.captions == nil {
		return nil, nil
	}
	c := e.Article.captions
	for i := range c.Entries {
		if !c.Entries[i].Cover {
			continue
		}
		for _, file := range [...]string{e.File, c.File} {
			if f := s.named(e, file, c.Entries[i].Name); f != nil {
				return f, &c.Entries[i]
			}
		}
	}
	return nil, nil
}

// Sidecars visits every sidecar that an article has, each once, with an edition
// that would show its pictures.
func (s *Site) Sidecars() iter.Seq2[*Sidecar, *Edition] {
	return func(yield func(*Sidecar, *Edition) bool) {
		seen := make(map[*Sidecar]bool, len(s.sidecars))
		if len(s.sidecars) == 0 {
			return
		}
		for e := range s.Texts() {
			if c := e.Article.captions; c != nil && !seen[c.Sidecar] && e.State != Blank && e.State != Draft {
				seen[c.Sidecar] = true
				if !yield(c.Sidecar, e) {
					return
				}
			}
		}
	}
}

// Named is the file that an entry of a sidecar means, nil when it is not there.
func (s *Site) Named(c *Sidecar, e *Edition, name string) *File { return s.named(e, c.File, name) }

// alone tells of sidecars that no text lies beside.
func (s *Site) alone() (problems []diag.Problem) {
	if len(s.sidecars) == 0 {
		return nil
	}
	used := make(map[string]bool)
	for e := range s.Texts() {
		for dir := range s.foldersOf(e.Article) {
			used[dir] = true
		}
	}
	for dir, c := range s.sidecars {
		if !used[dir] {
			problems = append(problems, diag.At(diag.Whole(c.File), "caption.alone", c.File))
		}
	}
	slices.SortFunc(problems, func(a, b diag.Problem) int { return strings.Compare(a.Pos.File, b.Pos.File) })
	return problems
}
