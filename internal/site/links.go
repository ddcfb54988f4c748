package site

import (
	"cmp"
	"hash/maphash"
	"iter"
	"slices"
)

// Links tell which texts have a link that may mean an article: by its key, or by
// an address of one of its editions. They may tell of one too many.
type Links struct {
	seed maphash.Seed
	all  []link // by name
}

// A link is one in the text of an edition, by the hash of what it asks for.
type link struct {
	name uint64
	from *Edition
}

// Links lists the links of every text.
func (s *Site) Links() *Links {
	l := &Links{seed: maphash.MakeSeed()}
	for e := range s.Texts() {
		for _, to := range e.Body.Links {
			l.add(s, e, to.Path)
		}
	}
	slices.SortFunc(l.all, func(a, b link) int { return cmp.Compare(a.name, b.name) })
	return l
}

// add lists what Resolve would ask for.
func (l *Links) add(s *Site, e *Edition, p string) {
	full, ok := e.locate(p)
	if p == "" || !ok {
		return
	}
	key, _ := s.key(e, full)
	l.all = append(l.all, link{maphash.String(l.seed, key), e})
	if address := s.published(p); address != key {
		l.all = append(l.all, link{maphash.String(l.seed, address), e})
	}
}

// to visits the texts that may have a link to what has the name.
func (l *Links) to(name string) iter.Seq[*Edition] {
	hash := maphash.String(l.seed, name)
	at, _ := slices.BinarySearchFunc(l.all, hash, func(a link, hash uint64) int { return cmp.Compare(a.name, hash) })
	return func(yield func(*Edition) bool) {
		for i := at; i < len(l.all) && l.all[i].name == hash && yield(l.all[i].from); i++ {
		}
	}
}
