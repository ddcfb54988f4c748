package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"strings"
	"testing"
	"time"

	"bulletin/internal/diag"
)

func TestKnown(t *testing.T) {
	for name, want := range map[string]bool{
		"a.jpg": true, "图片 1.PNG": true, "d/x.webp": true, "x.heic": true, "x.svg": true,
		"x": false, "x.pdf": false, "jpg": false, "x.jpg.md": false,
	} {
		if Known(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
	if JPEG.Ending() != ".jpg" || WebP.Ending() != ".webp" {
		t.Error("endings")
	}
}

func samples(t testing.TB) map[string][]byte {
	return map[string][]byte{
		"jpeg":     planted(t, 1),
		"turned":   planted(t, 6),
		"png":      plantedPNG(t),
		"gif":      plantedGIF(t, 2),
		"webp":     plantedWebP(t),
		"lossless": decode64(t, losslessWebP),
		"svg":      []byte(svgHead + `<style>a{b:c}</style><!-- x --><g style="fill:url(#a)"/></svg>`),
	}
}

// A file cut off anywhere is refused; the bytes after its end do not count.
func TestCutOff(t *testing.T) {
	for name, data := range samples(t) {
		info, _ := Probe(data)
		whole, err := Clean(data, info)
		if err != nil {
			t.Fatal(err)
		}
		for n := range whole {
			got, wrong := Probe(whole[:n])
			if wrong == sound {
				t.Errorf("%s cut off at %d of %d is fine: %+v", name, n, len(whole), got)
				break
			}
			if n > 12 && name != "svg" && wrong != damage {
				t.Errorf("%s cut off at %d is %s", name, n, wrong)
				break
			}
		}
	}
}

func TestRefused(t *testing.T) {
	head := func(width, height uint32, rest string) []byte {
		b := binary.BigEndian.AppendUint32(nil, width)
		b = append(binary.BigEndian.AppendUint32(b, height), rest...)
		return piece("IHDR", string(b))
	}
	photo := encodeJPEG(t, pattern(48, 32))
	sof := bytes.Index(photo, []byte{0xff, mSOF0})
	with := func(at int, b ...byte) []byte {
		return slices.Concat(photo[:at], b, photo[at+len(b):])
	}
	flipped := plantedPNG(t)
	flipped[40] ^= 1
	tests := []struct {
		name string
		data []byte
		want diag.Message
	}{
		{"nothing", nil, damage},
		{"text", []byte("hello"), alien},
		{"HEIC", []byte("\x00\x00\x00\x18ftypheic"), alien},
		{"PDF", []byte("%PDF-1.4"), alien},
		{"half a magic number", []byte("\x89PN"), damage},
		{"too many bytes", make([]byte, maxBytes+1), large},
		{"JPEG, too many pixels", with(sof+5, 0xff, 0xff, 0xff, 0xff), large},
		{"JPEG, absurd for its bytes", with(sof+5, 0x20, 0x00, 0x20, 0x00), damage},
		{"JPEG, no pixels", with(sof+5, 0, 0), damage},
		{"JPEG, arithmetic", with(sof, 0xff, 0xc9), alien},
		{"JPEG, lossless", with(sof, 0xff, 0xc3), alien},
		{"JPEG, 12 bits", with(sof+4, 12), alien},
		{"JPEG, two frames", slices.Concat(photo[:sof], photo[sof:sof+19], photo[sof:]), damage},
		{"PNG, too many pixels", slices.Concat([]byte(pngMagic), head(20000, 20000, "\x08\x02\x00\x00\x00")), large},
		{"PNG, absurd for its bytes", slices.Concat([]byte(pngMagic), head(9000, 9000, "\x08\x02\x00\x00\x00"), piece("IDAT", "x"), piece("IEND", "")), damage},
		{"PNG, no pixels", slices.Concat([]byte(pngMagic), head(0, 1, "\x08\x02\x00\x00\x00")), damage},
		{"PNG, of no kind", slices.Concat([]byte(pngMagic), head(1, 1, "\x08\x05\x00\x00\x00")), damage},
		{"PNG, no palette", slices.Concat([]byte(pngMagic), head(1, 1, "\x08\x03\x00\x00\x00"), piece("IDAT", "x"), piece("IEND", "")), damage},
		{"PNG, a palette of 257", slices.Concat([]byte(pngMagic), head(1, 1, "\x08\x03\x00\x00\x00"), piece("PLTE", strings.Repeat("x", 3*257)), piece("IDAT", "x"), piece("IEND", "")), damage},
		{"PNG, a bit flipped", flipped, damage},
		{"PNG, Apple's", slices.Concat([]byte(pngMagic), piece("CgBI", "abcd")), alien},
		{"GIF, no frame", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), damage},
		{"GIF, absurd for its bytes", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x00\x20\x00\x20\x00\x02\x01\x00\x00;"), damage},
		{"WebP, no picture", pack(fourcc("EXIF", "x")), damage},
		{"WebP, too large", pack(fourcc("VP8X", "\x02\x00\x00\x00\xff\xff\x00\xff\xff\x00")), large},
	}
	for _, tt := range tests {
		if info, wrong := Probe(tt.data); wrong != tt.want {
			t.Errorf("%s: %q %+v, want %q", tt.name, wrong, info, tt.want)
		}
	}
	if _, err := Clean([]byte("x"), Info{}); err == nil {
		t.Error("nothing is clean")
	}
}

// What is wrong has a text in both languages.
func TestMessages(t *testing.T) {
	for _, m := range []diag.Message{damage, alien, large, script} {
		if !slices.Contains(diag.Messages(), m) {
			t.Errorf("no text for %s", m)
		}
	}
}

// structure is what the file's own structure says: the rest has tests of its
// own.
func structure(info Info) Info {
	info.Crisp, info.Alpha, info.Tone = false, false, 0
	return info
}

func FuzzProbe(f *testing.F) {
	for _, data := range samples(f) {
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	f.Add([]byte(pngMagic))
	f.Add([]byte(strings.Repeat("\xff\xd8\xff\xe0\x00\x02", 9)))
	f.Fuzz(func(t *testing.T, data []byte) {
		begin := time.Now()
		info, wrong := Probe(fixed(data))
		if wrong != sound {
			if info != (Info{}) {
				t.Fatalf("%s, and yet %+v", wrong, info)
			}
			return
		}
		if info.Width < 1 || info.Height < 1 || info.Orientation < 1 || info.Orientation > 8 {
			t.Fatalf("%+v", info)
		}
		checkClean(t, fixed(data), info)
		if d := time.Since(begin); d > 10*time.Second {
			t.Fatalf("it took %s", d)
		}
	})
}

// toneless leaves out the tone, which may be that of a thumbnail.
func toneless(info Info) Info {
	info.Tone = 0
	return info
}

// checkClean holds the laws of Clean: what it makes is a picture of the same
// size, upright, and already clean.
func checkClean(t *testing.T, data []byte, info Info) {
	out, err := Clean(data, info)
	if err != nil {
		if info.Orientation == 1 {
			t.Fatal(err)
		}
		return // turning decodes, and not all that has a structure has a picture
	}
	again, wrong := Probe(out)
	info.Orientation = 1
	if wrong != sound || toneless(again) != toneless(info) {
		t.Fatalf("cleaned it is %q %+v, was %+v", wrong, again, info)
	}
	twice, err := Clean(out, again)
	if err != nil || !bytes.Equal(twice, out) {
		t.Fatalf("not the same again: %v\n%q\n%q", err, out, twice)
	}
}

// fixed makes the checksums of a PNG right, which chance never does.
func fixed(data []byte) []byte {
	if !bytes.HasPrefix(data, []byte(pngMagic)) {
		return data
	}
	data = bytes.Clone(data)
	for at := len(pngMagic); at+12 <= len(data); {
		n := int(binary.BigEndian.Uint32(data[at:]))
		if n > len(data)-at-12 {
			break
		}
		binary.BigEndian.PutUint32(data[at+8+n:], crc32.ChecksumIEEE(data[at+4:at+8+n]))
		at += 12 + n
	}
	return data
}
