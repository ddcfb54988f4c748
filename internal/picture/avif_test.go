package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"
)

// An AVIF has the sides of its variant, whatever they are, and holds nothing but the
// picture.
func TestAVIF(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {9, 7}, {64, 1}, {1, 65}, {131, 97}, {640, 480}} {
		data := insert(encodeJPEG(t, corners(size[0], size[1])), app(1, "Exif\x00\x00"+string(exif(binary.LittleEndian, 1, "CANARY"))))
		info := probed(t, data)
		r := Recipe{Widths: []int{480}, Quality: 80, AVIF: true}
		files, err := r.MakeSmaller(data, info)
		if err != nil {
			t.Fatal(err)
		}
		v, file := r.Smaller(info)[0], files[0]
		if v.Format != AVIF || string(file[4:12]) != "ftypavif" {
			t.Fatalf("%v: a %s begins with %q", size, v.Format, file[:12])
		}
		ispe := bytes.Index(file, []byte("ispe")) // 4 bytes of version and flags, then the sides
		if got := fmt.Sprint(binary.BigEndian.Uint32(file[ispe+8:]), binary.BigEndian.Uint32(file[ispe+12:])); got != fmt.Sprint(v.Width, v.Height) {
			t.Errorf("%v: an AVIF of %s, want %d %d", size, got, v.Width, v.Height)
		}
		for _, word := range []string{"CANARY", "Exif", "mime", "colrprof", "colrrICC"} {
			if bytes.Contains(file, []byte(word)) {
				t.Errorf("%v: an AVIF with %q in it", size, word)
			}
		}
	}
}
