package picture

import (
	_ "embed"
)

// libavif is libavif 1.1.1 with libaom 3.10.0 as WebAssembly: lib/encode.wasm.gz of
// github.com/gen2brain/avif v0.4.4, byte for byte, for the reasons that there are for
// libwebp. So AVIFs are the same with and without cgo.
//
//go:embed libavif.wasm.gz
var libavif []byte

var avifEngine = newEngine(libavif)

// avifBytes is about how much memory it takes to encode a pixel.
const avifBytes = 32

// encodeAVIF encodes a picture without alpha. A quality of WebP of 80 is one of AVIF
// of 60: about the same to look at, in a quarter less bytes.
func encodeAVIF(r *raster, quality int) ([]byte, error) {
	e, err := avifEngine()
	if err != nil {
		return nil, err
	}
	const (
		speed     = 8 // of 10; 6 takes twice the time for hardly fewer bytes
		subsample = 3 // 4:2:0
	)
	q := uint64(max(1, quality*3/4))
	return e.encode(r.pack(4), r.width, r.height, avifBytes*int64(r.width)*int64(r.height)+16<<20, q, q, speed, subsample)
}
