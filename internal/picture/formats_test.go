package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"

	"os"
	"testing"
)

// fixture is one of the pictures of the Go project's image/testdata: what the
// standard library reads and does not write.
func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// near wants two pictures of one size that differ by no more than that in the
// mean.
func near(t *testing.T, a, b image.Image, mean int) {
	t.Helper()
	if a.Bounds().Size() != b.Bounds().Size() {
		t.Fatalf("%v became %v", a.Bounds(), b.Bounds())
	}
	sum, count := 0, 0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			p := color.NRGBAModel.Convert(a.At(x, y)).(color.NRGBA)
			q := color.NRGBAModel.Convert(b.At(x, y)).(color.NRGBA)
			for _, d := range []int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B)} {
				sum += max(d, -d)
				count++
			}
		}
	}
	if sum > mean*count {
		t.Errorf("they differ by %d.%02d in the mean", sum/count, sum*100/count%100)
	}
}

// natural is the WebP of the natural size of a picture that is narrower than
// the recipe's widest.
func natural(t *testing.T, data []byte) image.Image {
	t.Helper()
	all := made(t, Recipe{Widths: []int{40, 2000}, Quality: 95}, data)
	return all[len(all)-3]
}

func TestFixtures(t *testing.T) {
	for _, name := range []string{"progressive.jpeg", "baseline.jpeg", "inks.jpeg"} {
		data := fixture(t, name)
		want, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		near(t, want, natural(t, data), 5)
	}
	bare, err := stripJPEG(fixture(t, "baseline.jpeg"))
	if err != nil {
		t.Fatal(err)
	}
	if p := sequential(bare, 75, 51); p == nil || p.width != 150 || p.height != 103 || p.planes[0].width != 75 {
		t.Error("a plain JPEG is not decoded in half its size")
	}
}

func TestGray(t *testing.T) {
	gray := image.NewGray(image.Rect(0, 0, 130, 91))
	draw.Draw(gray, gray.Rect, photo(130, 91), image.Point{}, draw.Src)
	for _, data := range [][]byte{encodeJPEG(t, gray), encodePNG(t, gray)} {
		if img := natural(t, data); true {
			near(t, gray, img, 4)
		}
	}
}

func TestSixteenBits(t *testing.T) {
	from := corners(90, 60)
	for _, img := range []draw.Image{image.NewRGBA64(from.Rect), image.NewNRGBA64(from.Rect)} {
		draw.Draw(img, from.Rect, from, image.Point{}, draw.Src)
		data := encodePNG(t, img)
		if data[24] != 16 {
			t.Fatal("it has not 16 bits")
		}
		if probed(t, data).Crisp {
			t.Error("noise is crisp")
		}
		for _, got := range made(t, small(), data) {
			shown(t, got, 14)
		}
	}
}

func TestAlpha(t *testing.T) {
	img := corners(120, 80)
	for i := 3; i < len(img.Pix); i += 4 {
		x := i / 4 % 120
		img.Pix[i] = limit(x*255/60 - 128)
	}
	info := probed(t, encodePNG(t, img))
	if !info.Alpha || info.Crisp || info.Tone != 0 {
		t.Fatalf("it is %+v", info)
	}
	all := made(t, small(), encodePNG(t, img))
	social := all[len(all)-1]
	for _, got := range all[:len(all)-1] {
		w, h := got.Bounds().Dx(), got.Bounds().Dy()
		for _, x := range []int{w / 20, w / 2, w - w/20 - 1} {
			p := color.NRGBAModel.Convert(got.At(x, h/4)).(color.NRGBA)
			q := img.NRGBAAt(min(x*120/w+120/w/2, 119), 20)
			if d := int(p.A) - int(q.A); max(d, -d) > 12 {
				t.Errorf("at %d of %d alpha is %d, want %d", x, w, p.A, q.A)
			}
		}
		// Nothing of the invisible colours shines into the visible ones.
		p := color.NRGBAModel.Convert(got.At(w-w/8, h/4)).(color.NRGBA)
		if d := int(p.G) - 170; max(d, -d) > 20 {
			t.Errorf("the second quarter is %v", p)
		}
	}
	if p := color.NRGBAModel.Convert(social.At(1, 20)).(color.NRGBA); p.R < 250 || p.G < 250 || p.B < 250 {
		t.Errorf("nothing is %v in the preview", p)
	}
}

