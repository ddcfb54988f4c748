package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image"
	"image/color"
	"math"
	"slices"
	"testing"
)

// profileBytes is an ICC profile of a matrix and one curve for all three.
func profileBytes(matrix [9]float64, curve []byte) []byte {
	head := make([]byte, 128)
	copy(head[12:], "mntrRGB XYZ ")
	copy(head[36:], "acsp")
	const names = "rXYZgXYZbXYZrTRCgTRCbTRC"
	table := binary.BigEndian.AppendUint32(nil, 6)
	at := 128 + 4 + 6*12
	var body []byte
	for i := range 6 {
		tag := curve
		if i < 3 {
			tag = []byte("XYZ \x00\x00\x00\x00")
			for j := range 3 {
				tag = binary.BigEndian.AppendUint32(tag, uint32(int32(math.Round(matrix[3*j+i]*65536))))
			}
		}
		table = append(table, names[4*i:4*i+4]...)
		table = binary.BigEndian.AppendUint32(table, uint32(at+len(body)))
		table = binary.BigEndian.AppendUint32(table, uint32(len(tag)))
		body = append(body, tag...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	return slices.Concat(head, table, body)
}

func parametric(kind uint16, values ...float64) []byte {
	b := binary.BigEndian.AppendUint16([]byte("para\x00\x00\x00\x00"), kind)
	b = append(b, 0, 0)
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
	}
	return b
}

func tabled(values ...uint16) []byte {
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), uint32(len(values)))
	for _, v := range values {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	return b
}

func srgbCurve() []byte {
	return parametric(3, 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)
}

// The primaries as their profiles have them, adapted to D50.
func primaries() map[string][9]float64 {
	return map[string][9]float64{
		"sRGB":  {0.43607, 0.38515, 0.14307, 0.22249, 0.71687, 0.06061, 0.01392, 0.09708, 0.71410},
		"P3":    {0.51512, 0.29198, 0.15710, 0.24120, 0.69225, 0.06657, -0.00105, 0.04189, 0.78407},
		"Adobe": {0.60974, 0.20528, 0.14919, 0.31111, 0.62567, 0.06322, 0.01947, 0.06087, 0.74457},
	}
}

func withProfile(t *testing.T, img image.Image, icc []byte) map[string][]byte {
	t.Helper()
	var zipped bytes.Buffer
	w := zlib.NewWriter(&zipped)
	if _, err := w.Write(icc); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	half := len(icc) / 2
	return map[string][]byte{
		"jpeg": insert(encodeJPEG(t, img), app(2, "ICC_PROFILE\x00\x02\x02"+string(icc[half:])), app(2, "ICC_PROFILE\x00\x01\x02"+string(icc[:half]))),
		"png":  afterHead(encodePNG(t, img), piece("iCCP", "name\x00\x00"+zipped.String())),
	}
}

// The expected values are those of the formulas in floating point.
func TestProfiles(t *testing.T) {
	for _, tt := range []struct {
		name, primaries string
		curve           []byte
		in, want        color.NRGBA
	}{
		{"Display P3", "P3", srgbCurve(), color.NRGBA{180, 90, 60, 255}, color.NRGBA{193, 83, 51, 255}},
		{"Display P3, out of sRGB", "P3", srgbCurve(), color.NRGBA{0, 255, 0, 255}, color.NRGBA{0, 255, 0, 255}},
		{"Adobe RGB", "Adobe", tabled(0x0233), color.NRGBA{180, 90, 60, 255}, expected("Adobe", 563./256, 180, 90, 60)},
		{"Adobe RGB, grey", "Adobe", tabled(0x0233), color.NRGBA{128, 128, 128, 255}, color.NRGBA{127, 127, 127, 255}},
		{"a gamma of one", "sRGB", tabled(), color.NRGBA{64, 128, 32, 255}, color.NRGBA{137, 188, 99, 255}},
		{"a table", "sRGB", tabled(0, 32768, 65535), color.NRGBA{64, 128, 32, 255}, color.NRGBA{137, 188, 99, 255}},
		{"a power", "sRGB", parametric(0, 1), color.NRGBA{64, 128, 32, 255}, color.NRGBA{137, 188, 99, 255}},
		{"sRGB", "sRGB", srgbCurve(), color.NRGBA{64, 128, 32, 255}, color.NRGBA{64, 128, 32, 255}},
	} {
		img := image.NewNRGBA(image.Rect(0, 0, 64, 48))
		for i := range img.Pix {
			img.Pix[i] = []byte{tt.in.R, tt.in.G, tt.in.B, 255}[i%4]
		}
		for format, data := range withProfile(t, img, profileBytes(primaries()[tt.primaries], tt.curve)) {
			info := probed(t, data)
			if c := conversionOf(data, info); (c == nil) != (tt.name == "sRGB") {
				t.Errorf("%s in a %s is converted: %v", tt.name, format, c != nil)
			}
			for _, got := range made(t, small(), data) {
				p := color.NRGBAModel.Convert(got.At(9, 7)).(color.NRGBA)
				for _, d := range []int{int(p.R) - int(tt.want.R), int(p.G) - int(tt.want.G), int(p.B) - int(tt.want.B)} {
					if max(d, -d) > 5 {
						t.Errorf("%s in a %s: %v became %v, want %v", tt.name, format, tt.in, p, tt.want)
						break
					}
				}
			}
		}
	}
}

