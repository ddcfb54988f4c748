package picture

import (
	"math/big"
	"math/bits"
	"sync"
)

// Powers are reckoned in integers: what the mathematical functions of two
// machines return may differ in the last bit, and the bytes of a picture with
// it.

// roots are the square roots of two, its fourth root, its eighth root and so
// on, in parts of 1<<62.
var roots = sync.OnceValue(func() (out [32]uint64) {
	v := new(big.Int).Lsh(big.NewInt(1), 63) // two
	for i := range out {
		v.Sqrt(v.Lsh(v, 62))
		out[i] = v.Uint64()
	}
	return out
})

// logarithm is that to the base of two, of x in parts of 1<<32, more than zero;
// it is in parts of 1<<32 as well.
func logarithm(x uint64) int64 {
	whole := bits.Len64(x) - 1
	v := x << (63 - whole) // 1 to 2, in parts of 1<<63
	out := int64(whole-32) << 32
	for bit := int64(1 << 31); bit > 0; bit >>= 1 {
		high, low := bits.Mul64(v, v)
		if high>>63 == 1 { // two or more
			out += bit
			v = high
		} else {
			v = high<<1 | low>>63
		}
	}
	return out
}

// exponential is two to the power of x, which is not more than zero; both are
// in parts of 1<<32.
func exponential(x int64) uint64 {
	whole, part := -(x >> 32), uint64(x)&(1<<32-1)
	if whole > 40 {
		return 0
	}
	v := uint64(1 << 62)
	for i, root := range roots() {
		if part>>(31-i)&1 == 1 {
			high, low := bits.Mul64(v, root)
			v = high<<2 | low>>62
		}
	}
	return v >> (30 + whole)
}

// power is x to the power of gamma, of x from 0 to 1 in parts of 1<<32 and of
// gamma in parts of 1<<16.
func power(x uint64, gamma int64) uint64 {
	switch {
	case x == 0:
		return 0
	case x >= 1<<32 || gamma <= 0:
		return 1 << 32
	}
	log := -logarithm(x) // up to 32<<32
	high, low := bits.Mul64(uint64(log), uint64(gamma))
	if high>>16 != 0 {
		return 0
	}
	return exponential(-int64(min(high<<48|low>>16, 1<<62)))
}
