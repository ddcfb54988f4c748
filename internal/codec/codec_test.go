package codec

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

// A sample holds one of everything.
type sample struct {
	Text     string
	Yes      bool
	Whole    int
	Small    uint8
	Wide     int32
	Part     float64
	Sum      [16]byte
	List     []string
	Nested   []sample
	One      *sample
	When     time.Time
	Anything any
	Mapping  map[string]any
	Args     []any
	Bytes    []byte
}

var zone = time.FixedZone("CST", 8*3600)

func times(r *rand.Rand) time.Time {
	t := time.Unix(r.Int64N(1e10)-1e9, r.Int64N(1e9))
	switch r.IntN(4) {
	case 0:
		return time.Time{}
	case 1:
		return t.In(zone)
	case 2:
		return t.UTC()
	}
	return t.In(time.FixedZone("", -3600*r.IntN(12)))
}

func anything(r *rand.Rand, depth int) any {
	all := []any{nil, "text", true, 7, int64(-7), uint64(1 << 63), 2.5, times(r)}
	if depth > 0 {
		all = append(all, []any{anything(r, depth-1), "b"}, map[string]any{"a": anything(r, depth-1), "": nil})
	}
	return all[r.IntN(len(all))]
}

func random(r *rand.Rand, depth int) sample {
	if depth == 0 || r.IntN(4) == 0 {
		return sample{}
	}
	one := random(r, depth-1)
	s := sample{
		Text: strings.Repeat("文", r.IntN(3)), Yes: r.IntN(2) == 0, Whole: r.IntN(100) - 50, Small: uint8(r.IntN(256)),
		Wide: r.Int32() - r.Int32(), Part: r.Float64(), List: [][]string{nil, {}, {"a", ""}}[r.IntN(3)],
		When: times(r), Anything: anything(r, 3), Args: []any{anything(r, 2), "x"}, One: &one,
		Mapping: []map[string]any{nil, {}, {"k": anything(r, 2)}}[r.IntN(3)],
		Bytes:   [][]byte{nil, {}, {1, 200}}[r.IntN(3)],
	}
	s.Sum[r.IntN(16)] = 9
	for range r.IntN(3) {
		s.Nested = append(s.Nested, random(r, depth-1))
	}
	return s
}

func TestRoundTrip(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 1))
		want := []sample{random(r, 4), random(r, 2)}
		e := Encoder{Zone: zone}
		for i := range want {
			if err := e.Encode(&want[i]); err != nil {
				t.Fatal(err)
			}
		}
		d := Decoder{Rest: string(e.Bytes), Zone: zone}
		for i := range want {
			var got sample
			if err := d.Decode(&got); err != nil || !reflect.DeepEqual(got, want[i]) {
				t.Fatalf("%v\n got %+v\nwant %+v", err, got, want[i])
			}
		}
		if d.Rest != "" {
			t.Errorf("%d bytes are left", len(d.Rest))
		}
	}
}

func TestUnknown(t *testing.T) {
	e := Encoder{}
	if e.Encode(&struct{ F func() }{func() {}}) == nil || e.Encode(&struct{ a int }{1}) == nil || e.Encode(&struct{ A any }{struct{}{}}) == nil {
		t.Error("what cannot be read back was written")
	}
}

// Whatever is read, it takes no memory to speak of and does not panic, and what
// is cut short is known to be.
func FuzzDecode(f *testing.F) {
	for seed := range uint64(8) {
		s := random(rand.New(rand.NewPCG(seed, 2)), 4)
		e := Encoder{Zone: zone}
		_ = e.Encode(&s)
		f.Add(string(e.Bytes))
		f.Add(string(e.Bytes[:len(e.Bytes)/2]))
	}
	f.Add(strings.Repeat("\xff", 40))
	f.Fuzz(func(t *testing.T, data string) {
		var s sample
		d := Decoder{Rest: data, Zone: zone}
		if d.Decode(&s) != nil {
			return
		}
		e := Encoder{Zone: zone}
		if err := e.Encode(&s); err != nil {
			return // too deep
		}
		again := Decoder{Rest: string(e.Bytes), Zone: zone}
		if again.Decode(new(sample)) != nil {
			t.Error("what was written again cannot be read")
		}
	})
}

func TestCutShort(t *testing.T) {
	s := random(rand.New(rand.NewPCG(3, 2)), 4)
	e := Encoder{Zone: zone}
	if err := e.Encode(&s); err != nil {
		t.Fatal(err)
	}
	for n := range e.Bytes {
		d := Decoder{Rest: string(e.Bytes[:n]), Zone: zone}
		if d.Decode(new(sample)) == nil {
			t.Errorf("%d bytes of %d are a value", n, len(e.Bytes))
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	s := random(rand.New(rand.NewPCG(3, 2)), 4)
	e := Encoder{Zone: zone}
	_ = e.Encode(&s)
	b.SetBytes(int64(len(e.Bytes)))
	for b.Loop() {
		d := Decoder{Rest: string(e.Bytes), Zone: zone}
		_ = d.Decode(new(sample))
	}
}
