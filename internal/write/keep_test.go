package write

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bulletin/internal/digest"
)

func TestUnchangedFilesAreNotTouched(t *testing.T) {
	dir := t.TempDir()
	publish(t, dir, first)
	then := time.Unix(1700000000, 0)
	for name := range first {
		must(t, os.Chtimes(filepath.Join(dir, name), then, then))
	}
	manifest := filepath.Join(dir, manifestName)
	must(t, os.Chtimes(manifest, then, then))
	modified := func(name string) bool {
		info, err := os.Stat(filepath.Join(dir, name))
		must(t, err)
		return !info.ModTime().Equal(then)
	}
	publish(t, dir, first)
	if modified(manifestName) {
		t.Error("the manifest was written although nothing has changed")
	}
	must(t, os.WriteFile(filepath.Join(dir, "en/about.html"), []byte("abou7"), 0o666)) // by hand
	publish(t, dir, first.with(tree{"index.html": "new"}))
	for name := range first {
		if want := name == "index.html" || name == "en/about.html"; modified(name) != want {
			t.Errorf("%s: touched is %v", name, !want)
		}
	}
	same(t, "restored", read(t, dir), first.with(tree{"index.html": "new"}).site())
}

// A copy of the destination made of hard links must not change with it.
func TestHardLinksAreNotWrittenThrough(t *testing.T) {
	dir, snapshot := t.TempDir(), t.TempDir()
	publish(t, dir, tree{"index.html": "old"})
	if err := os.Link(filepath.Join(dir, "index.html"), filepath.Join(snapshot, "index.html")); err != nil {
		t.Skip(err)
	}
	publish(t, dir, tree{"index.html": "new"})
	same(t, "the copy", read(t, snapshot), tree{"index.html": "old"})
}

// At rest a destination says what Mark says; else, and where a killed build has
// left something, nothing.
func TestAtRest(t *testing.T) {
	dir := t.TempDir()
	if _, _, ok := AtRest(dir); ok {
		t.Error("an empty folder is at rest")
	}
	publish(t, dir, tree{"a/x": "1"})
	s, err := Open(context.Background(), dir, nil)
	must(t, err)
	want, _, err := s.Mark()
	must(t, err)
	must(t, s.Close())
	got, manifest, ok := AtRest(dir)
	if !ok || got != want || manifest.Size() == 0 {
		t.Errorf("at rest %t: %x, want %x", ok, got, want)
	}
	tree{asideName + "/mine": "a stranger's"}.put(t, dir)
	if _, _, ok := AtRest(dir); !ok {
		t.Error("what is not ours, and stays, is taken for what a killed build has left")
	}
	tree{asideName + "/7.new": "left"}.put(t, dir)
	if _, _, ok := AtRest(dir); ok {
		t.Error("what a killed build has left is not seen")
	}
	must(t, os.RemoveAll(filepath.Join(dir, asideName)))
	must(t, os.Mkdir(filepath.Join(dir, asideName), 0o777))
	if _, _, ok := AtRest(dir); ok {
		t.Error("the folder that a killed build has left is not seen")
	}
	must(t, os.Remove(filepath.Join(dir, asideName)))
	must(t, os.Rename(filepath.Join(dir, manifestName), filepath.Join(dir, "elsewhere")))
	if err := os.Symlink("elsewhere", filepath.Join(dir, manifestName)); err == nil {
		if _, _, ok := AtRest(dir); ok {
			t.Error("a link is read for the manifest")
		}
	}
}

func TestKeep(t *testing.T) {
	dir := t.TempDir()
	outputs := tree{"a/x": "1", "a/y": "2", "b": "3"}
	publish(t, dir, outputs)
	open := func() *Site {
		site, err := Open(context.Background(), dir, nil)
		must(t, err)
		must(t, site.Begin([]string{"a/x", "a/y", "b"}))
		return site
	}
	keep := func(site *Site, name, body string, want bool) {
		t.Helper()
		if kept, err := site.Keep(name, digest.Of([]byte(body))); err != nil || kept != want {
			t.Errorf("keeping %s: %v %v, want %v", name, kept, err, want)
		}
	}
	site := open()
	keep(site, "a/x", "1", true)
	keep(site, "a/y", "other", false)
	keep(site, "b", "3", true)
	if _, err := site.Write(Output{"b", []byte("3")}); !errors.Is(err, errTwice) {
		t.Errorf("what was kept is written: %v", err)
	}
	_, err := site.Write(Output{"a/y", []byte("new")})
	must(t, err)
	if _, err := site.Keep("unplanned", digest.Sum{}); err == nil {
		t.Error("an unplanned path was kept")
	}
	stats, err := site.Commit()
	must(t, err)
	if stats != (Stats{Same: 2, Changed: 1}) {
		t.Errorf("%+v", stats)
	}
	must(t, site.Close())
	outputs["a/y"] = "new"
	same(t, "kept", read(t, dir), outputs.site())

	// After a kill in the middle of a commit nothing is known of a file.
	f := &faults{fails: func(_ int, op string) bool { return op == "exchange" || op == "link" || op == "copy" }}
	killed, _, err := attempt(dir, outputs.with(tree{"a/y": "9"}), f)
	if !errors.Is(err, errInjected) {
		t.Fatal(err)
	}
	killed.drop()
	site = open()
	keep(site, "a/y", "new", false)
	must(t, site.Close())
}

