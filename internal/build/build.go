// Package build speaks the whole sentence: read, site, view, render, write.
//
// Run turns a source into a destination; Check finds every problem that Run
// would find and writes nothing. Nothing else in the program knows the order
// of the stages, and no stage calls another.
package build

import (
	"context"
	"io/fs"
	"net/url"
	"slices"
	"time"

	"bulletin/internal/check"
	"bulletin/internal/diag"
	"bulletin/internal/feed"
	"bulletin/internal/ledger"
	"bulletin/internal/read"
	"bulletin/internal/site"
	"bulletin/internal/view"
	"bulletin/internal/write"
)

// Options are what a build is asked for.
type Options struct {
	Source      string   // the folder with site.yaml
	Destination string   // the folder that becomes the site
	Cache       string   // the folder for what is kept between builds; "" for none
	Program     string   // the file of the program, by whose bytes the next build knows it; "" to build as if for the first time
	Base        *url.URL // overrides base_url; nil to keep it
	Clock       site.Clock
	AsOf        string                                 // the clock's time as a person writes it, in the site's zone; "" for Clock.Now
	Strict      bool                                   // warnings fail, but for those of what is mended
	Jobs        int                                    // how many things are done at once; at least 1
	Layouts     fs.FS                                  // the built-in layouts
	Assets      fs.FS                                  // the built-in assets
	Wrote       func(path string, change write.Change) // told of every file, by several at once; may be nil
	Why         string                                 // the output of which the report is to tell why it was built; "" for none
	Found       func(texts int)                        // told how many texts there are before they are read; may be nil
	Progress    func(done, all int)                    // told how many pages are made, by several at once; may be nil
	Pictured    func(done, all int)                    // likewise how many pictures; may be nil
	Waiting     func()                                 // called when another build holds the destination; may be nil

	memory *memory // of a workshop; nil for a build by itself
}

// A Report says what a build did and found.
type Report struct {
	Problems  []diag.Problem // with their severities set, in order
	Config    bool           // site.yaml itself has errors
	Preview   bool           // it shows what the public must not see
	Failed    bool           // the site has errors; the destination is as it was
	Idle      bool           // nothing has changed since the build before, and nothing was done
	Made      int            `json:"-"` // pages that were rendered
	Pages     []Count        // pages by language, those of all languages last with Language ""
	Stats     write.Stats
	Hidden    []Hidden  // texts that are not seen at this hour, in the order of the sources
	Pictures  int       // published pictures
	Developed int       `json:"-"` // of those, how many were decoded for it; the others are as they were, or from the cache
	Next      time.Time // when a scheduled text changes the site; zero for never
	Why       *Why      `json:"-"` // the answer to Options.Why
}

// A Hidden is a text that is not seen: a draft, one that is to come or to wait,
// one that has expired.
type Hidden struct {
	File  string
	State site.State
}

// A Count is how many pages there are in a language.
type Count struct {
	Language string
	Pages    int
}

// Lines returns what reads a line of a source file, for the excerpts of one
// report.
func (o Options) Lines() func(file string, n int) (string, bool) {
	return read.Lines(newDisk(o.Source, nil))
}

// A run is one build under way.
type run struct {
	Options
	report   *Report
	problems []diag.Problem
	config   *site.Config
	site     *site.Site
	plan     *view.Plan
	sitemap  []feed.File
	source   disk
	theme    *theme
	dressed  *theme // that of the look before, if nothing of it can have changed
	pack     *pack
	dark     *darkroom
	store    *store              // what was made of texts before; nil for none
	lost     map[check.File]bool // files beside the plan that cannot be written
	sources  *read.Sources       // of a workshop; nil for a build by itself
	keeping  *keeping            // what is known of the outputs; nil for nothing
	seen     *glance             // of the source, in a workshop
	holds    bool                // pages are made when somebody asks for them
	kept     *ledger.Ledger      // of the outputs of the build before, in a workshop; then of this one
	state    *write.State        // of the destination when it was written last, in a workshop
	content  func() *content     // made when it is asked for first, in a workshop
	given    []diag.Problem      // of all that comes before the plan
	worded   []*site.Edition     // that were renewed since
}