// sketch is a picture of few colours, as a screenshot is.
func sketch(width, height int, alpha bool) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	draw.Draw(img, img.Rect, image.NewUniform(color.NRGBA{250, 250, 245, 255}), image.Point{}, draw.Src)
	for i := range 40 {
		c := color.NRGBA{byte(i * 37), byte(i * 59), byte(i * 83), 255}
		if alpha {
			c.A = byte(i * 6)
		}
		draw.Draw(img, image.Rect(i*17%width, i*29%height, i*17%width+i%9+2, i*29%height+i%13+1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return img
}

func TestCrisp(t *testing.T) {
	gray := image.NewGray(image.Rect(0, 0, 120, 90))
	draw.Draw(gray, gray.Rect, sketch(120, 90, false), image.Point{}, draw.Src)
	colours := color.Palette{}
	for i := range 256 {
		colours = append(colours, color.NRGBA{byte(i), byte(i * 7), byte(255 - i), byte(255 - i/3)})
	}
	indexed := image.NewPaletted(image.Rect(0, 0, 120, 90), colours)
	for i := range indexed.Pix {
		indexed.Pix[i] = byte(i * i >> 3)
	}
	for name, img := range map[string]image.Image{
		"colours": sketch(120, 90, false), "alpha": sketch(120, 90, true), "grey": gray, "palette": indexed,
		"tiny": corners(5, 4),
	} {
		data := encodePNG(t, img)
		info := probed(t, data)
		if !info.Crisp || info.Alpha != (name == "alpha" || name == "palette") {
			t.Errorf("%s: it is %+v", name, info)
			continue
		}
		files, err := DefaultRecipe().Make(afterHead(data, piece("tEXt", "k\x00CANARY"), piece("gAMA", "\x00\x00\xb1\x8f")), info)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range DefaultRecipe().Variants(info) {
			samePixels(t, img, decoded(t, files[i], v), 0)
		}
		// A lossless WebP is as crisp as the PNG that it came from.
		again := probed(t, files[0])
		if !again.Crisp || again.Format != WebP {
			t.Errorf("%s: the WebP is %+v", name, again)
		}
		files, err = DefaultRecipe().Make(files[0], again)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range DefaultRecipe().Variants(again) {
			samePixels(t, img, decoded(t, files[i], v), 0)
		}
		made(t, small(), data)
	}
}

func TestLossyWebP(t *testing.T) {
	files, err := Recipe{Quality: 95}.Make(encodeJPEG(t, photo(200, 130)), Info{Format: JPEG, Width: 200, Height: 130, Orientation: 1})
	if err != nil {
		t.Fatal(err)
	}
	data := pack(fourcc("VP8X", "\x38\x00\x00\x00\xc7\x00\x00\x81\x00\x00"), fourcc("ICCP", "profile"), files[0][12:], fourcc("EXIF", "CANARY"))
	info := probed(t, data)
	if info.Crisp || info.Alpha || info.Animated || info.Tone == 0 {
		t.Errorf("it is %+v", info)
	}
	near(t, photo(200, 130), natural(t, data), 7)
	// With alpha.
	img := corners(120, 80)
	for i := 3; i < len(img.Pix); i += 8 {
		img.Pix[i] = 100
	}
	files, err = DefaultRecipe().Make(encodePNG(t, img), probed(t, encodePNG(t, img)))
	if err != nil {
		t.Fatal(err)
	}
	info = probed(t, files[0])
	if !info.Alpha || info.Crisp {
		t.Errorf("it is %+v", info)
	}
	made(t, small(), files[0])
}

func TestThrough(t *testing.T) {
	frame := func(n byte) []byte {
		b := append([]byte{0, 0, 0, n, 0, 0, 0, 48, 0, 0, 0, 32}, make([]byte, 14)...)
		return piece("fcTL", string(b))
	}
	moving := afterHead(plantedPNG(t), piece("acTL", "\x00\x00\x00\x01\x00\x00\x00\x00"), frame(0))
	still := string(decode64(t, losslessWebP)[12:])
	one := pack(fourcc("VP8X", "\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00"), fourcc("ANIM", "\xff\xff\xff\xff\x00\x00"),
		fourcc("ANMF", string(make([]byte, 12))+"\x64\x00\x00\xff"+still))
	for name, data := range map[string][]byte{
		"GIF": plantedGIF(t, 1), "animated GIF": plantedGIF(t, 2), "APNG": moving, "animated WebP": one,
		"SVG": samples(t)["svg"],
	} {
		info := probed(t, data)
		want, err := Clean(data, info)
		if err != nil {
			t.Fatal(err)
		}
		files, err := DefaultRecipe().Make(data, info)
		if err != nil || len(files) != 1 || !bytes.Equal(files[0], want) {
			t.Errorf("%s: %d files, %v", name, len(files), err)
		}
		social, err := DefaultRecipe().MakeSocial(data, info)
		if err != nil || !bytes.Equal(social, want) {
			t.Errorf("%s: no preview: %v", name, err)
		}
	}
}

// A picture made half as large is the mean of its pixels, not every other one.
func TestNoAliases(t *testing.T) {
	stripes := image.NewNRGBA(image.Rect(0, 0, 240, 160))
	for y := range 160 {
		for x := range 240 {
			v := byte(255 * (x & 1))
			stripes.SetNRGBA(x, y, color.NRGBA{v, v, v, 255})
		}
	}
	data := encodePNG(t, stripes)
	info := Info{Format: PNG, Width: 240, Height: 160, Orientation: 1}
	files, err := Recipe{Widths: []int{60}, Quality: 90}.Make(data, info)
	if err != nil {
		t.Fatal(err)
	}
	img := decoded(t, files[0], Variant{WebP, 60, 40})
	for x := 4; x < 56; x++ {
		if c := color.GrayModel.Convert(img.At(x, 20)).(color.Gray); c.Y < 118 || c.Y > 138 {
			t.Fatalf("at %d it is %d", x, c.Y)
		}
	}
}
