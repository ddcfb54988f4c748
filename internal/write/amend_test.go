package write

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// amended is what the site of first becomes.
var amended = tree{"zh/index.html": "新首页", "zh/news/2024/a.html": "new a", "index.html": "front"}

// stated publishes first and tells how it was left.
func stated(t *testing.T, dir string) *State {
	t.Helper()
	site, err := Open(context.Background(), dir, nil)
	must(t, err)
	_, err = build(site, first)
	must(t, err)
	state, err := site.State()
	must(t, err)
	must(t, site.Close())
	return state
}

func amendWith(dir string, state *State, f *faults) (*Site, bool, error) {
	var names []string
	for name := range amended {
		names = append(names, name)
	}
	site, err := amend(context.Background(), dir, state, names, nil, f.check)
	if site == nil || err != nil {
		return nil, false, err
	}
	for _, name := range names {
		if _, err := site.Write(Output{name, []byte(amended[name])}); err != nil {
			return site, false, err
		}
	}
	_, err = site.Commit()
	return site, err == nil, err
}

func calm(int, string) bool { return false }

func TestAmend(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	state := stated(t, dir)
	deleted := filepath.Join(dir, "en", "about.html")
	must(t, os.Remove(deleted)) // it is not looked at
	for range 3 {
		site, done, err := amendWith(dir, state, &faults{fails: calm})
		if !done || err != nil {
			t.Fatal(done, err)
		}
		state, err = site.State()
		must(t, err)
		must(t, site.Close())
		want := first.with(amended).without("en/about.html").withFolders().with(tree{"en": folderMark})
		same(t, "amended", read(t, dir), want.with(tree{manifestName: manifestOf(first.with(amended))}))
	}
	stats := publish(t, dir, first.with(amended))
	if want := (Stats{Same: len(first) - 1, Created: 1}); stats != want {
		t.Errorf("the build after: %+v", stats)
	}
	same(t, "built after", read(t, dir), first.with(amended).site())
	other := first.with(tree{"index.html": "other"})
	publish(t, dir, other)
	if site, err := Amend(context.Background(), dir, state, []string{"index.html"}, nil); site != nil || err != nil {
		t.Errorf("a destination that was built meanwhile was amended: %v", err)
	}
	same(t, "left alone", read(t, dir), other.site())
}

func TestAmendNothingNew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	state := stated(t, dir)
	if site, err := Amend(context.Background(), dir, state, []string{"index.html", "new.html"}, nil); site != nil || err != nil {
		t.Errorf("%v, %v", site, err)
	}
	same(t, "left alone", read(t, dir), first.site())
}

// Whatever fails while a site is amended, it is as it was, and a kill leaves
// each file with its old or its new bytes; what comes after is right.
func TestAmendFails(t *testing.T) {
	for _, kill := range []bool{false, true} {
		for at, over := 1, false; !over; at++ {
			dir := filepath.Join(scratch(t), "public")
			state := stated(t, dir)
			was := read(t, dir)
			f := &faults{fails: func(n int, op string) bool { return n == at || kill && n > at }}
			site, done, err := amendWith(dir, state, f)
			over = f.n < at
			what := fmt.Sprintf("operation %d, kill %t", at, kill)
			switch {
			case site == nil && !errors.Is(err, errInjected):
				t.Errorf("%s: %v", what, err)
			case site == nil:
			case kill:
				site.drop()
			default:
				f.fails = calm
				must(t, site.Close())
			}
			now := read(t, dir)
			for name, body := range was {
				if next, ours := amended[name]; now[name] != body && (!ours || now[name] != next) && name != manifestName {
					t.Errorf("%s: %s holds %q", what, name, now[name])
				}
			}
			if !kill && !done {
				same(t, what, now, was)
			}
			publish(t, dir, first.with(amended))
			same(t, what+", built after", read(t, dir), first.with(amended).site())
			if t.Failed() {
				return
			}
		}
	}
}
