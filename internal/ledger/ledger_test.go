package ledger

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"bulletin/internal/digest"
)

// full is a ledger of n answers and outputs, by chance but always the same.
func full(n int) *Ledger {
	r := rand.New(rand.NewPCG(uint64(n), 1))
	sum := func() (s digest.Sum) {
		for i := range s {
			s[i] = byte(r.Uint32())
		}
		return s
	}
	seal := func() Seal { return Seal{r.Int64(), r.Int64() - r.Int64(), r.Int64() - r.Int64(), r.Uint64()} }
	l := &Ledger{
		With: "with", Program: Answer{Seal: seal(), Sum: sum()}, From: r.Int64() - r.Int64(), Until: r.Int64(),
		Mark: sum(), Home: r.Uint64(), Inputs: []Answer{}, Outputs: []Output{}, Report: []byte(`{"Pages":1}`), Folders: []Answer{},
	}
	for range n {
		l.Folders = append(l.Folders, Answer{Path: "zh", Kind: Listing, Seal: seal()})
		l.Inputs = append(l.Inputs, Answer{Path: "content/新闻.md", Kind: Kind(r.IntN(4)), Absent: r.IntN(2) == 0, Young: r.IntN(2) == 0, Seal: seal(), Sum: sum()})
		l.Outputs = append(l.Outputs, Output{Path: "zh/index.html", Young: r.IntN(2) == 0, Seal: seal(), Sum: sum(), From: sum()})
	}
	return l
}

// reread decodes and unfolds.
func reread(data []byte) (*Ledger, error) {
	f, err := Decode(string(data))
	if err != nil {
		return nil, err
	}
	return f.Unfold()
}

func TestEncode(t *testing.T) {
	for _, n := range []int{0, 1, 2, 7, perSheet - 1, perSheet, perSheet + 1, 3 * perSheet} {
		want := full(n)
		got, err := reread(want.Encode())
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%d: %v\n got %+v\nwant %+v", n, err, got, want)
		}
	}
}

// Skimming visits what unfolding gives, in its order, and stops where it is told.
func TestSkim(t *testing.T) {
	const n = 2*perSheet + 3
	l := full(n)
	f, err := Decode(string(l.Encode()))
	if err != nil || f.Outputs.Entries() != n || f.Outputs.Len() != 3 || f.Ledger.Outputs != nil {
		t.Fatalf("%v, %d sheets of %d", err, f.Outputs.Len(), f.Outputs.Entries())
	}
	var all []Output
	for sheet := range f.Outputs.Len() {
		seen := f.Outputs.Skim(sheet, func(o *Output) bool {
			if s, at := Place(len(all)); s != sheet || at != len(all)%perSheet {
				t.Fatalf("entry %d is said to lie on sheet %d at %d", len(all), s, at)
			}
			all = append(all, *o)
			return true
		})
		if !f.Outputs.Whole(sheet, seen) || f.Outputs.Whole(sheet, seen-1) {
			t.Errorf("sheet %d: %d seen", sheet, seen)
		}
	}
	if !reflect.DeepEqual(all, l.Outputs) {
		t.Error("not all were visited")
	}
	left := 5
	if seen := f.Inputs.Skim(1, func(a *Answer) bool { left--; return left > 0 }); seen != 4 {
		t.Errorf("%d seen of 4", seen)
	}
}

// Every byte counts, and so does the length.
func TestDecodeRefuses(t *testing.T) {
	data := full(3).Encode()
	for i := range data {
		if _, err := reread(data[:i]); err == nil {
			t.Errorf("cut at %d", i)
		}
		data[i] ^= 1
		if _, err := reread(data); err == nil {
			t.Errorf("changed at %d", i)
		}
		data[i] ^= 1
	}
	if _, err := reread(append(data, 0)); err == nil {
		t.Error("one byte too many")
	}
}

// The sum keeps chance away from the decoder, so that it is called without.
func FuzzDecode(f *testing.F) {
	for n := range 4 {
		f.Add(full(n).Encode()[len(header)+sumSize:])
	}
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, data []byte) {
		f, err := decode(string(data))
		if err != nil {
			return
		}
		for sheet := range f.Inputs.Len() {
			f.Inputs.Skim(sheet, func(*Answer) bool { return true })
		}
		l, err := f.Unfold()
		if err != nil {
			return
		}
		if again, err := reread(l.Encode()); err != nil || !reflect.DeepEqual(l, again) {
			t.Errorf("%v: %+v, then %+v", err, l, again)
		}
	})
}

func TestSorted(t *testing.T) {
	a, b := Answer{Path: "a", Kind: Link}, Answer{Path: "b"}
	if got := Sorted([]Answer{b, a, b, {Path: "a"}, a}); !reflect.DeepEqual(got, []Answer{{Path: "a"}, a, b}) {
		t.Errorf("got %v", got)
	}
}

func TestYoung(t *testing.T) {
	const second, whole = int64(time.Second), 100 * int64(time.Second)
	for _, c := range []struct {
		seal Seal
		at   int64
		want bool
	}{
		{Seal{Modified: whole}, whole + second, true}, // a clock that may tick once in two seconds
		{Seal{Modified: whole}, whole + 2*second, false},
		{Seal{Modified: whole + 1}, whole + second/20, true},
		{Seal{Modified: whole + 1}, whole + second/5, false},
		{Seal{Modified: whole + 1, Changed: whole + second + 1}, whole + second, true}, // its time was set back
		{Seal{Modified: whole + second + 1}, whole, true},                              // from the future
	} {
		if got := c.seal.Young(c.at); got != c.want {
			t.Errorf("%+v at %d: %t", c.seal, c.at, got)
		}
	}
}

// A look by the system's own words is what package os says.
func TestLook(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	for _, name := range []string{file, link, dir} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if look, err := At(name); err != nil || look != (Look{Of(info), info.Mode().Type()}) {
			t.Errorf("%s: %v, %v", name, look, err)
		}
		if info, err = os.Lstat(name); err != nil {
			t.Fatal(err)
		}
		if look, err := On(name); err != nil || look != (Look{Of(info), info.Mode().Type()}) {
			t.Errorf("%s, not followed: %v, %v", name, look, err)
		}
	}
	if _, err := At(filepath.Join(dir, "missing")); !os.IsNotExist(err) {
		t.Errorf("of nothing: %v", err)
	}
}
