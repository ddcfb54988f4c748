package picture

import (
	"encoding/binary"
	"iter"
)

// A tiff is EXIF: directories of entries of twelve bytes each (a tag, a type, a
// count, and a value or where it lies), after TIFF 6.0.
type tiff struct {
	data  []byte
	order binary.ByteOrder
}

// readTIFF reads the head, which says where the first directory is.
func readTIFF(data []byte) (t tiff, first uint32, ok bool) {
	if len(data) < 8 {
		return tiff{}, 0, false
	}
	t.data = data
	switch string(data[:4]) {
	case "II*\x00":
		t.order = binary.LittleEndian
	case "MM\x00*":
		t.order = binary.BigEndian
	default:
		return tiff{}, 0, false
	}
	return t, t.order.Uint32(data[4:]), true
}

// entries visits the entries of a directory, as far as there are any, by tag.
func (t tiff) entries(directory uint32) iter.Seq2[uint16, []byte] {
	return func(yield func(uint16, []byte) bool) {
		at := int64(directory)
		if at+2 > int64(len(t.data)) {
			return
		}
		rest := t.data[at+2:]
		for n := t.order.Uint16(t.data[at:]); n > 0 && len(rest) >= 12; n-- {
			if !yield(t.order.Uint16(rest), rest[:12]) {
				return
			}
			rest = rest[12:]
		}
	}
}

// value is the value of an entry, or where it lies.
func (t tiff) value(entry []byte) uint32 { return t.order.Uint32(entry[8:]) }

// entry is the value of the first entry with a tag.
func (t tiff) entry(directory uint32, tag uint16) (value uint32, ok bool) {
	for has, e := range t.entries(directory) {
		if has == tag {
			return t.value(e), true
		}
	}
	return 0, false
}

// after is where the directory after one is; 0 for none.
func (t tiff) after(directory uint32) uint32 {
	at := int64(directory)
	if at+2 > int64(len(t.data)) {
		return 0
	}
	at += 2 + 12*int64(t.order.Uint16(t.data[at:]))
	if at+4 > int64(len(t.data)) {
		return 0
	}
	return t.order.Uint32(t.data[at:])
}
