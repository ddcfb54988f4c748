//go:build unix

package picture

import (
	"bytes"
	"image"
	"image/jpeg"
	"sync"
	"syscall"
	"testing"
	"time"
)

// twelve is a picture as a camera makes them: 12 megapixels in 3 to 4 MB.
var twelve = sync.OnceValue(func() []byte {
	img := photo(4000, 3000)
	// A lens is not as sharp as the numbers are.
	soft := image.NewRGBA(img.Rect)
	for y := 1; y < 2999; y++ {
		for x := 1; x < 3999; x++ {
			at := img.PixOffset(x, y)
			for c := range 4 {
				sum := 2 * int(img.Pix[at+c])
				sum += int(img.Pix[at+c-4]) + int(img.Pix[at+c+4]) + int(img.Pix[at+c-img.Stride]) + int(img.Pix[at+c+img.Stride])
				soft.Pix[at+c] = byte(sum / 6)
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, soft, &jpeg.Options{Quality: 96}); err != nil {
		panic(err)
	}
	return b.Bytes()
})

// cpu is the time that the process has spent, in itself and in the system.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkMake makes all variants of a photo, and its AVIFs.
func BenchmarkMake(b *testing.B) {
	data := twelve()
	info, wrong := Probe(data)
	if wrong != sound {
		b.Fatal(wrong)
	}
	r := DefaultRecipe()
	r.AVIF = true
	for name, run := range map[string]func([]byte, Info) ([][]byte, error){"usual": r.Make, "avif": r.MakeSmaller} {
		b.Run(name, func(b *testing.B) {
			b.ReportMetric(float64(len(data))/1e6, "MB")
			if _, err := run(data, info); err != nil { // and set up what is set up once
				b.Fatal(err)
			}
			b.ReportAllocs()
			begin := cpu()
			for b.Loop() {
				if _, err := run(data, info); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((cpu()-begin).Seconds()/float64(b.N), "cpu-s/op")
		})
	}
}

// BenchmarkSteps tells where the time goes.
func BenchmarkSteps(b *testing.B) {
	data := twelve()
	info, _ := Probe(data)
	p, err := decode(data, info, 1600, 1200)
	if err != nil {
		b.Fatal(err)
	}
	r := p.scaled(1600, 1200, 1)
	for name, step := range map[string]func(){
		"probe":  func() { Probe(data) },
		"decode": func() { decode(data, info, 1600, 1200) },
		"whole":  func() { _, _ = decodeJPEG(data, 4000, 3000) },
		"scale":  func() { p.scaled(1600, 1200, 1) },
		"again":  func() { r.plate().scaled(960, 720, 1) },
		"webp":   func() { encodeWebP(r, 80, false) },
		"jpeg":   func() { jpegOf(r, 80) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				step()
			}
		})
	}
}
