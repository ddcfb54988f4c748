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

// A progress is how far a list was skimmed, sheet by sheet.
type progress []int

// past reports whether an entry was skimmed.
func (p progress) past(i int) bool {
	sheet, at := ledger.Place(i)
	return at < p[sheet]
}

// skim looks at the entries of a list without reading them all into memory, until
// look is false of one: what follows must be looked at more closely. It returns
// how far it came, and whether to the end.
func skim[T any](ctx context.Context, a *again, s ledger.Sheets[T], look func(*T) bool) (seen progress, all bool) {
	seen = make(progress, s.Len())
	var stop atomic.Bool
	(&run{Options: a.Options}).each(s.Len(), func(sheet int) {
		if stop.Load() || ctx.Err() != nil {
			stop.Store(true)
			return
		}
		seen[sheet] = s.Skim(sheet, look)
		if !s.Whole(sheet, seen[sheet]) {
			stop.Store(true)
		}
	})
	return seen, !stop.Load()
}

// compare sees what differs from the build before.
func (a *again) compare(ctx context.Context, before *ledger.Folded, d *differences) {
	a.compareHour(before, d)
	a.compareProgram(before, d)
	mark, manifest, rests := write.AtRest(a.Destination)
	if rests {
		home := ledger.Of(manifest).Number
		a.copied = home != before.Home
		before.Home = home
	}
	if !d.enough() {
		a.compareInputs(ctx, before, d)
	}
	switch {
	case d.enough():
	case !rests || mark != before.Mark:
		d.add(OtherManifest, "")
	default:
		a.compareOutputs(ctx, before, d)
	}
}

// compareHour sees whether the hour makes a difference.
func (a *again) compareHour(before *ledger.Folded, d *differences) {
	if a.AsOf == "" && (a.began < before.From || before.Until != 0 && a.began >= before.Until) {
		d.add(OtherHour, "")
	}
}

func (a *again) compareProgram(before *ledger.Folded, d *differences) {
	now, err := programOf(a.Options, a.began, &before.Program)
	switch {
	case err != nil || now.Sum != before.Program.Sum:
		d.add(OtherProgram, "")
		a.other = true
	case now != before.Program:
		d.looked.Store(true)
	}
	before.Program, a.self = now, now
}

// compareInputs asks the source again. Where everything has new times, as in a
// fresh checkout, files are read without looking at them from outside first.
func (a *again) compareInputs(ctx context.Context, before *ledger.Folded, d *differences) {
	source := newDisk(a.Source, nil)
	defer source.close()
	seen, all := skim(ctx, a, before.Inputs, source.told)
	if all || !a.unfold(before, d) {
		return
	}
	inputs := before.Ledger.Inputs
	a.each(ctx, len(inputs), d, func(i int) {
		if seen.past(i) {
			return
		}
		ask := source.still
		if a.copied && inputs[i].Kind == ledger.Content && !inputs[i].Absent {
			ask = source.asked
		}
		in, as := &inputs[i], inputs[i]
		switch same := ask(in, a.began); {
		case !same && in.Kind == ledger.Listing:
			d.add(NamesChanged, in.Path)
		case !same:
			d.add(SourceChanged, in.Path)
		case *in != as:
			d.looked.Store(true)
		}
	})
}

// unfold reads the lists of the build before; false, and a difference, if they
// are broken.
func (a *again) unfold(before *ledger.Folded, d *differences) bool {
	if a.before != nil {
		return true
	}
	l, err := before.Unfold()
	if err != nil {
		d.add(Unknown, "")
		return false
	}
	a.before = l
	return true
}

// compareOutputs sees whether the destination is as the build before left it.
// What was copied together with its manifest is known by sizes and times.
func (a *again) compareOutputs(ctx context.Context, before *ledger.Folded, d *differences) {
	there := newDisk(a.Destination, nil)
	defer there.close()
	if _, all := skim(ctx, a, before.Folders, func(f *ledger.Answer) bool {
		look, err := there.look(f.Path, false)
		return err == nil && look.Type.IsDir() && !f.Young && look.Tells(f.Seal)
	}); !all && a.unfold(before, d) {
		folders := a.sealed(there, a.before.Outputs)
		if a.compareFolders(there, a.before, d); !slices.Equal(folders, a.before.Folders) {
			a.before.Folders = folders
			d.looked.Store(true)
		}
	}
	seen, all := skim(ctx, a, before.Outputs, func(o *ledger.Output) bool {
		look, err := there.look(o.Path, false)
		return err == nil && look.Type == 0 && !o.Young && look.Tells(o.Seal)
	})
	if all || !a.unfold(before, d) {
		return
	}
	outputs := a.before.Outputs
	a.each(ctx, len(outputs), d, func(i int) {
		if seen.past(i) {
			return
		}
		same, looked := a.intact(there, &outputs[i], a.copied)
		if looked {
			d.looked.Store(true)
		}
		if !same {
			d.add(OutputChanged, outputs[i].Path)
		}
	})
}

// intact reports whether an output is there as the build before has left it, and
// whether more than its seal had to be looked at: then the seal is new.
func (a *again) intact(there disk, o *ledger.Output, copied bool) (same, looked bool) {
	look, err := there.look(o.Path, false)
	switch {
	case err != nil || look.Type != 0:
		return false, false
	case !o.Young && look.Tells(o.Seal):
		return true, false
	}
	same = copied && !o.Young && o.Seal.Moved(look.Seal)
	if !same {
		sum, _, err := there.sumOf(o.Path)
		same = err == nil && sum == o.Sum
	}
	if same { // else the seal would stand beside the sum of other bytes
		o.Seal, o.Young = look.Seal, look.Young(a.began)
	}
	return same, true
}

// folders reports whether every folder of outputs is one.
func (a *again) folders(there disk, l *ledger.Ledger) bool {
	d := &differences{}
	a.compareFolders(there, l, d)
	return !d.any()
}

// compareFolders sees whether every folder of outputs is one, and no link to
// one.
func (a *again) compareFolders(there disk, l *ledger.Ledger, d *differences) {
	for dir := range foldersOf(l.Outputs) {
		if look, err := there.look(dir, false); err != nil || !look.Type.IsDir() {
			d.add(OutputChanged, dir)
		}
		if d.enough() {
			return
		}
	}
}

// sealed are the folders that hold folders of outputs, with what they look like
// from outside: while that is so, what they hold is no link but a folder, if it
// was one afterwards.
func (a *again) sealed(there disk, outputs []ledger.Output) (all []ledger.Answer) {
	known := make(map[string]bool)
	for dir := range foldersOf(outputs) {
		holder := path.Dir(dir)
		if known[holder] {
			continue
		}
		known[holder] = true
		look, err := there.look(holder, false)
		all = append(all, ledger.Answer{Path: holder, Kind: ledger.Listing, Seal: look.Seal, Young: err != nil || look.Young(a.began)})
	}
	return ledger.Sorted(all)
}

// foldersOf visits all folders of outputs, but for the one that they all lie in.
func foldersOf(outputs []ledger.Output) func(func(string) bool) {
	return func(visit func(string) bool) {
		known := map[string]bool{".": true}
		for i := range outputs {
			for dir := path.Dir(outputs[i].Path); !known[dir]; dir = path.Dir(dir) {
				known[dir] = true
				if !visit(dir) {
					return
				}
			}
		}
	}
}
