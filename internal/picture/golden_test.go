package picture

import (
	"crypto/sha256"
	"encoding/binary"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is seen into testdata")

// The bytes of all variants are the same with cgo and without, and on every
// machine: sums.txt is one file for all.
func TestSums(t *testing.T) {
	deep := image.NewNRGBA64(image.Rect(0, 0, 90, 61))
	draw.Draw(deep, deep.Rect, corners(90, 61), image.Point{}, draw.Src)
	icc := profileBytes(primaries()["P3"], srgbCurve())
	inputs := kinds(t)
	inputs["large"] = encodeJPEG(t, photo(1900, 1267))
	inputs["turned"] = insert(encodeJPEG(t, photo(701, 467)), app(1, "Exif\x00\x00"+string(exif(binary.LittleEndian, 6, "CANARY"))))
	inputs["deep"] = encodePNG(t, deep)
	inputs["screen"] = encodePNG(t, sketch(1700, 300, false))
	inputs["baseline"] = fixture(t, "baseline.jpeg")
	for format, data := range withProfile(t, corners(500, 301), icc) {
		inputs["P3 "+format] = data
	}
	var seen strings.Builder
	for _, name := range slices.Sorted(maps.Keys(inputs)) {
		data := inputs[name]
		info := probed(t, data)
		recipe := DefaultRecipe()
		recipe.AVIF = name == "baseline" || name == "turned"
		smaller, err := recipe.MakeSmaller(data, info)
		if err != nil {
			t.Fatal(err)
		}
		files, err := recipe.Make(data, info)
		if err != nil {
			t.Fatal(err)
		}
		social, err := recipe.MakeSocial(data, info)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range slices.Concat(recipe.Smaller(info), recipe.Variants(info), []Variant{recipe.Social(info)}) {
			file := slices.Concat(smaller, files, [][]byte{social})[i]
			fmt.Fprintf(&seen, "%s: %s %dx%d, %d bytes, %.8x\n", name, v.Format, v.Width, v.Height, len(file), sha256.Sum256(file))
		}
	}
	const file = "testdata/sums.txt"
	if *update {
		if err := os.WriteFile(file, []byte(seen.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	wanted := strings.Split(string(want), "\n")
	for i, line := range strings.Split(seen.String(), "\n") {
		if i >= len(wanted) || line != wanted[i] {
			t.Fatalf("seen:\n%s\nwanted:\n%s", line, wanted[min(i, len(wanted)-1)])
		}
	}
}
