package build

import (
	"io/fs"
	"sync"
	"time"

	"bulletin/internal/ledger"
)

// A memory keeps what was made of the sources while a workshop lasts. A file is
// the same if its size, its times and its number are, and they were not young
// when it was read. What it does not know may lie in the store.
type memory struct {
	mutex  sync.Mutex
	files  map[string]memo
	source disk   // of this look
	store  *store // nil for none
	round  int    // of the looks at the site
	now    time.Time
}

// A memo is what is kept of one file.
type memo struct {
	with  string
	seal  ledger.Seal
	made  any
	round int // when it was asked for last
}

// begin starts another look at the site, at an hour.
func (m *memory) begin(now time.Time) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.files == nil {
		m.files = make(map[string]memo)
	}
	m.round++
	m.now = now
}

// forget drops what the last look did not ask for.
func (m *memory) forget() {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	for file, known := range m.files {
		if known.round != m.round {
			delete(m.files, file)
		}
	}
}

// Look is part of read.Memory.
func (m *memory) Look(file, with string) (made any, keep func(made any)) {
	info, err := fs.Stat(m.source, file)
	if err != nil {
		return nil, nil // whoever reads it is told
	}
	seal := ledger.Of(info)
	if made, ok := m.known(file, with, seal); ok {
		return made, nil
	}
	var store func(made any)
	if m.store != nil {
		made, store = m.store.Look(file, with)
	}
	if made != nil {
		m.keep(file, with, seal, made)
		return made, nil
	}
	return nil, func(made any) {
		m.keep(file, with, seal, made)
		if store != nil {
			store(made)
		}
	}
}

func (m *memory) known(file, with string, seal ledger.Seal) (any, bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	known, ok := m.files[file]
	if !ok || known.with != with || known.seal != seal {
		return nil, false
	}
	known.round = m.round
	m.files[file] = known
	return known.made, true
}

// keep remembers what was made of a file. Its seal is from before it was read.
func (m *memory) keep(file, with string, seal ledger.Seal, made any) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if seal.Young(m.now.UnixNano()) {
		delete(m.files, file) // it is read again next time
	} else {
		m.files[file] = memo{with, seal, made, m.round}
	}
}
