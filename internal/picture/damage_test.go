package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"strings"
	"testing"
	"time"
)

// cutInside cuts off the coded picture and leaves all around it as it must be,
// so that nothing but decoding can tell.
func cutInside(data []byte, format Format, keep func(n int) int) []byte {
	switch format {
	case JPEG:
		at := bytes.LastIndex(data, []byte{0xff, mSOS})
		at += 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		n := keep(len(data) - 2 - at)
		return append(bytes.Clone(data[:at+n]), 0xff, mEOI)
	case PNG:
		out := []byte(pngMagic)
		walk := chunks{rest: data[len(pngMagic):]}
		for c, ok := walk.next(); ok; c, ok = walk.next() {
			if c.kind == "IDAT" {
				c.body = c.body[:keep(len(c.body))]
			}
			out = appendChunk(out, c.kind, c.body)
		}
		return out
	}
	out := []byte("RIFF\x00\x00\x00\x00WEBP")
	walk, _ := webpBody(data)
	for r, ok := walk.next(); ok; r, ok = walk.next() {
		if strings.HasPrefix(r.kind, "VP8") && r.kind != "VP8X" {
			r.body = r.body[:keep(len(r.body))]
		}
		out = appendRiff(out, r.kind, r.body)
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

// kinds are pictures of each kind that is decoded.
func kinds(t testing.TB) map[string][]byte {
	t.Helper()
	out := map[string][]byte{
		"jpeg":        encodeJPEG(t, photo(60, 40)),
		"progressive": fixture(t, "progressive.jpeg"),
		"inks":        fixture(t, "inks.jpeg"),
		"png":         encodePNG(t, photo(30, 20)),
		"crisp":       encodePNG(t, sketch(40, 30, true)),
	}
	for name, from := range map[string]image.Image{"lossy": photo(60, 40), "lossless": sketch(40, 30, true), "alpha": alphaNoise()} {
		data := encodePNG(t, from)
		info := probed(t, data)
		info.Crisp, info.Alpha = name == "lossless", name == "alpha"
		files, err := DefaultRecipe().Make(data, info)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = files[0]
	}
	return out
}

func alphaNoise() image.Image {
	img := corners(40, 30)
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = byte(i)
	}
	return img
}

// A picture that is cut off anywhere is an error or, where all that is lost is
// padding, the picture.
func TestCutInside(t *testing.T) {
	r := Recipe{Widths: []int{20}, Quality: 50}
	for name, data := range kinds(t) {
		info := probed(t, data)
		want, err := r.Make(data, info)
		if err != nil {
			t.Fatal(err)
		}
		step := 1 + len(data)/300
		for n := 0; n < len(data); n += step {
			cut := cutInside(data, info.Format, func(size int) int { return max(size-n-1, 0) })
			if found, wrong := Probe(cut); wrong == sound {
				got, err := r.Make(cut, found)
				if err == nil && !bytes.Equal(got[0], want[0]) {
					t.Errorf("%s, cut %d short, is another picture", name, n+1)
					break
				}
			}
			if found, wrong := Probe(data[:n]); wrong == sound {
				if _, err := r.Make(data[:n], found); err == nil {
					t.Errorf("%s, cut off at %d, is a picture", name, n)
				}
			}
		}
	}
}

// A bit that is wrong gives an error or some picture, and no panic.
func TestFlipped(t *testing.T) {
	r := Recipe{Widths: []int{20}, Quality: 50}
	for _, data := range kinds(t) {
		for n := 0; n < len(data); n += 1 + len(data)/200 {
			bad := bytes.Clone(data)
			bad[n] ^= 1 << (n % 8)
			bad = fixed(bad)
			if found, wrong := Probe(bad); wrong == sound && found.Width*found.Height < 1<<20 {
				_, _ = r.Make(bad, found)
			}
		}
	}
}

// An error names the codec, so that whoever reads it knows where to look.
func TestNamesCodec(t *testing.T) {
	data := cutInside(encodePNG(t, photo(30, 20)), PNG, func(n int) int { return n / 2 })
	_, err := DefaultRecipe().Make(data, probed(t, data))
	if err == nil || !strings.HasPrefix(err.Error(), "image/png: ") {
		t.Error(err)
	}
	_, err = guarded("codec", func() (int, error) { panic("at the bottom") })
	if err == nil || err.Error() != "codec: at the bottom" {
		t.Error(err)
	}
	// What is asked for is not what the picture is.
	if _, err := DefaultRecipe().Make(encodeJPEG(t, photo(30, 20)), Info{Format: JPEG, Width: 20, Height: 20}); err == nil {
		t.Error("a picture of another size is made")
	}
}

func FuzzMake(f *testing.F) {
	for _, data := range kinds(f) {
		f.Add(data)
	}
	f.Add(fixture(f, "baseline.jpeg"))
	for _, data := range samples(f) {
		f.Add(data)
	}
	r := Recipe{Widths: []int{8, 24}, Quality: 60}
	f.Fuzz(func(t *testing.T, data []byte) {
		data = fixed(data)
		info, wrong := Probe(data)
		if wrong != sound || info.Width*info.Height > 1<<18 {
			return
		}
		begin := time.Now()
		files, err := r.Make(data, info)
		variants := r.Variants(info)
		if err == nil && len(files) != len(variants) {
			t.Fatalf("%d files, want %d", len(files), len(variants))
		}
		for i := range files {
			got, wrong := Probe(files[i])
			v := variants[i]
			if wrong != sound || got.Format != v.Format || got.Width != v.Width || got.Height != v.Height {
				t.Fatalf("%+v is %q %+v", v, wrong, got)
			}
		}
		if _, err2 := r.MakeSocial(data, info); err == nil && err2 != nil {
			t.Fatal(err2)
		}
		if d := time.Since(begin); d > 10*time.Second {
			t.Fatalf("it took %s", d)
		}
	})
}
