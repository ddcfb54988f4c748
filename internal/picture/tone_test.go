package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"regexp"
	"strings"
	"testing"
)

func TestTones(t *testing.T) {
	tones := Tones()
	if tones[0] != "" || len(tones) > 64 {
		t.Errorf("%d tones", len(tones))
	}
	seen := map[string]bool{}
	for _, tone := range tones[1:] {
		if !regexp.MustCompile(`^#[0-9a-f]{6}$`).MatchString(tone) || seen[tone] {
			t.Errorf("a tone is %q", tone)
		}
		seen[tone] = true
	}
}

func plain(c color.Color) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 64, 48))
	draw.Draw(img, img.Rect, image.NewUniform(c), image.Point{}, draw.Src)
	return img
}

// withThumbnail is a TIFF with a thumbnail.
func withThumbnail(thumb []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte("II*\x00"), 8)
	b = append(b, 0, 0) // the first directory is empty
	b = binary.LittleEndian.AppendUint32(b, 14)
	b = binary.LittleEndian.AppendUint16(b, 2)
	for tag, value := range map[uint16]uint32{0x0201: 44, 0x0202: uint32(len(thumb))} {
		b = binary.LittleEndian.AppendUint16(b, tag)
		b = binary.LittleEndian.AppendUint16(b, 4)
		b = binary.LittleEndian.AppendUint32(b, 1)
		b = binary.LittleEndian.AppendUint32(b, value)
	}
	return append(append(b, 0, 0, 0, 0), thumb...)
}

func TestTone(t *testing.T) {
	blue, red := color.RGBA{80, 95, 160, 255}, color.RGBA{160, 80, 80, 255}
	var still bytes.Buffer
	if err := gif.Encode(&still, plain(blue), nil); err != nil {
		t.Fatal(err)
	}
	wide := image.NewRGBA(image.Rect(0, 0, 1000, 600))
	thumb := encodeJPEG(t, plain(red))
	glass := image.NewNRGBA(image.Rect(0, 0, 10, 10))
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"a small JPEG":              {encodeJPEG(t, plain(blue)), "#515e9e"},
		"a small PNG":               {encodePNG(t, plain(blue)), "#515e9e"},
		"a GIF":                     {still.Bytes(), "#515e9e"},
		"a thumbnail":               {insert(encodeJPEG(t, wide), app(1, "Exif\x00\x00"+string(withThumbnail(thumb)))), "#9e5151"},
		"half a thumbnail":          {insert(encodeJPEG(t, plain(blue)), app(1, "Exif\x00\x00"+string(withThumbnail(thumb[:200])))), "#515e9e"},
		"a large JPEG of few bytes": {encodeJPEG(t, wide), "#1f1f1f"},
		"a large JPEG":              {insert(encodeJPEG(t, wide), bytes.Repeat(app(13, strings.Repeat("x", 60_000)), 5)), ""},
		"a large PNG":               {encodePNG(t, wide), ""},
		"what shines through":       {encodePNG(t, glass), ""},
		"an animation":              {encodeGIF(t, 2), ""},
		"a drawing":                 {samples(t)["svg"], ""},
		"black":                     {encodePNG(t, plain(color.Black)), "#1f1f1f"},
		"white":                     {encodeJPEG(t, plain(color.White)), "#f0f0f0"},
	} {
		if got := Tones()[probed(t, tt.data).Tone]; got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	for n := range 60 {
		thumbnail(withThumbnail(thumb)[:n]) // does not panic
	}
}
