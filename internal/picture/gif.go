package picture

import (
	"bytes"
	"encoding/binary"

	"bulletin/internal/diag"
)

// The blocks of a GIF, after GIF89a.
const (
	gifExtension = 0x21
	gifImage     = 0x2c
	gifTrailer   = 0x3b
	gifControl   = 0xf9
	gifText      = 0x01
	gifProgram   = 0xff
)

// A block is a piece of a GIF after its head.
type block struct {
	kind  byte
	label byte   // of an extension
	whole []byte // as it stands
	data  []byte // an extension's sub-blocks, or an image's, with their lengths
}

// blocks walks through a GIF.
type blocks struct{ rest []byte }

// gifHead splits a GIF after its screen and palette.
func gifHead(data []byte) (head []byte, rest blocks, ok bool) {
	n := 13
	if len(data) < n {
		return nil, blocks{}, false
	}
	n += paletteSize(data[10])
	if len(data) < n {
		return nil, blocks{}, false
	}
	return data[:n], blocks{rest: data[n:]}, true
}

func paletteSize(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// next is false where the file is cut off or does not make sense.
func (b *blocks) next() (block, bool) {
	for len(b.rest) > 0 && b.rest[0] == 0 {
		b.rest = b.rest[1:] // padding that some encoders leave
	}
	if len(b.rest) == 0 {
		return block{}, false
	}
	found := block{kind: b.rest[0]}
	at := 0
	switch found.kind {
	case gifTrailer:
		found.whole = b.rest[:1]
		return found, true
	case gifExtension:
		if at = 2; len(b.rest) > 1 {
			found.label = b.rest[1]
		}
	case gifImage:
		if len(b.rest) < 11 {
			return found, false
		}
		at = 11 + paletteSize(b.rest[9]) // with the size of the first codes
	default:
		return found, false
	}
	end, ok := skipBlocks(b.rest, at)
	if !ok {
		return found, false
	}
	found.whole, found.data = b.rest[:end], b.rest[at:end]
	b.rest = b.rest[end:]
	return found, true
}

// skipBlocks returns where the sub-blocks that begin at a place end.
func skipBlocks(b []byte, at int) (int, bool) {
	for at < len(b) {
		n := int(b[at])
		at += 1 + n
		if n == 0 {
			return at, true
		}
	}
	return 0, false
}

func probeGIF(data []byte) (Info, diag.Message) {
	info := Info{Format: GIF, Orientation: 1}
	head, walk, ok := gifHead(data)
	if !ok {
		return info, damage
	}
	info.Width = int(binary.LittleEndian.Uint16(head[6:]))
	info.Height = int(binary.LittleEndian.Uint16(head[8:]))
	frames := 0
	for {
		b, ok := walk.next()
		if !ok {
			return info, damage
		}
		switch b.kind {
		case gifImage:
			width, height, wrong := gifFrame(b)
			if wrong != sound {
				return info, wrong
			}
			if frames == 0 && info.Width*info.Height == 0 {
				info.Width, info.Height = width, height
			}
			frames++
		case gifTrailer:
			if frames == 0 {
				return info, damage
			}
			if oversize(info.Width, info.Height) {
				return info, large
			}
			info.Animated = frames > 1
			return info, sound
		}
	}
}

func gifFrame(b block) (width, height int, wrong diag.Message) {
	width = int(binary.LittleEndian.Uint16(b.whole[5:]))
	height = int(binary.LittleEndian.Uint16(b.whole[7:]))
	first := b.whole[len(b.whole)-len(b.data)-1]
	switch {
	case width == 0 || height == 0, first < 2 || first > 8, len(b.data) < 2:
		return 0, 0, damage
	case oversize(width, height):
		return 0, 0, large
	case width*height/4096 > len(b.data)*8/3: // a code has 3 bits at least and gives 4096 pixels at most
		return 0, 0, damage
	}
	return width, height, sound
}

func cleanGIF(data []byte) ([]byte, error) {
	head, walk, ok := gifHead(data)
	if !ok {
		return nil, errDamaged
	}
	out := append(make([]byte, 0, len(data)), head...)
	var control []byte // waits for the block that it belongs to
	for {
		b, ok := walk.next()
		if !ok {
			return nil, errDamaged
		}
		switch {
		case b.kind == gifTrailer:
			return append(out, gifTrailer), nil
		case b.kind == gifImage:
			out = append(append(out, control...), b.whole...)
			control = nil
		case b.label == gifControl:
			control = nil
			if len(b.data) == 6 && b.data[0] == 4 {
				control = b.whole
			}
		case b.label == gifText:
			control = nil
		case b.label == gifProgram:
			out = append(out, loop(b.data)...)
		}
	}
}

// loop is the extension that says how often an animation is repeated, written
// anew; nil for any other program's.
func loop(data []byte) []byte {
	name, rest := data[:min(12, len(data))], data[min(12, len(data)):]
	if !bytes.Equal(name, []byte("\x0bNETSCAPE2.0")) && !bytes.Equal(name, []byte("\x0bANIMEXTS1.0")) {
		return nil
	}
	if len(rest) < 4 || rest[0] != 3 || rest[1] != 1 {
		return nil
	}
	out := append([]byte{gifExtension, gifProgram}, name...)
	return append(append(out, rest[:4]...), 0)
}
