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
		Mark: sum(), Home: r.Uint64(), Inputs: []Answer{}, Outputs: []Output{}, Report: []byte(`{"Pages":1}`),
	}
	for range n {
		l.Inputs = append(l.Inputs, Answer{Path: "content/新闻.md", Kind: Kind(r.IntN(4)), Absent: r.IntN(2) == 0, Young: r.IntN(2) == 0, Seal: seal(), Sum: sum()})
		l.Outputs = append(l.Outputs, Output{Path: "zh/index.html", Young: r.IntN(2) == 0, Seal: seal(), Sum: sum(), From: sum()})
	}
	return l
}

func TestEncode(t *testing.T) {
	for n := range 20 {
		want := full(n)
		got, err := Decode(want.Encode())
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%d: %v\n got %+v\nwant %+v", n, err, got, want)
		}
	}
}

// Every byte counts, and so does the length.
func TestDecodeRefuses(t *testing.T) {
	data := full(3).Encode()
	for i := range data {
		if _, err := Decode(data[:i]); err == nil {
			t.Errorf("cut at %d", i)
		}
		data[i] ^= 1
		if _, err := Decode(data); err == nil {
			t.Errorf("changed at %d", i)
		}
		data[i] ^= 1
	}
	if _, err := Decode(append(data, 0)); err == nil {
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
		l, err := decode(string(data))
		if err != nil {
			return
		}
		if again, err := Decode(l.Encode()); err != nil || !reflect.DeepEqual(l, again) {
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
