//go:build cgo

package picture

import (
	"image"

	"github.com/chai2010/webp"
)

// Encoder says what makes the WebPs.
const Encoder = "libwebp 1.4.0, compiled into the program"

// encodeWebP encodes with libwebp 1.4.0, compiled with the program. The other
// file that has this function encodes with the same version and must give the
// same bytes.
func encodeWebP(r *raster, quality int, lossless bool) ([]byte, error) {
	area := image.Rect(0, 0, r.width, r.height)
	if lossless {
		return webp.EncodeExactLosslessRGBA(&image.RGBA{Pix: r.pack(4), Stride: 4 * r.width, Rect: area})
	}
	if r.alpha() {
		// The type says that colours are weighed by alpha; the encoder takes
		// the bytes for what they are.
		return webp.EncodeRGBA(&image.RGBA{Pix: r.pack(4), Stride: 4 * r.width, Rect: area}, float32(quality))
	}
	return webp.EncodeRGB(&webp.RGBImage{XPix: r.pack(3), XStride: 3 * r.width, XRect: area}, float32(quality))
}
