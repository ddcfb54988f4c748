package build

import (
	"encoding/hex"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"bulletin/internal/codec"
	"bulletin/internal/digest"
	"bulletin/internal/document"
	"bulletin/internal/ledger"
	"bulletin/internal/read"
)

// A store is what was made of the sources in the builds before, in the cache: of
// each text its front matter, its holes and its problems, and where its body
// lies. What was made of a file depends on its bytes, on its path, on what it was
// read with and on the program; where all of these are as they were, so is what
// would be made of it now. Bytes are compared as a ledger compares them, by
// asking the source again.
type store struct {
	dir     string // the cache
	stem    string // what the names of its files begin with
	began   int64
	program ledger.Answer
	pack    *pack
	source  disk // of this build; it writes down what it is asked

	old    map[string]*stored // by file
	layers []layer            // the files that hold their bodies

	mutex sync.Mutex
	kept  map[string]*stored // of this build
	heads pack               // what is written down of the files that were read
	zone  *time.Location
	moved atomic.Bool // seals are new
}

// A stored is what is kept of one file.
type stored struct {
	record
	made  string       // what was made of it, encoded
	fresh bool         // it was made in this build: Body, and made, lie in packs of its own
	head  document.Ref // where made lies then
}

// A record is a stored as it is written down.
type record struct {
	Answer ledger.Answer // what was read, and what it looked like
	With   digest.Sum    // what it was read with
	Layer  int           // the file of bodies that holds its own
	Body   document.Ref  // where it lies in that; with Len 0 there is none
}

// openStore reads what the cache holds; bodies go through the pack. self is the
// program, nil if that is not known yet. There is no store where nothing can be
// kept.
func openStore(o Options, p *pack, self *ledger.Answer) *store {
	if o.Cache == "" || o.Program == "" {
		return nil
	}
	p.stem = stemOf(o)
	s := &store{
		dir: o.Cache, stem: p.stem, began: o.Clock.Now.UnixNano(), pack: p,
		kept: make(map[string]*stored), heads: pack{dir: o.Cache},
	}
	s.load(o, self)
	return s
}

// stemOf tells the sites apart that share a cache: by where they lie, seen from
// it, for both may stand elsewhere tomorrow.
func stemOf(o Options) string {
	at := o.Source
	if rel, err := filepath.Rel(o.Cache, o.Source); err == nil {
		at = filepath.ToSlash(rel)
	}
	sum := digest.Of([]byte(at))
	return hex.EncodeToString(sum[:8])
}

// Look is part of read.Memory.
func (s *store) Look(file, with string) (made any, keep func(made any)) {
	sum := digest.Of([]byte(with))
	if e := s.old[file]; e != nil && e.With == sum {
		if made := s.recall(e); made != nil {
			s.mutex.Lock()
			defer s.mutex.Unlock()
			s.kept[file] = e
			return made, nil
		}
	}
	return nil, func(made any) { s.remember(file, sum, made) }
}

// recall is what was made of a file, if it has not changed.
func (s *store) recall(e *stored) any {
	before := e.Answer
	if !s.source.still(&e.Answer, s.began) {
		return nil
	}
	if e.Answer != before {
		s.moved.Store(true)
	}
	body := e.Body
	if body.Len > 0 {
		body = s.pack.in(s.layers[e.Layer].number, body)
	}
	made, err := read.Decode(&codec.Decoder{Rest: e.made, Zone: s.zone}, body)
	if err != nil {
		return nil
	}
	s.source.trace.add(e.Answer, nil)
	return made
}

// remember writes down what was made of a file. What cannot be is not kept.
func (s *store) remember(file string, with digest.Sum, made any) {
	e := encoders.Get().(*codec.Encoder)
	defer encoders.Put(e)
	e.Bytes, e.Zone = e.Bytes[:0], s.zone
	body, err := read.Encode(e, made)
	if err != nil {
		return
	}
	head, err := s.heads.Keep(e.Bytes)
	if err != nil {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.kept[file] = &stored{record: record{With: with, Body: body}, fresh: true, head: head}
}

var encoders = sync.Pool{New: func() any { return new(codec.Encoder) }}

// entries are all that is kept, by path. What was made in this build gets the
// answer that the source gave; a file that was read twice and had changed
// meanwhile is not kept.
func (s *store) entries() []*stored {
	answers, _ := s.source.trace.taken()
	all := make([]*stored, 0, len(s.kept))
	for file, e := range s.kept {
		if e.fresh {
			at, found := slices.BinarySearchFunc(answers, ledger.Answer{Path: file, Kind: ledger.Content}, ledger.Compare)
			next := at + 1
			if !found || answers[at].Absent || next < len(answers) && answers[next].Path == file && answers[next].Kind == ledger.Content {
				continue
			}
			e.Answer = answers[at]
		}
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b *stored) int { return strings.Compare(a.Answer.Path, b.Answer.Path) })
	return all
}
