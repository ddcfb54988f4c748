package picture

import (
	"encoding/binary"

	"bulletin/internal/diag"
)

// The flags of a VP8X.
const (
	webpProfile   = 0x20
	webpAlpha     = 0x10
	webpAnimation = 0x02
)

// A riff is a piece of a WebP.
type riff struct {
	kind string
	body []byte
}

// riffs walks through the pieces of a WebP or of one of its frames.
type riffs struct{ rest []byte }

// next is false at the end and where the file is cut off; rest is empty only
// at the end.
func (r *riffs) next() (riff, bool) {
	if len(r.rest) < 8 {
		return riff{}, false
	}
	n := int64(binary.LittleEndian.Uint32(r.rest[4:]))
	if n > int64(len(r.rest)-8) {
		return riff{}, false
	}
	found := riff{kind: string(r.rest[:4]), body: r.rest[8 : 8+n]}
	r.rest = r.rest[8+n:]
	if n%2 == 1 && len(r.rest) > 0 {
		r.rest = r.rest[1:]
	}
	return found, true
}

// webpBody is what the RIFF head says belongs to the file.
func webpBody(data []byte) (riffs, bool) {
	n := int64(binary.LittleEndian.Uint32(data[4:]))
	if n < 4 || n > int64(len(data)-8) {
		return riffs{}, false
	}
	return riffs{rest: data[12 : 8+n]}, true
}

func probeWebP(data []byte) (Info, diag.Message) {
	info := Info{Format: WebP, Orientation: 1}
	walk, ok := webpBody(data)
	if !ok {
		return info, damage
	}
	images, first, frames := 0, true, 0
	extended := false
	for r, ok := walk.next(); ok; r, ok = walk.next() {
		switch r.kind {
		case "VP8X":
			if !first || len(r.body) != 10 {
				return info, damage
			}
			extended = true
			info.Width, info.Height = 1+uint24(r.body[4:]), 1+uint24(r.body[7:])
			info.Animated = r.body[0]&webpAnimation != 0
		case "VP8 ", "VP8L":
			width, height, ok := stillSize(r)
			if !ok || extended && (width != info.Width || height != info.Height) {
				return info, damage
			}
			info.Width, info.Height = width, height
			images++
			info.Crisp = r.kind == "VP8L"
			info.Alpha = info.Alpha || info.Crisp && r.body[4]&0x10 != 0
		case "ALPH":
			info.Alpha = true
		case "ANMF":
			if wrong := probeFrame(r.body, info); wrong != sound {
				return info, wrong
			}
			frames++
		}
		first = false
	}
	switch {
	case len(walk.rest) > 0:
		return info, damage
	case oversize(info.Width, info.Height):
		return info, large
	case info.Animated && (frames == 0 || images > 0), !info.Animated && (images != 1 || frames > 0):
		return info, damage
	}
	info.Animated = frames > 0
	return info, sound
}

// probeFrame checks a frame of an animation.
func probeFrame(body []byte, canvas Info) diag.Message {
	if len(body) < 16 {
		return damage
	}
	x, y := 2*uint24(body), 2*uint24(body[3:])
	wide, high := 1+uint24(body[6:]), 1+uint24(body[9:])
	if x+wide > canvas.Width || y+high > canvas.Height {
		return damage
	}
	images := 0
	walk := riffs{rest: body[16:]}
	for r, ok := walk.next(); ok; r, ok = walk.next() {
		if r.kind == "VP8 " || r.kind == "VP8L" {
			width, height, ok := stillSize(r)
			if !ok || width != wide || height != high {
				return damage
			}
			images++
		}
	}
	if images != 1 || len(walk.rest) > 0 {
		return damage
	}
	return sound
}

// stillSize reads the head of a coded picture.
func stillSize(r riff) (width, height int, ok bool) {
	b := r.body
	if r.kind == "VP8L" {
		if len(b) < 5 || b[0] != 0x2f {
			return 0, 0, false
		}
		bits := binary.LittleEndian.Uint32(b[1:])
		return 1 + int(bits&0x3fff), 1 + int(bits>>14&0x3fff), bits>>29 == 0
	}
	if len(b) < 10 || b[0]&1 != 0 || string(b[3:6]) != "\x9d\x01\x2a" {
		return 0, 0, false
	}
	width = int(binary.LittleEndian.Uint16(b[6:])) & 0x3fff
	height = int(binary.LittleEndian.Uint16(b[8:])) & 0x3fff
	first := uint24(b) >> 5 // how long the first of its parts is
	return width, height, width > 0 && height > 0 && first <= len(b)-10
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

func cleanWebP(data []byte) ([]byte, error) {
	walk, ok := webpBody(data)
	if !ok {
		return nil, errDamaged
	}
	out := append(make([]byte, 0, len(data)), "RIFF\x00\x00\x00\x00WEBP"...)
	flags := -1 // where those of the VP8X stand
	for r, ok := walk.next(); ok; r, ok = walk.next() {
		switch r.kind {
		case "VP8X":
			flags = len(out) + 8
			body := append([]byte{r.body[0] & (webpAlpha | webpAnimation), 0, 0, 0}, r.body[4:10]...)
			out = appendRiff(out, r.kind, body)
		case "ICCP":
			if flags >= 0 {
				out[flags] |= webpProfile
				out = appendRiff(out, r.kind, r.body)
			}
		case "ANIM":
			out = appendRiff(out, r.kind, r.body[:min(6, len(r.body))])
		case "ANMF":
			out = appendRiff(out, r.kind, cleanFrame(r.body))
		case "ALPH", "VP8 ", "VP8L":
			out = appendRiff(out, r.kind, r.body)
		}
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, nil
}

func cleanFrame(body []byte) []byte {
	out := append(make([]byte, 0, len(body)), body[:16]...)
	out[15] &= 3
	walk := riffs{rest: body[16:]}
	for r, ok := walk.next(); ok; r, ok = walk.next() {
		switch r.kind {
		case "ALPH", "VP8 ", "VP8L":
			out = appendRiff(out, r.kind, r.body)
		}
	}
	return out
}

func appendRiff(out []byte, kind string, body []byte) []byte {
	out = append(out, kind...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(body)))
	out = append(out, body...)
	if len(body)%2 == 1 {
		out = append(out, 0)
	}
	return out
}
