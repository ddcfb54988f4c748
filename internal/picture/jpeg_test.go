package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"slices"
	"testing"
)

// pattern is a small picture that no turn leaves as it was.
func pattern(width, height int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.RGBA{230, 230, 230, 255}), image.Point{}, draw.Src)
	for i, c := range []color.RGBA{{200, 0, 0, 255}, {0, 160, 0, 255}, {0, 0, 200, 255}} {
		draw.Draw(img, image.Rect(i*16, 0, i*16+16, 16), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return img
}

func encodeJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif is a TIFF with an orientation and a text.
func exif(order binary.AppendByteOrder, orientation uint16, text string) []byte {
	b := []byte("II*\x00")
	if order.String() == "BigEndian" {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint16(b, 0x010f) // the camera's maker
	b = order.AppendUint16(b, 2)
	b = order.AppendUint32(b, uint32(len(text)))
	b = order.AppendUint32(b, 38)
	b = order.AppendUint16(b, 0x0112)
	b = order.AppendUint16(b, 3)
	b = order.AppendUint32(b, 1)
	b = order.AppendUint16(b, orientation)
	b = order.AppendUint16(b, 0)
	b = order.AppendUint32(b, 0)
	return append(b, text...)
}

// insert puts segments after the SOI of a JPEG.
func insert(data []byte, segments ...[]byte) []byte {
	return slices.Concat(data[:2], slices.Concat(segments...), data[2:])
}

func app(n byte, body string) []byte { return appendSegment(nil, mAPP0+n, []byte(body)) }

// planted is a JPEG with a word in each place that could hold one.
func planted(t testing.TB, orientation uint16) []byte {
	base := encodeJPEG(t, pattern(48, 32))
	data := insert(base,
		app(0, "JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x01\x01CANARY-thumb"[:14]+"abc"),
		app(0, "JFXX\x00\x13CANARY-jfxx"),
		app(1, "Exif\x00\x00"+string(exif(binary.BigEndian, orientation, "CANARY-exif"))),
		app(1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>CANARY-xmp</x:xmpmeta>"),
		app(2, "ICC_PROFILE\x00\x01\x01a profile"),
		app(2, "MPF\x00CANARY-mpf"),
		app(13, "Photoshop 3.0\x008BIM\x04\x04CANARY-iptc"),
		app(14, "Adobe\x00\x64\x00\x00\x00\x00\x01CANARY-adobe"),
		app(11, "CANARY-app11"),
		appendSegment(nil, 0xfe, []byte("CANARY-comment")),
		appendSegment(nil, 0xf5, []byte("CANARY-reserved")),
		[]byte("CANARY-between"),
	)
	return append(data, "CANARY-after"...)
}

func clean(t testing.TB, data []byte) ([]byte, Info) {
	t.Helper()
	info, wrong := Probe(data)
	if wrong != sound {
		t.Fatalf("it is %s", wrong)
	}
	out, err := Clean(data, info)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(out, []byte("CANARY")) {
		t.Errorf("a word is left: %q", out[bytes.Index(out, []byte("CANARY")):][:16])
	}
	again, wrong := Probe(out)
	upright := info
	upright.Orientation = 1
	if wrong != sound || toneless(again) != toneless(upright) {
		t.Errorf("cleaned it is %+v %s, was %+v", again, wrong, info)
	}
	return out, info
}

func TestCleanJPEG(t *testing.T) {
	data := planted(t, 1)
	out, info := clean(t, data)
	if want := (Info{Format: JPEG, Width: 48, Height: 32, Orientation: 1, Animated: false}); structure(info) != want {
		t.Errorf("it is %+v", info)
	}
	before, err := jpeg.Decode(bytes.NewReader(encodeJPEG(t, pattern(48, 32))))
	if err != nil {
		t.Fatal(err)
	}
	after, err := jpeg.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	samePixels(t, before, after, 0)
	var left []string
	walk := segments{rest: out}
	for seg, ok := walk.next(); ok && seg.marker != mEOI; seg, ok = walk.next() {
		if seg.marker >= mAPP0 {
			left = append(left, fmt.Sprintf("%x %.5q %d", seg.marker, seg.body, len(seg.body)))
		}
	}
	if got, want := fmt.Sprint(left), `[e0 "JFIF\x00" 14 e2 "ICC_P" 23 ee "Adobe" 12]`; got != want {
		t.Errorf("left are %s", got)
	}
}

func TestOrientations(t *testing.T) {
	upright := pattern(48, 32)
	for o := 1; o <= 8; o++ {
		t.Run(fmt.Sprint(o), func(t *testing.T) {
			// The stored picture is that which, turned, is upright.
			width, height := 48, 32
			if o >= 5 {
				width, height = 32, 48
			}
			stored := image.NewRGBA(image.Rect(0, 0, width, height))
			for y := range 32 {
				for x := range 48 {
					fx, fy := source(o, width, height, x, y)
					stored.Set(fx, fy, upright.At(x, y))
				}
			}
			for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
				data := insert(encodeJPEG(t, stored), app(1, "Exif\x00\x00"+string(exif(order, uint16(o), "CANARY"))), app(2, "ICC_PROFILE\x00\x01\x01x"))
				out, info := clean(t, data)
				if want := (Info{Format: JPEG, Width: 48, Height: 32, Orientation: o, Animated: false}); structure(info) != want {
					t.Errorf("it is %+v", info)
				}
				img, err := jpeg.Decode(bytes.NewReader(out))
				if err != nil {
					t.Fatal(err)
				}
				samePixels(t, upright, img, 12)
				if !bytes.Contains(out, []byte("ICC_PROFILE")) {
					t.Error("the colour profile is lost")
				}
			}
		})
	}
	clean(t, planted(t, 6))
}

// The eight turns as the EXIF standard has them: where the first stored pixel
// is shown.
func TestTurns(t *testing.T) {
	want := map[int]image.Point{1: {0, 0}, 2: {2, 0}, 3: {2, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 2}, 8: {0, 2}}
	second := map[int]image.Point{1: {1, 0}, 2: {1, 0}, 3: {1, 1}, 4: {1, 1}, 5: {0, 1}, 6: {1, 1}, 7: {1, 1}, 8: {0, 1}}
	for o, p := range want {
		img := image.NewGray(image.Rect(0, 0, 3, 2))
		img.Pix[0], img.Pix[1] = 9, 5
		turned, native := turn(img, o)
		if got := turned.At(p.X, p.Y); got != (color.Gray{Y: 9}) || !native {
			t.Errorf("orientation %d: not at %v: %v", o, p, turned)
		}
		if p := second[o]; turned.At(p.X, p.Y) != (color.Gray{Y: 5}) {
			t.Errorf("orientation %d: the second is not at %v: %v", o, p, turned)
		}
	}
	inks := image.NewCMYK(image.Rect(0, 0, 3, 2))
	inks.Pix[0] = 255
	turned, native := turn(inks, 3)
	if native || turned.At(2, 1) != (color.RGBA{0, 255, 255, 255}) {
		t.Errorf("inks became %v", turned.At(2, 1))
	}
}

func TestGrayTurned(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 24, 16))
	draw.Draw(img, image.Rect(0, 0, 8, 8), image.White, image.Point{}, draw.Src)
	out, _ := clean(t, insert(encodeJPEG(t, img), app(1, "Exif\x00\x00"+string(exif(binary.BigEndian, 6, "CANARY")))))
	got, err := jpeg.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if g, ok := got.(*image.Gray); !ok || g.GrayAt(15, 0).Y < 200 || g.GrayAt(0, 0).Y > 50 {
		t.Errorf("it is a %T", got)
	}
}

// samePixels compares two pictures, each channel within a tolerance of 255.
func samePixels(t *testing.T, a, b image.Image, tolerance int) {
	t.Helper()
	if a.Bounds().Size() != b.Bounds().Size() {
		t.Fatalf("%v became %v", a.Bounds(), b.Bounds())
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			p := color.NRGBAModel.Convert(a.At(a.Bounds().Min.X+x, a.Bounds().Min.Y+y)).(color.NRGBA)
			q := color.NRGBAModel.Convert(b.At(b.Bounds().Min.X+x, b.Bounds().Min.Y+y)).(color.NRGBA)
			for _, d := range []int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B), int(p.A) - int(q.A)} {
				if max(d, -d) > tolerance {
					t.Fatalf("at %d,%d: %v became %v", x, y, p, q)
				}
			}
		}
	}
}
