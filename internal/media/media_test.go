package media

import (
	"bytes"
	"encoding/binary"
	"testing"
)

func box(name string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	b := binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))
	return append(append(b, name...), body...)
}

// header is a track header: of its version, for a picture of that size, turned or
// not.
func header(version byte, width, height uint16, turned bool) []byte {
	before := 40
	if version == 1 {
		before = 52
	}
	b := make([]byte, before)
	b[0] = version
	matrix := [9]uint32{0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000}
	if turned {
		matrix = [9]uint32{0, 0x10000, 0, 0xffff0000, 0, 0, 0, 0, 0x40000000}
	}
	for _, m := range matrix {
		b = binary.BigEndian.AppendUint32(b, m)
	}
	b = binary.BigEndian.AppendUint32(b, uint32(width)<<16)
	return binary.BigEndian.AppendUint32(b, uint32(height)<<16)
}

func film(version byte, turned bool) []byte {
	place := box("udta", box("\xa9xyz", []byte("CANARY+31.2+121.4/")))
	return bytes.Join([][]byte{
		box("ftyp", []byte("isom\x00\x00\x02\x00")),
		box("moov", box("mvhd", make([]byte, 100)),
			box("trak", box("tkhd", header(version, 1280, 720, turned)), place),
			box("trak", box("tkhd", header(version, 0, 0, false))),
			box("trak", box("mdia", box("minf", box("meta", []byte("CANARY"))), place)),
			place, box("meta", []byte("\x00\x00\x00\x00CANARY"))),
		box("free", []byte("CANARY")),
		box("uuid", []byte("0123456789abcdefCANARY")),
		box("mdat", []byte("film")),
	}, nil)
}

func TestFilm(t *testing.T) {
	for _, version := range []byte{0, 1} {
		if w, h := Probe(film(version, false)); w != 1280 || h != 720 {
			t.Errorf("version %d: %d×%d", version, w, h)
		}
		if w, h := Probe(film(version, true)); w != 720 || h != 1280 {
			t.Errorf("version %d, turned: %d×%d", version, w, h)
		}
		data := film(version, false)
		if !Located(data) {
			t.Error("nobody is told where it was taken")
		}
		clean := Clean(bytes.Clone(data))
		if Located(clean) || Located(film(version, false)[:12]) {
			t.Error("a place is seen where there is none")
		}
		if bytes.Contains(clean, []byte("CANARY")) || bytes.Contains(clean, []byte("xyz")) {
			t.Error("it still tells where it was taken")
		}
		if len(clean) != len(data) || !bytes.Equal(clean[bytes.Index(clean, []byte("mdat")):], data[bytes.Index(data, []byte("mdat")):]) {
			t.Error("the recording was moved")
		}
		if w, h := Probe(clean); w != 1280 || h != 720 {
			t.Errorf("cleaned it is %d×%d", w, h)
		}
	}
}

func TestSound(t *testing.T) {
	sound := bytes.Repeat([]byte("\xff\xfbsound"), 100)
	label := append([]byte("ID3\x04\x00\x00\x00\x00\x01\x05"), bytes.Repeat([]byte("C"), 133)...)
	tag := append([]byte("TAG"), make([]byte, 125)...)
	if got := Clean(bytes.Join([][]byte{label, sound, tag}, nil)); !bytes.Equal(got, sound) {
		t.Errorf("%d bytes are left of %d", len(got), len(sound))
	}
	if got := Clean(append(bytes.Clone(sound), tag...)); !bytes.Equal(got, sound) {
		t.Errorf("of a label behind the sound %d bytes are left", len(got)-len(sound))
	}
	if got := Clean(append(box("mdat", []byte("film")), box("moov", box("udta", []byte("CANARY")))...)); bytes.Contains(got, []byte("CANARY")) {
		t.Error("a film of old tells where it was taken")
	}
	for _, whole := range []string{"", "ID3", "RIFF\x00\x00\x00\x00WAVE", string(sound), "ID3\x04\x00\x00\x7f\x7f\x7f\x7fshort"} {
		if got := Clean([]byte(whole)); string(got) != whole {
			t.Errorf("%q became %q", whole, got)
		}
	}
}

func TestKinds(t *testing.T) {
	for name, want := range map[string]Kind{"a.mp4": Video, "录像 1.MP4": Video, "a.webm": Video, "a.m4a": Audio, "a.mp3": Audio, "a.jpg": None, "mp4": None, "a.mov": None} {
		if got := Of(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
}

// Nothing that a file says of itself makes the program stumble, and cleaning it
// once is enough.
func FuzzClean(f *testing.F) {
	for _, turned := range []bool{false, true} {
		f.Add(film(0, turned))
	}
	f.Add([]byte("ID3\x04\x00\x10\x00\x00\x00\x01xsound"))
	f.Fuzz(func(t *testing.T, data []byte) {
		Probe(data)
		Located(data)
		film := isMP4(data)
		clean := Clean(data)
		if again := Clean(bytes.Clone(clean)); film && !bytes.Equal(again, clean) {
			t.Fatal("a second cleaning takes more out")
		}
	})
}
