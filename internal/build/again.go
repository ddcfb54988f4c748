package build

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
	"unsafe"

	"bulletin/internal/diag"
	"bulletin/internal/digest"
	"bulletin/internal/ledger"
	"bulletin/internal/write"
)

// An again is the build before, of the same site into the same folder, and
// whether it need be done again. It is nil where nothing is kept.
type again struct {
	Options
	with   string      // the options that make a difference
	file   string      // the ledger
	loaded ledger.Seal // its seal when it was read
	began  int64
	asked  *trace
	self   ledger.Answer // the program when the build began; zero if it cannot be read

	before *ledger.Ledger // the build before, if it is known
	other  bool           // it was another program's
	copied bool           // what it left stands elsewhere
	causes []Cause        // why the build was done, as far as was asked
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
	sum := digest.Of([]byte(a.with))
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
// Otherwise the report is nil. The error is that of the context.
func (a *again) try(ctx context.Context) (*Report, error) {
	if a == nil {
		return nil, nil
	}
	d := &differences{all: a.Why != ""}
	defer func() { a.causes = d.sorted() }()
	before, report := a.load()
	if before == nil {
		a.self, _ = programOf(a.Options, a.began, nil)
		d.add(Unknown, "")
		return nil, nil
	}
	a.compare(ctx, before, d)
	if d.any() || d.looked.Load() {
		a.unfold(before, d)
	}
	if d.any() || ctx.Err() != nil {
		return nil, ctx.Err()
	}
	report.Stats, report.Idle = write.Stats{Same: before.Outputs.Entries()}, true
	if d.looked.Load() && a.stands(before) {
		a.save(a.before)
	}
	return report, nil
}

// stands reports whether no other build has come to an end meanwhile, whose ledger
// would be lost.
func (a *again) stands(before *ledger.Folded) bool {
	now, err := ledger.On(a.file)
	mark, _, rests := write.AtRest(a.Destination)
	return err == nil && now.Seal == a.loaded && rests && mark == before.Mark
}

// load reads the ledger of the build before; nil if there is none that is of
// use.
func (a *again) load() (*ledger.Folded, *Report) {
	text, seal, err := readCache(a.file)
	if err != nil {
		return nil, nil
	}
	a.loaded = seal
	before, err := ledger.Decode(text)
	if err != nil || before.With != a.with {
		return nil, nil
	}
	report, ok := readReport(before.Report)
	if !ok {
		return nil, nil
	}
	return before, report
}

// programOf is what the program is known by. What it was known by before spares
// reading it; began is the hour of the build.
func programOf(o Options, began int64, before *ledger.Answer) (ledger.Answer, error) {
	look, err := ledger.At(o.Program)
	if err != nil {
		return ledger.Answer{}, err
	}
	if before != nil && !before.Young && look.Tells(before.Seal) {
		return *before, nil
	}
	folder := newDisk(filepath.Dir(o.Program), nil)
	defer folder.close()
	sum, _, err := folder.sumOf(filepath.Base(o.Program))
	return ledger.Answer{Seal: look.Seal, Young: look.Young(began), Sum: sum}, err
}

// source is where a file of the source lies.
func (a *again) source(path string) string {
	return a.Source + string(filepath.Separator) + filepath.FromSlash(path)
}

// remember writes down what a build asked and made. Where that cannot be, the
// build before is forgotten too, for it is not the last one any more.
func (a *again) remember(r *run, dst *write.Site) {
	if a == nil {
		return
	}
	l := a.record(r, dst)
	if l == nil || !a.save(l) {
		_ = os.Remove(a.file)
	}
}

// record is the ledger of a build; nil where it could mislead.
func (a *again) record(r *run, dst *write.Site) *ledger.Ledger {
	report := *r.report
	report.Problems = slices.DeleteFunc(slices.Clone(report.Problems), mended)
	if foreign(&report) || !report.plain() {
		return nil
	}
	inputs, whole := a.asked.taken()
	if now, err := ledger.At(a.Program); !whole || err != nil || now.Seal != a.self.Seal {
		return nil // another program stands there by now
	}
	mark, manifest, err := dst.Mark()
	if err != nil {
		return nil
	}
	l := &ledger.Ledger{
		With: a.with, Program: a.self, From: a.began, Mark: mark, Home: ledger.Of(manifest).Number,
		Inputs: inputs, Report: writeReport(&report),
	}
	if turn := r.site.Turn(); !turn.IsZero() && turn.Year() < beyond {
		l.Until = turn.UnixNano()
	}
	l.Outputs = a.outputs(r, dst)
	l.Folders = a.sealed(r.keeping.there, l.Outputs)
	return l
}

// outputs are all outputs as the build has left them, by path.
func (a *again) outputs(r *run, dst *write.Site) []ledger.Output {
	all := make([]ledger.Output, 0, len(r.keeping.from)+64)
	dst.Outputs(func(path string, sum digest.Sum, change write.Change) {
		// What was written since the build began may have been edited since, too:
		// the next build reads it once.
		o, kept := r.keeping.still[path]
		if !kept {
			o = ledger.Output{Path: path, Young: true, Sum: sum, From: r.keeping.from[path]}
		}
		if change == write.Same && !kept {
			if look, err := r.keeping.there.look(path, false); err == nil {
				o.Seal, o.Young = look.Seal, look.Young(a.began)
			}
		}
		all = append(all, o)
	})
	slices.SortFunc(all, func(a, b ledger.Output) int { return strings.Compare(a.Path, b.Path) })
	return all
}

// plain reports whether all that was told is text: a file's name can be
// otherwise, and would not come back from a ledger as it was.
func (r *Report) plain() bool {
	for _, p := range r.Problems {
		if !utf8.ValidString(p.Pos.File) || slices.ContainsFunc(p.Args, func(arg any) bool { s, _ := arg.(string); return !utf8.ValidString(s) }) {
			return false
		}
	}
	return !slices.ContainsFunc(r.Hidden, func(h Hidden) bool { return !utf8.ValidString(h.File) })
}

// foreign reports whether a build found what somebody else left in the
// destination, which may be otherwise next time.
func foreign(r *Report) bool {
	return slices.ContainsFunc(r.Problems, func(p diag.Problem) bool {
		return p.Message.Rule() == "foreign" || p.Message.Rule() == "blocked"
	})
}

// mended reports whether a problem was one of the destination that the build has
// done away with.
func mended(p diag.Problem) bool { return p.Message == "foreign.edited" }

// beyond is a year that no build will see, and that nanoseconds can count to.
const beyond = 2200

const (
	ending  = ".ledger"
	ledgers = 10 // so many are kept, the latest
)

// save writes the ledger in one step and drops the oldest.
func (a *again) save(l *ledger.Ledger) bool {
	err := replaceFile(a.file, func(w io.Writer) error {
		_, err := w.Write(l.Encode())
		return err
	})
	a.tidy()
	return err == nil
}

// readCache reads a file of the cache, if it is one, without a copy of it, and with
// the seal that it had before.
func readCache(file string) (text string, seal ledger.Seal, err error) {
	look, err := ledger.On(file)
	if err == nil && !look.Type.IsRegular() {
		err = fs.ErrInvalid
	}
	if err != nil {
		return "", seal, err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "", seal, err
	}
	return unsafe.String(unsafe.SliceData(data), len(data)), look.Seal, nil // nobody changes data from here on
}

// replaceFile writes a file of the cache aside and puts it in place in one step,
// so that builds at once each leave a whole one.
func replaceFile(file string, fill func(w io.Writer) error) error {
	dir, ending := filepath.Dir(file), filepath.Ext(file)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, strings.TrimSuffix(filepath.Base(file), ending)+"-*"+ending+newEnding)
	if err != nil {
		return err
	}
	err = fill(f)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// ours are the names of ledgers, and of those that are being written: nothing
// else in the folder is touched.
var ours = regexp.MustCompile(`^[0-9a-f]{16}(-[0-9]+\.ledger\.new|\.ledger)$`)

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
		case err != nil || !info.Mode().IsRegular() || !ours.MatchString(e.Name()):
		case strings.HasSuffix(name, ending):
			all = append(all, old{name, info.ModTime()})
		case a.began-info.ModTime().UnixNano() > int64(time.Hour):
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
