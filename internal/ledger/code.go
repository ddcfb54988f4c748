package ledger

import (
	"encoding/binary"
	"errors"
	"strings"

	"bulletin/internal/digest"
)

// header begins every ledger; its number is that of the encoding.
const header = "bulletin ledger 3\n"

const sumSize = len(digest.Sum{})

// perSheet is how many entries lie on one sheet, the last of a list but for the
// rest.
const perSheet = 256

var errBroken = errors.New("this is no whole ledger")

// Encode writes a ledger: the header, the sum of what follows, and that.
func (l *Ledger) Encode() []byte {
	w := writer{b: make([]byte, len(header)+sumSize, 1<<16+128*(len(l.Inputs)+len(l.Outputs)))}
	w.text(l.With)
	w.answer(&l.Program)
	w.number(uint64(l.From))
	w.number(uint64(l.Until))
	w.b = append(w.b, l.Mark[:]...)
	w.number(l.Home)
	w.text(string(l.Report))
	w.sheets(len(l.Folders), func(w *writer, i int) { w.answer(&l.Folders[i]) })
	w.sheets(len(l.Inputs), func(w *writer, i int) { w.answer(&l.Inputs[i]) })
	w.sheets(len(l.Outputs), func(w *writer, i int) { w.output(&l.Outputs[i]) })
	sum := digest.Of(w.b[len(header)+sumSize:])
	copy(w.b, header)
	copy(w.b[len(header):], sum[:])
	return w.b
}

// A Folded is a ledger as it lies in its file: of its lists nothing has been read
// yet. They can be skimmed, and unfolded.
type Folded struct {
	*Ledger
	Folders, Inputs Sheets[Answer]
	Outputs         Sheets[Output]
}

// Decode reads a ledger. The error says that it is none, or not whole.
func Decode(data string) (*Folded, error) {
	rest, ok := strings.CutPrefix(data, header)
	if !ok || len(rest) < sumSize {
		return nil, errBroken
	}
	body := rest[sumSize:]
	if sum := digest.OfText(body); string(sum[:]) != rest[:sumSize] {
		return nil, errBroken
	}
	return decode(body)
}

// decode reads what follows the sum. The texts are parts of it.
func decode(body string) (*Folded, error) {
	r := reader{b: body}
	l := &Ledger{With: r.text(), Program: r.answer()}
	l.From, l.Until = int64(r.number()), int64(r.number())
	l.Mark, l.Home = r.sum(), r.number()
	l.Report = []byte(r.text())
	f := &Folded{Ledger: l, Folders: sheets(&r, (*reader).answer), Inputs: sheets(&r, (*reader).answer), Outputs: sheets(&r, (*reader).output)}
	if r.broken || len(r.b) > 0 {
		return nil, errBroken
	}
	return f, nil
}

// Unfold reads the lists. The error says that they are broken.
func (f *Folded) Unfold() (*Ledger, error) {
	var ok [3]bool
	f.Ledger.Folders, ok[0] = f.Folders.all()
	f.Ledger.Inputs, ok[1] = f.Inputs.all()
	f.Ledger.Outputs, ok[2] = f.Outputs.all()
	if ok != [3]bool{true, true, true} {
		return nil, errBroken
	}
	return f.Ledger, nil
}

// Sheets are a list, a sheet of which can be read without the others.
type Sheets[T any] struct {
	list []string
	n    int
	read func(*reader) T
}

// sheets takes the sheets of a list, unread.
func sheets[T any](r *reader, read func(*reader) T) Sheets[T] {
	s := Sheets[T]{n: r.count(), read: read}
	for range (s.n + perSheet - 1) / perSheet {
		s.list = append(s.list, r.text())
	}
	return s
}

// Len is the number of sheets.
func (s Sheets[T]) Len() int { return len(s.list) }

// Entries is the length of the list.
func (s Sheets[T]) Entries() int { return s.n }

// Skim visits the entries of a sheet until visit is false, and returns of how
// many it was true. What it is given, it may not keep.
func (s Sheets[T]) Skim(sheet int, visit func(*T) bool) (n int) {
	r := reader{b: s.list[sheet]}
	for entry := new(T); n < s.size(sheet); n++ {
		if *entry = s.read(&r); r.broken || !visit(entry) {
			break
		}
	}
	return n
}

