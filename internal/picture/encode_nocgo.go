//go:build !cgo

package picture

import (
	_ "embed"
)

// Encoder says what makes the WebPs.
const Encoder = "libwebp 1.4.0, as WebAssembly"

// libwebp is libwebp 1.4.0 as WebAssembly: lib/webp.wasm.gz of
// github.com/gen2brain/webp v0.5.5, byte for byte. That module itself would
// load whatever libwebp the machine has, unless a build tag that nobody
// remembers forbids it, and makes a program without cgo need the machine's C
// library.
//
//go:embed libwebp.wasm.gz
var libwebp []byte

var webpEngine = newEngine(libwebp)

// encodeWebP encodes with libwebp 1.4.0, as the other file that has this
// function does.
func encodeWebP(r *raster, quality int, lossless bool) ([]byte, error) {
	e, err := webpEngine()
	if err != nil {
		return nil, err
	}
	guess := int64(r.width)*int64(r.height)*16 + 4<<20
	const rgba, method = 0, 4
	exact := uint64(0)
	if lossless {
		guess *= 2
		exact, quality = 1, 100 // what the other encoder takes: here it means effort
	}
	return e.encode(r.pack(4), r.width, r.height, guess, rgba, uint64(quality), method, exact, exact)
}
