package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"
)

// A plate is a decoded picture as the decoder left it, which is asked for row
// by row: a copy of it in planes would be as large again.
type plate struct {
	width, height int // of the stored picture in pixels, before any reduction
	sparse        bool
	planes        []layer
}

// A layer is a plane of a plate.
type layer struct {
	width, height int // samples
	across, down  int // pixels of the stored picture that a sample stands for
	// row gives the samples of a row, into the room it gets or elsewhere.
	// Colours are weighed by alpha, if that is wanted and there is alpha.
	row func(y int, room []byte, weighed bool) []byte
}

// guarded runs a codec. What it panics with becomes an error that names it.
func guarded[T any](name string, run func() (T, error)) (made T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: %v", name, r)
		}
	}()
	if made, err = run(); err != nil {
		return made, fmt.Errorf("%s: %w", name, err)
	}
	return made, nil
}

// decode decodes a still picture that is wanted in no more than that width and
// height, as it is stored.
func decode(data []byte, info Info, width, height int) (*plate, error) {
	switch info.Format {
	case JPEG:
		return decodeJPEG(data, width, height)
	case PNG:
		img, err := guarded("image/png", func() (image.Image, error) { return png.Decode(bytes.NewReader(data)) })
		return plateOf(img, err)
	case WebP:
		img, err := guarded("x/image/webp", func() (image.Image, error) { return webp.Decode(bytes.NewReader(bareWebP(data))) })
		if err != nil {
			return nil, err
		}
		return plateOf(studio(img), nil)
	}
	return nil, fmt.Errorf("decoding a picture: unknown format %q", info.Format)
}

// decodeJPEG prefers the decoder that reduces while it decodes.
func decodeJPEG(data []byte, width, height int) (*plate, error) {
	bare, err := stripJPEG(data)
	if err != nil {
		return nil, err
	}
	if p := sequential(bare, width, height); p != nil {
		return p, nil
	}
	img, err := guarded("image/jpeg", func() (image.Image, error) { return jpeg.Decode(bytes.NewReader(bare)) })
	return plateOf(img, err)
}

// flat is a plane that lies in memory as it is wanted.
func flat(pix []byte, stride, width, height, across, down int) layer {
	return layer{width, height, across, down, func(y int, _ []byte, _ bool) []byte {
		return pix[y*stride:][:width]
	}}
}

// gray is a plate of Y whose Cb and Cr are those of grey.
func gray(img *image.Gray, width, height int) *plate {
	luma := flat(img.Pix, img.Stride, width, height, 1, 1)
	return &plate{width, height, true, []layer{luma, neutral(luma), neutral(luma)}}
}

// neutral is a plane of Cb or Cr of grey, as large as one of Y.
func neutral(l layer) layer {
	none := bytes.Repeat([]byte{128}, l.width)
	l.row = func(int, []byte, bool) []byte { return none }
	return l
}

// plateOf is a plate of what a decoder of the standard library has made.
func plateOf(img image.Image, err error) (*plate, error) {
	if err != nil {
		return nil, err
	}
	area := img.Bounds()
	if area.Min != (image.Point{}) {
		return nil, fmt.Errorf("a decoded picture begins at %v", area.Min)
	}
	w, h := area.Dx(), area.Dy()
	switch img := img.(type) {
	case *image.Gray:
		return gray(img, w, h), nil
	case *image.YCbCr:
		return plateOfYCbCr(img), nil
	}
	at := pixels(img)
	channels := 4
	if o, ok := img.(interface{ Opaque() bool }); ok && o.Opaque() {
		channels = 3
	}
	p := &plate{width: w, height: h}
	line, held := make([]byte, 4*w), -1
	for c := range channels {
		p.planes = append(p.planes, layer{w, h, 1, 1, func(y int, room []byte, weighed bool) []byte {
			if held != y {
				at(y, line)
				held = y
			}
			if weighed && c < 3 && channels == 4 {
				for x := range w {
					room[x] = byte((uint32(line[4*x+c])*uint32(line[4*x+3]) + 127) / 255)
				}
				return room[:w]
			}
			for x := range w {
				room[x] = line[4*x+c]
			}
			return room[:w]
		}})
	}
	return p, nil
}

func plateOfYCbCr(img *image.YCbCr) *plate {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	across, down := 1, 1
	switch img.SubsampleRatio {
	case image.YCbCrSubsampleRatio422:
		across = 2
	case image.YCbCrSubsampleRatio420:
		across, down = 2, 2
	case image.YCbCrSubsampleRatio440:
		down = 2
	case image.YCbCrSubsampleRatio411:
		across = 4
	case image.YCbCrSubsampleRatio410:
		across, down = 4, 2
	}
	return &plate{w, h, true, []layer{
		flat(img.Y, img.YStride, w, h, 1, 1),
		flat(img.Cb, img.CStride, up(w, across), up(h, down), across, down),
		flat(img.Cr, img.CStride, up(w, across), up(h, down), across, down),
	}}
}

// pixels gives the rows of a picture as red, green, blue and alpha, 8 bits
// each, the colours not weighed by alpha.
func pixels(img image.Image) func(y int, into []byte) {
	switch img := img.(type) {
	case *image.NRGBA:
		return func(y int, into []byte) { copy(into, img.Pix[y*img.Stride:]) }
	case *image.RGBA:
		if img.Opaque() {
			return func(y int, into []byte) { copy(into, img.Pix[y*img.Stride:]) }
		}
	case *image.Paletted:
		var table [256][4]byte
		for i, c := range img.Palette {
			n := color.NRGBAModel.Convert(c).(color.NRGBA)
			table[i] = [4]byte{n.R, n.G, n.B, n.A}
		}
		return func(y int, into []byte) {
			for x, v := range img.Pix[y*img.Stride:][:img.Rect.Dx()] {
				copy(into[4*x:4*x+4], table[v][:])
			}
		}
	}
	width := img.Bounds().Dx()
	deep, ok := img.(image.RGBA64Image)
	return func(y int, into []byte) {
		for x := range width {
			var c color.NRGBA64
			switch img := img.(type) {
			case *image.NRGBA64:
				c = img.NRGBA64At(x, y)
			case *image.NYCbCrA:
				n := img.NYCbCrAAt(x, y)
				c = color.NRGBA64{A: uint16(n.A) * 257}
				r, g, b := color.YCbCrToRGB(n.Y, n.Cb, n.Cr)
				c.R, c.G, c.B = uint16(r)*257, uint16(g)*257, uint16(b)*257
			default:
				if ok {
					c = color.NRGBA64Model.Convert(deep.RGBA64At(x, y)).(color.NRGBA64)
				} else {
					c = color.NRGBA64Model.Convert(img.At(x, y)).(color.NRGBA64)
				}
			}
			p := into[4*x : 4*x+4]
			p[0], p[1], p[2], p[3] = eight(c.R), eight(c.G), eight(c.B), eight(c.A)
		}
	}
}

// eight rounds 16 bits to 8.
func eight(v uint16) byte { return byte((uint32(v)*255 + 32767) / 65535) }
