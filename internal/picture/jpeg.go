package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image/jpeg"

	"bulletin/internal/diag"
)

// The markers of JPEG that matter here, after ITU T.81.
const (
	mSOF0 = 0xc0
	mSOF2 = 0xc2
	mDHT  = 0xc4
	mJPG  = 0xc8
	mDAC  = 0xcc
	mSOF  = 0xcf // the last of them
	mRST0 = 0xd0
	mRST7 = 0xd7
	mSOI  = 0xd8
	mEOI  = 0xd9
	mSOS  = 0xda
	mDQT  = 0xdb
	mDRI  = 0xdd
	mAPP0 = 0xe0
)

// A segment is one marker with what belongs to it.
type segment struct {
	marker byte
	body   []byte // without marker and length
	scan   []byte // the coded picture that follows an SOS
}

// segments walks through a JPEG.
type segments struct{ rest []byte }

// next is false where the file is cut off before its end. Bytes between
// segments are skipped, as every decoder does.
func (s *segments) next() (segment, bool) {
	for {
		i := bytes.IndexByte(s.rest, 0xff)
		if i < 0 || i+1 >= len(s.rest) {
			return segment{}, false
		}
		m := s.rest[i+1]
		s.rest = s.rest[i+1:]
		switch {
		case m == 0xff:
			continue
		case m == 0 || m == 1 || mRST0 <= m && m <= mRST7 || m == mSOI:
			s.rest = s.rest[1:]
			continue
		}
		return s.segment(m, s.rest[1:])
	}
}

func (s *segments) segment(marker byte, rest []byte) (segment, bool) {
	seg := segment{marker: marker}
	if marker == mEOI {
		s.rest = rest
		return seg, true
	}
	if len(rest) < 2 {
		return seg, false
	}
	n := int(binary.BigEndian.Uint16(rest))
	if n < 2 || n > len(rest) {
		return seg, false
	}
	seg.body, s.rest = rest[2:n], rest[n:]
	if marker == mSOS {
		n := scanSize(s.rest)
		seg.scan, s.rest = s.rest[:n], s.rest[n:]
	}
	return seg, true
}

// scanSize measures the coded picture: to the next marker that is not a
// restart.
func scanSize(b []byte) int {
	i := 0
	for {
		n := bytes.IndexByte(b[i:], 0xff)
		if n < 0 || i+n+1 >= len(b) {
			return len(b)
		}
		i += n
		switch m := b[i+1]; {
		case m == 0 || mRST0 <= m && m <= mRST7:
			i += 2
		case m == 0xff:
			i++
		default:
			return i
		}
	}
}

// A frame is what an SOF says.
type frame struct {
	width, height, components int
	blocks                    int // of the densest component, at least
}

func readFrame(marker byte, body []byte) (frame, diag.Message) {
	if marker > mSOF2 {
		return frame{}, alien // lossless, hierarchical or arithmetic: nothing shows it
	}
	if len(body) < 6 {
		return frame{}, damage
	}
	f := frame{
		height:     int(binary.BigEndian.Uint16(body[1:])),
		width:      int(binary.BigEndian.Uint16(body[3:])),
		components: int(body[5]),
	}
	f.blocks = (f.width + 7) / 8 * ((f.height + 7) / 8)
	switch {
	case body[0] != 8:
		return f, alien
	case f.components != 1 && f.components != 3 && f.components != 4:
		return f, alien
	case f.width == 0 || f.height == 0 || len(body) != 6+3*f.components:
		return f, damage
	case oversize(f.width, f.height):
		return f, large
	}
	for b := body[6:]; len(b) > 0; b = b[3:] {
		if across, down := b[1]>>4, b[1]&15; across < 1 || across > 4 || down < 1 || down > 4 || b[2] > 3 {
			return f, damage
		}
	}
	return f, sound
}

