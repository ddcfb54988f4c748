package picture

import "math"

// A transform makes samples of the coefficients of a block, as many a side as it
// keeps frequencies. It writes them from the beginning of out on, in rows that are
// stride apart. (ITU T.81, A.3.3, of which a smaller block takes the lower
// frequencies, at as many points.)
type transform func(b *[64]int32, out []byte, stride int)

// transforms are those for blocks of 8, 4, 2 and 1 samples a side, by how often 8 is
// halved.
var transforms = [...]transform{eightBy, fourBy, twoBy, oneBy}

// places says, by how often 8 is halved, where a coefficient lies in a block, by its
// place in the order of the file; unkept for none of the frequencies that are kept.
var places = func() (all [4][64]uint8) {
	for halved := range all {
		n := 8 >> halved
		for k, at := range zigzag() {
			u, v := at%8, at/8
			if all[halved][k] = unkept; u < n && v < n {
				all[halved][k] = uint8(v*n + u)
			}
		}
	}
	return all
}()

const unkept = 255

// zigzag is the order of coefficients in a file: along the diagonals, up and down.
func zigzag() (order [64]int) {
	k := 0
	for sum := range 15 {
		for i := range sum + 1 {
			u, v := i, sum-i
			if sum%2 == 1 {
				u, v = v, u
			}
			if u < 8 && v < 8 {
				order[k] = 8*v + u
				k++
			}
		}
	}
	return order
}

// sample makes a byte of a value of so many bits more, of which zero is the middle.
func sample(v int64, bits uint) byte {
	v = (v+1<<(bits-1))>>bits + 128
	if uint64(v) > 255 {
		v = ^(v >> 63) & 255
	}
	return byte(v)
}

func oneBy(b *[64]int32, out []byte, _ int) { out[0] = sample(int64(b[0]), 3) }

// twoBy: the cosine is the root of 1/2 everywhere, and its square is in the shift.
func twoBy(b *[64]int32, out []byte, stride int) {
	a, c := int64(b[0])+int64(b[2]), int64(b[0])-int64(b[2])
	d, e := int64(b[1])+int64(b[3]), int64(b[1])-int64(b[3])
	out[0], out[1] = sample(a+d, 3), sample(a-d, 3)
	out[stride], out[stride+1] = sample(c+e, 3), sample(c-e, 3)
}

// fourBy: both cosines of odd frequencies, times the root of 2, in parts of
// 1<<fourBits.
const (
	fourBits = 12
	fourWide = 5352 // √2·cos(π/8)
	fourLow  = 2217 // √2·cos(3π/8)
)

func fourBy(b *[64]int32, out []byte, stride int) {
	var half [16]int64
	for u := range 4 {
		f0, f1, f2, f3 := int64(b[u]), int64(b[4+u]), int64(b[8+u]), int64(b[12+u])
		even, odd := (f0+f2)<<fourBits, (f0-f2)<<fourBits
		wide, low := fourWide*f1+fourLow*f3, fourLow*f1-fourWide*f3
		half[u], half[4+u], half[8+u], half[12+u] = even+wide, odd+low, odd-low, even-wide
	}
	for y := range 4 {
		f := half[4*y : 4*y+4]
		even, odd := (f[0]+f[2])<<fourBits, (f[0]-f[2])<<fourBits
		wide, low := fourWide*f[1]+fourLow*f[3], fourLow*f[1]-fourWide*f[3]
		row := out[y*stride:][:4]
		const bits = 2*fourBits + 3
		row[0], row[1], row[2], row[3] = sample(even+wide, bits), sample(odd+low, bits), sample(odd-low, bits), sample(even-wide, bits)
	}
}

// eightBits are those of the cosines of eightBy.
const eightBits = 12

// cosines are those of eightBy, by sample and frequency.
var cosines = func() (all [8][8]int64) {
	for x := range all {
		for u := range all[x] {
			c := math.Cos(float64(2*x+1) * float64(u) * math.Pi / 16)
			if u == 0 {
				c = math.Sqrt2 / 2
			}
			all[x][u] = int64(math.Round(c * (1 << eightBits)))
		}
	}
	return all
}()

// eightBy is as slow as the formula, and hardly ever needed.
func eightBy(b *[64]int32, out []byte, stride int) {
	var half [64]int64
	for u := range 8 {
		for y := range 8 {
			for v, c := range cosines[y] {
				half[8*y+u] += c * int64(b[8*v+u])
			}
		}
	}
	for y := range 8 {
		for x := range 8 {
			var sum int64
			for u, c := range cosines[x] {
				sum += c * half[8*y+u]
			}
			out[y*stride+x] = sample(sum, 2*eightBits+2)
		}
	}
}
