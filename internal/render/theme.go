// Package render makes the bytes of pages from their views and the layouts.
//
// A layout is a html/template named like its file; its dot is a *view.Page.
// Besides the functions of html/template there are
//
//	{{t "key"}}         the interface string, in the page's language
//	{{asset "style.css"}}   the URL of a file of assets/
//	{{masthead .Frame.Furniture}} {{footer .Frame.Furniture}}
//	                    the templates of those names, made once for all pages
//	                    that share the furniture
//	{{card .}}          card.html, for a *view.Card
//	{{body .Body.Body}} the text of a view.Text, its holes filled
//	{{figure .}}        a *view.Picture with its caption
//	{{picture .}}       a *view.Picture, as wide as the text at most
//	{{thumb .}}         a *view.Picture, small, as on a list
//	{{day .}}           a view.Date, as <time>
//	{{linked .}}        what the *view.Page is, for machines: JSON-LD in a
//	                    script element that nothing runs; nothing where there is
//	                    nothing to say
//
// t and asset with a constant cost nothing when a page is made: they are
// replaced by their values when the layouts are loaded, once for each language.
//
// html/template parses the layouts and escapes them, but it is slow to execute
// them. So that is done by programs, made of its own escaped trees; nothing is
// escaped that it did not ask to have escaped, where and how. This is sound for
// three reasons. A tree is compiled only once html/template has escaped it, and
// only if each action that prints ends with one of the escapers that are known
// here: one forgotten would be seen. A program knows what is ordinary (fields,
// variables, if, with, range, the functions above and those that compare) and
// gives up at all else: where the compiler meets it, the template is left to
// html/template, and where a page does, or an error, the page, from its
// beginning, so that errors are told in its words. And the tests hold both to
// the same bytes. So a layout may use all of html/template; what is
// not known here only takes longer.
package render

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"
	"unicode/utf8"

	"bulletin/internal/asset"
	"bulletin/internal/diag"
	"bulletin/internal/digest"
	"bulletin/internal/document"
	"bulletin/internal/view"
)

// A Theme is the layouts, ready to make pages.
type Theme struct {
	base      string // what the URLs of assets begin with
	layouts   fs.FS
	assets    *asset.Set
	languages map[string]*edition
	bodies    Bodies
	open      func() string // the layout by which others are cut in two

	mutex sync.Mutex
	used  map[string]bool
	late  bool // a page asked for an asset by a name that no layout says
}

// An edition is the theme in one language.
type edition struct {
	theme     *Theme
	strings   map[string]string
	sum       digest.Sum // of all that it is made of
	pages     map[string]*layout
	trees     map[string]*parse.Tree // html/template escapes them in place
	spare     *template.Template     // a copy of all, never executed
	cards     sync.Map               // rendered card.html by *view.Card: an article stands in many lists
	furniture [2]sync.Map            // rendered masthead and footer by *view.Furniture
}

// Options are what a theme is made of.
type Options struct {
	Layouts fs.FS // the overlay of layouts/
	Assets  *asset.Set
	Base    string                       // the path of the site's base, ending in a slash
	Strings map[string]map[string]string // interface strings by language code
	Bodies  Bodies
}

// Bodies appends the HTML of a document. It is safe for concurrent use.
type Bodies func(dst []byte, d *document.Document) ([]byte, error)

// Load reads the layouts and readies them for every language.
func Load(o Options) (*Theme, []diag.Problem) {
	t := &Theme{
		base: o.Base, layouts: o.Layouts, assets: o.Assets, bodies: o.Bodies,
		languages: make(map[string]*edition), used: make(map[string]bool),
	}
	t.open = sync.OnceValue(t.endingOpen)
	var problems []diag.Problem
	for code, words := range o.Strings {
		e, more := t.edition(o.Layouts, code, words)
		t.languages[code] = e
		problems = append(problems, more...)
	}
	return t, problems
}

