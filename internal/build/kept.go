package build

import (
	"slices"
	"strings"
	"sync"

	"bulletin/internal/digest"
	"bulletin/internal/ledger"
	"bulletin/internal/view"
	"bulletin/internal/write"
)

// A keeping is what a build knows of its outputs: what each is made from now,
// and what the build before has left of it. An output that would be made from
// the same is not made again. Without a ledger it is nil.
type keeping struct {
	again  *again
	dst    *write.Site
	there  disk
	sums   view.Sums
	before map[string]*ledger.Output // of the build before, if that can be known
	inputs []ledger.Answer           // likewise, sorted by path
	copied bool                      // what it left stands elsewhere

	mutex sync.Mutex
	from  map[string]digest.Sum
	still map[string]ledger.Output // those that were kept, with the seals that they have
}

// keeper is what knows of the build before: in a workshop that of the workshop,
// which has no ledger on disk, for it does not ask for everything again.
func (r *run) keeper(a *again) *again {
	if r.memory == nil {
		return a
	}
	return &again{Options: r.Options, began: r.Clock.Now.UnixNano(), asked: &trace{}, before: r.kept}
}

// leave is what a workshop's next build knows of this one: nil where somebody
// else's files were met.
func (k *keeping) leave(r *run) *ledger.Ledger {
	mark, manifest, err := k.dst.Mark()
	if err != nil || foreign(r.report) {
		return nil
	}
	return &ledger.Ledger{Mark: mark, Home: ledger.Of(manifest).Number, Outputs: k.again.outputs(r, k.dst)}
}

// amended brings what is known of the outputs up to date when some were amended.
func (r *run) amended(dst *write.Site, outputs []write.Output) {
	mark, _, err := dst.Mark()
	if r.kept == nil || err != nil {
		r.kept = nil
		return
	}
	r.kept.Mark = mark
	for _, out := range outputs {
		all := r.kept.Outputs
		if i, found := slices.BinarySearchFunc(all, out.Path, func(o ledger.Output, path string) int { return strings.Compare(o.Path, path) }); found {
			all[i] = ledger.Output{Path: out.Path, Young: true, Sum: digest.Of(out.Body)} // from what, nobody has asked
		}
	}
}

// keep looks at what the build before has left in the destination, now that it
// is open. Of what another program made nothing is known.
func (a *again) keep(dst *write.Site, pages int) *keeping {
	if a == nil {
		return nil
	}
	k := &keeping{again: a, dst: dst, there: newDisk(a.Destination, nil), from: make(map[string]digest.Sum, pages), still: make(map[string]ledger.Output)}
	l := a.before
	if l == nil || a.other {
		return k
	}
	mark, manifest, err := dst.Mark()
	if err != nil || mark != l.Mark || !a.folders(k.there, l) {
		return k
	}
	k.copied, k.inputs = a.copied || ledger.Of(manifest).Number != l.Home, l.Inputs
	k.before = make(map[string]*ledger.Output, len(l.Outputs))
	for i := range l.Outputs {
		k.before[l.Outputs[i].Path] = &l.Outputs[i]
	}
	return k
}

// close is called when nothing more is kept.
func (k *keeping) close() {
	if k != nil {
		k.there.close()
	}
}

// has reports whether the output at a path is there already, as it would be made
// from what has that sum. Whether or not it is, the sum is remembered.
func (k *keeping) has(path string, from digest.Sum) (bool, error) {
	if k == nil {
		return false, nil
	}
	k.mutex.Lock()
	k.from[path] = from
	k.mutex.Unlock()
	o := k.before[path]
	if o == nil || from == (digest.Sum{}) || o.From != from {
		return false, nil
	}
	if same, _ := k.again.intact(k.there, o, k.copied); !same {
		return false, nil
	}
	kept, err := k.dst.Keep(path, o.Sum)
	if kept {
		k.mutex.Lock()
		k.still[path] = *o
		k.mutex.Unlock()
	}
	return kept, err
}

// page is the sum of all that a page is made from.
func (k *keeping) page(r *run, p *view.Page) digest.Sum {
	if k == nil {
		return digest.Sum{}
	}
	return joined(k.sums.Of(p), r.theme.Sum(p.Frame.Language.Code))
}

// feed is the sum of all that a file of a feed is made from.
func (k *keeping) feed(r *run, f *view.Feed, ending string) digest.Sum {
	if k == nil {
		return digest.Sum{}
	}
	return joined(k.sums.Of(f), r.theme.Sum(f.Language.Code), digest.Of([]byte(ending+" "+r.config.Absolute(""))))
}

// copy is the sum of all that a copy without changes is made from: zero if the
// file must be read to know it.
func (k *keeping) copy(source string) digest.Sum {
	if k == nil {
		return digest.Sum{}
	}
	i, found := slices.BinarySearchFunc(k.inputs, source, func(a ledger.Answer, path string) int { return strings.Compare(a.Path, path) })
	for ; found && i < len(k.inputs) && k.inputs[i].Path == source; i++ {
		in := &k.inputs[i]
		if in.Kind != ledger.Content || in.Absent || in.Young {
			continue
		}
		if look, err := ledger.At(k.again.source(source)); err == nil && look.Type.IsRegular() && look.Tells(in.Seal) {
			k.again.asked.add(*in, nil)
			return in.Sum
		}
	}
	return digest.Sum{}
}

// made remembers what a copy was made of.
func (k *keeping) made(path string, data []byte) {
	if k != nil {
		k.mutex.Lock()
		defer k.mutex.Unlock()
		k.from[path] = digest.Of(data)
	}
}

// joined is the sum of sums that are all known.
func joined(sums ...digest.Sum) digest.Sum {
	if slices.Contains(sums, digest.Sum{}) {
		return digest.Sum{}
	}
	return digest.Joined(sums...)
}
