package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// wave is what the JPEGs testdata/wave-* show.
func wave() image.Image {
	img := image.NewRGBA(image.Rect(0, 0, 93, 61))
	for y := range 61 {
		for x := range 93 {
			at := func(across, down float64) uint8 {
				return uint8(128 + 100*math.Sin(float64(x)*across+float64(y)*down))
			}
			img.SetRGBA(x, y, color.RGBA{at(.07, .03), at(.02, .09), at(.05, -.06), 255})
		}
	}
	return img
}

// Whatever Cb and Cr are sampled by, and in whatever scans they lie, a JPEG is what
// it shows, at any size. Those of sizes that the standard library does not know are
// among them.
func TestSequential(t *testing.T) {
	names, err := filepath.Glob("testdata/wave-*.jpeg")
	if err != nil || len(names) < 8 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if info := probed(t, data); info.Width != 93 || info.Height != 61 {
			t.Fatal(name, info)
		}
		for _, by := range []int{1, 2, 3, 4, 8} {
			width, height := 93/by, 61/by
			bare, err := stripJPEG(data)
			if err != nil {
				t.Fatal(err)
			}
			known := !strings.Contains(name, "3x1") && !strings.Contains(name, "4x1") && !strings.Contains(name, "odd")
			if p := sequential(bare, width, height); (p == nil) != (by == 1 && known) {
				t.Errorf("%s: in 1/%d of its size it is left to the standard library: %t", name, by, p == nil)
			}
			got := scaledTo(t, data, width, height)
			want := wave()
			if by > 1 {
				p, err := decodeJPEG(data, 93, 61)
				if err != nil {
					t.Fatal(name, err)
				}
				want = p.scaled(width, height, 1).image()
			}
			// What a JPEG loses, and what so small a picture loses at its edges.
			most := map[int]float64{1: 3, 2: 1.2, 3: 1.2, 4: 3.2, 8: 12}[by]
			if off := apart(got, want); off > most {
				t.Errorf("%s: in 1/%d of its size it is %.2f off", name, by, off)
			}
		}
	}
}

func scaledTo(t *testing.T, data []byte, width, height int) image.Image {
	t.Helper()
	p, err := decodeJPEG(data, width, height)
	if err != nil {
		t.Fatal(err)
	}
	return p.scaled(width, height, 1).image()
}

// apart is the mean difference of two pictures of one size, in 255th.
func apart(a, b image.Image) (mean float64) {
	area := a.Bounds()
	for y := range area.Dy() {
		for x := range area.Dx() {
			r, g, b0, _ := a.At(x, y).RGBA()
			r1, g1, b1, _ := b.At(x, y).RGBA()
			for i, v := range [3]uint32{r, g, b0} {
				mean += math.Abs(float64(v)-float64([3]uint32{r1, g1, b1}[i])) / 257 / float64(3*area.Dx()*area.Dy())
			}
		}
	}
	return mean
}

// The transforms are those of the standard, to a rounding.
func TestTransforms(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for halved, transform := range transforms {
		n := 8 >> halved
		for range 200 {
			var b [64]int32
			for i := range n * n {
				b[i] = int32(chance.NormFloat64() * 60)
			}
			out := make([]byte, n*n)
			transform(&b, out, n)
			for y := range n {
				for x := range n {
					want := 0.0
					for v := range n {
						for u := range n {
							f := float64(b[v*n+u]) / 4 * math.Cos(float64((2*x+1)*u)*math.Pi/float64(2*n)) * math.Cos(float64((2*y+1)*v)*math.Pi/float64(2*n))
							if u == 0 {
								f /= math.Sqrt2
							}
							if v == 0 {
								f /= math.Sqrt2
							}
							want += f
						}
					}
					want = min(max(want+128, 0), 255)
					if got := float64(out[y*n+x]); math.Abs(got-want) > 0.6 {
						t.Fatalf("%d samples a side: %d,%d is %v, want %.2f", n, x, y, got, want)
					}
				}
			}
		}
	}
	if order := zigzag(); order[1] != 1 || order[2] != 8 || order[62] != 62 || order[63] != 63 || order[35] != 56 {
		t.Errorf("the order is %v", order)
	}
}

// In half its size a JPEG is the mean of what the standard library makes of it.
func TestHalf(t *testing.T) {
	data := encodeJPEG(t, photo(320, 200))
	whole, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	p := sequential(data, 160, 100)
	if p == nil {
		t.Fatal("it is not decoded")
	}
	luma := whole.(*image.YCbCr)
	worst, sum := 0, 0
	for y := range 100 {
		row := p.planes[0].row(y, nil, false)
		for x := range 160 {
			want := 0
			for i := range 4 {
				want += int(luma.Y[luma.YOffset(2*x+i%2, 2*y+i/2)])
			}
			d := int(row[x]) - (want+2)/4
			worst, sum = max(worst, d, -d), sum+max(d, -d)
		}
	}
	if mean := float64(sum) / 16000; mean > 1.5 {
		t.Errorf("it is %.2f off in the mean, %d at most", mean, worst)
	}
}
