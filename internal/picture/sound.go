package picture

import "encoding/binary"

// A component is one of the planes of a JPEG.
type component struct {
	id           byte
	across, down int // samples of it, where the picture has most of all components
	quantiser    int
	wide, high   int   // blocks, as a scan of it alone has them
	dc, ac       *code // in this scan
	begun        bool  // some scan had its first coefficient
}

// A reading follows the coded bits of a JPEG from end to end without making a
// picture of them. The decoder that is used for its speed takes whatever it is
// given, and paints grey what is missing. Progressive JPEGs are left to the
// standard library, which is strict: of their last blocks, jpegn 0.4.2 loses
// what the last scans say.
type reading struct {
	width, height int
	across, down  int // the most samples that a component has
	parts         []component
	dc, ac        [4]*code
	quantisers    [4]bool
	interval      int // units between restarts; 0 for none
	adobe         int // the transform that Adobe's segment names; -1 for none
}

// follow reports whether every bit of a JPEG is in its place. Of some kinds that
// the fast decoder is not trusted with it says nothing, and is false. It wants
// the bytes that stripJPEG leaves.
func follow(data []byte) (*reading, bool) {
	r := &reading{adobe: -1}
	walk := segments{rest: data}
	for {
		seg, ok := walk.next()
		if !ok || !r.segment(seg) {
			return nil, false
		}
		if seg.marker == mEOI {
			return r, r.complete()
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
	if wrong != sound || r.parts != nil || f.components == 4 || seg.marker == mSOF2 {
		return false
	}
	r.width, r.height = f.width, f.height
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
	}
	return true
}

func up(n, by int) int { return (n + by - 1) / by }

// complete reports whether all of the picture was there, and whether it is of
// the kinds that are grey or YCbCr.
func (r *reading) complete() bool {
	for _, c := range r.parts {
		if !c.begun {
			return false
		}
	}
	switch len(r.parts) {
	case 1:
		return true
	case 3:
		named := r.parts[0].id == 'R' && r.parts[1].id == 'G' && r.parts[2].id == 'B'
		return !named && (r.adobe < 0 || r.adobe == 1)
	}
	return false
}

// common reports whether Cb and Cr are as large as Y or half of it in either
// direction.
func (r *reading) common() bool {
	for i, c := range r.parts {
		if i == 0 && max(c.across, c.down) > 2 || i > 0 && max(c.across, c.down) > 1 {
			return false
		}
	}
	return true
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
	if b[0] != 0 || b[1] != 63 || b[2] != 0 || !r.ready(parts) {
		return false
	}
	s := stream{data: seg.scan}
	return r.units(&s, parts) && s.ended()
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
func (r *reading) ready(parts []*component) bool {
	blocks := 0
	for _, c := range parts {
		if !r.quantisers[c.quantiser] || c.dc == nil || c.ac == nil || c.begun {
			return false
		}
		c.begun = true
		blocks += c.across * c.down
	}
	return blocks <= 10 || len(parts) == 1
}

// units follows the units of a scan, which restarts may divide.
func (r *reading) units(s *stream, parts []*component) bool {
	wide, high := parts[0].wide, parts[0].high
	if len(parts) > 1 {
		wide, high = up(r.width, 8*r.across), up(r.height, 8*r.down)
	}
	left, restarts := r.interval, 0
	for range high {
		for range wide {
			if r.interval > 0 && left == 0 {
				if !s.restart(restarts) {
					return false
				}
				left, restarts = r.interval, restarts+1
			}
			left--
			if len(parts) == 1 {
				if !s.whole(parts[0].dc, parts[0].ac) {
					return false
				}
			} else if !s.unit(parts) {
				return false
			}
		}
	}
	return true
}

// unit follows the blocks that all components have at one place.
func (s *stream) unit(parts []*component) bool {
	for _, c := range parts {
		for range c.down * c.across {
			if !s.whole(c.dc, c.ac) {
				return false
			}
		}
	}
	return true
}
