package read

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A colour is one of sRGB: red, green and blue.
type colour [3]uint8

// parseColour reads #rgb and #rrggbb.
func parseColour(s string) (c colour, ok bool) {
	digits, ok := strings.CutPrefix(s, "#")
	if ok && len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if !ok || len(digits) != 6 || err != nil {
		return colour{}, false
	}
	return colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, true
}

func (c colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// towards is the colour, so many hundredths of the way to another.
func (c colour) towards(other colour, hundredths int) colour {
	for i := range c {
		c[i] = uint8((int(c[i])*(100-hundredths) + int(other[i])*hundredths + 50) / 100)
	}
	return c
}

// luminance is that of WCAG 2, in millionths of the light of white. It is
// rounded, so that all machines find the same.
func (c colour) luminance() int {
	var sum float64
	for i, weight := range [3]float64{0.2126, 0.7152, 0.0722} {
		v := float64(c[i]) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return int(math.Round(sum * 1e6))
}

// contrast is the ratio of two colours in hundredths, as WCAG 2 has it: 100 is
// none, 2100 that of black on white. What is under a bound is not rounded up to it.
func contrast(a, b colour) int {
	x, y := a.luminance()+50_000, b.luminance()+50_000
	return 100 * max(x, y) / min(x, y)
}

// readable is how many hundredths of contrast texts need.
const readable = 450

// A palette is the colours of a page, as 00-tokens.css has them.
type palette struct{ ink, soft, paper, shade, line, thread, accent colour }

// builtin are the palettes of the built-in theme, on light and on dark screens.
func builtin() [2]palette {
	must := func(s string) colour { c, _ := parseColour(s); return c }
	return [2]palette{
		{must("#1b1b1b"), must("#5c5c5c"), must("#fff"), must("#f5f4f1"), must("#d6d3cd"), must("#99958d"), must("#b3261e")},
		{must("#e6e4df"), must("#a5a29b"), must("#171716"), must("#22211f"), must("#403e3a"), must("#716e68"), must("#f2705f")},
	}
}

// mix makes what lies between ink and paper. Secondary text is as near to the
// paper as the built-in one, unless it could not be read.
func (p *palette) mix() {
	p.shade, p.line, p.thread = p.ink.towards(p.paper, 95), p.ink.towards(p.paper, 81), p.ink.towards(p.paper, 55)
	for part := 30; part >= 0; part-- {
		if p.soft = p.ink.towards(p.paper, part); contrast(p.soft, p.paper) >= readable {
			return
		}
	}
}

// lighten makes an accent for dark screens out of the one for light ones.
func (p *palette) lighten(accent colour) {
	for part := 0; part <= 100; part++ {
		if p.accent = accent.towards(colour{255, 255, 255}, part); contrast(p.accent, p.paper) >= readable+50 {
			return
		}
	}
}

// css are the palette's custom properties.
func (p palette) css() string {
	return fmt.Sprintf("--ink: %v; --soft: %v; --paper: %v; --shade: %v; --line: %v; --thread: %v; --cinnabar: %v;",
		p.ink, p.soft, p.paper, p.shade, p.line, p.thread, p.accent)
}
