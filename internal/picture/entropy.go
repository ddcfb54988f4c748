package picture

import "encoding/binary"

// A code is a Huffman table of a JPEG (ITU T.81, annex C).
type code struct {
	short  [1 << shortCode]uint16 // length and symbol, by the next bits; 0 for none that short
	last   [17]int32              // the greatest code of each length; -1 for none
	offset [17]int32              // from a code of each length to its symbol
	symbol []byte
}

const shortCode = 10 // bits

// readCodes reads a DHT.
func readCodes(body []byte, dc, ac *[4]*code) bool {
	for len(body) > 0 {
		if len(body) < 17 || body[0]&0xef > 3 {
			return false
		}
		c, size := newCode(body[1:])
		if c == nil {
			return false
		}
		if body[0] < 16 {
			dc[body[0]] = c
		} else {
			ac[body[0]&15] = c
		}
		body = body[1+size:]
	}
	return true
}

// newCode reads one table, and says how many bytes it takes; nil for nonsense.
func newCode(body []byte) (*code, int) {
	c, total := &code{}, 0
	for _, n := range body[:16] {
		total += int(n)
	}
	if total == 0 || total > 256 || len(body) < 16+total {
		return nil, 0
	}
	c.symbol = body[16 : 16+total]
	next, at := int32(0), int32(0)
	for length := 1; length <= 16; length++ {
		n := int32(body[length-1])
		c.offset[length] = at - next
		for range n {
			if length <= shortCode {
				first := next << (shortCode - length)
				for i := range int32(1) << (shortCode - length) {
					if first+i >= 1<<shortCode {
						return nil, 0
					}
					c.short[first+i] = uint16(length)<<8 | uint16(c.symbol[at])
				}
			}
			next++
			at++
		}
		if c.last[length] = next - 1; n == 0 {
			c.last[length] = -1
		}
		if next > 1<<length {
			return nil, 0
		}
		next <<= 1
	}
	return c, 16 + total
}

// long finds a code of more than shortCode bits in the next 16.
func (c *code) long(next int32) (length int, symbol byte, ok bool) {
	for length = shortCode + 1; length <= 16; length++ {
		if v := next >> (16 - length); v <= c.last[length] {
			return length, c.symbol[v+c.offset[length]], true
		}
	}
	return 0, 0, false
}

// A stream is the coded bits of a scan up to the next marker.
type stream struct {
	data []byte
	at   int
	hold uint64
	n    int // bits in hold
}

// fill makes sure of 32 bits, if there are so many before the next marker.
func (s *stream) fill() {
	if s.at+4 <= len(s.data) {
		x := binary.BigEndian.Uint32(s.data[s.at:])
		if (^x-0x01010101)&x&0x80808080 == 0 { // no byte is 0xff
			s.hold, s.n, s.at = s.hold<<32|uint64(x), s.n+32, s.at+4
			return
		}
	}
	for s.n <= 48 && s.at < len(s.data) {
		b := s.data[s.at]
		if b == 0xff {
			if s.at+1 >= len(s.data) || s.data[s.at+1] != 0 {
				return
			}
			s.at++
		}
		s.at++
		s.hold, s.n = s.hold<<8|uint64(b), s.n+8
	}
}

// next reads a symbol.
func (s *stream) next(c *code) (byte, bool) {
	if s.n < 32 {
		s.fill()
	}
	var ahead uint32
	if s.n >= 16 {
		ahead = uint32(s.hold>>(s.n-16)) & 0xffff
	} else {
		ahead = uint32(s.hold<<(16-s.n)) & 0xffff
	}
	found := c.short[ahead>>(16-shortCode)]
	length, symbol := int(found>>8), byte(found)
	if length == 0 {
		var ok bool
		if length, symbol, ok = c.long(int32(ahead)); !ok {
			return 0, false
		}
	}
	s.n -= length
	return symbol, s.n >= 0
}

// restart passes the marker that must stand here, which is the nth.
func (s *stream) restart(n int) bool {
	if s.n >= 8 {
		return false
	}
	for s.at+1 < len(s.data) && s.data[s.at] == 0xff && s.data[s.at+1] == 0xff {
		s.at++
	}
	if s.at+1 >= len(s.data) || s.data[s.at] != 0xff || s.data[s.at+1] != mRST0+byte(n&7) {
		return false
	}
	s.hold, s.n, s.at = 0, 0, s.at+2
	return true
}

// ended reports whether nothing but padding is left.
func (s *stream) ended() bool {
	for s.at < len(s.data) && s.data[s.at] == 0xff {
		s.at++
	}
	return s.at == len(s.data) && s.n < 8
}

// value is what the lowest bits of hold say, of which there are size (ITU T.81,
// F.2.2.1).
func value(hold uint64, size int) int32 {
	v := int32(hold & (1<<size - 1))
	if v < 1<<size>>1 {
		v -= 1<<size - 1
	}
	return v
}

// block reads a block of a sequential JPEG into b, as far as it is kept there, and
// reports whether every bit is in its place; flat tells that all but the first
// coefficient are zero. Decoding a photo spends most of its time here: what changes
// is in local variables, and a code that is short is looked up in place.
func (s *stream) block(c *component, b *[64]int32, kept *[64]uint8) (flat, ok bool) {
	ac, quantiser := c.ac, c.quantiser
	first, ok := s.next(c.dc)
	if !ok || first > 11 || s.n < int(first) {
		return false, false // next has left 16 bits, if there were any
	}
	hold, n := s.hold, s.n-int(first)
	c.last += value(hold>>(uint(n)&63), int(first))
	b[0], flat = c.last*quantiser[0], true
	for k := 1; k < 64; k++ {
		if n < 32 {
			s.hold, s.n = hold, n
			s.fill()
			hold, n = s.hold, s.n
		}
		found := ac.short[hold>>(uint(n-shortCode)&63)&(1<<shortCode-1)]
		symbol := byte(found)
		if n >= 32 && found != 0 {
			n -= int(found >> 8)
		} else {
			s.hold, s.n = hold, n
			if symbol, ok = s.next(ac); !ok {
				return false, false
			}
			hold, n = s.hold, s.n
		}
		run, size := int(symbol>>4), int(symbol&15)
		if size == 0 {
			if run == 15 {
				k += 15
				continue
			}
			s.hold, s.n = hold, n
			return flat, run == 0
		}
		k += run
		if n -= size; n < 0 || k > 63 {
			return false, false
		}
		if at := kept[k&63]; at < 64 {
			b[at] = value(hold>>(uint(n)&63), size) * quantiser[k&63]
			flat = false
		}
	}
	s.hold, s.n = hold, n
	return flat, true
}
