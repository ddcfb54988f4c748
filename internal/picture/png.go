package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"

	"bulletin/internal/diag"
)

const (
	pngMagic   = "\x89PNG\r\n\x1a\n"
	maxPalette = 3 * 256 // bytes of 256 colours
)

// A chunk is a piece of a PNG.
type chunk struct {
	kind  string
	body  []byte
	whole []byte // with length, kind and checksum
}

// chunks walks through a PNG.
type chunks struct{ rest []byte }

// next is false where the file is cut off or a checksum is wrong.
func (c *chunks) next() (chunk, bool) {
	if len(c.rest) < 12 {
		return chunk{}, false
	}
	n := int64(binary.BigEndian.Uint32(c.rest))
	if n > int64(len(c.rest)-12) {
		return chunk{}, false
	}
	found := chunk{kind: string(c.rest[4:8]), body: c.rest[8 : 8+n], whole: c.rest[:12+n]}
	sum := binary.BigEndian.Uint32(c.rest[8+n:])
	c.rest = c.rest[12+n:]
	return found, crc32.ChecksumIEEE(found.whole[4:8+n]) == sum
}

func probePNG(data []byte) (Info, diag.Message) {
	info := Info{Format: PNG, Orientation: 1}
	walk := chunks{rest: data[len(pngMagic):]}
	head, ok := walk.next()
	if ok && head.kind == "CgBI" {
		return info, alien // Apple's own, which no browser shows
	}
	if !ok || head.kind != "IHDR" || len(head.body) != 13 {
		return info, damage
	}
	bits, wrong := readHead(head.body, &info)
	if wrong != sound {
		return info, wrong
	}
	var coded int64
	palette := false
	for {
		c, ok := walk.next()
		switch {
		case !ok, c.kind == "IHDR":
			return info, damage
		case c.kind == "PLTE" && len(c.body) > maxPalette:
			return info, damage
		case c.kind == "PLTE":
			palette = true
		case c.kind == "tRNS":
			info.Alpha = true
		case c.kind == "IDAT":
			coded += int64(len(c.body))
		case c.kind == "acTL" && coded == 0 && len(c.body) == 8:
			info.Animated = true
		case c.kind == "IEND":
			// Deflate makes at most 1032 bytes of one.
			least := int64(info.Width) * int64(info.Height) * bits / 8 / 1032
			if coded == 0 || coded < least || head.body[9] == 3 && !palette {
				return info, damage
			}
			info.Alpha = info.Alpha || head.body[9] >= 4
			info.Crisp = crisp(info, coded, head.body[8], head.body[9])
			return info, sound
		case c.kind[0]&0x20 == 0:
			return info, alien // unknown, and the picture cannot be shown without it
		}
	}
}

// crisp reports whether a PNG is worth keeping as it is to the pixel: one that
// took fewer than about four bits for a pixel of three colours of 8 bits has
// few of them. Chunks have a head, so that very small ones always are.
func crisp(info Info, coded int64, depth, kind byte) bool {
	const colours = 2 // the bit of the kind that says that there are any
	bits := int64(4)
	if kind&colours == 0 {
		bits = 2
	}
	if depth == 16 {
		bits *= 2
	}
	return kind == 3 || (coded-1024)*8 <= int64(info.Width)*int64(info.Height)*bits
}

// readHead reads an IHDR and returns the bits of a pixel.
func readHead(head []byte, info *Info) (int64, diag.Message) {
	width, height := binary.BigEndian.Uint32(head), binary.BigEndian.Uint32(head[4:])
	if width == 0 || height == 0 || width > 1<<31-1 || height > 1<<31-1 {
		return 0, damage
	}
	info.Width, info.Height = int(width), int(height)
	if oversize(info.Width, info.Height) {
		return 0, large
	}
	depth := int64(head[8])
	kinds := map[byte]struct{ channels, depths int64 }{
		0: {1, 1 | 2 | 4 | 8 | 16}, 2: {3, 8 | 16}, 3: {1, 1 | 2 | 4 | 8}, 4: {2, 8 | 16}, 6: {4, 8 | 16},
	}
	k, ok := kinds[head[9]]
	if !ok || depth == 0 || depth&(depth-1) != 0 || k.depths&depth == 0 {
		return 0, damage
	}
	if head[10] != 0 || head[11] != 0 || head[12] > 1 {
		return 0, damage
	}
	return k.channels * depth, sound
}

// chunkSizes gives the chunks of a PNG that are published, each with the most
// bytes that it can rightly have; -1 is any.
func chunkSizes() map[string]int {
	return map[string]int{
		"IHDR": 13, "PLTE": maxPalette, "IDAT": -1,
		"tRNS": 256, "gAMA": 4, "cHRM": 32, "sRGB": 1, "iCCP": -1, "sBIT": 4, "bKGD": 6, "hIST": 512, "cICP": 4,
		"mDCV": 24, "cLLI": 8,
		"acTL": 8, "fcTL": 26, "fdAT": -1,
	}
}

func cleanPNG(data []byte) ([]byte, error) {
	sizes := chunkSizes()
	out := append(make([]byte, 0, len(data)), pngMagic...)
	walk := chunks{rest: data[len(pngMagic):]}
	for {
		c, ok := walk.next()
		if !ok {
			return nil, errDamaged
		}
		if c.kind == "IEND" {
			return appendChunk(out, "IEND", nil), nil // whatever the file's own carries
		}
		size, known := sizes[c.kind]
		switch {
		case !known || size >= 0 && len(c.body) > size:
		case c.kind == "iCCP":
			out = appendProfile(out, c.body)
		default:
			out = append(out, c.whole...)
		}
	}
}

// appendProfile writes a colour profile without the name that it was given.
func appendProfile(out, body []byte) []byte {
	_, profile, ok := bytes.Cut(body, []byte{0})
	if !ok {
		return out
	}
	return appendChunk(out, "iCCP", append([]byte("ICC\x00"), profile...))
}

func appendChunk(out []byte, kind string, body []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(body)))
	start := len(out)
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
}
