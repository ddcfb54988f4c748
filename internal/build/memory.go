package build

import (
	"io/fs"
	"sync"
	"time"

	"bulletin/internal/ledger"
)

// A memory keeps what was made of the sources while a workshop lasts. A file is
// the same if its size, its times and its number are, and they were not young
// when it was read.
type memory struct {
	mutex sync.Mutex
	files map[string]memo
	round int       // of the looks at the site
	now   time.Time // when this one began
}

// A memo is what is kept of one file.
type memo struct {
	with  string
	seal  ledger.Seal
	made  any
	round int // when it was asked for last
}

// begin starts another look at the site.
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

// Known is part of read.Memory.
func (m *memory) Known(file, with string, info fs.FileInfo) (any, bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	known, ok := m.files[file]
	if !ok || known.with != with || known.seal != ledger.Of(info) {
		return nil, false
	}
	known.round = m.round
	m.files[file] = known
	return known.made, true
}

// Keep is part of read.Memory.
func (m *memory) Keep(file, with string, info fs.FileInfo, made any) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if s := ledger.Of(info); s.Young(m.now.UnixNano()) {
		delete(m.files, file) // it is read again next time
	} else {
		m.files[file] = memo{with, s, made, m.round}
	}
}
