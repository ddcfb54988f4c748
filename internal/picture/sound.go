package picture

import "encoding/binary"

// A component is one of the planes of a JPEG.
type component struct {
	id           byte
	across, down int // samples of it, where the picture has most of all components
	quantiser    int
	wide, high   int      // blocks, as a scan of it alone has them
	stride       int      // blocks, as a scan of all has them
	set          []uint64 // of each block of a progressive JPEG, which coefficients are not zero
	dc, ac       *code    // in this scan
	begun        bool     // some scan had its first coefficient
}

// A reading follows the coded bits of a JPEG from end to end without making a
// picture of them. The decoder that is used for its speed takes whatever it is
// given, and paints grey what is missing.
type reading struct {
	progressive   bool
	width, height int
	across, down  int // the most samples that a component has
	parts         []component
	dc, ac        [4]*code
	quantisers    [4]bool
	interval      int // units between restarts; 0 for none
	adobe         int // the transform that Adobe's segment names; -1 for none
}

// follow reports whether a JPEG is one of those whose every bit is in its place
// and whose kind is common: grey or YCbCr. Of all others it says nothing. It
// wants the bytes that stripJPEG leaves.
func follow(data []byte) (*reading, bool) {
	r := &reading{adobe: -1}
	walk := segments{rest: data}
	for {
		seg, ok := walk.next()
		if !ok || !r.segment(seg) {
			return nil, false
		}
		if seg.marker == mEOI {
			return r, r.common()
		}
	}
}

func (r *reading) segment(seg segment) bool {
	switch m := seg.marker; {
	case isFrame(m):
		return r.frame(seg)
	case m == mDHT:
		return readCodes(seg.body, &r.dc, &r.ac)
	case m == mDQT:
		return r.quantiser(seg.body)
	case m == mDRI:
		if len(seg.body) != 2 {
			return false
		}
		r.interval = int(binary.BigEndian.Uint16(seg.body))
	case m == mAPP0+14 && len(seg.body) >= 12:
		r.adobe = int(seg.body[11])
	case m == mSOS:
		return r.scan(seg)
	}
	return true
}

func (r *reading) quantiser(body []byte) bool {
	for len(body) > 0 {
		if len(body) < 65 || body[0] > 3 { // 16-bit tables are left to the standard library
			return false
		}
		r.quantisers[body[0]] = true
		body = body[65:]
	}
	return true
}

func (r *reading) frame(seg segment) bool {
	f, wrong := readFrame(seg.marker, seg.body)
	if wrong != sound || r.parts != nil || f.components == 4 {
		return false
	}
	r.progressive, r.width, r.height = seg.marker == mSOF2, f.width, f.height
	for i := range f.components {
		b := seg.body[6+3*i:]
		c := component{id: b[0], across: int(b[1] >> 4), down: int(b[1] & 15), quantiser: int(b[2])}
		if c.quantiser > 3 {
			return false
		}
		if f.components == 1 {
			c.across, c.down = 1, 1 // there is nothing that it could be sparser than
		}
		r.across, r.down = max(r.across, c.across), max(r.down, c.down)
		r.parts = append(r.parts, c)
	}
	for i := range r.parts {
		c := &r.parts[i]
		c.wide = up(up(f.width*c.across, r.across), 8)
		c.high = up(up(f.height*c.down, r.down), 8)
		c.stride = up(f.width, 8*r.across) * c.across
		if r.progressive {
			c.set = make([]uint64, c.stride*up(f.height, 8*r.down)*c.down)
		}
	}
	return true
}

func up(n, by int) int { return (n + by - 1) / by }