// expected converts by the formulas.
func expected(name string, gamma float64, rgb ...float64) color.NRGBA {
	m, back := primaries()[name], toLinearSRGB()
	var xyz [3]float64
	for i := range 3 {
		for j := range 3 {
			xyz[i] += m[3*i+j] * math.Pow(rgb[j]/255, gamma)
		}
	}
	var out [3]byte
	for i := range 3 {
		v := 0.0
		for j := range 3 {
			v += float64(back[i][j]) / 1e7 * xyz[j]
		}
		if v = min(max(v, 0), 1); v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		out[i] = byte(math.Round(255 * v))
	}
	return color.NRGBA{out[0], out[1], out[2], 255}
}

// Every colour is that of the formulas, to one part in 255.
func TestConversion(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	data := withProfile(t, img, profileBytes(primaries()["Adobe"], tabled(0x0233)))["png"]
	c := conversionOf(data, Info{Format: PNG})
	for r := 0; r < 256; r += 15 {
		for g := 0; g < 256; g += 15 {
			for b := 0; b < 256; b += 15 {
				x, y, z := c.one(byte(r), byte(g), byte(b))
				want := expected("Adobe", 563./256, float64(r), float64(g), float64(b))
				for _, d := range []int{int(x) - int(want.R), int(y) - int(want.G), int(z) - int(want.B)} {
					if max(d, -d) > 1 {
						t.Fatalf("%d %d %d became %d %d %d, want %v", r, g, b, x, y, z, want)
					}
				}
			}
		}
	}
}

func TestPower(t *testing.T) {
	for _, gamma := range []float64{0.25, 1, 1.8, 2.2, 2.4, 7} {
		for x := 0.0; x <= 1; x += 1. / 511 {
			got := float64(power(uint64(x*(1<<32)), int64(gamma*65536))) / (1 << 32)
			want := math.Pow(math.Floor(x*(1<<32))/(1<<32), math.Floor(gamma*65536)/65536)
			if math.Abs(got-want) > 1e-8 {
				t.Errorf("%g to the power of %g is %g, want %g", x, gamma, got, want)
			}
		}
	}
}

// What is no profile of three curves and a matrix is no profile.
func TestOddProfiles(t *testing.T) {
	good := profileBytes(primaries()["P3"], srgbCurve())
	if _, ok := readProfile(good); !ok {
		t.Fatal("a good profile is not read")
	}
	for n := range good {
		readProfile(good[:n])
		for _, v := range []byte{0, 255, good[n] ^ 1} {
			bad := bytes.Clone(good)
			bad[n] = v
			if p, ok := readProfile(bad); ok && p == nil {
				t.Fatal("nothing")
			}
		}
	}
	for _, at := range []int{16, 21, 36, 132} {
		bad := bytes.Clone(good)
		bad[at] = 'X'
		if _, ok := readProfile(bad); ok {
			t.Errorf("a profile with an X at %d is read", at)
		}
	}
}
