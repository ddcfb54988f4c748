package build

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bulletin/internal/diag"
	"bulletin/internal/ledger"
	"bulletin/internal/write"
)

// An again is the build before, of the same site into the same folder, and
// whether it need be done again. It is nil where nothing is kept.
type again struct {
	Options
	with  string // the options that make a difference
	file  string // the ledger
	began int64
	asked *trace

	causes []Cause // why the build was done, as far as was asked
}

func newAgain(o Options) *again {
	if o.Cache == "" || o.Program == "" || o.memory != nil {
		return nil
	}
	a := &again{Options: o, began: o.Clock.Now.UnixNano()}
	a.asked = &trace{began: a.began}
	base := ""
	if o.Base != nil {
		base = o.Base.String()
	}
	to := o.Destination
	source, err := filepath.Abs(o.Source)
	if whole, wrong := filepath.Abs(to); err == nil && wrong == nil {
		to = whole
		if rel, err := filepath.Rel(source, whole); err == nil {
			to = rel // so that both may stand elsewhere tomorrow
		}
	}
	a.with = fmt.Sprintf("%q %q %q %t %t %t %t", filepath.ToSlash(to), base, o.AsOf, o.Strict, o.Clock.Drafts, o.Clock.Future, o.Clock.Expired)
	sum := write.SumOf([]byte(a.with))
	a.file = filepath.Join(o.Cache, hex.EncodeToString(sum[:8])+ending)
	return a
}

func (a *again) trace() *trace {
	if a == nil {
		return nil
	}
	return a.asked
}

// try returns the report of the build before, if another would do nothing.
// Otherwise the report is nil. The error is one of opening the destination.
func (a *again) try(ctx context.Context) (*Report, error) {
	if a == nil {
		return nil, nil
	}
	d := &differences{all: a.Why != ""}
	defer func() { a.causes = d.sorted() }()
	l, report := a.load()
	if l == nil {
		d.add(Unknown, "")
		return nil, nil
	}
	a.compareHour(l, d)
	a.compareProgram(l, d)
	a.compareInputs(ctx, l, d)
	if d.enough() || ctx.Err() != nil {
		return nil, ctx.Err()
	}
	dst, err := write.Open(ctx, a.Destination, a.Waiting)
	if err != nil {
		return nil, err
	}
	defer dst.Close()
	a.compareOutputs(ctx, l, dst, d)
	if d.any() || ctx.Err() != nil {
		return nil, ctx.Err()
	}
	report.Stats, report.Idle = write.Stats{Same: len(l.Outputs)}, true
	if d.looked.Load() {
		a.save(l)
	}
	return report, nil
}

// load reads the ledger of the build before; nil if there is none that is of
// use.
func (a *again) load() (*ledger.Ledger, *Report) {
	data, err := os.ReadFile(a.file)
	if err != nil {
		return nil, nil
	}
	l, err := ledger.Decode(data)
	if err != nil || l.With != a.with {
		return nil, nil
	}
	report, ok := readReport(l.Report)
	if !ok {
		return nil, nil
	}
	return l, report
}

// program is what the program is known by. What it was known by before spares
// reading it.
func (a *again) program(before *ledger.Answer) (ledger.Answer, error) {
	look, err := ledger.At(a.Program)
	if err != nil {
		return ledger.Answer{}, err
	}
	if before != nil && !before.Young && before.Seal == look.Seal {
		return *before, nil
	}
	sum, err := newDisk(filepath.Dir(a.Program), nil).sumOf(filepath.Base(a.Program))
	return ledger.Answer{Seal: look.Seal, Young: look.Young(a.began), Sum: sum}, err
}

// below is where an output lies.
func (a *again) below(path string) string {
	return a.Destination + string(filepath.Separator) + filepath.FromSlash(path)
}

// remember writes down what a build asked and made. Where that fails, the next
// one is made anew.
func (a *again) remember(r *run, dst *write.Site) {
	if a == nil || foreign(r.report) {
		return
	}
	inputs, whole := a.asked.taken()
	program, err := a.program(nil)
	if !whole || err != nil {
		return
	}
	mark, manifest, err := dst.Mark()
	if err != nil {
		return
	}
	l := &ledger.Ledger{
		With: a.with, Program: program, From: a.began, Mark: mark, Home: ledger.Of(manifest).Number,
		Inputs: inputs, Report: writeReport(r.report),
	}
	if turn := r.site.Turn(); !turn.IsZero() && turn.Year() < beyond {
		l.Until = turn.UnixNano()
	}
	// The manifest is the last file that was written: its time is that of the
	// file system's own clock.
	now := max(manifest.ModTime().UnixNano(), a.began)
	for name, sum := range dst.Sums() {
		look, err := ledger.On(a.below(name))
		if err != nil {
			return
		}
		l.Outputs = append(l.Outputs, ledger.Output{Path: name, Seal: look.Seal, Young: look.Young(now), Sum: sum})
	}
	slices.SortFunc(l.Outputs, func(a, b ledger.Output) int { return strings.Compare(a.Path, b.Path) })
	a.save(l)
}

// foreign reports whether a build found what somebody else left in the
// destination, which may be otherwise next time.
func foreign(r *Report) bool {
	return slices.ContainsFunc(r.Problems, func(p diag.Problem) bool {
		return p.Message.Rule() == "foreign" || p.Message.Rule() == "blocked"
	})
}

// beyond is a year that no build will see, and that nanoseconds can count to.
const beyond = 2200

const (
	ending  = ".ledger"
	ledgers = 10 // so many are kept, the latest
)

// save writes the ledger in one step and drops the oldest.
func (a *again) save(l *ledger.Ledger) {
	if os.MkdirAll(a.Cache, 0o777) != nil {
		return
	}
	f, err := os.CreateTemp(a.Cache, "*"+ending+".new")
	if err != nil {
		return
	}
	_, err = f.Write(l.Encode())
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), a.file)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	a.tidy()
}

// tidy removes the oldest ledgers, and what a killed build left of one.
func (a *again) tidy() {
	entries, _ := os.ReadDir(a.Cache)
	type old struct {
		name string
		time time.Time
	}
	var all []old
	for _, e := range entries {
		name := filepath.Join(a.Cache, e.Name())
		info, err := e.Info()
		switch {
		case err != nil:
		case strings.HasSuffix(name, ending):
			all = append(all, old{name, info.ModTime()})
		case strings.HasSuffix(name, ending+".new") && a.began-info.ModTime().UnixNano() > int64(time.Hour):
			_ = os.Remove(name)
		}
	}
	slices.SortFunc(all, func(a, b old) int { return b.time.Compare(a.time) })
	for _, o := range all[min(len(all), ledgers):] {
		_ = os.Remove(o.name)
	}
}

// writeReport keeps what a build told, but for what it did to the destination.
func writeReport(r *Report) []byte {
	data, _ := json.Marshal(r) // strings, numbers and times
	return data
}

// readReport reads it back. JSON has one kind of number; the arguments of
// problems are whole.
func readReport(data []byte) (*Report, bool) {
	r := &Report{}
	if json.Unmarshal(data, r) != nil {
		return nil, false
	}
	for _, p := range r.Problems {
		for i, arg := range p.Args {
			if n, ok := arg.(float64); ok {
				p.Args[i] = int(n)
			}
		}
	}
	return r, true
}
