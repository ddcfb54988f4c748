package picture

import (
	"fmt"
	"slices"
)

// A Recipe is what variants are made by.
type Recipe struct {
	Widths  []int // of the WebP variants, ascending, in pixels
	Quality int   // of lossy variants, 1 to 100
	AVIF    bool  // photos have an AVIF too of each size of a WebP: see Smaller
}

// DefaultRecipe is the recipe for a site that names none.
func DefaultRecipe() Recipe { return Recipe{Widths: []int{480, 960, 1600}, Quality: 80} }

// Sizes that no recipe names.
const (
	fallbackWidth = 960
	socialWidth   = 1200
	socialQuality = 82
	maxSide       = 16383 // of a WebP, by its format
)

// A Variant is one of the files that are made of a picture.
type Variant struct {
	Format        Format
	Width, Height int // in pixels, upright
}

// through reports whether a picture is published as it is, but clean: nothing
// that makes variants understands it, or it would lose what it is.
func through(info Info) bool {
	return info.Animated || info.Format == SVG || info.Format == GIF
}

// Variants are the files that will be made of a picture, by what Probe found
// alone: the WebPs by width, then the fallback. None is larger than the picture.
//
// A photo has a WebP of each width of the recipe that is less than its own, one
// of its own width or the largest of the recipe, whichever is less, and a JPEG
// of 960 pixels at most; if it has alpha, the JPEG is a PNG. A crisp picture
// has a lossless WebP and a PNG of the same size. A WebP whose height its
// format cannot hold is left out. All others have one file of their own format.
func (r Recipe) Variants(info Info) []Variant {
	if through(info) {
		return []Variant{{info.Format, info.Width, info.Height}}
	}
	largest := info.Width
	if n := len(r.Widths); n > 0 && r.Widths[n-1] > 0 {
		most := r.Widths[n-1]
		if panorama(info) { // or nothing would be seen of it
			most *= 2
		}
		largest = min(largest, most)
	}
	var out []Variant
	add := func(format Format, width int) {
		v := scaledVariant(info, format, width)
		if format == WebP && v.Height > maxSide {
			v = scaledVariant(info, format, max(1, maxSide*info.Width/info.Height))
			v.Height = min(v.Height, maxSide)
		}
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	if info.Crisp {
		add(WebP, largest)
		add(PNG, largest)
		return out
	}
	for _, width := range r.Widths {
		if 0 < width && width < largest {
			add(WebP, width)
		}
	}
	add(WebP, largest)
	if info.Alpha {
		add(PNG, min(fallbackWidth, info.Width))
	} else {
		add(JPEG, min(fallbackWidth, info.Width))
	}
	return out
}

// Smaller are the AVIFs that are made of a photo besides its variants, if the recipe
// has any: one of the size of each WebP. What is crisp or transparent has none.
func (r Recipe) Smaller(info Info) (out []Variant) {
	if !r.AVIF || info.Crisp || info.Alpha || through(info) {
		return nil
	}
	for _, v := range r.Variants(info) {
		if v.Format == WebP {
			out = append(out, Variant{AVIF, v.Width, v.Height})
		}
	}
	return out
}

// Pixels is how many pixels a picture has as far as memory is concerned: so many
// times eight bytes are taken while its variants are made.
func (r Recipe) Pixels(info Info) int {
	more := 0
	for _, v := range r.Smaller(info) {
		more = max(more, v.Width*v.Height*(avifBytes+4)/8)
	}
	return info.Width*info.Height + more
}

// panorama reports whether a picture is so wide that it needs more pixels in a row
// than others.
func panorama(info Info) bool { return 100*info.Width > 220*info.Height }

// scaledVariant is one of that width.
func scaledVariant(info Info, format Format, width int) Variant {
	height := (2*info.Height*width + info.Width) / (2 * info.Width)
	return Variant{format, width, max(height, 1)}
}

// Social is the file for previews of links, which few programs show in a format
// other than JPEG. A picture that has no variants is its own preview.
func (r Recipe) Social(info Info) Variant {
	if through(info) {
		return Variant{info.Format, info.Width, info.Height}
	}
	width := min(socialWidth, info.Width)
	if info.Height > 2*info.Width { // nobody sees more of it
		width = max(1, min(width, 2*socialWidth*info.Width/info.Height))
	}
	return scaledVariant(info, JPEG, width)
}

// A DamagedError says that a picture cannot be decoded.
type DamagedError struct{ err error }

func (e *DamagedError) Error() string { return e.err.Error() }

// Unwrap is what the decoder says.
func (e *DamagedError) Unwrap() error { return e.err }

// Make makes the variants, in the order of Variants. Info is what Probe said of
// the same data. A DamagedError says that the structure of the picture was sound,
// but what it holds is not; any other error is the encoder's. Both name the codec.
func (r Recipe) Make(data []byte, info Info) ([][]byte, error) {
	return r.make(data, info, r.Variants(info), r.Quality)
}

// MakeSmaller makes what Smaller says, in its order.
func (r Recipe) MakeSmaller(data []byte, info Info) ([][]byte, error) {
	return r.make(data, info, r.Smaller(info), r.Quality)
}

// MakeSocial makes what Social says. What is transparent becomes white.
func (r Recipe) MakeSocial(data []byte, info Info) ([]byte, error) {
	made, err := r.make(data, info, []Variant{r.Social(info)}, socialQuality)
	if err != nil {
		return nil, err
	}
	return made[0], nil
}

func (r Recipe) make(data []byte, info Info, variants []Variant, quality int) (made [][]byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			made, err = nil, &DamagedError{fmt.Errorf("making variants of a %s picture: %v", info.Format, r)}
		}
	}()
	if through(info) {
		bare, err := Clean(data, info)
		if err != nil {
			err = &DamagedError{err}
		}
		return [][]byte{bare}, err
	}
	// From the widest to the narrowest, each out of the one before.
	order := make([]int, len(variants))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return variants[b].Width - variants[a].Width })
	made = make([][]byte, len(variants))
	c := conversionOf(data, info)
	var now *raster
	for _, i := range order {
		v := variants[i]
		switch {
		case now == nil:
			if now, err = upright(data, info, c, v.Width, v.Height); err != nil {
				err = &DamagedError{err}
			}
		case now.width != v.Width || now.height != v.Height:
			now = now.plate().scaled(v.Width, v.Height, 1)
		}
		if err != nil {
			return nil, err
		}
		if made[i], err = c.encode(now, v, data, info, quality); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// upright decodes a picture, scales it, gives it the colours of sRGB and turns
// it upright.
func upright(data []byte, info Info, c *conversion, width, height int) (*raster, error) {
	if info.Orientation >= 5 {
		width, height = height, width
	}
	p, err := decode(data, info, width, height)
	if err != nil {
		return nil, err
	}
	wide, high := info.Width, info.Height
	if info.Orientation >= 5 {
		wide, high = high, wide
	}
	if p.width != wide || p.height != high {
		return nil, errDamaged
	}
	small := p.scaled(width, height, info.Orientation)
	if c != nil {
		small = c.convert(small)
	}
	return small.turned(info.Orientation), nil
}

// encode makes a file of a converted raster that has the size of the variant.
func (c *conversion) encode(now *raster, v Variant, data []byte, info Info, quality int) ([]byte, error) {
	switch v.Format {
	case JPEG:
		return jpegOf(now.onWhite(), quality)
	case PNG:
		if info.Format == PNG && v.Width == info.Width && c == nil {
			return barePNG(data)
		}
		return pngOf(now)
	}
	if v.Format == AVIF {
		return guarded("avif", func() ([]byte, error) { return encodeAVIF(now, quality) })
	}
	return guarded("webp", func() ([]byte, error) { return encodeWebP(now, quality, info.Crisp) })
}