// Run builds the site. The error is the machine's; what is wrong with the site
// is in the report.
func Run(ctx context.Context, o Options) (*Report, error) {
	r := &run{Options: o, report: &Report{}, pack: &pack{dir: o.Cache}, dark: openDarkroom(o.Cache, false)}
	return r.run(ctx)
}

func (r *run) run(ctx context.Context) (*Report, error) {
	o := r.Options
	if r.memory == nil {
		defer func() { _ = r.pack.Close() }() // what is left of it belongs to nobody
	}
	again := newAgain(o)
	if report, err := again.try(ctx); report != nil || err != nil {
		if report != nil {
			report.Why = again.why(&Why{Path: o.Why}, nil)
		}
		return report, err
	}
	if again != nil {
		r.store = openStore(o, r.pack, &again.self)
		r.source = newDisk(o.Source, again.trace())
	}
	defer func() { r.keepTexts() }()
	if ok, err := r.prepare(ctx); !ok || err != nil {
		return r.report, err
	}
	dst, err := write.Open(ctx, o.Destination, o.Waiting)
	if err != nil {
		return r.report, err
	}
	defer dst.Close()
	return r.report, r.write(ctx, again, dst)
}

// write makes everything and writes it, and remembers what it was made from.
func (r *run) write(ctx context.Context, a *again, dst *write.Site) error {
	o := r.Options
	if err := r.around(dst); err != nil || !r.judge() {
		return err
	}
	if err := dst.Begin(r.paths()); err != nil {
		return err
	}
	r.keeping = r.keeper(a).keep(dst, len(r.plan.Pages))
	defer r.keeping.close()
	why := &Why{Path: o.Why} // its output is written once
	if err := r.publish(ctx, func(out write.Output) error {
		change, err := dst.Write(out)
		if err == nil && out.Path == o.Why {
			why.Change, why.Known, why.Made = change, true, true
		}
		if err == nil && r.Wrote != nil {
			r.Wrote(out.Path, change)
		}
		return err
	}); err != nil {
		return err
	}
	others, edited := dst.Replaced()
	r.found("foreign", others...)
	if r.found("foreign.edited", edited...); !r.judge() {
		r.keeping.close() // on some systems no folder goes that is open
		return dst.Abort()
	}
	stats, err := dst.Commit()
	r.report.Stats = stats
	if err == nil && r.memory != nil {
		r.kept, r.keeping = r.keeping.leave(r), nil
		if !foreign(r.report) { // which is to be told once
			r.state, err = dst.State()
		}
	}
	if err == nil {
		r.dark.tidy(r.sets())
		a.remember(r, dst)
		r.report.Why = a.why(why, r)
	}
	return err
}

// Check finds every problem and writes nothing.
func Check(ctx context.Context, o Options) (*Report, error) {
	dark := openDarkroom(o.Cache, true)
	o.Cache = ""
	r := &run{Options: o, report: &Report{}, pack: &pack{}, dark: dark}
	if ok, err := r.prepare(ctx); !ok || err != nil {
		return r.report, err
	}
	dst, err := write.Look(o.Destination)
	if err != nil {
		return r.report, err
	}
	defer dst.Close()
	if err := r.around(dst); err != nil {
		return r.report, err
	}
	var found collector
	err = r.publish(ctx, func(out write.Output) error {
		replaces, err := dst.Replaces(out)
		if replaces {
			found.add(diag.At(diag.Whole("site.yaml"), "foreign", out.Path))
		}
		return err
	})
	r.problems = append(r.problems, found.problems...)
	r.judge()
	return r.report, err
}

