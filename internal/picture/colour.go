package picture

import (
	"image/color"
	"sync"
)

// A conversion makes the colours of sRGB out of those of a profile.
type conversion struct {
	curves *[3][256]uint16
	matrix [3][3]int64 // from linear to linear, in parts of 1<<16
	stored *[levels + 1]byte
}

// levels are how many steps of linear light are told apart; at the dark end, a
// stored value takes twenty of them.
const levels = 16384

// toLinearSRGB leads from XYZ of D50 to linear sRGB, in parts of 10,000,000:
// the inverse of the matrix of IEC 61966-2-1, adapted by Bradford's method.
func toLinearSRGB() [3][3]int64 {
	return [3][3]int64{
		{31338561, -16168667, -4906146},
		{-9787684, 19161415, 334540},
		{719453, -2289914, 14052427},
	}
}

// linearOfSRGB is the curve of sRGB; both are in parts of 1<<32.
func linearOfSRGB(x uint64) uint64 {
	if x <= 173730002 { // 0.04045
		return x * 100 / 1292
	}
	return power((x*1000+55<<32)/1055, 157286) // 2.4
}

// storedSRGB are the values that are stored for each level of linear light.
var storedSRGB = sync.OnceValue(func() *[levels + 1]byte {
	out, v := &[levels + 1]byte{}, 0
	limit := linearOfSRGB(1 << 32 / 510)
	for i := range out {
		for v < 255 && uint64(i)<<34/65535 >= limit {
			v++
			limit = linearOfSRGB(uint64(2*v+1) << 32 / 510)
		}
		out[i] = byte(v)
	}
	return out
})

// conversionOf is what the colours of a picture need; nil if they are those of
// sRGB, or as good as, or if the profile is of a kind that is not understood.
func conversionOf(data []byte, info Info) *conversion {
	p, ok := readProfile(profileOf(data, info.Format))
	if !ok {
		return nil
	}
	c := &conversion{curves: &p.curves, stored: storedSRGB()}
	to := toLinearSRGB()
	for i := range 3 {
		for j := range 3 {
			var sum int64
			for k := range 3 {
				sum += to[i][k] * p.matrix[k][j]
			}
			c.matrix[i][j] = sum / 10_000_000
		}
	}
	if r, g, b := c.one(255, 255, 255); min(r, g, b) < 230 || c.idle() {
		return nil // not even white is white
	}
	return c
}

// one converts a colour.
func (c *conversion) one(r, g, b byte) (byte, byte, byte) {
	x, y, z := int64(c.curves[0][r]), int64(c.curves[1][g]), int64(c.curves[2][b])
	return c.store(x*c.matrix[0][0] + y*c.matrix[0][1] + z*c.matrix[0][2]),
		c.store(x*c.matrix[1][0] + y*c.matrix[1][1] + z*c.matrix[1][2]),
		c.store(x*c.matrix[2][0] + y*c.matrix[2][1] + z*c.matrix[2][2])
}

// store is the value that is stored for linear light in parts of 65535<<16.
func (c *conversion) store(linear int64) byte {
	return c.stored[(min(max(linear, 0), 65535<<16)+1<<17)>>18]
}

// idle reports whether nothing changes that anybody could see.
func (c *conversion) idle() bool {
	for r := 0; r < 256; r += 51 {
		for g := 0; g < 256; g += 51 {
			for b := 0; b < 256; b += 51 {
				x, y, z := c.one(byte(r), byte(g), byte(b))
				for _, d := range []int{int(x) - r, int(y) - g, int(z) - b} {
					if max(d, -d) > 2 {
						return false
					}
				}
			}
		}
	}
	return true
}

// convert converts a raster, which it may use for the result.
func (c *conversion) convert(r *raster) *raster {
	if r.sparse {
		return c.convertSparse(r)
	}
	red, green, blue := r.planes[0], r.planes[1], r.planes[2]
	for i := range red {
		red[i], green[i], blue[i] = c.one(red[i], green[i], blue[i])
	}
	return r
}

// convertSparse converts by way of red, green and blue. The new Cb and Cr are
// the mean of the pixels that they stand for.
func (c *conversion) convertSparse(r *raster) *raster {
	pix := r.pack(3)
	half, _ := r.size(1)
	blue, red, count := make([]int32, half), make([]int32, half), make([]int32, half)
	for y := range r.height {
		row := pix[3*y*r.width:][:3*r.width]
		luma := r.planes[0][y*r.width:][:r.width]
		for x := range luma {
			p := row[3*x : 3*x+3]
			l, cb, cr := color.RGBToYCbCr(c.one(p[0], p[1], p[2]))
			luma[x] = l
			blue[x/2] += int32(cb)
			red[x/2] += int32(cr)
			count[x/2]++
		}
		if y%2 == 0 && y+1 < r.height {
			continue
		}
		for x, n := range count {
			r.planes[1][y/2*half+x] = byte((blue[x] + n/2) / n)
			r.planes[2][y/2*half+x] = byte((red[x] + n/2) / n)
			blue[x], red[x], count[x] = 0, 0, 0
		}
	}
	return r
}
