package build

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"bulletin/internal/diag"
	"bulletin/internal/digest"
	"bulletin/internal/ledger"
)

func lay(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, body := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(body), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever way a disk is asked, the question and its answer are written down.
func TestTrace(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, map[string]string{"a.md": "one", "sub/b.md": "two", "sub/deep/c.md": "three"})
	tr := &trace{began: time.Now().Add(time.Hour).UnixNano()}
	d := newDisk(dir, tr)
	sub, err := fs.Sub(d, "sub")
	if err != nil {
		t.Fatal(err)
	}
	_, _, _ = d.Load("a.md", 100, nil)
	_, _, _ = d.Load("a.md", 1, nil) // too large: its size is all that counts
	_, _, _ = d.Load("missing.md", 100, nil)
	_, _ = fs.ReadFile(d, "a.md")
	_, _ = fs.Stat(d, "a.md")
	_, _ = fs.Lstat(d, "a.md")
	_, _ = fs.Lstat(d, "none")
	_, _ = fs.ReadDir(sub, ".")
	_, _ = fs.ReadDir(sub, "none")
	_, _ = fs.ReadFile(sub, "b.md")
	_ = fs.WalkDir(sub, "deep", func(string, fs.DirEntry, error) error { return nil })
	if f, err := sub.Open("deep/c.md"); err == nil {
		_ = f.Close()
	}
	var got []string
	answers, whole := tr.taken()
	if !whole {
		t.Error("something is said to be lost")
	}
	kinds := [...]string{"content", "listing", "status", "link"}
	for _, a := range answers {
		is := ""
		if a.Absent {
			is = " absent"
		}
		got = append(got, a.Path+" "+kinds[a.Kind]+is)
	}
	want := []string{
		"a.md content", "a.md status", "a.md link", "missing.md content absent", "none link absent",
		"sub listing", "sub/b.md content", "sub/deep listing", "sub/deep status", "sub/deep/c.md content", "sub/deep/c.md status", "sub/none listing absent",
	}
	if !slices.Equal(got, want) {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
	for i := range answers {
		if !newDisk(dir, nil).still(&answers[i], tr.began) {
			t.Errorf("not still so: %+v", answers[i])
		}
	}
	if _, err := d.ReadLink("a.md"); err == nil {
		t.Error("no link, but it leads somewhere")
	}
	if _, whole := tr.taken(); whole {
		t.Error("where a link leads cannot be asked again")
	}
}

// A seal that was young when it was set says nothing.
func TestStillDistrustsYoungSeals(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, map[string]string{"a.md": "one"})
	tr := &trace{began: time.Now().UnixNano()}
	if _, err := newDisk(dir, tr).ReadFile("a.md"); err != nil {
		t.Fatal(err)
	}
	answers, _ := tr.taken()
	if len(answers) != 1 || !answers[0].Young {
		t.Fatalf("not young: %+v", answers)
	}
	// As if the file had changed within a tick of the clock: all else agrees.
	for _, young := range []bool{true, false} {
		a := answers[0]
		a.Young, a.Sum = young, digest.Of([]byte("two"))
		if got := newDisk(dir, nil).still(&a, tr.began); got == young {
			t.Errorf("young %t: still so: %t", young, got)
		}
	}
	// What was read becomes known by its seal once it is old enough.
	a := answers[0]
	if !newDisk(dir, nil).still(&a, tr.began+int64(time.Hour)) || a.Young {
		t.Errorf("still young: %+v", a)
	}
}

// What has come where nothing was, and what has gone, is another answer.
func TestStillSeesWhatComesAndGoes(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, map[string]string{"there": "x"})
	for _, k := range []ledger.Kind{ledger.Content, ledger.Listing, ledger.Status, ledger.Link} {
		if d := newDisk(dir, nil); d.still(&ledger.Answer{Path: "there", Kind: k, Absent: true}, 0) {
			t.Errorf("%d: it has come", k)
		} else if !d.still(&ledger.Answer{Path: "gone", Kind: k, Absent: true}, 0) {
			t.Errorf("%d: it is still not there", k)
		} else if d.still(&ledger.Answer{Path: "gone", Kind: k}, 0) {
			t.Errorf("%d: it has gone", k)
		}
	}
}

// Type and size of a file count, where it is not read, and whether it is a link.
func TestStillSeesTypeAndSize(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, map[string]string{"a": "one", "b": "one"})
	tr := &trace{}
	d := newDisk(dir, tr)
	_, _ = d.Stat("a")
	_, _ = d.Lstat("a")
	answers, _ := tr.taken()
	about := func(what string, status, link bool) {
		t.Helper()
		for i, want := range []bool{status, link} {
			if got := newDisk(dir, nil).still(&answers[i], 0); got != want {
				t.Errorf("%s, kind %d: still so: %t", what, answers[i].Kind, got)
			}
		}
	}
	lay(t, dir, map[string]string{"a": "two"})
	about("of the same size", true, true)
	lay(t, dir, map[string]string{"a": "more"})
	about("of another size", false, false)
	if err := os.Remove(filepath.Join(dir, "a")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("b", filepath.Join(dir, "a")); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	about("a link", true, false)
}

// The arguments of problems are texts and whole numbers, and stay so.
func TestReportIsKept(t *testing.T) {
	want := &Report{Problems: []diag.Problem{diag.At(diag.Whole("site.yaml"), "url.long", "part", 300, 255)}, Pages: []Count{{"zh", 3}}}
	got, ok := readReport(writeReport(want))
	if !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %#v\nwant %#v", got, want)
	}
	if _, ok := readReport([]byte("{")); ok {
		t.Error("half a report is read")
	}
}
