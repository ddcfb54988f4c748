package picture

import "encoding/binary"

// A component is one of the planes of a JPEG.
type component struct {
	id           byte
	across, down int // samples of it, where the picture has most of all components
	table        int // the number of its quantiser
	wide, high   int // blocks, as a scan of it alone has them
	plane        []byte
	stride       int  // of the plane, in bytes
	begun        bool // some scan had it

	dc, ac    *code // in this scan, as is what follows
	quantiser *[64]int32
	last      int32 // the first coefficient of the block before
}

// A sequence decodes a sequential JPEG in a fraction of its size, and is strict: it
// wants every bit in its place. The standard library, which decodes whatever else
// there is, takes two and a half times as long for a photo, for it makes all the
// pixels first.
type sequence struct {
	width, height int
	across, down  int // the most samples that a component has
	by            int // samples that become one, in both directions: 1, 2, 4 or 8
	transform     transform
	kept          *[64]uint8
	parts         []component
	dc, ac        [4]*code
	quantisers    [4]*[64]int32
	coefficients  [64]int32 // of a block
	interval      int       // units between restarts; 0 for none
	adobe         int       // the transform that Adobe's segment names; -1 for none
}

// sequential decodes a sequential JPEG that is wanted in no more than that width
// and height. It is nil where a bit is out of its place, and for kinds that are left
// to the standard library: progressive JPEGs, those that are neither grey nor YCbCr,
// and those that are wanted as large as they are, if the standard library knows their
// sampling. It wants the bytes that stripJPEG leaves.
func sequential(data []byte, width, height int) *plate {
	r := &sequence{adobe: -1}
	walk := segments{rest: data}
	for {
		seg, ok := walk.next()
		if !ok || !r.segment(seg, width, height) {
			return nil
		}
		if seg.marker == mEOI {
			if !r.complete() {
				return nil
			}
			return r.plate()
		}
	}
}

func (r *sequence) segment(seg segment, width, height int) bool {
	switch m := seg.marker; {
	case isFrame(m):
		return r.frame(seg) && r.room(width, height)
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

func (r *sequence) quantiser(body []byte) bool {
	for len(body) > 0 {
		if len(body) < 65 || body[0] > 3 { // 16-bit tables are left to the standard library
			return false
		}
		q := new([64]int32)
		for i := range q {
			q[i] = int32(body[1+i])
		}
		r.quantisers[body[0]] = q
		body = body[65:]
	}
	return true
}

func (r *sequence) frame(seg segment) bool {
	f, wrong := readFrame(seg.marker, seg.body)
	if wrong != sound || r.parts != nil || f.components == 4 || seg.marker == mSOF2 {
		return false
	}
	r.width, r.height = f.width, f.height
	for i := range f.components {
		b := seg.body[6+3*i:]
		c := component{id: b[0], across: int(b[1] >> 4), down: int(b[1] & 15), table: int(b[2])}
		if c.table > 3 {
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
		if r.across%c.across != 0 || r.down%c.down != 0 {
			return false
		}
	}
	return true
}

// room makes planes for the size that is wanted. It reports false where the
// standard library is as good.
func (r *sequence) room(width, height int) bool {
	halved := 0
	for halved < 3 && r.width>>(halved+1) >= width && r.height>>(halved+1) >= height {
		halved++
	}
	if halved == 0 && r.common() {
		return false
	}
	r.by, r.transform, r.kept = 1<<halved, transforms[halved], &places[halved]
	side := 8 >> halved
	for i := range r.parts {
		c := &r.parts[i]
		c.stride = up(r.width, 8*r.across) * c.across * side // whole units
		c.plane = make([]byte, c.stride*up(r.height, 8*r.down)*c.down*side)
	}
	return true
}

func up(n, by int) int { return (n + by - 1) / by }

// complete reports whether all of the picture was there, and whether it is of
// the kinds that are grey or YCbCr.
func (r *sequence) complete() bool {
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
func (r *sequence) common() bool {
	for i, c := range r.parts {
		if i == 0 && max(c.across, c.down) > 2 || i > 0 && max(c.across, c.down) > 1 {
			return false
		}
	}
	return true
}

// scan decodes one scan. It is false where a bit is out of place.
func (r *sequence) scan(seg segment) bool {
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
func (r *sequence) part(id byte, named []*component) *component {
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
func (r *sequence) ready(parts []*component) bool {
	blocks := 0
	for _, c := range parts {
		c.quantiser, c.last = r.quantisers[c.table], 0
		if c.quantiser == nil || c.dc == nil || c.ac == nil || c.begun {
			return false
		}
		c.begun = true
		blocks += c.across * c.down
	}
	return blocks <= 10 || len(parts) == 1
}

// units decodes the units of a scan, which restarts may divide.
func (r *sequence) units(s *stream, parts []*component) bool {
	wide, high := parts[0].wide, parts[0].high
	if len(parts) > 1 {
		wide, high = up(r.width, 8*r.across), up(r.height, 8*r.down)
	}
	left, restarts := r.interval, 0
	for y := range high {
		for x := range wide {
			if r.interval > 0 && left == 0 {
				if !s.restart(restarts) {
					return false
				}
				left, restarts = r.interval, restarts+1
				for _, c := range parts {
					c.last = 0
				}
			}
			left--
			if len(parts) == 1 {
				if !r.block(s, parts[0], x, y) {
					return false
				}
			} else if !r.unit(s, parts, x, y) {
				return false
			}
		}
	}
	return true
}

// unit decodes the blocks that all components have at one place.
func (r *sequence) unit(s *stream, parts []*component, x, y int) bool {
	for _, c := range parts {
		for down := range c.down {
			for across := range c.across {
				if !r.block(s, c, x*c.across+across, y*c.down+down) {
					return false
				}
			}
		}
	}
	return true
}

// block decodes a block into its place.
func (r *sequence) block(s *stream, c *component, x, y int) bool {
	side, b := 8/r.by, &r.coefficients
	clear(b[:side*side])
	flat, ok := s.block(c, b, r.kept)
	if !ok {
		return false
	}
	out := c.plane[y*side*c.stride+x*side:]
	if !flat {
		r.transform(b, out, c.stride)
		return true
	}
	v := sample(int64(b[0]), 3)
	for row := range side {
		for i := range side {
			out[row*c.stride+i] = v
		}
	}
	return true
}

// plate is what was decoded.
func (r *sequence) plate() *plate {
	p := &plate{width: r.width, height: r.height, sparse: true}
	for _, c := range r.parts {
		across, down := r.across/c.across, r.down/c.down
		p.planes = append(p.planes, flat(c.plane, c.stride, up(up(r.width, across), r.by), up(up(r.height, down), r.by), r.by*across, r.by*down))
	}
	if len(p.planes) == 1 {
		p.planes = append(p.planes, neutral(p.planes[0]), neutral(p.planes[0]))
	}
	return p
}
