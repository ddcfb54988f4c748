package build

import (
	"io/fs"
	"path"

	"bulletin/internal/asset"
	"bulletin/internal/diag"
	"bulletin/internal/overlay"
	"bulletin/internal/read"
	"bulletin/internal/render"
)

type assetSet = *asset.Set

// theme is the layouts and the assets of the site.
type theme struct {
	*render.Theme // nil when the layouts have errors
	assets        assetSet
	strings       []map[string]string // by site.Language.Index
	fine          bool                // nothing was told of it
}

// makeTheme is the theme of the look before, where it can be, or a new one.
func (r *run) makeTheme() {
	if t := r.dressed; t != nil && t.fine && len(t.strings) == len(r.config.Languages) && t.Again() {
		for _, l := range r.config.Languages {
			l.Strings = t.strings[l.Index]
		}
		r.theme = t
		r.logo()
		return
	}
	before := len(r.problems)
	r.loadTheme()
	r.logo()
	r.theme.fine = len(r.problems) == before
	for _, l := range r.config.Languages {
		r.theme.strings = append(r.theme.strings, l.Strings)
	}
}

// logo publishes the picture beside the site's name.
func (r *run) logo() {
	l := r.config.Theme.Logo
	if l == nil || r.theme.Theme == nil {
		return
	}
	url, ok := r.theme.Asset(l.File)
	if !ok { // its name is one that is never published
		r.problems = append(r.problems, diag.At(l.At, "config.logo", "assets/"+l.File))
	}
	l.URL = url
}

// loadTheme reads interface strings, layouts and assets, the user's over the
// built-in ones.
func (r *run) loadTheme() {
	r.theme = &theme{}
	own := r.dir("layouts")
	problems := read.Strings(r.config, own, r.Layouts)
	templates, dressing := overlay.New(own, r.Layouts), overlay.New(r.dir("assets"), r.Assets)
	r.links("layouts", templates)
	problems = append(problems, unused(own, r.Layouts, templates)...)
	r.links("assets", dressing)
	assets, err := asset.Load(dressing, r.config.Theme.Style)
	if err != nil {
		problems = append(problems, diag.At(diag.Whole("assets"), "layout", err.Error()))
		r.problems = append(r.problems, problems...)
		return
	}
	r.theme.assets = assets
	for _, d := range assets.Dangling() {
		m := diag.Message("layout.asset")
		if d.Remote {
			m = "remote.asset"
		}
		problems = append(problems, diag.At(diag.Pos{File: "assets/" + d.File, Line: d.Line, Column: 1, Width: 1}, m, d.Target))
	}
	for _, s := range assets.Slips() {
		m, what := diag.Message("layout.css.closed"), []any{s.What}
		switch {
		case s.Mean != "":
			m, what = "layout.css.wide", append(what, s.Mean)
		case s.Open:
			m = "layout.css.open"
		}
		problems = append(problems, diag.At(diag.Pos{File: "assets/" + s.File, Line: s.Line, Column: 1, Width: 1}, m, what...))
	}
	strings := make(map[string]map[string]string)
	for _, l := range r.config.Languages {
		strings[l.Code] = l.Strings
	}
	t, more := render.Load(render.Options{
		Layouts: templates, Assets: assets,
		Base: r.config.Base.Path, Strings: strings, Bodies: r.pack.Body,
	})
	problems = append(problems, more...)
	r.problems = append(r.problems, problems...)
	if diag.Worst(more) < diag.Error {
		r.theme.Theme = t
	}
}

// dir is a folder beside site.yaml, nil when there is none. A link in its
// place is not followed.
func (r *run) dir(name string) fs.FS {
	info, err := r.source.Lstat(name)
	switch {
	case err != nil:
		return nil
	case info.Mode()&fs.ModeSymlink != 0:
		r.problems = append(r.problems, diag.At(diag.Whole(name), "symlink", name))
		return nil
	case !info.IsDir():
		return nil
	}
	tree, _ := r.source.Sub(name) // the name is one
	return tree
}

// links reports the links in a folder of the theme, those among the files for
// the top of the site with them. What cannot be read is told of by whoever
// needs it.
func (r *run) links(name string, tree *overlay.FS) {
	links, _ := tree.Links()
	if top, err := overlay.Dots(tree, "root"); err == nil && name == "assets" {
		more, _ := top.(*overlay.FS).Links()
		links = append(links, more...)
	}
	for _, link := range links {
		r.problems = append(r.problems, diag.At(diag.Whole(name+"/"+link), "symlink", path.Base(link)))
	}
}
