package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"golang.org/x/image/webp"
)

// photo is a picture with large shapes, fine detail and noise, always the same
// for the same size.
func photo(width, height int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	seed := uint32(1)
	for y := range height {
		for x := range width {
			seed = seed*1664525 + 1013904223
			noise := int(seed>>24)%17 - 8
			wave := (x*x/(width+1) + y*3) * 200 / (width + height) % 200
			ring := ((x-width/2)*(x-width/2) + (y-height/3)*(y-height/3)) / (width + 7) % 60
			p := img.Pix[img.PixOffset(x, y):]
			p[0], p[1], p[2], p[3] = limit(40+wave+noise), limit(200-wave+ring+noise), limit(90+ring*2+noise), 255
		}
	}
	return img
}

// corners is a picture whose four quarters have a colour each, with noise that
// keeps it from being crisp.
func corners(width, height int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for i, c := range []color.NRGBA{{200, 40, 40, 255}, {40, 170, 60, 255}, {50, 60, 200, 255}, {220, 210, 90, 255}} {
		x, y := i%2*(width/2), i/2*(height/2)
		draw.Draw(img, image.Rect(x, y, x+(width+1)/2, y+(height+1)/2), image.NewUniform(c), image.Point{}, draw.Src)
	}
	seed := uint32(7)
	for i := range img.Pix {
		if seed = seed*1664525 + 1013904223; i%4 < 3 {
			img.Pix[i] += byte(seed >> 29)
		}
	}
	return img
}

func probed(t testing.TB, data []byte) Info {
	t.Helper()
	info, wrong := Probe(data)
	if wrong != sound {
		t.Fatalf("it is %s", wrong)
	}
	return info
}

// made makes the variants of a picture and decodes them. It holds the laws of
// all variants.
func made(t testing.TB, r Recipe, data []byte) []image.Image {
	t.Helper()
	info := probed(t, data)
	files, err := r.Make(data, info)
	if err != nil {
		t.Fatal(err)
	}
	var out []image.Image
	for i, v := range r.Variants(info) {
		out = append(out, decoded(t, files[i], v))
	}
	social, err := r.MakeSocial(data, info)
	if err != nil {
		t.Fatal(err)
	}
	return append(out, decoded(t, social, r.Social(info)))
}

