package build

import (
	"bytes"
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"bulletin/internal/feed"
	"bulletin/internal/ledger"
	"bulletin/internal/read"
	"bulletin/internal/site"
	"bulletin/internal/view"
	"bulletin/internal/write"
)

// A Workshop builds one site again and again, and does not read again what has
// not changed. One thing at a time is asked of it.
type Workshop struct {
	options Options
	memory  memory
	sources read.Sources
	pack    *pack
	dark    *darkroom
	seen    *glance        // of the source
	last    *run           // the last look, if it found a site without errors
	held    *Held          // what it holds
	theme   *theme         // of the last look
	kept    *ledger.Ledger // of the outputs, as Run left them last
	using   sync.RWMutex   // read by those who make pages of last
}

// NewWorkshop opens a workshop; the time of the clock is told with each build.
func NewWorkshop(o Options) *Workshop { return &Workshop{options: o} }

// Run is Run for the site as it is now. Where the caller knows which paths may
// have changed since the last Run, only these are looked at if that will do.
func (s *Workshop) Run(ctx context.Context, now time.Time, changed ...string) (*Report, error) {
	files := s.look(changed)
	if all, ok := s.renew(ctx, now, files); ok && s.last.state != nil {
		report, err := s.last.amend(ctx, all)
		if err != nil {
			s.last = nil
		}
		if report != nil || err != nil {
			return report, err
		}
	}
	if r, err := s.refile(ctx, now, files, s.rewrite); err != nil {
		s.last = nil // what these paths told is not told again
		return &Report{}, err
	} else if r != nil {
		return r, nil
	}
	s.last = nil
	o := s.next(now)
	r := s.begin(o, files)
	report, err := r.run(ctx)
	s.memory.forget()
	s.kept, s.theme = r.kept, r.theme
	if err == nil && !report.Failed {
		s.last = r.rests()
	}
	afterwards(s.last)
	return report, err
}

// pause is how long after a look the collector is sent: when what was found has
// been shown, and before anybody saves again.
const pause = 100 * time.Millisecond

// rests is a run whose site is kept, to be renewed.
func (r *run) rests() *run {
	r.content = sync.OnceValue(func() *content { return contentOf(r.site) })
	return r
}

// afterwards does what can wait until nobody does: what the next save will ask of
// the site that was kept, if one was, is made ready, and the collector runs. A look
// at everything leaves a whole site behind; the next one would meet it half-way.
func afterwards(kept *run) {
	time.AfterFunc(pause, func() {
		if kept != nil {
			kept.content()
		}
		runtime.GC()
	})
}

// next are the options of the next build.
func (s *Workshop) next(now time.Time) Options {
	o := s.options
	o.Clock.Now = now
	s.memory.begin(now)
	o.memory = &s.memory
	return o
}

// begin is another look at everything, where these files may have changed; none
// stands for all. The first one knows what builds before have left in the cache.
func (s *Workshop) begin(o Options, files []string) *run {
	if s.dark == nil {
		s.dark = openDarkroom(o.Cache, false)
	}
	r := &run{Options: o, report: &Report{}, sources: &s.sources, seen: s.seen, kept: s.kept, dark: s.dark}
	if len(files) > 0 && !slices.ContainsFunc(files, func(file string) bool { return !strings.HasPrefix(file, "content/") }) {
		r.dressed = s.theme
	}
	if s.pack == nil {
		s.pack = &pack{dir: o.Cache}
		if r.store = openStore(o, s.pack, nil); r.store != nil {
			r.source = newDisk(o.Source, &trace{began: o.Clock.Now.UnixNano()})
		}
	}
	r.pack = s.pack
	return r
}

// everything is how many pages a site has at most whose pages are all made
// before it is shown, so that mistakes of layouts are found; of a larger one a
// page of each layout and language is.
const everything = 1000

// Hold looks at the sources and holds the site, to be asked for its files. The
// Held is nil when the site has errors. It writes to the cache alone. Where the caller
// knows which paths may have changed since the last look, only these are looked
// at, and what was held then shows the site as it is now.
func (s *Workshop) Hold(ctx context.Context, now time.Time, changed ...string) (*Report, *Held, error) {
	files := s.look(changed)
	if all, ok := s.renew(ctx, now, files); ok {
		s.last.report = s.last.report.after(all)
		return s.last.report, s.held, nil
	}
	if r, err := s.refile(ctx, now, files, s.rehold); err != nil {
		s.last, s.held = nil, nil
		return &Report{}, nil, err
	} else if r != nil {
		return r, s.held, nil
	}
	s.last, s.held = nil, nil
	defer func() { afterwards(s.last) }()
	r := s.begin(s.next(now), files)
	r.holds = true
	ok, err := r.prepare(ctx)
	r.keepTexts()
	s.theme = r.theme
	s.memory.forget()
	if !ok || err != nil {
		return r.report, nil, err
	}
	if err := r.try(ctx); err != nil {
		return r.report, nil, err
	}
	if !r.judge() {
		return r.report, nil, nil
	}
	s.last, s.held = r.rests(), &Held{&s.using, hold(r)}
	return r.report, s.held, nil
}

