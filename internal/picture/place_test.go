package picture

import (
	"encoding/binary"
	"image"
	"testing"
)

// located is EXIF with one directory, and one of places if the picture was taken
// somewhere.
func located(order binary.AppendByteOrder, somewhere bool) []byte {
	b := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		b = []byte("MM\x00*")
	}
	put := func(tag, kind uint16, n, value uint32) {
		b = order.AppendUint32(order.AppendUint32(order.AppendUint16(order.AppendUint16(b, tag), kind), n), value)
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 1)
	put(0x8825, 4, 1, 26)
	b = order.AppendUint32(b, 0)
	b = order.AppendUint16(b, 1)
	if somewhere {
		put(2, 5, 3, 44)
	} else {
		put(0, 1, 4, 2) // the version alone
	}
	b = order.AppendUint32(b, 0)
	return append(b, make([]byte, 24)...)
}

func TestLocated(t *testing.T) {
	picture := encodeJPEG(t, image.NewRGBA(image.Rect(0, 0, 8, 8)))
	with := func(body []byte) []byte {
		return append(appendSegment([]byte{0xff, mSOI}, mAPP0+1, body), picture[2:]...)
	}
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		if !Located(with(append([]byte(exifMark), located(order, true)...)), JPEG) {
			t.Errorf("%v: the place is not seen", order)
		}
		if Located(with(append([]byte(exifMark), located(order, false)...)), JPEG) {
			t.Errorf("%v: a version is taken for a place", order)
		}
	}
	xmp := []byte(`http://ns.adobe.com/xap/1.0/` + "\x00" + `<rdf exif:GPSLatitude="31,14N"/>`)
	if !Located(with(xmp), JPEG) {
		t.Error("the place in XMP is not seen")
	}
	if Located(picture, JPEG) || Located(nil, JPEG) || Located([]byte("x"), PNG) || Located([]byte("RIFF"), WebP) {
		t.Error("a place is seen where there is none")
	}
	png := append([]byte(pngMagic), appendChunk(nil, "eXIf", located(binary.BigEndian, true))...)
	if !Located(png, PNG) {
		t.Error("the place in a PNG is not seen")
	}
	body := appendRiff([]byte("WEBP"), "EXIF", located(binary.LittleEndian, true))
	webp := append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
	if !Located(webp, WebP) {
		t.Error("the place in a WebP is not seen")
	}
}
