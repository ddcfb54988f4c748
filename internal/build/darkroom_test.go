package build

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"bulletin/internal/view"
)

const oneSet = "0123456789abcdef0123456789abcdef"

func twoParts() ([][]byte, error) { return [][]byte{[]byte("small"), []byte("large")}, nil }

// What was made once is there for every later build, in another program too.
func TestSetsAreKept(t *testing.T) {
	cache := t.TempDir()
	if _, err := openDarkroom(cache, false).make(oneSet, 1, twoParts); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"small", "large"} {
		if got := openDarkroom(cache, true).part(oneSet, i); string(got) != want {
			t.Errorf("part %d is %q", i, got)
		}
	}
	if got := openDarkroom(cache, true).part(oneSet, 2); got != nil {
		t.Errorf("there is a third part, %q", got)
	}
}

// A set that is cut off or has a wrong byte is none: it costs time, never bytes.
func TestDamagedSets(t *testing.T) {
	cache := t.TempDir()
	d := openDarkroom(cache, false)
	if _, err := d.make(oneSet, 1, twoParts); err != nil {
		t.Fatal(err)
	}
	file := d.file(oneSet)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	try := func(damaged []byte, what string) {
		if err := os.WriteFile(file, damaged, 0o666); err != nil {
			t.Fatal(err)
		}
		for i, right := range []string{"small", "large"} {
			if got := openDarkroom(cache, true).part(oneSet, i); got != nil && string(got) != right {
				t.Fatalf("%s: part %d is %q", what, i, got)
			}
		}
	}
	for i := range whole {
		try(whole[:i], fmt.Sprintf("cut off at %d", i))
		flipped := bytes.Clone(whole)
		flipped[i] ^= 4
		try(flipped, fmt.Sprintf("byte %d", i))
	}
}

// Whoever asks for a set that is being made waits for it, and nobody makes it again.
func TestSetsAreMadeOnce(t *testing.T) {
	for _, cache := range []string{"", t.TempDir()} {
		d := openDarkroom(cache, false)
		var made atomic.Int64
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() {
				if d.part(oneSet, 1) != nil {
					return
				}
				parts, err := d.make(oneSet, 1, func() ([][]byte, error) {
					made.Add(1)
					return twoParts()
				})
				if err != nil || string(parts[1]) != "large" {
					t.Errorf("%q, %v", parts, err)
				}
			})
		}
		group.Wait()
		if n := made.Load(); n != 1 {
			t.Errorf("it was made %d times", n)
		}
		if got := d.part(oneSet, 0); string(got) != "small" {
			t.Errorf("then it is %q", got)
		}
	}
}

// What failed is tried again.
func TestFailedSets(t *testing.T) {
	d := openDarkroom("", false)
	if _, err := d.make(oneSet, 1, func() ([][]byte, error) { return nil, errors.New("no") }); err == nil {
		t.Error("it was made")
	}
	if parts, err := d.make(oneSet, 1, twoParts); err != nil || len(parts) != 2 {
		t.Error(parts, err)
	}
}

// No more pixels are under way than there is room for, and a picture that is larger
// than that has its turn.
func TestRoom(t *testing.T) {
	d := openDarkroom("", false)
	var pixels, most atomic.Int64
	var group sync.WaitGroup
	for i := range 30 {
		group.Go(func() {
			size := spacious / (1 + i%7)
			if i == 5 {
				size = 2 * spacious
			}
			_, _ = d.make(fmt.Sprintf("%032x", i), size, func() ([][]byte, error) {
				now := pixels.Add(int64(min(size, spacious)))
				for before := most.Load(); now > before && !most.CompareAndSwap(before, now); before = most.Load() {
				}
				pixels.Add(-int64(min(size, spacious)))
				return twoParts()
			})
		})
	}
	group.Wait()
	if most.Load() > spacious {
		t.Errorf("%d pixels at a time", most.Load())
	}
}

// A set that ten builds did not use is dropped by the next; nothing else of the
// folder is.
func TestUnusedSetsGo(t *testing.T) {
	cache := t.TempDir()
	d := openDarkroom(cache, false)
	used, unused := oneSet, strings.Repeat("f", 32)
	for _, set := range []string{used, unused, used + "-preview"} {
		if _, err := d.make(set, 1, twoParts); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(d.dir, "mine.set"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	r := &run{dark: d, plan: &view.Plan{Copies: []view.Copy{{Set: used}}}}
	for n := range builds + 1 {
		if d.part(unused, 0) == nil {
			t.Fatalf("it went after %d builds", n)
		}
		d.tidy(r.sets())
	}
	entries, _ := os.ReadDir(d.dir)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if want := []string{used + ".set", "mine.set", "unused"}; !slices.Equal(names, want) {
		t.Errorf("there are %q", names)
	}
}
