package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"slices"
	"testing"
)

func encodePNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func piece(kind, body string) []byte { return appendChunk(nil, kind, []byte(body)) }

// afterHead puts chunks after the IHDR of a PNG.
func afterHead(data []byte, chunks ...[]byte) []byte {
	return slices.Concat(data[:33], slices.Concat(chunks...), data[33:])
}

func plantedPNG(t testing.TB) []byte {
	data := afterHead(encodePNG(t, pattern(48, 32)),
		piece("tEXt", "Author\x00CANARY-text"),
		piece("zTXt", "k\x00\x00CANARY-ztxt"),
		piece("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00CANARY-xmp"),
		piece("tIME", "\x07\xe8\x01\x01\x00\x00\x00"),
		piece("eXIf", string(exif(binary.BigEndian, 6, "CANARY-exif"))),
		piece("pHYs", "\x00\x00\x0b\x13\x00\x00\x0b\x13\x01"),
		piece("gAMA", "\x00\x00\xb1\x8f"),
		piece("gAMA", "CANARY-gamma"),
		piece("sRGB", "\x00"),
		piece("iCCP", "CANARY-name\x00\x00profile"),
		piece("prVt", "CANARY-private"),
	)
	end := piece("IEND", "CANARY-end")
	return append(append(data[:len(data)-12], end...), "CANARY-after"...)
}

func TestCleanPNG(t *testing.T) {
	data := plantedPNG(t)
	out, info := clean(t, data)
	if want := (Info{Format: PNG, Width: 48, Height: 32, Orientation: 1, Animated: false}); structure(info) != want {
		t.Errorf("it is %+v", info)
	}
	var kinds []string
	walk := chunks{rest: out[len(pngMagic):]}
	for c, ok := walk.next(); ok; c, ok = walk.next() {
		kinds = append(kinds, c.kind)
	}
	if got := fmt.Sprint(kinds); got != "[IHDR gAMA sRGB iCCP IDAT IEND]" {
		t.Errorf("left are %s", got)
	}
	img, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	samePixels(t, pattern(48, 32), img, 0)
}

func TestAnimatedPNG(t *testing.T) {
	frame := func(n byte) []byte {
		b := append([]byte{0, 0, 0, n, 0, 0, 0, 48, 0, 0, 0, 32}, make([]byte, 14)...)
		return piece("fcTL", string(b))
	}
	data := afterHead(encodePNG(t, pattern(48, 32)), piece("acTL", "\x00\x00\x00\x02\x00\x00\x00\x00"), frame(0))
	data = slices.Concat(data[:len(data)-12], frame(1), piece("fdAT", "\x00\x00\x00\x02x"), data[len(data)-12:])
	out, info := clean(t, data)
	if !info.Animated {
		t.Error("it is still")
	}
	if !bytes.Equal(out, data) {
		t.Error("an animation without notes was changed")
	}
}
