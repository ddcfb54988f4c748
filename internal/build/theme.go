package build

import (
	"bulletin/internal/asset"
	"bulletin/internal/diag"
	"bulletin/internal/overlay"
	"bulletin/internal/read"
	"bulletin/internal/render"
)

type assetSet = *asset.Set

// loadTheme reads interface strings, layouts and assets, the user's over the
// built-in ones.
func (r *run) loadTheme() {
	r.theme = &theme{}
	own := r.dir("layouts")
	problems := read.Strings(r.config, own, r.Layouts)
	assets, err := asset.Load(overlay.New(r.dir("assets"), r.Assets))
	if err != nil {
		problems = append(problems, diag.At(diag.Whole("assets"), "layout", err.Error()))
		r.problems = append(r.problems, problems...)
		return
	}
	r.theme.assets = assets
	for _, d := range assets.Dangling() {
		if !d.Remote {
			problems = append(problems, diag.At(diag.Pos{File: "assets/" + d.File, Line: d.Line, Column: 1},
				"layout.asset", d.Target))
		}
	}
	strings := make(map[string]map[string]string)
	for _, l := range r.config.Languages {
		strings[l.Code] = l.Strings
	}
	t, more := render.Load(render.Options{
		Layouts: overlay.New(own, r.Layouts), Assets: assets,
		Base: r.config.Base.Path, Strings: strings, Bodies: r.pack.Body,
	})
	problems = append(problems, more...)
	r.problems = append(r.problems, problems...)
	if diag.Worst(more) < diag.Error {
		r.theme.Theme = t
	}
}
