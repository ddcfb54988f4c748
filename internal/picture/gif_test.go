package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/gif"
	"slices"
	"testing"
)

func encodeGIF(t testing.TB, frames int) []byte {
	t.Helper()
	var g gif.GIF
	for i := range frames {
		p := image.NewPaletted(image.Rect(0, 0, 48, 32), palette.Plan9)
		draw.Draw(p, p.Rect, pattern(48, 32), image.Point{X: i}, draw.Src)
		p.Set(i, 0, color.White)
		g.Image, g.Delay = append(g.Image, p), append(g.Delay, 10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func plantedGIF(t testing.TB, frames int) []byte {
	data := encodeGIF(t, frames)
	head, _, _ := gifHead(data)
	n := len(head)
	data = slices.Concat(data[:n],
		[]byte("\x21\xfe\x0eCANARY-comment\x00"),
		[]byte("\x21\xf9\x04\x00\x00\x00\x00\x00"), // belongs to the text
		[]byte("\x21\x01\x0c\x00\x00\x00\x00\x10\x00\x10\x00\x08\x08\x01\x00\x0bCANARY-text\x00"),
		[]byte("\x21\xff\x0bXMP DataXMP\x0aCANARY-xmp\x00"),
		[]byte("\x21\xff\x0bNETSCAPE2.0\x03\x01\x05\x00\x0bCANARY-loop\x00"),
		[]byte("\x21\xaa\x0eCANARY-unknown\x00"),
		[]byte{0},
		data[n:])
	return append(data, "CANARY-after"...)
}

func TestCleanGIF(t *testing.T) {
	for frames := 1; frames <= 2; frames++ {
		out, info := clean(t, plantedGIF(t, frames))
		if want := (Info{Format: GIF, Width: 48, Height: 32, Orientation: 1, Animated: frames > 1}); structure(info) != want {
			t.Errorf("it is %+v", info)
		}
		before, err := gif.DecodeAll(bytes.NewReader(encodeGIF(t, frames)))
		if err != nil {
			t.Fatal(err)
		}
		after, err := gif.DecodeAll(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		if len(after.Image) != frames {
			t.Fatalf("%d frames", len(after.Image))
		}
		for i := range frames {
			samePixels(t, before.Image[i], after.Image[i], 0)
		}
		if frames == 1 && after.LoopCount != 5 {
			t.Errorf("it repeats %d times", after.LoopCount)
		}
	}
}
