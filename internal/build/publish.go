package build

import (
	"context"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"bulletin/internal/check"
	"bulletin/internal/diag"
	"bulletin/internal/digest"
	"bulletin/internal/media"
	"bulletin/internal/picture"
	"bulletin/internal/render"
	"bulletin/internal/view"
	"bulletin/internal/write"
)

// paths lists every file of the site.
func (r *run) paths() []string {
	var all []string
	for _, p := range r.plan.Pages {
		all = append(all, p.Path)
	}
	for _, c := range r.plan.Copies {
		all = append(all, c.Path)
	}
	all = append(all, r.theme.Assets()...)
	for _, f := range r.root() {
		all = append(all, f.Path)
	}
	for _, f := range r.plan.Feeds {
		for _, ending := range []string{".xml", ".json"} {
			if !r.lost[check.File{Path: f.Path + ending}] {
				all = append(all, f.Path+ending)
			}
		}
	}
	for _, f := range r.sitemap {
		all = append(all, f.Path)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// publish makes every file and hands it to put.
func (r *run) publish(ctx context.Context, put func(write.Output) error) error {
	var found collector
	var made atomic.Int64
	step := r.steps(len(r.plan.Pages))
	pages := func(i int) error {
		defer step()
		p := r.plan.Pages[i].Make()
		if kept, err := r.has(p.Path, r.keeping.page(r, p)); kept || err != nil {
			return err
		}
		made.Add(1)
		return r.page(p, &found, put)
	}
	if err := r.all(ctx, len(r.plan.Pages), pages); err != nil {
		return err
	}
	r.report.Made = int(made.Load())
	if err := r.feeds(ctx, put); err != nil {
		return err
	}
	if err := r.copies(ctx, &found, put); err != nil {
		return err
	}
	err := r.assets(&found, put)
	for i := 0; i < len(r.sitemap) && err == nil; i++ {
		err = put(write.Output{Path: r.sitemap[i].Path, Body: r.sitemap[i].Body})
	}
	r.problems = append(r.problems, found.problems...)
	return err
}

// steps returns what tells of each page that is done.
func (r *run) steps(all int) func() {
	if r.Progress == nil {
		return func() {}
	}
	var done atomic.Int64
	return func() { r.Progress(int(done.Add(1)), all) }
}

// has reports whether an output need not be made.
func (r *run) has(path string, from digest.Sum) (bool, error) {
	kept, err := r.keeping.has(path, from)
	if kept && r.Wrote != nil {
		r.Wrote(path, write.Same)
	}
	return kept, err
}

// page renders one page. A page whose layout fails is a problem.
func (r *run) page(p *view.Page, found *collector, put func(write.Output) error) error {
	b := buffers.Get().(*render.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if bad := r.theme.Page(b, p); bad != nil {
		found.add(*bad)
		return nil
	}
	return put(write.Output{Path: p.Path, Body: b.Bytes()})
}

// drop leaves out what has no address of its own, so that a site that lowers the
// rule has the first that claimed it.
func (r *run) drop(files []check.File, lost check.Lost) {
	r.plan.Pages = without(r.plan.Pages, lost.Pages)
	r.plan.Copies = without(r.plan.Copies, lost.Copies)
	r.lost = make(map[check.File]bool)
	for i := range lost.Files {
		r.lost[files[i]] = true
	}
}

// without is the list less the places told.
func without[T any](list []T, places map[int]bool) []T {
	if len(places) == 0 {
		return list
	}
	var kept []T
	for i, v := range list {
		if !places[i] {
			kept = append(kept, v)
		}
	}
	return kept
}

// copy publishes one file of content that is no picture of a page; one that is a
// picture all the same without its metadata.
func (r *run) copy(c view.Copy, found *collector, put func(write.Output) error) error {
	recording := media.Of(c.Source) != media.None || media.Unplayable(c.Source)
	plain := recording || !picture.Known(c.Source)
	if plain {
		if kept, err := r.has(c.Path, r.keeping.copy(c.Source)); kept || err != nil {
			return err
		}
	}
	data, err := r.source.ReadFile(c.Source)
	if err != nil {
		return err
	}
	if plain {
		r.keeping.made(c.Path, data)
		if recording {
			data = media.Clean(data)
		}
	} else {
		clean, wrong := cleaned(data)
		switch {
		case wrong == "":
			data = clean
		case !strings.HasPrefix(c.Source, "content/files/"):
			found.add(diag.At(diag.Whole(c.Source), wrong, path.Base(c.Source)))
			return nil
		default:
			asItIs(c.Source, found)
		}
	}
	return put(write.Output{Path: c.Path, Body: data})
}

// cleaned is a picture without its metadata, or what is wrong with it.
func cleaned(data []byte) (clean []byte, wrong diag.Message) {
	info, wrong := picture.Probe(data)
	if wrong != "" {
		return nil, wrong
	}
	clean, err := picture.Clean(data, info)
	if err != nil {
		return nil, "picture.broken"
	}
	return clean, ""
}

// asItIs tells of a picture that is published with whatever it carries, because
// it lies in content/files or assets/root. Icons carry nothing.
func asItIs(source string, found *collector) {
	if ending := strings.ToLower(path.Ext(source)); ending != ".ico" && ending != ".bmp" {
		found.add(diag.At(diag.Whole(source), "metadata", path.Base(source)))
	}
}

// assets publishes the files of the theme that pages ask for, and assets/root,
// whose pictures lose their metadata like all others.
func (r *run) assets(found *collector, put func(write.Output) error) error {
	for _, p := range r.asked() {
		if body, ok := r.theme.assets.Body(p); ok {
			if picture.Known(p) {
				if clean, wrong := cleaned(body); wrong == "" {
					body = clean
				}
			}
			if err := put(write.Output{Path: p, Body: body}); err != nil {
				return err
			}
		}
	}
	for _, f := range r.root() {
		if picture.Known(f.Path) {
			if clean, wrong := cleaned(f.Body); wrong == "" {
				f.Body = clean
			} else {
				asItIs(topSource(f.Path), found)
			}
		}
		if err := put(f); err != nil {
			return err
		}
	}
	return nil
}

// root lists the files at the top of the site: those of assets/root, and
// robots.txt, which forbids everything in a preview and nothing otherwise
// unless the site has its own. It names the sitemap.
func (r *run) root() []write.Output {
	const robots = "robots.txt"
	var all []write.Output
	own := false
	for _, f := range r.theme.assets.Root() {
		if r.lost[check.File{Path: f.Path, Source: topSource(f.Path)}] {
			continue
		}
		if f.Path == robots {
			if r.Clock.Preview() {
				continue
			}
			own = true
		}
		all = append(all, write.Output{Path: f.Path, Body: f.Body})
	}
	switch {
	case r.Clock.Preview():
		all = append(all, write.Output{Path: robots, Body: []byte("User-agent: *\nDisallow: /\n")})
	case !own:
		all = append(all, write.Output{Path: robots, Body: []byte("User-agent: *\nDisallow:\n\nSitemap: " + r.config.Absolute(r.config.Link("sitemap.xml")) + "\n")})
	}
	return all
}

// topSource is the source of a file at the top of the site.
func topSource(path string) string { return "assets/root/" + path }

// files lists what is published beside the plan: assets, and the top of the
// site.
func (r *run) files() (all []check.File) {
	for _, p := range r.asked() {
		all = append(all, check.File{Path: p})
	}
	own := make(map[string]bool)
	for _, f := range r.theme.assets.Root() {
		own[f.Path] = true
	}
	for _, f := range r.root() {
		source := ""
		if own[f.Path] {
			source = topSource(f.Path)
		}
		all = append(all, check.File{Path: f.Path, Source: source})
	}
	for _, f := range r.plan.Feeds {
		all = append(all, check.File{Path: f.Path + ".xml"}, check.File{Path: f.Path + ".json"})
	}
	for _, f := range r.sitemap {
		all = append(all, check.File{Path: f.Path})
	}
	return all
}

// asked lists the assets that pages ask for, each once.
func (r *run) asked() []string {
	paths := r.theme.Assets()
	slices.Sort(paths)
	return slices.Compact(paths)
}

// A collector gathers problems from several goroutines.
type collector struct {
	mutex    sync.Mutex
	problems []diag.Problem
}

func (c *collector) add(p diag.Problem) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.problems = append(c.problems, p)
}

// buffers are scratch space: no page's bytes depend on which one it gets.
var buffers = sync.Pool{New: func() any { return new(render.Buffer) }}
