package watch

import (
	"maps"
	"slices"
	"time"
)

// enough is how many paths a Look names at most; beyond, it says All.
const enough = 4096

// pending is what has happened and was not told yet.
type pending struct {
	paths map[string]bool
	all   bool
	lost  bool // events are missing, so folders may be
	ready bool // to be told

	debounce time.Duration
	quiet    *time.Timer // runs since the last event
	limit    *time.Timer // runs since the first event
	running  bool        // limit was started
	late     bool        // limit has passed
	told     *Look       // look's answer while nothing changes
}

func newPending(debounce time.Duration) pending {
	p := pending{debounce: debounce, quiet: time.NewTimer(time.Hour), limit: time.NewTimer(time.Hour)}
	p.clear()
	return p
}

func (p *pending) clear() {
	p.paths, p.all, p.ready, p.told = map[string]bool{}, false, false, nil
	p.running, p.late = false, false
	p.quiet.Stop()
	p.limit.Stop()
}

func (p *pending) note(path string) {
	p.stir()
	if p.all {
		return
	}
	p.paths[path] = true
	if len(p.paths) > enough {
		p.noteAll()
	}
}

func (p *pending) noteAll() {
	p.stir()
	p.all = true
	clear(p.paths)
}

func (p *pending) noteLost() {
	p.noteAll()
	p.lost = true
}

// stir starts the waiting over, but never that for the limit.
func (p *pending) stir() {
	p.told = nil
	p.quiet.Reset(p.debounce)
	if !p.running {
		p.running = true
		p.limit.Reset(10 * p.debounce)
		return
	}
	// What was ready and not fetched goes together with what has come now.
	p.ready = p.late
}

// ripen makes it ready; late, when the limit has passed: no more waiting then.
func (p *pending) ripen(late bool) {
	p.late = p.late || late
	p.ready = len(p.paths) > 0 || p.all
}

func (p *pending) look() Look {
	if p.told == nil {
		p.told = &Look{Paths: slices.Sorted(maps.Keys(p.paths)), All: p.all}
	}
	return *p.told
}
