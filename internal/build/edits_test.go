package build_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"bulletin/internal/build"
	"bulletin/internal/write"
)

// steps is how many steps a test makes in all: n, a few in short tests, and as
// many as BULLETIN_STEPS says where it is set.
func steps(t *testing.T, n int) int {
	t.Helper()
	if long := os.Getenv("BULLETIN_STEPS"); long != "" {
		n, err := strconv.Atoi(long)
		check(t, err)
		return n
	}
	if testing.Short() {
		return n / 4
	}
	return n
}

// seeds is how many series a test makes of as many: what races does so in any.
func seeds(n uint64) uint64 {
	if raced {
		return max(1, n/3)
	}
	return n
}

// After any series of edits and undos a destination that was built all along
// equals one that is built now, byte for byte. Many short series tell more than
// a few long ones, whose sites only grow.
func TestEdits(t *testing.T) {
	const each = 25
	runs := seeds(max(1, uint64(steps(t, 12*each)/each)))
	var mutex sync.Mutex
	told := make(map[string]int) // how often an edit was built
	t.Run("series", func(t *testing.T) {
		for seed := range runs {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				e := newEditor(t, seed)
				e.series(t, each)
				mutex.Lock()
				defer mutex.Unlock()
				for name, n := range e.built {
					told[name] += n
				}
			})
		}
	})
	for _, kind := range edits() {
		if told[kind.name] == 0 && runs >= 8 {
			t.Errorf("no site was built after %q: the series tell nothing of it", kind.name)
		}
	}
}

// FuzzEdits tries series of edits that nobody thought of: each byte is an edit.
func FuzzEdits(f *testing.F) {
	f.Add(uint64(1), []byte{0, 3, 13, 45, 20, 30, 35})
	f.Fuzz(func(t *testing.T, seed uint64, chosen []byte) {
		e := newEditor(t, seed)
		e.compare(t, "start")
		for i, n := range chosen[:min(len(chosen), 12)] {
			kind := edits()[int(n)%len(edits())]
			e.past = append(e.past, maps.Clone(e.tree))
			kind.do(e)
			e.compare(t, fmt.Sprintf("step %d (%s)", i, kind.name))
		}
	})
}

// newEditor sits before a small site.
func newEditor(t *testing.T, seed uint64) *editor {
	e := &editor{
		t: t, Rand: rand.New(rand.NewPCG(seed, 1)), tree: tree{}, hour: time.Date(2024, 4, 1, 0, 0, 0, 0, time.UTC),
		dir: room(t), built: map[string]int{},
	}
	maps.Copy(e.tree, series(6))
	for _, name := range []string{"a002", "a003", "a005"} {
		e.line("content/news/"+name+".en.md", "(?m)^(date: .*)$", "$1\nissue: 2024-3")
	}
	e.put("site.yaml", "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\ntimezone: Asia/Shanghai\n"+
		"languages: [zh, en]\nsections: [news, notices, other]\nurls: files\n"+
		"rules: {link: warning, picture: warning, disagree: warning, topic: warning, url: warning}\n")
	e.put("content/files/shown.png", pictureOf(t, "png", 3, 3, 3))
	return e
}