// probeJPEG returns the EXIF too.
func probeJPEG(data []byte) (Info, []byte, diag.Message) {
	info := Info{Format: JPEG}
	walk := segments{rest: data}
	var seen frame
	var exif []byte
	coded := 0
	for {
		seg, ok := walk.next()
		if !ok {
			return info, nil, damage
		}
		switch {
		case seg.marker == mEOI:
			info, wrong := finishJPEG(info, seen, coded)
			return info, exif, wrong
		case isFrame(seg.marker):
			f, wrong := readFrame(seg.marker, seg.body)
			if wrong != sound {
				return info, nil, wrong
			}
			if seen.width != 0 {
				return info, nil, damage
			}
			seen = f
		case seg.marker == mSOS:
			if seen.width == 0 || len(seg.body) < 4 || len(seg.scan) == 0 {
				return info, nil, damage
			}
			coded += len(seg.scan)
		case seg.marker == mAPP0+1 && info.Orientation == 0:
			if tiff, ok := bytes.CutPrefix(seg.body, []byte("Exif\x00\x00")); ok {
				info.Orientation, exif = orientation(tiff), tiff
			}
		}
	}
}

func finishJPEG(info Info, f frame, coded int) (Info, diag.Message) {
	// Each block takes a bit at least.
	if f.width == 0 || coded == 0 || coded < f.blocks/8 {
		return info, damage
	}
	info.Orientation = max(info.Orientation, 1)
	info.Width, info.Height = f.width, f.height
	if info.Orientation >= 5 {
		info.Width, info.Height = f.height, f.width
	}
	return info, sound
}

func isFrame(m byte) bool {
	return mSOF0 <= m && m <= mSOF && m != mDHT && m != mJPG && m != mDAC
}

func cleanJPEG(data []byte, info Info) ([]byte, error) {
	bare, err := stripJPEG(data)
	if err != nil || info.Orientation <= 1 {
		return bare, err
	}
	return turnJPEG(bare, info.Orientation)
}

// stripJPEG copies a JPEG without what is not published.
func stripJPEG(data []byte) ([]byte, error) {
	out := make([]byte, 0, len(data))
	out = append(out, 0xff, mSOI)
	walk := segments{rest: data}
	jfif := false
	for {
		seg, ok := walk.next()
		if !ok {
			return nil, errDamaged
		}
		if seg.marker == mEOI {
			return append(out, 0xff, mEOI), nil
		}
		body := kept(seg)
		if seg.marker == mAPP0 {
			if jfif {
				continue
			}
			jfif = body != nil
		}
		if body != nil {
			out = append(appendSegment(out, seg.marker, body), seg.scan...)
		}
	}
}

func appendSegment(out []byte, marker byte, body []byte) []byte {
	out = append(out, 0xff, marker)
	out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
	return append(out, body...)
}

// kept is what is published of a segment; nil for nothing.
func kept(seg segment) []byte {
	switch m := seg.marker; {
	case isFrame(m), m == mDHT, m == mSOS, m == mDQT, m == mDRI:
		return seg.body
	case m == mAPP0 && len(seg.body) >= 14 && string(seg.body[:5]) == "JFIF\x00":
		return append(bytes.Clone(seg.body[:12]), 0, 0) // no thumbnail
	case m == mAPP0+2 && isProfile(seg):
		return seg.body
	case m == mAPP0+14 && len(seg.body) >= 12 && string(seg.body[:5]) == "Adobe":
		return seg.body[:12]
	}
	return nil
}

func isProfile(seg segment) bool {
	return seg.marker == mAPP0+2 && bytes.HasPrefix(seg.body, []byte("ICC_PROFILE\x00"))
}

// turnJPEG decodes a JPEG, turns it upright and encodes it again, with its
// colour profile.
func turnJPEG(data []byte, orientation int) ([]byte, error) {
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("turning a picture upright: %w", err)
	}
	turned, native := turn(img, orientation)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, turned, &jpeg.Options{Quality: 90}); err != nil {
		return nil, fmt.Errorf("turning a picture upright: %w", err)
	}
	if !native {
		return b.Bytes(), nil // a profile of inks says nothing about RGB
	}
	out := append(make([]byte, 0, b.Len()), 0xff, mSOI)
	walk := segments{rest: data}
	for seg, ok := walk.next(); ok && seg.marker != mEOI; seg, ok = walk.next() {
		if isProfile(seg) {
			out = appendSegment(out, seg.marker, seg.body)
		}
	}
	return append(out, b.Bytes()[2:]...), nil
}