// common reports whether all of the picture was there, and whether it is of
// the kinds that the fast decoder is trusted with.
func (r *reading) common() bool {
	for i, c := range r.parts {
		if !c.begun || i > 0 && (c.across != 1 || c.down != 1) {
			return false
		}
	}
	if len(r.parts) == 1 {
		return true
	}
	if len(r.parts) != 3 || r.adobe == 0 || r.adobe > 1 {
		return false
	}
	if r.parts[0].id == 'R' && r.parts[1].id == 'G' && r.parts[2].id == 'B' {
		return false
	}
	first := r.parts[0]
	return first.across <= 2 && first.down <= 2 && first.across > 0 && first.down > 0
}

// scan follows one scan. It is false where a bit is out of place.
func (r *reading) scan(seg segment) bool {
	b := seg.body
	if len(b) < 4 || int(b[0]) < 1 || int(b[0]) > len(r.parts) || len(b) != 4+2*int(b[0]) {
		return false
	}
	var parts []*component
	for i := range int(b[0]) {
		c := r.part(b[1+2*i], parts)
		if c == nil || b[2+2*i]&0xcc != 0 {
			return false
		}
		c.dc, c.ac = r.dc[b[2+2*i]>>4], r.ac[b[2+2*i]&3]
		parts = append(parts, c)
	}
	b = b[1+2*len(parts):]
	p := pass{first: int(b[0]), last: int(b[1]), high: int(b[2] >> 4), low: int(b[2] & 15)}
	if !r.ready(p, parts) {
		return false
	}
	s := stream{data: seg.scan}
	return r.units(&s, &p, parts) && s.ended() && p.run == 0
}

// part finds a component that the scan has not named yet.
func (r *reading) part(id byte, named []*component) *component {
	for i := range r.parts {
		c := &r.parts[i]
		if c.id != id {
			continue
		}
		for _, n := range named {
			if n == c {
				return nil
			}
		}
		return c
	}
	return nil
}

// ready reports whether all that a scan needs has been said before it.
func (r *reading) ready(p pass, parts []*component) bool {
	if r.progressive {
		if p.first > p.last || p.last > 63 || p.first == 0 && p.last != 0 || p.first > 0 && len(parts) > 1 ||
			p.high != 0 && p.low != p.high-1 || p.low > 13 {
			return false
		}
	} else if p != (pass{last: 63}) {
		return false
	}
	blocks := 0
	for _, c := range parts {
		if !r.quantisers[c.quantiser] || c.dc == nil && p.first == 0 && p.high == 0 || c.ac == nil && p.last > 0 {
			return false
		}
		starts := p.first == 0 && p.high == 0
		if starts == c.begun {
			return false // a second beginning, or none
		}
		c.begun = true
		blocks += c.across * c.down
	}
	return blocks <= 10 || len(parts) == 1
}

// units follows the units of a scan, which restarts may divide.
func (r *reading) units(s *stream, p *pass, parts []*component) bool {
	wide, high := parts[0].wide, parts[0].high
	if len(parts) > 1 {
		wide, high = up(r.width, 8*r.across), up(r.height, 8*r.down)
	}
	left, restarts := r.interval, 0
	for y := range high {
		for x := range wide {
			if r.interval > 0 && left == 0 {
				if p.run != 0 || !s.restart(restarts) {
					return false
				}
				left, restarts = r.interval, restarts+1
			}
			left--
			if len(parts) == 1 {
				if !r.block(s, p, parts[0], x, y) {
					return false
				}
			} else if !r.unit(s, p, parts, x, y) {
				return false
			}
		}
	}
	return true
}

// unit follows the blocks that all components have at one place.
func (r *reading) unit(s *stream, p *pass, parts []*component, x, y int) bool {
	for _, c := range parts {
		for v := range c.down {
			for h := range c.across {
				if !r.block(s, p, c, x*c.across+h, y*c.down+v) {
					return false
				}
			}
		}
	}
	return true
}

func (r *reading) block(s *stream, p *pass, c *component, x, y int) bool {
	if !r.progressive {
		return s.whole(c.dc, c.ac)
	}
	return p.block(s, c.dc, c.ac, &c.set[y*c.stride+x])
}
