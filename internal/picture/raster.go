package picture

import (
	"image"
)

// A raster is a picture in memory, plane by plane: red, green and blue, with or
// without alpha (which does not weigh the colours), or Y, Cb and Cr of JFIF, of
// which Cb and Cr have half the size in both directions, rounded up.
type raster struct {
	width, height int
	sparse        bool // Y, Cb and Cr
	planes        [][]byte
}

// size is that of a plane.
func (r *raster) size(plane int) (width, height int) {
	if r.sparse && plane > 0 {
		return (r.width + 1) / 2, (r.height + 1) / 2
	}
	return r.width, r.height
}

// newRaster makes a black one.
func newRaster(width, height, planes int, sparse bool) *raster {
	r := &raster{width: width, height: height, sparse: sparse, planes: make([][]byte, planes)}
	for i := range r.planes {
		w, h := r.size(i)
		r.planes[i] = make([]byte, w*h)
	}
	return r
}

func (r *raster) alpha() bool { return len(r.planes) == 4 }

// pack puts the pixels one after another, with 3 or 4 bytes each: red, green,
// blue, and alpha.
func (r *raster) pack(bytes int) []byte {
	out := make([]byte, r.width*r.height*bytes)
	for y := range r.height {
		row := out[y*r.width*bytes:][:r.width*bytes]
		if r.sparse {
			r.packSparse(row, y, bytes)
			continue
		}
		from := y * r.width
		red, green, blue := r.planes[0][from:], r.planes[1][from:], r.planes[2][from:]
		for x := range r.width {
			p := row[x*bytes : x*bytes+3]
			p[0], p[1], p[2] = red[x], green[x], blue[x]
		}
		if bytes == 4 && r.alpha() {
			alpha := r.planes[3][from:]
			for x := range r.width {
				row[4*x+3] = alpha[x]
			}
		}
	}
	if bytes == 4 && !r.alpha() {
		for i := 3; i < len(out); i += 4 {
			out[i] = 255
		}
	}
	return out
}

func (r *raster) packSparse(row []byte, y, bytes int) {
	half := (r.width + 1) / 2
	luma := r.planes[0][y*r.width:][:r.width]
	blue, red := r.planes[1][y/2*half:][:half], r.planes[2][y/2*half:][:half]
	for i, b := range blue {
		// As color.YCbCrToRGB has it, once for both pixels that share Cb and Cr.
		cb, cr := int32(b)-128, int32(red[i])-128
		addRed, addGreen, addBlue := 91881*cr, -22554*cb-46802*cr, 116130*cb
		for x := 2 * i; x < min(2*i+2, len(luma)); x++ {
			l := int32(luma[x]) * 0x10101
			p := row[x*bytes : x*bytes+3]
			p[0], p[1], p[2] = clip(l+addRed), clip(l+addGreen), clip(l+addBlue)
		}
	}
}

// clip rounds parts of 1<<16 down to a byte.
func clip(v int32) byte {
	if v >>= 16; uint32(v) > 255 {
		v = ^(v >> 31) & 255
	}
	return byte(v)
}

// image is what the encoders of the standard library take; it may share
// memory.
func (r *raster) image() image.Image {
	area := image.Rect(0, 0, r.width, r.height)
	if r.sparse {
		return &image.YCbCr{
			Y: r.planes[0], Cb: r.planes[1], Cr: r.planes[2],
			YStride: r.width, CStride: (r.width + 1) / 2,
			SubsampleRatio: image.YCbCrSubsampleRatio420, Rect: area,
		}
	}
	if r.alpha() {
		return &image.NRGBA{Pix: r.pack(4), Stride: 4 * r.width, Rect: area}
	}
	return &image.RGBA{Pix: r.pack(4), Stride: 4 * r.width, Rect: area}
}

// onWhite is the raster as it looks on white paper.
func (r *raster) onWhite() *raster {
	if !r.alpha() {
		return r
	}
	out := newRaster(r.width, r.height, 3, false)
	for i, plane := range out.planes {
		for j, a := range r.planes[3] {
			v := uint32(r.planes[i][j])*uint32(a) + 255*(255-uint32(a))
			plane[j] = byte((v + 127) / 255)
		}
	}
	return out
}

// turned is the raster upright, of a picture with that orientation.
func (r *raster) turned(orientation int) *raster {
	if orientation <= 1 {
		return r
	}
	out := &raster{width: r.width, height: r.height, sparse: r.sparse}
	if orientation >= 5 {
		out.width, out.height = r.height, r.width
	}
	for i, plane := range r.planes {
		width, height := r.size(i)
		wide, high := out.size(i)
		to := make([]byte, len(plane))
		for y := range high {
			for x := range wide {
				fx, fy := source(orientation, width, height, x, y)
				to[y*wide+x] = plane[fy*width+fx]
			}
		}
		out.planes = append(out.planes, to)
	}
	return out
}

// flipped tells which of the stored directions the orientation reverses.
func flipped(orientation int) (across, down bool) {
	switch orientation {
	case 2, 8:
		return true, false
	case 3, 7:
		return true, true
	case 4, 6:
		return false, true
	}
	return false, false
}
