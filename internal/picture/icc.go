package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
)

// maxProfile is the most bytes of a colour profile that is read.
const maxProfile = 4 << 20

// profileOf is the colour profile that a picture carries; nil for none.
func profileOf(data []byte, format Format) []byte {
	switch format {
	case JPEG:
		return profileOfJPEG(data)
	case PNG:
		walk := chunks{rest: data[len(pngMagic):]}
		for c, ok := walk.next(); ok && c.kind != "IDAT"; c, ok = walk.next() {
			if c.kind == "iCCP" {
				return unzipProfile(c.body)
			}
		}
	case WebP:
		walk, _ := webpBody(data)
		for r, ok := walk.next(); ok; r, ok = walk.next() {
			if r.kind == "ICCP" {
				return r.body
			}
		}
	}
	return nil
}

// profileOfJPEG joins the pieces of a profile, which are numbered from 1.
func profileOfJPEG(data []byte) []byte {
	var pieces [256][]byte
	walk := segments{rest: data}
	for seg, ok := walk.next(); ok && seg.marker != mSOS && seg.marker != mEOI; seg, ok = walk.next() {
		if isProfile(seg) && len(seg.body) > 14 {
			pieces[seg.body[12]] = seg.body[14:]
		}
	}
	var out []byte
	for _, piece := range pieces[1:] {
		if piece == nil {
			break
		}
		out = append(out, piece...)
	}
	return out
}

func unzipProfile(body []byte) []byte {
	_, body, ok := bytes.Cut(body, []byte{0})
	if !ok || len(body) < 1 || body[0] != 0 {
		return nil
	}
	r, err := zlib.NewReader(bytes.NewReader(body[1:]))
	if err != nil {
		return nil
	}
	out, err := io.ReadAll(io.LimitReader(r, maxProfile))
	if err != nil {
		return nil
	}
	return out
}

// A profile is one of those that a matrix and three curves describe (ICC.1,
// 8.4.3).
type profile struct {
	matrix [3][3]int64    // from linear red, green and blue to XYZ of D50, in parts of 1<<16
	curves [3][256]uint16 // from what is stored to linear, 65535 being all
}

// readProfile is false for profiles of another kind and for nonsense.
func readProfile(icc []byte) (*profile, bool) {
	if len(icc) < 132 || string(icc[16:20]) != "RGB " || string(icc[20:24]) != "XYZ " || string(icc[36:40]) != "acsp" {
		return nil, false
	}
	tags := map[string][]byte{}
	n := int(binary.BigEndian.Uint32(icc[128:]))
	for i := range min(n, 100) {
		at := 132 + 12*i
		if at+12 > len(icc) {
			return nil, false
		}
		start, size := uint64(binary.BigEndian.Uint32(icc[at+4:])), uint64(binary.BigEndian.Uint32(icc[at+8:]))
		if start+size > uint64(len(icc)) {
			return nil, false
		}
		tags[string(icc[at:at+4])] = icc[start : start+size]
	}
	p := &profile{}
	for i, name := range []string{"r", "g", "b"} {
		xyz := tags[name+"XYZ"]
		if len(xyz) < 20 || string(xyz[:4]) != "XYZ " {
			return nil, false
		}
		for j := range 3 {
			p.matrix[j][i] = fixed16(xyz[8+4*j:])
		}
		c, ok := readCurve(tags[name+"TRC"])
		if !ok {
			return nil, false
		}
		for v := range 256 {
			// From parts of 1<<32 to parts of 65535.
			p.curves[i][v] = uint16((min(c(uint64(v)<<32/255), 1<<32)*65535 + 1<<31) >> 32)
		}
	}
	return p, true
}

// fixed16 reads a number in parts of 1<<16.
func fixed16(b []byte) int64 { return int64(int32(binary.BigEndian.Uint32(b))) }

// A curve leads from what is stored to linear, both in parts of 1<<32.
type curve func(x uint64) uint64

func readCurve(tag []byte) (curve, bool) {
	if len(tag) < 12 {
		return nil, false
	}
	switch string(tag[:4]) {
	case "curv":
		n := uint64(binary.BigEndian.Uint32(tag[8:]))
		table := tag[12:]
		switch {
		case n == 0:
			return func(x uint64) uint64 { return x }, true
		case n > uint64(len(table)/2):
			return nil, false
		case n == 1:
			gamma := int64(binary.BigEndian.Uint16(table)) << 8
			return func(x uint64) uint64 { return power(x, gamma) }, true
		}
		return func(x uint64) uint64 { return lookUp(table, n, x) }, true
	case "para":
		return readFormula(tag)
	}
	return nil, false
}

// lookUp reads between the values of a table of 16-bit numbers.
func lookUp(table []byte, n, x uint64) uint64 {
	at := x * (n - 1)
	i, part := at>>32, at&(1<<32-1)
	low := uint64(binary.BigEndian.Uint16(table[2*i:]))
	high := low
	if i+1 < n {
		high = uint64(binary.BigEndian.Uint16(table[2*(i+1):]))
	}
	return (low*(1<<32-part) + high*part) / 65535
}

// readFormula reads a parametric curve (ICC.1, 10.18): a power above a
// threshold and a line below.
func readFormula(tag []byte) (curve, bool) {
	kind := binary.BigEndian.Uint16(tag[8:])
	if kind > 4 {
		return nil, false
	}
	count := []int{1, 3, 4, 5, 7}[kind]
	if len(tag) < 12+4*count {
		return nil, false
	}
	var v [7]int64 // g a b c d e f, in parts of 1<<16
	for i := range count {
		v[i] = fixed16(tag[12+4*i:])
	}
	g, a, b, c, d, e, f := v[0], v[1], v[2], v[3], v[4], v[5], v[6]
	switch kind {
	case 0:
		a = 1 << 16
	case 1, 2:
		// The line is level, and begins where the power has no root.
		e, f = c, c
		c = 0
		d = -1 << 40
	}
	return func(x uint64) uint64 {
		// x is at most 1<<32, and every factor less than 1<<31.
		slope := func(by int64) int64 { return int64(x>>1) * (by >> 1) >> 14 }
		base := slope(a) + b<<16
		if int64(x) < d<<16 || base < 0 {
			return within(slope(c) + f<<16)
		}
		return within(int64(power(within(base), g)) + e<<16)
	}, true
}

// within limits a number to 0 and 1, in parts of 1<<32.
func within(v int64) uint64 { return uint64(min(max(v, 0), 1<<32)) }
