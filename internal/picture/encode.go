package picture

import (
	"bytes"
	"image/jpeg"
	"image/png"
)

func jpegOf(r *raster, quality int) ([]byte, error) {
	return guarded("image/jpeg", func() ([]byte, error) {
		var b bytes.Buffer
		err := jpeg.Encode(&b, r.image(), &jpeg.Options{Quality: quality})
		return b.Bytes(), err
	})
}

func pngOf(r *raster) ([]byte, error) {
	return guarded("image/png", func() ([]byte, error) {
		var b bytes.Buffer
		err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, r.image())
		return b.Bytes(), err
	})
}

// barePNG copies a still PNG with nothing in it but the picture, whose colours
// need no profile.
func barePNG(data []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(data)), pngMagic...)
	walk := chunks{rest: data[len(pngMagic):]}
	for {
		c, ok := walk.next()
		if !ok {
			return nil, errDamaged
		}
		switch c.kind {
		case "IHDR", "PLTE", "tRNS", "IDAT":
			out = append(out, c.whole...)
		case "IEND":
			return appendChunk(out, "IEND", nil), nil
		}
	}
}
