package picture

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"testing"

	"golang.org/x/image/webp"
)

const (
	lossyWebP    = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"
	losslessWebP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="
)

func decode64(t testing.TB, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func pack(pieces ...[]byte) []byte {
	body := append([]byte("WEBP"), bytes.Join(pieces, nil)...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func fourcc(kind, body string) []byte { return appendRiff(nil, kind, []byte(body)) }

func plantedWebP(t testing.TB) []byte {
	still := decode64(t, lossyWebP)[12:]
	return append(pack(
		fourcc("VP8X", "\x2c\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
		fourcc("ICCP", "profile"),
		still,
		fourcc("EXIF", string(exif(binary.LittleEndian, 6, "CANARY-exif"))),
		fourcc("XMP ", "CANARY-xmp"),
		fourcc("NOTE", "CANARY-unknown"),
	), "CANARY-after"...)
}

func TestCleanWebP(t *testing.T) {
	data := plantedWebP(t)
	out, info := clean(t, data)
	if want := (Info{Format: WebP, Width: 1, Height: 1, Orientation: 1, Animated: false}); structure(info) != want {
		t.Errorf("it is %+v", info)
	}
	if out[20] != webpProfile {
		t.Errorf("the flags are %#x", out[20])
	}
	still := decode64(t, lossyWebP)
	for _, plain := range [][]byte{still, decode64(t, losslessWebP)} {
		if got, _ := clean(t, plain); !bytes.Equal(got, plain) {
			t.Errorf("%q became %q", plain, got)
		}
	}
	a, err := webp.Decode(bytes.NewReader(still))
	if err != nil {
		t.Fatal(err)
	}
	b, err := webp.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	samePixels(t, a, b, 0)
}

func TestAnimatedWebP(t *testing.T) {
	still := string(decode64(t, losslessWebP)[12:])
	frame := fourcc("ANMF", string(make([]byte, 12))+"\x64\x00\x00\xff"+string(fourcc("NOTE", "CANARY-frame"))+still)
	data := pack(fourcc("VP8X", "\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00"), fourcc("ANIM", "\xff\xff\xff\xff\x00\x00CANARY-anim"), frame, frame)
	out, info := clean(t, data)
	if !info.Animated {
		t.Error("it is still")
	}
	var kinds []string
	walk, _ := webpBody(out)
	for r, ok := walk.next(); ok; r, ok = walk.next() {
		kinds = append(kinds, fmt.Sprint(r.kind, len(r.body)))
	}
	if got := fmt.Sprint(kinds); got != "[VP8X10 ANIM6 ANMF38 ANMF38]" {
		t.Errorf("left are %s", got)
	}
}