// try makes pages to find the mistakes of layouts.
func (r *run) try(ctx context.Context) error {
	type kind struct{ layout, language string }
	seen := make(map[kind]bool)
	var pages []int
	for i := range r.plan.Pages {
		p := r.plan.Pages[i]
		k := kind{p.Layout, p.Language.Code}
		if len(r.plan.Pages) <= everything || !seen[k] {
			seen[k] = true
			pages = append(pages, i)
		}
	}
	var found collector
	step := r.steps(len(pages))
	r.report.Made = len(pages)
	err := r.all(ctx, len(pages), func(i int) error {
		defer step()
		return r.page(r.plan.Pages[pages[i]].Make(), &found, func(write.Output) error { return nil })
	})
	r.problems = append(r.problems, found.problems...)
	return err
}

// A Held is a site that is ready to be looked at: its files are made when they
// are asked for. Any number of goroutines may ask.
type Held struct {
	using *sync.RWMutex
	*holding
}

// A holding is what is held of a site. Another may take its place while nobody
// uses it.
type holding struct {
	run    *run
	copies map[string]view.Copy
	feeds  map[string]*view.FeedOutline // by path without ending
	others map[string][]byte            // by path: assets, the top of the site

	sitemap func() []feed.File // made once
}

func hold(r *run) *holding {
	h := &holding{
		run:     r,
		copies:  make(map[string]view.Copy, len(r.plan.Copies)),
		feeds:   make(map[string]*view.FeedOutline, len(r.plan.Feeds)),
		others:  make(map[string][]byte),
		sitemap: sync.OnceValue(r.makeSitemap),
	}
	for _, c := range r.plan.Copies {
		h.copies[c.Path] = c
	}
	for _, f := range r.plan.Feeds {
		h.feeds[f.Path] = f
	}
	_ = r.assets(&collector{}, func(o write.Output) error {
		h.others[o.Path] = o.Body
		return nil
	})
	return h
}

// Prefix is the path of base_url, below which the site stands.
func (h *Held) Prefix() string {
	h.using.RLock()
	defer h.using.RUnlock()
	return h.run.config.Base.Path
}

// Bare reports whether addresses of pages lack the ending of their files.
func (h *Held) Bare() bool {
	h.using.RLock()
	defer h.using.RUnlock()
	return h.run.config.URLs == site.Bare
}

// Output is the bytes of a file of the site, by its path relative to it; the
// bool is false where there is none.
func (h *Held) Output(path string) (body []byte, ok bool) {
	h.using.RLock()
	defer h.using.RUnlock()
	put := func(o write.Output) error {
		body, ok = bytes.Clone(o.Body), true // a page's buffer is used again
		return nil
	}
	var found collector       // of what Hold has found before, or the next one will
	pages := h.run.plan.Pages // by path
	if i, there := slices.BinarySearchFunc(pages, path, func(p *view.Outline, path string) int { return strings.Compare(p.Path, path) }); there {
		_ = h.run.page(pages[i].Make(), &found, put)
		return body, ok
	}
	if c, there := h.copies[path]; there {
		if c.Set != "" {
			_, _ = h.run.develop([]view.Copy{c}, &found, put)
		} else {
			_ = h.run.copy(c, &found, put)
		}
		return body, ok
	}
	for _, form := range feedForms() {
		if stem, ends := strings.CutSuffix(path, form.ending); ends && h.feeds[stem] != nil {
			body, err := h.run.feed(form, nil, h.feeds[stem].Make())
			return body, err == nil
		}
	}
	if body, ok := h.others[path]; ok {
		return body, true
	}
	if slices.ContainsFunc(h.run.sitemap, func(f feed.File) bool { return f.Path == path }) {
		for _, f := range h.sitemap() {
			if f.Path == path {
				return f.Body, true
			}
		}
	}
	return h.run.theme.assets.Body(path) // one that a page asked for just now
}
