package build

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"bulletin/internal/ledger"
	"bulletin/internal/write"
)

// A Why tells what became of one output, and for what reasons the build was
// done at all.
type Why struct {
	Path   string
	Known  bool         // it is an output of the site
	Made   bool         // it was made again; else it was known to be as it would be
	Change write.Change // what that did to the output
	Source string       // the text that the output is the page of, "" for none
	Causes []Cause      // none if the build was not done
}

// A Cause is a difference from the build before.
type Cause struct {
	Kind CauseKind
	Path string // of the source or the output, where the difference is in one
}

// A CauseKind says what differs.
type CauseKind int

// The kinds of causes.
const (
	Unknown       CauseKind = iota // no build with these options is remembered
	OtherHour                      // a text is to be seen, or no more, since then
	OtherProgram                   // the program is another
	SourceChanged                  // a file of the source is another, has come or gone
	NamesChanged                   // there are other names in a folder of the source
	OutputChanged                  // somebody changed a file of the destination
	OtherManifest                  // the destination was built otherwise meanwhile
)

// differences gathers what differs from the build before: everything if all is
// asked, else no more than the first.
type differences struct {
	all    bool
	looked atomic.Bool // whether bytes had to be read, so that seals are new
	found  atomic.Bool

	mutex  sync.Mutex
	causes []Cause
}

func (d *differences) add(k CauseKind, path string) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.causes = append(d.causes, Cause{k, path})
	d.found.Store(true)
}

func (d *differences) any() bool { return d.found.Load() }

// enough reports whether nothing more need be looked at.
func (d *differences) enough() bool { return d.any() && !d.all }

func (d *differences) sorted() []Cause {
	slices.SortFunc(d.causes, func(a, b Cause) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), strings.Compare(a.Path, b.Path)) })
	return slices.Compact(d.causes)
}

// each calls f for 0…n-1 until there is enough.
func (a *again) each(ctx context.Context, n int, d *differences, f func(i int)) {
	(&run{Options: a.Options}).each(n, func(i int) {
		if !d.enough() && ctx.Err() == nil {
			f(i)
		}
	})
}

// compareHour sees whether the hour makes a difference.
func (a *again) compareHour(l *ledger.Ledger, d *differences) {
	if a.AsOf == "" && (a.began < l.From || l.Until != 0 && a.began >= l.Until) {
		d.add(OtherHour, "")
	}
}

func (a *again) compareProgram(l *ledger.Ledger, d *differences) {
	now, err := programOf(a.Options, a.began, &l.Program)
	if err != nil || now.Sum != l.Program.Sum {
		d.add(OtherProgram, "")
		a.other = true
	}
	l.Program, a.self = now, now
}

func (a *again) compareInputs(ctx context.Context, l *ledger.Ledger, d *differences) {
	source := newDisk(a.Source, nil)
	a.each(ctx, len(l.Inputs), d, func(i int) {
		in, before := &l.Inputs[i], l.Inputs[i]
		switch same := source.still(in, a.began); {
		case !same && in.Kind == ledger.Listing:
			d.add(NamesChanged, in.Path)
		case !same:
			d.add(SourceChanged, in.Path)
		case *in != before:
			d.looked.Store(true)
		}
	})
}

// compareOutputs sees whether the destination is as the build before left it.
// What was copied together with its manifest is known by sizes and times.
func (a *again) compareOutputs(ctx context.Context, l *ledger.Ledger, dst *write.Site, d *differences) {
	mark, manifest, err := dst.Mark()
	if err != nil || mark != l.Mark {
		d.add(OtherManifest, "")
		return
	}
	home := ledger.Of(manifest).Number
	copied := home != l.Home
	a.copied, l.Home = copied, home
	a.compareFolders(l, d)
	a.each(ctx, len(l.Outputs), d, func(i int) {
		same, looked := a.intact(&l.Outputs[i], copied)
		if looked {
			d.looked.Store(true)
		}
		if !same {
			d.add(OutputChanged, l.Outputs[i].Path)
		}
	})
}

// intact reports whether an output is what the build before has left, and
// whether more than its seal had to be looked at: then the seal is new.
func (a *again) intact(o *ledger.Output, copied bool) (same, looked bool) {
	look, err := ledger.On(a.below(o.Path))
	switch {
	case err != nil || look.Type != 0:
		return false, false
	case !o.Young && look.Tells(o.Seal):
		return true, false
	}
	same = copied && !o.Young && o.Seal.Moved(look.Seal)
	if !same {
		sum, err := newDisk(a.Destination, nil).sumOf(o.Path)
		same = err == nil && sum == o.Sum
	}
	if same { // else the seal would stand beside the sum of other bytes
		o.Seal, o.Young = look.Seal, look.Young(a.began)
	}
	return same, true
}

// folders reports whether every folder of outputs is one.
func (a *again) folders(l *ledger.Ledger) bool {
	d := &differences{}
	a.compareFolders(l, d)
	return !d.any()
}

// compareFolders sees whether every folder of outputs is one, and no link to
// one.
func (a *again) compareFolders(l *ledger.Ledger, d *differences) {
	known := map[string]bool{".": true}
	for i := range l.Outputs {
		for dir := path.Dir(l.Outputs[i].Path); !known[dir] && !d.enough(); dir = path.Dir(dir) {
			known[dir] = true
			if look, err := ledger.On(a.below(dir)); err != nil || !look.Type.IsDir() {
				d.add(OutputChanged, dir)
			}
		}
	}
}

// why answers Options.Why when the build is over, or was not done: then r is
// nil. What became of the output w tells already, if it was made.
func (a *again) why(w *Why, r *run) *Why {
	if w.Path == "" {
		return nil
	}
	w.Causes = []Cause{{Kind: Unknown}}
	if a != nil {
		w.Causes = a.causes
	}
	if r == nil {
		l, _ := a.load()
		w.Known = l != nil && slices.ContainsFunc(l.Outputs, func(out ledger.Output) bool { return out.Path == w.Path })
		return w
	}
	if !w.Known && r.keeping != nil {
		_, w.Known = r.keeping.still[w.Path]
	}
	for _, p := range r.plan.Pages {
		if p.Path == w.Path {
			w.Source = p.Source
		}
	}
	return w
}
