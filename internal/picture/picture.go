// Package picture says what a picture is, and makes of it what is published:
// the same picture with nothing else in it, and the same in several sizes.
//
// A file is known by its content, never by its name. JPEG, PNG, GIF, WebP and
// SVG are pictures; everything else is not. Probe reads the structure of a file
// to its end without decoding it, so that what is cut off, damaged or absurdly
// large is found before anything is published and at little cost. It decodes
// thumbnails and small pictures for their dominant colour, and judges nothing
// by that.
//
// Clean takes out what the picture carries besides itself: EXIF, XMP, IPTC,
// positions, comments, thumbnails, editors' notes, and bytes after its end. It
// copies what browsers need to show the picture in its right colours and drops
// all else, known or unknown. The copy has the same pixels, with one exception:
// a JPEG that its EXIF says is turned is turned for good, which encodes it anew,
// since the EXIF does not survive.
//
// Make makes the files that are shown instead of a picture in several widths:
// what Variants says, which follows from what Probe found alone, so that pages
// can be written before any picture is decoded. A picture is decoded as far as
// its widest variant needs, scaled, given the colours of sRGB, turned upright,
// and scaled on from width to width. All of this is reckoned in integers, and
// WebP is encoded by one version of one library, so that the same picture has
// the same variants on every machine and in every build. They hold nothing but
// the picture: no profile and no metadata. What a decoder cannot vouch for is an
// error and never half a picture. Drawings and screenshots, which Probe calls
// crisp, lose nothing; animations, GIFs and SVGs stay what they are.
//
// An SVG is published only if it cannot run or load anything: no scripts, no
// handlers, no foreign objects, no address but a fragment of itself or an
// embedded picture, which is cleaned in its turn.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"bulletin/internal/diag"
)

// Version names the way pictures are processed; it is part of published names.
const Version = "3"

// A picture larger than this is not published.
const (
	maxPixels = 100_000_000
	maxBytes  = 64 << 20
)

// A Format is one of those that browsers show.
type Format string

// The formats.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	GIF  Format = "gif"
	WebP Format = "webp"
	SVG  Format = "svg"
	AVIF Format = "avif" // is made, but not read
)

// Ending is how the names of published files of this format end, with the dot.
func (f Format) Ending() string {
	if f == JPEG {
		return ".jpg"
	}
	return "." + string(f)
}

// Info is what a picture is.
type Info struct {
	Format        Format
	Width, Height int  // in pixels, as it is shown: after Orientation
	Orientation   int  // of EXIF, 1 to 8; 1 is upright
	Animated      bool // has more than one frame, or is stored as if it had
	Crisp         bool // has few colours and hard edges, as drawings and screenshots have; variants lose nothing
	Alpha         bool // may be transparent: a PNG or a WebP that has room for alpha
	Tone          int  // the dominant colour by its place in Tones; 0 where it is not known
}

// What can be wrong with a picture.
const (
	sound  diag.Message = ""
	damage diag.Message = "picture.broken"
	alien  diag.Message = "picture.format"
	large  diag.Message = "picture.large"
	script diag.Message = "picture.script"
)

// Known reports whether a name ends like that of a picture, of whatever format.
func Known(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".gif", ".webp", ".svg",
		".svgz", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl", ".ico":
		return true
	}
	return false
}

// Probe says what a picture is by its content, or what is wrong with it:
// picture.broken, picture.format, picture.large or picture.script.
func Probe(data []byte) (info Info, wrong diag.Message) {
	defer func() {
		if recover() != nil {
			info, wrong = Info{}, damage
		}
	}()
	if len(data) > maxBytes {
		return Info{}, large
	}
	format, wrong := sniff(data)
	if wrong != sound {
		return Info{}, wrong
	}
	var exif []byte
	switch format {
	case JPEG:
		info, exif, wrong = probeJPEG(data)
	case PNG:
		info, wrong = probePNG(data)
	case GIF:
		info, wrong = probeGIF(data)
	case WebP:
		info, wrong = probeWebP(data)
	default:
		info, wrong = probeSVG(data)
	}
	if wrong != sound {
		return Info{}, wrong
	}
	info.Tone = tone(data, info, exif)
	return info, sound
}

// Clean returns the bytes to publish: the picture that Probe found, and nothing
// else that the file carries. It may share memory with data.
func Clean(data []byte, info Info) (clean []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			clean, err = nil, fmt.Errorf("cleaning a %s picture: %v", info.Format, r)
		}
	}()
	switch info.Format {
	case JPEG:
		return cleanJPEG(data, info)
	case PNG:
		return cleanPNG(data)
	case GIF:
		return cleanGIF(data)
	case WebP:
		return cleanWebP(data)
	case SVG:
		return cleanSVG(data)
	}
	return nil, fmt.Errorf("cleaning a picture: unknown format %q", info.Format)
}

// errDamaged is what Clean returns for a file that Probe would have refused.
var errDamaged = errors.New("the picture is damaged")

// sniff tells the format by the first bytes.
func sniff(data []byte) (Format, diag.Message) {
	if len(data) == 0 {
		return "", damage
	}
	for _, s := range []struct {
		format Format
		magic  string
	}{{JPEG, "\xff\xd8\xff"}, {PNG, pngMagic}, {GIF, "GIF87a"}, {GIF, "GIF89a"}} {
		if bytes.HasPrefix(data, []byte(s.magic)) {
			return s.format, sound
		}
		if strings.HasPrefix(s.magic, string(data[:min(len(data), len(s.magic))])) {
			return "", damage
		}
	}
	if bytes.HasPrefix(data, []byte("RIFF")) {
		if len(data) < 12 {
			return "", damage
		}
		if string(data[8:12]) == "WEBP" {
			return WebP, sound
		}
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	if bytes.HasPrefix(text, []byte("<")) {
		return SVG, sound
	}
	return "", alien
}

// oversize reports whether a picture has more pixels than are published.
func oversize(width, height int) bool {
	return int64(width)*int64(height) > maxPixels
}