func TestManyAtOnceInManyFolders(t *testing.T) {
	dir := t.TempDir()
	for _, body := range []string{"old %d", "new %d"} {
		outputs := tree{}
		for i := range 3000 { // far more folders than stay open
			outputs[fmt.Sprintf("zh/%d/%d/index.html", i%40, i%600)] = fmt.Sprintf(body, i%600)
			outputs[fmt.Sprintf("en/%d.html", i)] = fmt.Sprintf(body, i%7)
		}
		site, err := Open(context.Background(), dir, nil)
		must(t, err)
		var names []string
		for name := range outputs {
			names = append(names, name)
		}
		must(t, site.Begin(names[:100]))
		must(t, site.Begin(names[50:]))
		var group sync.WaitGroup
		for part := range 8 {
			group.Go(func() {
				for i := part; i < len(names); i += 8 {
					if _, err := site.Write(Output{names[i], []byte(outputs[names[i]])}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		if len(site.folders.open) > limit+1 { // the folder aside is in use
			t.Errorf("%d folders stay open", len(site.folders.open))
		}
		_, err = site.Commit()
		must(t, err)
		must(t, site.Close())
		same(t, "many", read(t, dir), outputs.site())
	}
}

func TestMisuse(t *testing.T) {
	dir := t.TempDir()
	publish(t, dir, first)
	fails := func(what string, err error) {
		t.Helper()
		if err == nil {
			t.Errorf("%s, and no error", what)
		}
	}
	site, err := Open(context.Background(), dir, nil)
	must(t, err)
	_, err = site.Commit()
	fails("committed without an announcement", err)
	must(t, site.Begin([]string{"index.html", "other"}))
	_, err = site.Write(Output{Path: "unplanned"})
	fails("wrote what was not announced", err)
	_, err = site.Write(Output{"index.html", []byte("new")})
	must(t, err)
	_, err = site.Write(Output{"index.html", []byte("new")})
	fails("wrote twice", err)
	_, err = site.Commit()
	fails("committed before everything was written", err)
	must(t, site.Abort())
	must(t, site.Abort())
	_, err = site.Write(Output{"other", nil})
	fails("wrote after the end", err)
	_, err = site.Commit()
	fails("committed after the end", err)
	fails("began after the end", site.Begin(nil))
	must(t, site.Close())
	must(t, site.Close())
	same(t, "after misuse", read(t, dir), first.site())
}

// What cannot be swept away does not undo a commit; Close tries again and tells.
func TestLeftovers(t *testing.T) {
	dir := t.TempDir()
	publish(t, dir, first)
	for _, stubborn := range []bool{false, true} {
		next := first.with(tree{"index.html": fmt.Sprint("new", stubborn)})
		sweeping := false
		f := &faults{fails: func(_ int, op string) bool {
			fail := op == "sweep" && (stubborn || !sweeping)
			sweeping = sweeping || fail
			return fail
		}}
		site, committed, err := attempt(dir, next, f)
		if !committed {
			t.Fatal(err)
		}
		if err := site.Close(); (err != nil) != stubborn {
			t.Errorf("closing: %v", err)
		}
		if !stubborn {
			same(t, "swept at the end", read(t, dir), next.site())
		}
	}
	tree{asideName + "/mine.txt": "somebody put this here"}.put(t, dir)
	publish(t, dir, first)
	same(t, "swept by the next", read(t, dir), first.site().with(tree{asideName + "/mine.txt": "somebody put this here"}).withFolders())
}

func TestErrorsNameTheFile(t *testing.T) {
	dir := t.TempDir()
	f := &faults{fails: func(_ int, op string) bool { return op == "write" }}
	site, _, err := attempt(dir, tree{"zh/a.html": "x"}, f)
	if err == nil || !strings.Contains(err.Error(), "zh/a.html") || !errors.Is(err, errInjected) {
		t.Errorf("%v", err)
	}
	f.fails = func(int, string) bool { return false }
	must(t, site.Close())
	same(t, "after a failing write", read(t, dir), tree{})
}
