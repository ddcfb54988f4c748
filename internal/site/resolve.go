package site

import (
	"path"
	"slices"
	"strings"

	"bulletin/internal/document"
)

// A Target is where a link leads. At most one of Edition, File and Section is
// set; none when the link leads nowhere.
type Target struct {
	Edition *Edition // a text; it may be unpublished
	File    *File    // a picture, an attachment, a file of content/files
	Section *Section // a section's page in the reader's language
	Home    bool     // the home page
	Outside bool     // the path leads out of content
}

// Found reports whether the link leads anywhere.
func (t Target) Found() bool {
	return t.Edition != nil || t.File != nil || t.Section != nil || t.Home
}

// Resolve finds what a path in the text of an edition means: a file beside the
// text, a text by its source path (with or without language, index and
// ending), a section, or a page by its published address. A path that begins
// with a slash is looked up from content/. The target is in the reader's
// language where it exists there, else in another.
func (s *Site) Resolve(from *Edition, p string) Target {
	if p == "" {
		return Target{Edition: from}
	}
	full, ok := from.locate(p)
	if !ok {
		return Target{Outside: true}
	}
	if f := s.file(from, full); f != nil {
		return Target{File: f}
	}
	full, lang := s.key(from, full)
	if full == "" {
		return Target{Home: true}
	}
	if a := s.byKey[full]; a != nil {
		return Target{Edition: a.best(from, lang)}
	}
	if sec := s.bySection[full]; sec != nil {
		return Target{Section: sec}
	}
	if e := s.at(from, s.published(p)); e != nil {
		return Target{Edition: e.Article.best(from, nil)}
	}
	return Target{}
}

// Targets are where the links of an edition's text lead, in the order of its
// Links. They are found once; nobody else may ask for the first time meanwhile.
func (s *Site) Targets(e *Edition) []Target {
	if e.targets == nil && len(e.Body.Links) > 0 {
		e.targets = make([]Target, len(e.Body.Links))
		for i, l := range e.Body.Links {
			e.targets[i] = s.Resolve(e, l.Path)
		}
	}
	return e.targets
}

// at is the edition at a published address; the address may lack the language.
func (s *Site) at(from *Edition, p string) *Edition {
	if e := s.byPath[p]; e != nil {
		return e
	}
	if e := s.byPath[from.Language.Code+"/"+p]; e != nil {
		return e
	}
	for _, l := range s.Languages {
		if e := s.byPath[l.Code+"/"+p]; e != nil {
			return e
		}
	}
	return nil
}

// locate is the path in content that p means in the text of the edition.
func (e *Edition) locate(p string) (full string, ok bool) {
	if strings.HasPrefix(p, "/") {
		full = path.Clean(p)[1:]
	} else {
		full = beside(strings.TrimPrefix(e.File, "content/"), p)
	}
	if full == ".." || strings.HasPrefix(full, "../") {
		return "", false
	}
	if full == "." {
		full = ""
	}
	return full, true
}

// beside is the path that p means beside a file. It is not rooted: what leads
// out must be seen to. The folders that p leaves are taken off before the two
// are joined, so that most often they are joined once.
func beside(file, p string) string {
	dir := file[:strings.LastIndexByte(file, '/')+1]
	for dir != "" && strings.HasPrefix(p, "../") {
		dir = dir[:strings.LastIndexByte(dir[:len(dir)-1], '/')+1]
		p = p[len("../"):]
	}
	return path.Clean(dir + strings.TrimLeft(p, "/"))
}

// file is the file at a path in content; where editions lie in folders of
// their languages, also the one that lies beside the counterpart.
func (s *Site) file(from *Edition, full string) *File {
	if f := s.Files[full]; f != nil {
		return f
	}
	tree := from.tree
	rest, ok := strings.CutPrefix(full, tree+"/")
	if tree == "" || !ok {
		return nil
	}
	for e := range from.Article.all() {
		if f := s.Files[e.tree+"/"+rest]; f != nil {
			return f
		}
	}
	for _, l := range s.Languages {
		if f := s.Files[l.Code+"/"+rest]; f != nil {
			return f
		}
	}
	return s.Files[rest]
}

