package picture

import (
	"image"
	"image/color"
)

// orientation reads the orientation out of EXIF; 1 if it says none or nonsense.
func orientation(exif []byte) int {
	const short = 3
	t, first, _ := readTIFF(exif)
	for tag, e := range t.entries(first) {
		if tag == 0x0112 && t.order.Uint16(e[2:]) == short {
			if o := int(t.order.Uint16(e[8:])); 1 <= o && o <= 8 {
				return o
			}
			return 1
		}
	}
	return 1
}

// source gives the place in a picture of that width and height from which the
// upright one takes its pixel at x, y.
func source(orientation, width, height, x, y int) (int, int) {
	switch orientation {
	case 2:
		return width - 1 - x, y
	case 3:
		return width - 1 - x, height - 1 - y
	case 4:
		return x, height - 1 - y
	case 5:
		return y, x
	case 6:
		return y, height - 1 - x
	case 7:
		return width - 1 - y, height - 1 - x
	case 8:
		return width - 1 - y, x
	}
	return x, y
}

// turn makes a picture upright. It is false when the colours had to be
// converted to RGB on the way.
func turn(img image.Image, orientation int) (image.Image, bool) {
	from := img.Bounds()
	width, height := from.Dx(), from.Dy()
	to := image.Rect(0, 0, width, height)
	if orientation >= 5 {
		to = image.Rect(0, 0, height, width)
	}
	each := func(put func(x, y, fromX, fromY int)) {
		for y := range to.Dy() {
			for x := range to.Dx() {
				fx, fy := source(orientation, width, height, x, y)
				put(x, y, from.Min.X+fx, from.Min.Y+fy)
			}
		}
	}
	switch img := img.(type) {
	case *image.YCbCr:
		// One chroma sample a pixel: no loss, however the picture is turned.
		out := image.NewYCbCr(to, image.YCbCrSubsampleRatio444)
		each(func(x, y, fx, fy int) {
			i, luma, chroma := y*out.YStride+x, img.YOffset(fx, fy), img.COffset(fx, fy)
			out.Y[i], out.Cb[i], out.Cr[i] = img.Y[luma], img.Cb[chroma], img.Cr[chroma]
		})
		return out, true
	case *image.Gray:
		out := image.NewGray(to)
		each(func(x, y, fx, fy int) { out.Pix[y*out.Stride+x] = img.Pix[img.PixOffset(fx, fy)] })
		return out, true
	}
	out := image.NewRGBA(to)
	each(func(x, y, fx, fy int) {
		out.SetRGBA(x, y, color.RGBAModel.Convert(img.At(fx, fy)).(color.RGBA))
	})
	_, rgb := img.(*image.RGBA)
	return out, rgb
}
