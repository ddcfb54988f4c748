package picture

import "bytes"

// Located reports whether the file tells where the picture was taken: by
// coordinates in EXIF, or in XMP. What Clean and the variants of a picture say is
// without it, but whoever has the file can read it.
func Located(data []byte, format Format) (located bool) {
	defer func() {
		if recover() != nil {
			located = false
		}
	}()
	for _, note := range notes(data, format) {
		if tiff, ok := bytes.CutPrefix(note, []byte(exifMark)); ok && coordinates(tiff) {
			return true
		}
		if bytes.Contains(note, []byte("GPSLatitude")) { // exif:GPSLatitude, as attribute or element
			return true
		}
	}
	return false
}

const exifMark = "Exif\x00\x00"

// notes are the parts of a file that describe the picture; EXIF begins with its mark.
func notes(data []byte, format Format) (all [][]byte) {
	switch format {
	case JPEG:
		walk := segments{rest: data}
		for s, ok := walk.next(); ok && s.marker != mEOI; s, ok = walk.next() {
			if s.marker == mAPP0+1 {
				all = append(all, s.body)
			}
		}
	case PNG:
		walk := chunks{rest: data[len(pngMagic):]}
		for c, ok := walk.next(); ok; c, ok = walk.next() {
			switch c.kind {
			case "eXIf":
				all = append(all, append([]byte(exifMark), c.body...))
			case "iTXt", "tEXt":
				all = append(all, c.body)
			}
		}
	case WebP:
		walk, _ := webpBody(data)
		for r, ok := walk.next(); ok; r, ok = walk.next() {
			switch r.kind {
			case "EXIF":
				all = append(all, append([]byte(exifMark), bytes.TrimPrefix(r.body, []byte(exifMark))...))
			case "XMP ":
				all = append(all, r.body)
			}
		}
	}
	return all
}

// coordinates reports whether EXIF holds a latitude: entry 2 of the directory to
// which entry 0x8825 of the first one leads.
func coordinates(exif []byte) bool {
	t, first, _ := readTIFF(exif)
	places, ok := t.entry(first, 0x8825)
	if !ok {
		return false
	}
	_, ok = t.entry(places, 2)
	return ok
}
