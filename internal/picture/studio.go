package picture

import "image"

// studio gives the planes of a lossy WebP the range of JFIF. A WebP stores
// black as 16 and white as 235, and the decoder leaves them so in a type that
// means 0 and 255.
func studio(img image.Image) image.Image {
	planes := func(p *image.YCbCr) {
		var luma, chroma [256]byte
		for i := range 256 {
			luma[i] = limit((2*(i-16)*255 + 219) / (2 * 219))
			chroma[i] = limit((2*(i-128)*255 + 2*224*128 + 224) / (2 * 224))
		}
		for i, v := range p.Y {
			p.Y[i] = luma[v]
		}
		for i, v := range p.Cb {
			p.Cb[i] = chroma[v]
		}
		for i, v := range p.Cr {
			p.Cr[i] = chroma[v]
		}
	}
	switch img := img.(type) {
	case *image.YCbCr:
		planes(img)
	case *image.NYCbCrA:
		planes(&img.YCbCr)
	}
	return img
}

func limit(v int) byte { return byte(min(max(v, 0), 255)) }

// bareWebP is a still WebP with nothing in it but the picture, in the order and
// with the flags that decoders want.
func bareWebP(data []byte) []byte {
	walk, _ := webpBody(data)
	var head, alpha, picture riff
	for r, ok := walk.next(); ok; r, ok = walk.next() {
		switch r.kind {
		case "VP8X":
			head = r
		case "ALPH":
			alpha = r
		case "VP8 ", "VP8L":
			picture = r
		}
	}
	out := append(make([]byte, 0, len(data)), "RIFF\x00\x00\x00\x00WEBP"...)
	if picture.kind == "VP8 " && alpha.body != nil && head.body != nil {
		out = appendRiff(out, "VP8X", append([]byte{webpAlpha, 0, 0, 0}, head.body[4:10]...))
		out = appendRiff(out, "ALPH", alpha.body)
	}
	out = appendRiff(out, picture.kind, picture.body)
	n := len(out) - 8
	out[4], out[5], out[6], out[7] = byte(n), byte(n>>8), byte(n>>16), byte(n>>24)
	return out
}
