package picture

import (
	"bytes"
	"image"
	"image/gif"
	"image/jpeg"
	"strconv"
)

// Tones is the palette of dominant colours, as "#rrggbb": six greys, and ten
// hues in dark, middle and light, all muted so that none shouts while the
// picture is on its way. Tones()[0] is "": not known.
func Tones() []string {
	return []string{
		"",
		"#1f1f1f", "#4c4c4c", "#7a7a7a", "#a8a8a8", "#d1d1d1", "#f0f0f0", // greys
		"#522828", "#9e5151", "#d19e9e", // red
		"#523928", "#9e7051", "#d1b29e", // brown, skin
		"#524728", "#9e8a51", "#d1c49e", // sand
		"#445228", "#859e51", "#c0d19e", // leaves
		"#285233", "#519e65", "#9ed1ab", // green
		"#285251", "#519e9c", "#9ed1d0", // teal
		"#284152", "#517e9e", "#9ebcd1", // sky
		"#282f52", "#515e9e", "#9ea6d1", // blue
		"#3a2852", "#71519e", "#b39ed1", // violet
		"#522841", "#9e517e", "#d19ebc", // pink
	}
}

// What Probe decodes for the tone at most.
const (
	smallPixels = 500_000
	smallBytes  = 256 << 10 // of a larger JPEG, which is decoded at an eighth of its size
	thumbPixels = 256 * 256
	toneSide    = 32
)

// tone is the dominant colour of a picture: of the thumbnail that its EXIF
// holds, or else of itself if it is small. It is 0 where something would shine
// through the picture, and where nothing can be told.
func tone(data []byte, info Info, exif []byte) int {
	if info.Alpha || info.Animated || info.Format == SVG {
		return 0
	}
	found, _ := guarded("tone", func() (int, error) {
		if t := thumbnail(exif); t != nil {
			if p := thumb(t); p != nil {
				return nearest(p.dominant()), nil
			}
		}
		if info.Width*info.Height > smallPixels {
			return quickTone(data, info)
		}
		if info.Format == GIF {
			img, err := gif.Decode(bytes.NewReader(data))
			if o, ok := img.(interface{ Opaque() bool }); err != nil || !ok || !o.Opaque() {
				return 0, err
			}
			p, err := plateOf(img, err)
			if err != nil {
				return 0, err
			}
			return nearest(p.dominant()), nil
		}
		p, err := decode(data, info, toneSide, toneSide)
		if err != nil {
			return 0, err
		}
		return nearest(p.dominant()), nil
	})
	return found
}

// quickTone is the tone of a large picture that takes little time all the same: a
// JPEG of few bytes that can be decoded in an eighth of its size.
func quickTone(data []byte, info Info) (int, error) {
	if info.Format != JPEG || len(data) > smallBytes {
		return 0, nil
	}
	bare, err := stripJPEG(data)
	if err != nil {
		return 0, err
	}
	if p := sequential(bare, toneSide, toneSide); p != nil {
		return nearest(p.dominant()), nil
	}
	return 0, nil
}

// thumb decodes a thumbnail; nil for one that is no such thing.
func thumb(data []byte) *plate {
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width*c.Height > thumbPixels {
		return nil
	}
	var img image.Image
	if img, err = jpeg.Decode(bytes.NewReader(data)); err != nil {
		return nil
	}
	p, err := plateOf(img, nil)
	if err != nil {
		return nil
	}
	return p
}

// dominant is the mean of the middle of a picture; thumbnails may have black
// bars at the edges. The mean is that of squares, which is close to that of
// light.
func (p *plate) dominant() [3]int {
	small := p.scaled(min(p.width, toneSide), min(p.height, toneSide), 1)
	pix := small.pack(3)
	var sum [3]int
	count := 0
	for y := small.height / 8; y < small.height-small.height/8; y++ {
		for x := small.width / 8; x < small.width-small.width/8; x++ {
			for c := range 3 {
				v := int(pix[3*(y*small.width+x)+c])
				sum[c] += v * v
			}
			count++
		}
	}
	for c := range sum {
		root := 0
		for root < 255 && (root+1)*(root+1)*count <= sum[c] {
			root++
		}
		sum[c] = root
	}
	return sum
}

// nearest is the tone that looks most like a colour.
func nearest(to [3]int) int {
	best, least := 0, 1<<30
	for i, t := range Tones() {
		if t == "" {
			continue
		}
		v, _ := strconv.ParseUint(t[1:], 16, 32)
		r, g, b := to[0]-int(v>>16), to[1]-int(v>>8&255), to[2]-int(v&255)
		if d := 2*r*r + 4*g*g + 3*b*b; d < least {
			best, least = i, d
		}
	}
	return best
}

// thumbnail finds the JPEG in the second directory of EXIF; nil for none.
func thumbnail(exif []byte) []byte {
	t, first, _ := readTIFF(exif)
	second := t.after(first)
	if second == 0 {
		return nil
	}
	var start, size int64
	for tag, e := range t.entries(second) {
		switch tag {
		case 0x0201:
			start = int64(t.value(e))
		case 0x0202:
			size = int64(t.value(e))
		}
	}
	if start == 0 || size == 0 || start+size > int64(len(exif)) {
		return nil
	}
	return exif[start : start+size]
}