func (t *Theme) edition(layouts fs.FS, code string, words map[string]string) (*edition, []diag.Problem) {
	e := &edition{theme: t, strings: words, pages: make(map[string]*layout), trees: make(map[string]*parse.Tree)}
	names, err := fs.Glob(layouts, "*.html")
	if err != nil {
		return e, []diag.Problem{diag.At(diag.Whole("layouts"), "layout", err.Error())}
	}
	made := slices.Concat([]string{t.base}, t.assets.Names())
	for _, key := range slices.Sorted(maps.Keys(words)) {
		made = append(made, key, words[key])
	}
	root := template.New("").Funcs(e.functions()).Option("missingkey=zero")
	var problems []diag.Problem
	for _, name := range names {
		text, err := fs.ReadFile(layouts, name)
		if err != nil {
			problems = append(problems, diag.At(diag.Whole(path.Join("layouts", name)), "unreadable"))
			continue
		}
		made = append(made, name, string(text))
		if _, err := root.New(name).Parse(string(text)); err != nil {
			problems = append(problems, t.problem(name, err, nil))
		}
	}
	if len(problems) > 0 {
		return e, problems
	}
	e.sum = digest.Of(fmt.Appendf(nil, "%q", made))
	for _, tmpl := range root.Templates() {
		if tmpl.Tree != nil && tmpl.Tree.Root != nil {
			f := folder{edition: e, code: code, file: tmpl.Tree.ParseName, tree: tmpl.Tree}
			f.list(tmpl.Tree.Root)
			problems = append(problems, f.problems...)
		}
		e.pages[tmpl.Name()] = &layout{tmpl: tmpl}
		e.trees[tmpl.Name()] = tmpl.Tree
	}
	problems = append(problems, e.circles()...)
	e.spare = template.Must(root.Clone()) // it fails only after an execution
	return e, problems
}

// Page appends the page to dst. A problem is a fault of the layout.
func (t *Theme) Page(dst *Buffer, p *view.Page) *diag.Problem {
	e := t.languages[p.Frame.Language.Code]
	l := e.pages[p.Layout]
	if l == nil {
		bad := diag.At(diag.Whole("layouts/"+p.Layout), "layout.missing", p.Layout)
		return &bad
	}
	if err := l.execute(e, dst, p); err != nil {
		bad := t.problem(p.Layout, err, p)
		return &bad
	}
	return nil
}

// Forget drops what was made of a card that no page shows any more.
func (t *Theme) Forget(c *view.Card) {
	for _, e := range t.languages {
		e.cards.Delete(c)
	}
}

// Again readies the theme for the views of another site. It reports false where
// it must be loaded again: where which assets are used depends on pages.
func (t *Theme) Again() bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	for _, e := range t.languages {
		e.cards.Clear()
		for i := range e.furniture {
			e.furniture[i].Clear()
		}
	}
	return !t.late
}

// Sum is the sum of all that decides how pages in a language are made of their
// views: every layout, the words, the addresses of assets.
func (t *Theme) Sum(language string) digest.Sum { return t.languages[language].sum }

// Assets lists the published paths of the assets that pages ask for, and of
// what those need.
func (t *Theme) Assets() []string {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	var all []string
	for p := range t.used {
		all = append(all, p)
		all = append(all, t.assets.Needs(p)...)
	}
	return all
}

// Asset is the URL of an asset; the asset is published from now on.
func (t *Theme) Asset(name string) (string, bool) {
	p, ok := t.assets.URL(name)
	if ok {
		t.mutex.Lock()
		t.used[p] = true
		t.mutex.Unlock()
	}
	return t.base + p, ok
}

var located = regexp.MustCompile(`(?s)^(?:html/)?template:\s*([^:\s]+):(\d+)(?::(\d+))?:\s*(.*)$`)

// problem turns an error of html/template into a problem at its place: that of
// the innermost layout, where one calls another through a function. The page is
// the one that was made, if any.
func (t *Theme) problem(name string, err error, p *view.Page) diag.Problem {
	pos := diag.Whole("layouts/" + name)
	text := err.Error()
	for {
		m := located.FindStringSubmatch(text)
		if m == nil {
			break
		}
		pos.File = "layouts/" + m[1]
		pos.Line, _ = strconv.Atoi(m[2])
		column, _ := strconv.Atoi(m[3])
		pos.Column = t.column(m[1], pos.Line, column)
		text = m[4]
		_, calling, _ := strings.Cut(text, "error calling ")
		if _, inner, ok := strings.Cut(calling, ": "); ok && located.MatchString(inner) {
			text = inner
		}
	}
	return t.worded(pos, strings.TrimSpace(text), p)
}

// column turns the offset in a line of a layout, which html/template counts in
// bytes, into a column, which counts characters from 1.
func (t *Theme) column(name string, line, offset int) int {
	text := t.line(diag.Pos{File: "layouts/" + name, Line: line})
	return utf8.RuneCountInString(text[:min(offset, len(text))]) + 1
}

// line is a line of a layout, "" where there is none.
func (t *Theme) line(at diag.Pos) string {
	text, _ := fs.ReadFile(t.layouts, strings.TrimPrefix(at.File, "layouts/"))
	for ; at.Line > 1; at.Line-- {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	text, _, _ = bytes.Cut(text, []byte("\n"))
	return string(text)
}