// size is the number of entries on a sheet.
func (s Sheets[T]) size(sheet int) int { return min(perSheet, s.n-sheet*perSheet) }

// Whole reports whether so many are all entries of a sheet.
func (s Sheets[T]) Whole(sheet, n int) bool { return n == s.size(sheet) }

// Place is where the entry i of the list lies.
func Place(i int) (sheet, at int) { return i / perSheet, i % perSheet }

// all reads every sheet; false if one is broken.
func (s Sheets[T]) all() (all []T, ok bool) {
	all = make([]T, 0, s.n)
	for _, sheet := range s.list {
		r := reader{b: sheet}
		for range s.size(len(all) / perSheet) {
			all = append(all, s.read(&r))
		}
		if r.broken || len(r.b) > 0 {
			return nil, false
		}
	}
	return all, true
}

type writer struct{ b []byte }

func (w *writer) number(n uint64) { w.b = binary.AppendUvarint(w.b, n) }

func (w *writer) text(s string) {
	w.number(uint64(len(s)))
	w.b = append(w.b, s...)
}

func (w *writer) flags(young, absent bool, k Kind) {
	b := byte(k) << 2
	if young {
		b |= 1
	}
	if absent {
		b |= 2
	}
	w.b = append(w.b, b)
}

func (w *writer) seal(s Seal) {
	w.number(uint64(s.Size))
	w.number(uint64(s.Modified))
	w.number(uint64(s.Changed))
	w.number(s.Number)
}

// sheets writes a list of n entries.
func (w *writer) sheets(n int, entry func(w *writer, i int)) {
	w.number(uint64(n))
	var sheet writer
	for from := 0; from < n; from += perSheet {
		sheet.b = sheet.b[:0]
		for i := from; i < min(from+perSheet, n); i++ {
			entry(&sheet, i)
		}
		w.number(uint64(len(sheet.b)))
		w.b = append(w.b, sheet.b...)
	}
}

func (w *writer) output(o *Output) {
	w.text(o.Path)
	w.flags(o.Young, false, 0)
	w.seal(o.Seal)
	w.b = append(w.b, o.Sum[:]...)
	w.b = append(w.b, o.From[:]...)
}

func (w *writer) answer(a *Answer) {
	w.text(a.Path)
	w.flags(a.Young, a.Absent, a.Kind)
	w.seal(a.Seal)
	w.b = append(w.b, a.Sum[:]...)
}

// A reader reads what a writer wrote; after the first mistake it reads nothing.
type reader struct {
	b      string
	broken bool
}

func (r *reader) take(n uint64) string {
	if r.broken || n > uint64(len(r.b)) {
		r.broken = true
		return ""
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *reader) number() (n uint64) {
	for i := 0; i < len(r.b) && i < binary.MaxVarintLen64; i++ {
		n |= uint64(r.b[i]&0x7f) << (7 * i)
		if r.b[i] < 0x80 {
			r.b = r.b[i+1:]
			return n
		}
	}
	r.broken = true
	return 0
}

// count is the number of entries that follow, each of which takes some bytes.
func (r *reader) count() int {
	const least = 16
	n := r.number()
	if n > uint64(len(r.b))/least {
		r.broken = true
		return 0
	}
	return int(n)
}

func (r *reader) text() string { return r.take(r.number()) }

func (r *reader) flags() (young, absent bool, k Kind) {
	b := r.take(1)
	if len(b) == 0 {
		return false, false, 0
	}
	return b[0]&1 != 0, b[0]&2 != 0, Kind(b[0] >> 2)
}

func (r *reader) sum() (s digest.Sum) {
	copy(s[:], r.take(uint64(len(s))))
	return s
}

func (r *reader) seal() Seal {
	return Seal{int64(r.number()), int64(r.number()), int64(r.number()), r.number()}
}

func (r *reader) answer() Answer {
	a := Answer{Path: r.text()}
	a.Young, a.Absent, a.Kind = r.flags()
	a.Seal, a.Sum = r.seal(), r.sum()
	return a
}

func (r *reader) output() Output {
	o := Output{Path: r.text()}
	o.Young, _, _ = r.flags()
	o.Seal, o.Sum, o.From = r.seal(), r.sum(), r.sum()
	return o
}
