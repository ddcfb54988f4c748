// Package asset prepares what pages are dressed with: stylesheets, scripts,
// icons, fonts, and the files that stand at the top of the site.
//
// A tree of assets is laid out like this:
//
//	css/*.css    joined in order of name into one stylesheet, style.css
//	custom.css   joined behind all of css/
//	js/*.js      scripts, each a file of its own
//	root/…       published as it is at the top of the site, dot files too
//	…            icons, fonts and all else
//
// A file css/95-office.css of the user's is thereby added, a css/base.css
// replaces the built-in one of that name, and a style.css at the top of the tree
// takes the place of all of them.
//
// Templates ask for a file by its path in the tree, "icons/print.svg"; for the
// joined stylesheet by "style.css", and for a script by "search.js" as well as
// "js/search.js". It is published as assets/NAME.HASH.EXT, the hash being that
// of its content, so that browsers may keep it forever. A file that nobody
// asks for is not published; what a published stylesheet refers to is (Needs).
//
// Stylesheets are published without comments and with little white space.
// Their meaning is kept: where a comment parted two words, a space does. What
// they refer to by a relative url(), from their own folder or from the top of
// the tree, becomes the published name. Addresses of other hosts and files that
// are not there are left as they are and listed by Dangling. Scripts, icons and
// the rest are published byte for byte.
package asset

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"bulletin/internal/overlay"
)

// Sheet is the name by which templates ask for the joined stylesheet.
const Sheet = "style.css"

// The stylesheets that have a place of their own in the joined one.
const (
	custom   = "custom.css"       // behind all others
	settings = "css/15-theme.css" // behind the built-in tokens and the faces of languages, before what is printed
)

// A File is one that is published as it is.
type File struct {
	Path string // from the top of the site
	Body []byte
}

// A Reference is something that a stylesheet refers to and that the site does
// not publish.
type Reference struct {
	File   string // the stylesheet, from the top of the tree
	Line   int    // from 1
	Target string // as it is written
	Remote bool   // on another host; otherwise there is no such file
}

// A Set is a tree of assets, ready to publish. It never changes once loaded.
type Set struct {
	published map[string]string // name → path
	bodies    map[string][]byte // path → content
	needs     map[string][]string
	root      []File
	dangling  []Reference
	slips     []Slip
}

// Load reads a tree of assets; one without files is fine. In an overlay.FS the
// dot files under root/ are seen. A style that is not empty is joined as if the
// tree had it as css/15-theme.css.
func Load(tree fs.FS, style string) (*Set, error) {
	files, err := collect(tree)
	if err != nil {
		return nil, err
	}
	if _, own := files.bodies[settings]; style != "" && !own {
		files.names = append(files.names, settings)
		slices.Sort(files.names)
		files.bodies[settings] = []byte(style)
	}
	root, err := top(tree)
	if err != nil {
		return nil, err
	}
	l := &loader{
		files: files,
		state: make(map[string]bool),
		made:  make(map[string]made),
		roots: make(map[string]bool),
		set: &Set{
			published: make(map[string]string),
			bodies:    make(map[string][]byte),
			needs:     make(map[string][]string),
			root:      root,
		},
	}
	for _, f := range root {
		l.roots[f.Path] = true
	}
	for _, name := range files.names {
		l.publish(name)
	}
	l.joined()
	slices.SortFunc(l.set.dangling, func(a, b Reference) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, strings.Compare(a.Target, b.Target))
	})
	slices.SortFunc(l.set.slips, func(a, b Slip) int { return strings.Compare(a.File, b.File) })
	return l.set, nil
}

// URL is where the asset of that name is published, relative to the top of the
// site: "style.css" gives "assets/style.3fa9c2d81b.css". It is false when
// there is no such asset.
func (s *Set) URL(name string) (string, bool) {
	p, ok := s.published[name]
	if !ok {
		p, ok = s.published["js/"+name]
	}
	return p, ok
}

// Names lists every name, sorted, with the path at which it is published: what
// an asset holds is part of its path.
func (s *Set) Names() []string {
	var all []string
	for name, path := range s.published {
		all = append(all, name+"\x00"+path)
	}
	slices.Sort(all)
	return all
}

// Body is the content of a published path.
func (s *Set) Body(path string) ([]byte, bool) {
	b, ok := s.bodies[path]
	return b, ok
}

// Needs lists the published paths that the content of a published path refers
// to, directly or through others, sorted. They must be published with it.
func (s *Set) Needs(path string) []string {
	seen := map[string]bool{path: true}
	var all []string
	todo := []string{path}
	for len(todo) > 0 {
		for _, p := range s.needs[todo[0]] {
			if !seen[p] {
				seen[p] = true
				all = append(all, p)
				todo = append(todo, p)
			}
		}
		todo = todo[1:]
	}
	slices.Sort(all)
	return all
}

// Root lists the files under root/, sorted by path.
func (s *Set) Root() []File { return s.root }

// Dangling lists what the stylesheets refer to in vain or on other hosts,
// sorted by file and line.
func (s *Set) Dangling() []Reference { return s.dangling }

// Slips lists the first slip of each stylesheet that has one, sorted by file.
func (s *Set) Slips() []Slip { return s.slips }

// A source is the tree as it was read, without root/.
type source struct {
	names  []string // sorted
	bodies map[string][]byte
}

func collect(tree fs.FS) (source, error) {
	s := source{bodies: make(map[string][]byte)}
	err := each(tree, func(name string, body []byte) {
		s.names = append(s.names, name)
		s.bodies[name] = body
	}, "root")
	return s, err
}

func top(tree fs.FS) ([]File, error) {
	sub, err := overlay.Dots(tree, "root")
	if err != nil {
		return nil, err
	}
	var files []File
	err = each(sub, func(name string, body []byte) {
		files = append(files, File{Path: name, Body: body})
	}, "")
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, err
}

// each reads every file of a tree in order, save those under the folder skip.
func each(tree fs.FS, yield func(name string, body []byte), skip string) error {
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case name == "." && errors.Is(err, fs.ErrNotExist):
			return fs.SkipAll
		case err != nil:
			return err
		case d.IsDir() && (name == skip || overlay.Leftover(d.Name())):
			return fs.SkipDir
		case !d.Type().IsRegular() || overlay.Leftover(d.Name()):
			return nil
		}
		body, err := fs.ReadFile(tree, name)
		if err == nil {
			yield(name, body)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("reading assets: %w", err)
	}
	return nil
}

// fingerprint is the path under which content is published.
func fingerprint(name string, body []byte) string {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	stem := strings.TrimSuffix(path.Base(name), ext)
	return "assets/" + stem + "." + hex.EncodeToString(sum[:5]) + ext
}
