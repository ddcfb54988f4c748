package build

import (
	"io/fs"
	"strings"
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
	if made, ok := m.untouched(file, with); ok {
		return made, nil
	}
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

// doubt is told which paths may have changed since the last look, before the next;
// none stands for all.
func (m *memory) doubt(changed []string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	mark := func(file string, known memo) {
		known.round = 0
		m.files[file] = known
	}
	for _, at := range changed {
		if known, ok := m.files[at]; ok {
			mark(at, known)
			continue
		}
		for file, known := range m.files {
			if strings.HasPrefix(file, at+"/") {
				mark(file, known)
			}
		}
	}
	if len(changed) == 0 {
		m.round++ // nothing was asked for in it
	}
}

// untouched is what was made of a file that the look before asked for, and that
// nobody doubts since.
func (m *memory) untouched(file, with string) (any, bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	known, ok := m.files[file]
	if !ok || known.with != with || known.round != m.round-1 {
		return nil, false
	}
	known.round = m.round
	m.files[file] = known
	return known.made, true
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