// series makes up to three edits a step, and builds after each step.
func (e *editor) series(t *testing.T, steps int) {
	failed, moved := 0, 0
	var good tree // the last that could be built
	stuck := false
	for step := range steps {
		name := "start"
		var done []string // the edits that found something to do
		if stuck && good != nil && e.IntN(2) == 0 {
			if e.tree["layouts/card.html"] != "" {
				done = append(done, "layout mended")
			}
			e.tree, name = maps.Clone(good), "mended"
		}
		for range min(step, 1+e.IntN(3)) {
			chosen := e.draw()
			before, hour := maps.Clone(e.tree), e.hour
			e.past = append(e.past, before)
			chosen.do(e)
			name += ", " + chosen.name
			if !maps.Equal(before, e.tree) || e.hour != hour {
				done = append(done, chosen.name)
			}
		}
		ok, changed := e.compare(t, fmt.Sprintf("step %d (%s)", step, name))
		if stuck = !ok; ok {
			good = maps.Clone(e.tree)
			for _, name := range done {
				e.built[name]++
			}
		} else if slices.Contains(done, "layout broken") {
			e.built["layout broken"]++ // which is not to be built
		}
		failed, moved = failed+1-boolean(ok), moved+boolean(changed)
		if t.Failed() {
			return
		}
	}
	if failed > steps/2 || moved < steps/3 {
		t.Errorf("of %d steps %d failed and %d changed anything: the series tells little", steps, failed, moved)
	}
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// lay writes the tree, each changed file with a time of its own: files change
// faster here than clocks tick.
func (e *editor) lay(t *testing.T, source string) {
	t.Helper()
	e.write(t, source)
	for name, body := range e.tree {
		if old, there := e.stood[name]; !there || old != body {
			e.clock = e.clock.Add(time.Second)
			check(t, os.Chtimes(filepath.Join(source, filepath.FromSlash(name)), e.clock, e.clock))
		}
	}
	e.stood = maps.Clone(e.tree)
}

// idle wants another build to do nothing and to tell the same, unless somebody
// else's files were met.
func (e *editor) idle(t *testing.T, o build.Options, first *build.Report, about string) {
	t.Helper()
	worked := false
	o.Jobs, o.Wrote = 1, func(string, write.Change) { worked = true }
	r, err := build.Run(context.Background(), o)
	check(t, err)
	if worked {
		t.Errorf("%s: done again", about)
	}
	if got, want := problems(r), problems(first); got != want {
		t.Errorf("%s: other problems when not done again: %s", about, difference(want, got))
	}
}

// held wants a workshop that has seen every step to hold the site that is built
// now.
func (e *editor) held(t *testing.T, o build.Options, want tree, about string) {
	t.Helper()
	if e.workshop == nil {
		o.Clock.Now = time.Time{}
		e.workshop = build.NewWorkshop(o)
	}
	e.workshop.At(e.hour.In(time.FixedZone("", 8*3600)).Format("2006-01-02T15:04"))
	r, held, err := e.workshop.Hold(context.Background(), time.Now().Add(time.Hour))
	check(t, err)
	if held == nil {
		t.Fatalf("%s: the workshop sees errors: %s", about, problems(r))
	}
	if e.workshop.Remembered() < 5 {
		t.Errorf("%s: the workshop remembers %d files", about, e.workshop.Remembered())
	}
	got := tree{}
	for name := range want {
		if body, ok := held.Output(name); ok {
			got[name] = string(body)
		}
	}
	delete(want, ".bulletin-manifest")
	same(t, want, got, about+", held")
	for _, name := range []string{".bulletin-manifest", "", "zh", "zh/", "../site.yaml", "content/news/a001.zh.md"} {
		if _, ok := held.Output(name); ok {
			t.Errorf("%s: the workshop answers for %q", about, name)
		}
	}
}

// compare builds the site where it was built before, and in a new place.
func (e *editor) compare(t *testing.T, about string) (ok, changed bool) {
	t.Helper()
	dir := e.dir
	source := filepath.Join(dir, "source")
	check(t, os.MkdirAll(source, 0o777))
	e.lay(t, source)
	o := ask(source, filepath.Join(dir, "public"), jobs(1+e.IntN(4)))
	o.Cache, o.Clock.Now, o.Program = filepath.Join(dir, "cache"), e.hour, os.Args[0]
	if len(e.past)%2 == 0 { // seals count
		o.Clock.Now, o.AsOf = time.Now().Add(time.Hour), e.hour.In(time.FixedZone("", 8*3600)).Format("2006-01-02T15:04")
	}
	fresh := o
	fresh.Cache, fresh.Destination = "", filepath.Join(dir, "fresh")
	var before tree
	if _, err := os.Stat(o.Destination); err == nil {
		before = read(t, o.Destination)
	}
	r, err := build.Run(context.Background(), o)
	check(t, err)
	clean, err := build.Run(context.Background(), fresh)
	check(t, err)
	if problems(r) != problems(clean) {
		t.Errorf("%s: other problems: %s", about, difference(problems(clean), problems(r)))
	}
	if r.Failed || clean.Failed {
		if before != nil {
			same(t, before, read(t, o.Destination), about+", which failed")
		}
		return false, false
	}
	after := read(t, o.Destination)
	want := read(t, fresh.Destination)
	same(t, want, after, about)
	e.idle(t, o, r, about)
	e.held(t, o, want, about)
	check(t, os.RemoveAll(fresh.Destination))
	return true, before != nil && !maps.Equal(before, after)
}
