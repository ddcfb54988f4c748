package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"bulletin/internal/digest"
)

// header begins every ledger; its number is that of the encoding.
const header = "bulletin ledger 2\n"

const sumSize = sha256.Size

var errBroken = errors.New("this is no whole ledger")

// Encode writes a ledger: the header, the SHA-256 of what follows, and that.
func (l *Ledger) Encode() []byte {
	w := writer{b: make([]byte, len(header)+sumSize, 1<<16+128*(len(l.Inputs)+len(l.Outputs)))}
	w.text(l.With)
	w.answer(&l.Program)
	w.number(uint64(l.From))
	w.number(uint64(l.Until))
	w.b = append(w.b, l.Mark[:]...)
	w.number(l.Home)
	w.number(uint64(len(l.Inputs)))
	for i := range l.Inputs {
		w.answer(&l.Inputs[i])
	}
	w.number(uint64(len(l.Outputs)))
	for i := range l.Outputs {
		o := &l.Outputs[i]
		w.text(o.Path)
		w.flags(o.Young, false, 0)
		w.seal(o.Seal)
		w.b = append(w.b, o.Sum[:]...)
		w.b = append(w.b, o.From[:]...)
	}
	w.text(string(l.Report))
	sum := sha256.Sum256(w.b[len(header)+sumSize:])
	copy(w.b, header)
	copy(w.b[len(header):], sum[:])
	return w.b
}

// Decode reads a ledger. The error says that it is none, or not whole.
func Decode(data []byte) (*Ledger, error) {
	rest, ok := bytes.CutPrefix(data, []byte(header))
	if !ok || len(rest) < sumSize {
		return nil, errBroken
	}
	body := rest[sumSize:]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], rest[:sumSize]) {
		return nil, errBroken
	}
	return decode(string(body))
}

// decode reads what follows the sum. The texts are parts of it.
func decode(body string) (*Ledger, error) {
	r := reader{b: body}
	l := &Ledger{With: r.text(), Program: r.answer()}
	l.From, l.Until = int64(r.number()), int64(r.number())
	l.Mark, l.Home = r.sum(), r.number()
	l.Inputs = make([]Answer, 0, r.count())
	for range cap(l.Inputs) {
		l.Inputs = append(l.Inputs, r.answer())
	}
	l.Outputs = make([]Output, 0, r.count())
	for range cap(l.Outputs) {
		o := Output{Path: r.text()}
		o.Young, _, _ = r.flags()
		o.Seal, o.Sum, o.From = r.seal(), r.sum(), r.sum()
		l.Outputs = append(l.Outputs, o)
	}
	l.Report = []byte(r.text())
	if r.broken || len(r.b) > 0 {
		return nil, errBroken
	}
	return l, nil
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
