package media

import "encoding/binary"

// An MP4 is made of boxes: four bytes of size, four of a name, and what the box
// holds, which may be boxes (ISO/IEC 14496-12).

// deepest is how many boxes lie within one another at most; a file that goes deeper
// is not read further.
const deepest = 8

// isMP4 reports whether a file begins with a box that such files begin with; old
// ones lack the first.
func isMP4(data []byte) bool {
	if len(data) < 12 {
		return false
	}
	switch string(data[4:8]) {
	case "ftyp", "wide", "mdat", "moov", "free", "skip":
		return true
	}
	return false
}

// boxes visits the boxes of a file or of another box, with their names and with
// what they hold. It ends where a box does not fit.
func boxes(data []byte, visit func(name string, header, body []byte)) {
	for len(data) >= 8 {
		size, head := uint64(binary.BigEndian.Uint32(data)), 8
		switch size {
		case 0: // to the end
			size = uint64(len(data))
		case 1:
			if len(data) < 16 {
				return
			}
			size, head = binary.BigEndian.Uint64(data[8:]), 16
		}
		if size < uint64(head) || size > uint64(len(data)) {
			return
		}
		visit(string(data[4:8]), data[:head], data[head:size])
		data = data[size:]
	}
}

// frame is the size of the largest picture of the tracks.
func frame(data []byte, depth int) (width, height int) {
	if depth > deepest {
		return 0, 0
	}
	boxes(data, func(name string, _, body []byte) {
		w, h := 0, 0
		switch name {
		case "moov", "trak":
			w, h = frame(body, depth+1)
		case "tkhd":
			w, h = track(body)
		}
		if w*h > width*height {
			width, height = w, h
		}
	})
	return width, height
}

// track is the size of a track's picture, turned as its matrix says.
func track(body []byte) (width, height int) {
	size := 84
	if len(body) > 0 && body[0] == 1 { // times of 64 bits
		size = 96
	}
	if len(body) < size {
		return 0, 0
	}
	// Numbers with 16 bits behind the point.
	width = int(binary.BigEndian.Uint16(body[size-8:]))
	height = int(binary.BigEndian.Uint16(body[size-4:]))
	if matrix := body[size-44:]; binary.BigEndian.Uint32(matrix) == 0 && binary.BigEndian.Uint32(matrix[4:]) != 0 {
		return height, width // a quarter turn
	}
	return width, height
}

// blank turns boxes that describe into free space, in place.
func blank(data []byte, depth int) {
	if depth > deepest {
		return
	}
	boxes(data, func(name string, header, body []byte) {
		switch name {
		case "moov", "trak", "mdia", "minf", "stbl", "edts", "mvex", "moof", "traf":
			blank(body, depth+1)
		case "udta", "meta", "uuid", "free", "skip", "wide":
			copy(header[4:8], "free")
			clear(header[8:])
			clear(body)
		}
	})
}