func decoded(t testing.TB, file []byte, v Variant) image.Image {
	t.Helper()
	info := probed(t, file)
	if info.Format != v.Format || info.Width != v.Width || info.Height != v.Height || info.Orientation != 1 {
		t.Fatalf("%+v became %+v", v, info)
	}
	bare(t, file, v.Format)
	var img image.Image
	var err error
	switch v.Format {
	case JPEG:
		img, err = jpeg.Decode(bytes.NewReader(file))
	case PNG:
		img, err = png.Decode(bytes.NewReader(file))
	case WebP:
		img, err = webp.Decode(bytes.NewReader(file))
		img = studio(img)
	}
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// bare wants a file with nothing in it but a picture.
func bare(t testing.TB, file []byte, format Format) {
	t.Helper()
	fine := map[string]bool{
		"IHDR": true, "PLTE": true, "tRNS": true, "IDAT": true, "IEND": true,
		"VP8X": true, "ALPH": true, "VP8 ": true, "VP8L": true,
	}
	switch format {
	case JPEG:
		walk := segments{rest: file}
		for seg, ok := walk.next(); ok; seg, ok = walk.next() {
			if seg.marker >= mAPP0 {
				t.Errorf("a JPEG has a segment %x", seg.marker)
			}
		}
	case PNG:
		walk := chunks{rest: file[len(pngMagic):]}
		for c, ok := walk.next(); ok; c, ok = walk.next() {
			if !fine[c.kind] {
				t.Errorf("a PNG has a chunk %s", c.kind)
			}
		}
	case WebP:
		walk, _ := webpBody(file)
		for r, ok := walk.next(); ok; r, ok = walk.next() {
			if !fine[r.kind] {
				t.Errorf("a WebP has a chunk %s", r.kind)
			}
		}
	}
}

func TestVariants(t *testing.T) {
	tests := []struct {
		info Info
		want string
	}{
		{Info{Format: JPEG, Width: 700, Height: 350}, "[{webp 480 240} {webp 700 350} {jpeg 700 350}] {jpeg 700 350}"},
		{Info{Format: JPEG, Width: 6000, Height: 4001}, "[{webp 480 320} {webp 960 640} {webp 1600 1067} {jpeg 960 640}] {jpeg 1200 800}"},
		{Info{Format: JPEG, Width: 300, Height: 1}, "[{webp 300 1} {jpeg 300 1}] {jpeg 300 1}"},
		{Info{Format: JPEG, Width: 480, Height: 480}, "[{webp 480 480} {jpeg 480 480}] {jpeg 480 480}"},
		{Info{Format: JPEG, Width: 100000, Height: 3}, "[{webp 480 1} {webp 960 1} {webp 1600 1} {webp 3200 1} {jpeg 960 1}] {jpeg 1200 1}"},
		{Info{Format: JPEG, Width: 500, Height: 20000}, "[{webp 409 16360} {jpeg 500 20000}] {jpeg 60 2400}"},
		{Info{Format: JPEG, Width: 1000, Height: 30000}, "[{webp 480 14400} {webp 546 16380} {jpeg 960 28800}] {jpeg 80 2400}"},
		{Info{Format: PNG, Width: 1000, Height: 500}, "[{webp 480 240} {webp 960 480} {webp 1000 500} {jpeg 960 480}] {jpeg 1000 500}"},
		{Info{Format: WebP, Width: 1000, Height: 500, Alpha: true}, "[{webp 480 240} {webp 960 480} {webp 1000 500} {png 960 480}] {jpeg 1000 500}"},
		{Info{Format: PNG, Width: 1000, Height: 500, Crisp: true, Alpha: true}, "[{webp 1000 500} {png 1000 500}] {jpeg 1000 500}"},
		{Info{Format: PNG, Width: 3200, Height: 501, Crisp: true}, "[{webp 3200 501} {png 3200 501}] {jpeg 1200 188}"},
		{Info{Format: PNG, Width: 3200, Height: 500, Animated: true}, "[{png 3200 500}] {png 3200 500}"},
		{Info{Format: WebP, Width: 3200, Height: 500, Animated: true}, "[{webp 3200 500}] {webp 3200 500}"},
		{Info{Format: GIF, Width: 3200, Height: 500}, "[{gif 3200 500}] {gif 3200 500}"},
		{Info{Format: SVG, Width: 20, Height: 10}, "[{svg 20 10}] {svg 20 10}"},
	}
	r := DefaultRecipe()
	for _, tt := range tests {
		if got := fmt.Sprint(r.Variants(tt.info), r.Social(tt.info)); got != tt.want {
			t.Errorf("%+v: %s, want %s", tt.info, got, tt.want)
		}
	}
	r.AVIF = true
	for _, tt := range []struct {
		info Info
		want string
	}{
		{Info{Format: JPEG, Width: 700, Height: 350}, "[{avif 480 240} {avif 700 350}]"},
		{Info{Format: JPEG, Width: 500, Height: 20000}, "[{avif 409 16360}]"},
		{Info{Format: WebP, Width: 700, Height: 350, Alpha: true}, "[]"},
		{Info{Format: PNG, Width: 700, Height: 350, Crisp: true}, "[]"},
		{Info{Format: WebP, Width: 700, Height: 350, Animated: true}, "[]"},
		{Info{Format: GIF, Width: 700, Height: 350}, "[]"},
	} {
		if got := fmt.Sprint(r.Smaller(tt.info)); got != tt.want {
			t.Errorf("AVIFs of %+v: %s, want %s", tt.info, got, tt.want)
		}
		if usual := DefaultRecipe(); !slices.Equal(r.Variants(tt.info), usual.Variants(tt.info)) || usual.Smaller(tt.info) != nil {
			t.Errorf("%+v has other variants with AVIF", tt.info)
		}
	}
	if got, want := r.Pixels(Info{Format: JPEG, Width: 4000, Height: 3000}), 12_000_000+1600*1200*36/8; got != want {
		t.Errorf("a photo with AVIF takes as much room as %d pixels, want %d", got, want)
	}
	if got := fmt.Sprint(Recipe{}.Variants(Info{Format: JPEG, Width: 9, Height: 9})); got != "[{webp 9 9} {jpeg 9 9}]" {
		t.Errorf("no widths: %s", got)
	}
}

// small is a recipe for small pictures.
func small() Recipe { return Recipe{Widths: []int{20, 41, 70}, Quality: 90} }

// shown wants a picture whose quarters have the colours of corners.
func shown(t *testing.T, img image.Image, tolerance int) {
	t.Helper()
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	want := corners(64, 64)
	for i := range 4 {
		x, y := i%2, i/2
		p := color.NRGBAModel.Convert(img.At(w/4+x*w/2, h/4+y*h/2)).(color.NRGBA)
		q := want.NRGBAAt(16+x*32, 16+y*32)
		for _, d := range []int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B), int(p.A) - int(q.A)} {
			if max(d, -d) > tolerance {
				t.Errorf("quarter %d of %dx%d is %v, want %v", i, w, h, p, q)
				break
			}
		}
	}
}

func TestMakeOrientations(t *testing.T) {
	for o := 1; o <= 8; o++ {
		for _, size := range []image.Point{{90, 60}, {91, 61}, {400, 301}} {
			upright := corners(size.X, size.Y)
			width, height := size.X, size.Y
			if o >= 5 {
				width, height = height, width
			}
			stored := image.NewRGBA(image.Rect(0, 0, width, height))
			for y := range size.Y {
				for x := range size.X {
					fx, fy := source(o, width, height, x, y)
					stored.Set(fx, fy, upright.At(x, y))
				}
			}
			data := insert(encodeJPEG(t, stored), app(1, "Exif\x00\x00"+string(exif(binary.BigEndian, uint16(o), "CANARY"))))
			for _, img := range made(t, small(), data) {
				shown(t, img, 14)
			}
		}
	}
}