// prepare goes from the source to the plan. It reports false when the site has
// errors.
func (r *run) prepare(ctx context.Context) (bool, error) {
	if r.source.tree == nil {
		r.source = newDisk(r.Source, nil)
	}
	r.source.seen = r.seen
	if r.memory != nil {
		r.memory.source = r.source
	}
	source := r.source
	cfg, problems := read.Config(source)
	r.config = cfg
	r.problems = problems
	if cfg == nil || diag.Worst(problems) == diag.Error {
		r.report.Config = true
		r.judge()
		return false, nil
	}
	if r.Base != nil {
		cfg.Base = r.Base
	}
	if !r.setClock() {
		r.report.Config = true
		r.judge()
		return false, nil
	}
	var err error
	reading := r.reading()
	r.each(2, func(i int) {
		if i == 0 {
			r.makeTheme()
		} else {
			r.site, problems, err = read.Site(ctx, source, cfg, reading)
		}
	})
	if err != nil {
		return false, err
	}
	r.problems = append(r.problems, problems...)
	if r.theme.Theme == nil {
		r.judge()
		return false, nil
	}
	r.lay()
	return r.judge(), nil
}

// lay plans what has been read.
func (r *run) lay() {
	r.given = slices.Clip(r.problems)
	r.problems = append(r.given, r.planned()...)
	r.count()
}

// keepTexts keeps what was made of texts, if all of them were read. A workshop
// has it in memory from here on.
func (r *run) keepTexts() {
	if r.store == nil {
		return
	}
	if r.site != nil {
		r.store.save()
	}
	_ = r.store.heads.Close() // nobody needs them any more
	r.pack.unname()
	if r.memory != nil {
		r.source.trace.close()
		r.store, r.memory.store = nil, nil
	}
}

// reading says how texts are read. Their bodies go into the pack; in a workshop
// without a cache they stay with what is remembered of them.
func (r *run) reading() read.Options {
	o := read.Options{Clock: r.Clock, Found: r.Found, Each: r.each, Again: r.sources}
	if r.store != nil {
		r.store.source, r.store.zone = r.source, r.config.Zone
		o.Memory = r.store
	}
	if r.memory != nil {
		r.memory.store = r.store
		o.Memory = r.memory
	}
	if r.memory == nil || r.Cache != "" {
		o.Keep = r.pack.Keep
	}
	return o
}

// setClock reads AsOf, now that the zone is known.
func (r *run) setClock() bool {
	if r.AsOf == "" {
		return true
	}
	t, wrong, _ := read.ParseDate(r.AsOf, r.config.Zone)
	if wrong != "" { // not a problem of the rule date, which site.yaml may turn off
		r.problems = append(r.problems, diag.At(diag.Whole("--as-of"), "config.clock", r.AsOf))
		return false
	}
	r.Clock.Now = t
	return true
}

// judge settles the severities of what was found so far, and reports whether
// the build may go on.
func (r *run) judge() bool {
	var rules diag.Settings
	if r.config != nil {
		rules = r.config.Rules
	}
	r.report.Problems = rules.Apply(r.problems)
	r.report.Failed = slices.ContainsFunc(r.report.Problems, r.fails)
	return !r.report.Failed
}

// fails reports whether a problem stops the build. What somebody has changed in
// the destination and is written again, is mended by it, strict or not: else one
// edit there would keep all news from appearing.
func (r *run) fails(p diag.Problem) bool {
	return p.Severity == diag.Error || r.Strict && p.Severity == diag.Warning && !mended(p)
}

// around reports what stands in the destination that is somebody's own: where
// it is in the way, and where the program once wrote it and writes it no more.
func (r *run) around(dst *write.Site) error {
	paths := r.paths()
	blocked, err := dst.Blocked(paths)
	if err != nil {
		return err
	}
	edited, err := dst.Edited(paths)
	r.found("blocked", blocked...)
	r.found("foreign.kept", edited...)
	return err
}

// found adds a problem for each path in the destination.
func (r *run) found(m diag.Message, paths ...string) {
	for _, p := range paths {
		r.problems = append(r.problems, diag.At(diag.Whole("site.yaml"), m, p))
	}
}