// key strips from a path in content what an article's key lacks: the ending,
// the language, the name index.
func (s *Site) key(from *Edition, full string) (key string, lang *Language) {
	key = strings.TrimSuffix(full, "/")
	for _, ending := range [...]string{".md", ".markdown", ".html"} {
		key = strings.TrimSuffix(key, ending)
	}
	for _, l := range s.Languages {
		if rest, ok := strings.CutSuffix(key, l.Code); ok && strings.HasSuffix(rest, ".") {
			key, lang = rest[:len(rest)-1], l
			break
		}
	}
	if rest, ok := below(key, from.tree); ok && rest != "" {
		key = rest
	}
	for _, l := range s.Languages {
		if rest, ok := below(key, l.Code); ok && s.bySection[l.Code] == nil {
			key = rest
			break
		}
	}
	for _, index := range [...]string{"/_index", "/index"} {
		if key == index[1:] || key == "" {
			return "", lang
		}
		key = strings.TrimSuffix(key, index)
	}
	return key, lang
}

// below is the rest of a path that lies in a folder, "" of the folder itself.
func below(p, folder string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(p, folder)
	if folder == "" || !ok || rest == "" {
		return "", ok && folder != ""
	}
	return rest[1:], rest[0] == '/'
}

// published is a path of a page's address as byPath knows it.
func (s *Site) published(p string) string {
	p = strings.TrimPrefix(p, s.Base.Path)
	p = strings.TrimSuffix(strings.Trim(p, "/"), ".html")
	return strings.TrimSuffix(p, "/index")
}

// best is the edition that a link from another text leads to: the reader's
// language where it is published, else any that is, else one that is not. A
// text that names an edition of its own article means that edition.
func (a *Article) best(from *Edition, named *Language) *Edition {
	if named != nil && a == from.Article && a.Editions[named.Index] != nil {
		return a.Editions[named.Index]
	}
	if e := a.In(from.Language); e != nil {
		return e
	}
	var unpublished *Edition
	for e := range a.all() {
		if e.Published() {
			return e
		}
		if unpublished == nil || e.Language == from.Language {
			unpublished = e
		}
	}
	return unpublished
}

// Picture finds the file that a picture of the edition's text, cover or gallery
// names; nil when it is not there.
func (s *Site) Picture(e *Edition, name string) *File {
	return s.Resolve(e, document.Name(name)).File
}

// Attached lists the edition's attachments and their files. Those that it has
// from its counterpart are looked for in its own language first (fees.zh.pdf,
// fees.en.pdf), and come without their titles, which are in the other one.
func (s *Site) Attached(e *Edition) []Attached {
	var all []Attached
	for _, a := range e.Attachments.Value {
		title := a.Title
		name := document.Name(a.Path)
		f := s.Resolve(e, name).File
		if e.borrowed {
			title = ""
			if own := s.Resolve(e, inLanguage(name, s.Languages, e.Language)).File; own != nil {
				f = own
			}
		}
		if f != nil {
			all = append(all, Attached{f, title})
		}
	}
	return all
}

// An Attached is a file that an edition carries.
type Attached struct {
	File  *File
	Title string // "" for the file's name
}

// inLanguage is the name with the code of the language in the place of another's.
func inLanguage(name string, languages []*Language, l *Language) string {
	ext := path.Ext(name)
	for _, o := range languages {
		if stem, ok := strings.CutSuffix(strings.TrimSuffix(name, ext), "."+o.Code); ok {
			return stem + "." + l.Code + ext
		}
	}
	return name
}

// Find is the section or the page of that name: a section's id or a page's key.
func (s *Site) Find(name string) (*Section, *Article) {
	if sec := s.bySection[name]; sec != nil {
		return sec, nil
	}
	if a := s.byKey[name]; a != nil && a.Section == nil {
		return nil, a
	}
	return nil, nil
}

// LinksInto reports whether the edition's text links to a heading of an article.
func (e *Edition) LinksInto(s *Site, a *Article) bool {
	return slices.ContainsFunc(e.Body.Links, func(l document.Link) bool {
		if l.Fragment == "" {
			return false
		}
		to := s.Resolve(e, l.Path).Edition
		return to != nil && to.Article == a
	})
}
