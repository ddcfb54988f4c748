package render

import (
	"html/template"
	"strconv"

	"bulletin/internal/document"
	"bulletin/internal/view"
)

// picture prints a picture of a text; one that is not to be had leaves its
// replacement text.
func picture(dst []byte, p *view.Picture, in *document.Picture) []byte {
	switch {
	case p == nil:
		return escape(dst, in.Alt)
	case p.Recording != "" && in.Form == document.Inline:
		return recording(dst, p)
	case in.Form == document.Inline:
		return shown(dst, p, column)
	}
	if in.Form == document.Gallery {
		return figure(dst, p, rowed(p))
	}
	return figure(dst, p, column)
}

// figure prints a picture that opens in full, over its caption.
func figure(dst []byte, p *view.Picture, sizes string) []byte {
	dst = append(dst, `<figure`...)
	dst = shape(dst, p)
	if p.Recording != "" {
		dst = recording(append(dst, '>'), p)
		return append(caption(dst, p), "</figure>"...)
	}
	dst = append(dst, `><a href="`...)
	dst = escape(dst, p.Large)
	if p.Alt == "" && p.Label != "" {
		dst = append(dst, `" aria-label="`...)
		dst = escape(dst, p.Label)
	}
	dst = append(dst, `">`...)
	dst = shown(dst, p, sizes)
	dst = append(dst, "</a>"...)
	return append(caption(dst, p), "</figure>"...)
}

// recording prints a video or a sound, which loads nothing before it is played.
func recording(dst []byte, p *view.Picture) []byte {
	dst = append(append(dst, '<'), p.Recording...)
	dst = append(dst, ` src="`...)
	dst = escape(dst, p.URL)
	if p.Width > 0 && p.Height > 0 && p.Recording == "video" {
		dst = append(dst, `" width="`...)
		dst = strconv.AppendInt(dst, int64(p.Width), 10)
		dst = append(dst, `" height="`...)
		dst = strconv.AppendInt(dst, int64(p.Height), 10)
	}
	if p.Poster != "" {
		dst = append(dst, `" poster="`...)
		dst = escape(dst, p.Poster)
	}
	if p.Caption != "" {
		dst = append(dst, `" aria-label="`...)
		dst = escape(dst, p.Caption)
	}
	dst = append(dst, `" controls preload="none"></`...)
	return append(append(dst, p.Recording...), '>')
}

// caption prints what is said of a picture, if anything is.
func caption(dst []byte, p *view.Picture) []byte {
	if p.Caption == "" && p.Credit == "" {
		return dst
	}
	dst = append(dst, "<figcaption>"...)
	dst = escape(dst, p.Caption)
	dst = credit(dst, p)
	return append(dst, "</figcaption>"...)
}

// credit prints who took a picture, behind its caption.
func credit(dst []byte, p *view.Picture) []byte {
	if p.Credit == "" {
		return dst
	}
	if p.Caption != "" {
		dst = append(dst, ' ')
	}
	dst = append(dst, `<span class="credit">`...)
	dst = escape(dst, p.Credit)
	return append(dst, "</span>"...)
}

// gallery prints the pictures of a block.
func gallery(dst []byte, pictures []*view.Picture, layout string) []byte {
	if len(pictures) == 0 {
		return dst
	}
	dst = append(dst, `<div class="gallery `...)
	dst = escape(dst, layout)
	dst = append(dst, " of-"...)
	dst = strconv.AppendInt(dst, int64(len(pictures)), 10)
	dst = append(dst, "\">\n"...)
	for _, p := range pictures {
		sizes := rowed(p)
		switch layout {
		case "story":
			sizes = column
		case "grid":
			sizes = cell
		}
		dst = append(figure(dst, p, sizes), '\n')
	}
	return append(dst, "</div>"...)
}

// shape names the ratio of a picture, by which stylesheets lay it out in rows:
// width to height in tenths and hundredths, and whether it is a panorama, or
// upright.
func shape(dst []byte, p *view.Picture) []byte {
	if p.Width <= 0 || p.Height <= 0 {
		return dst
	}
	const least, most = 50, 220 // as css/51-ratio.css
	ratio := (100*p.Width + p.Height/2) / p.Height
	near := int64(min(max(ratio, least), most))
	dst = append(dst, ` class="r`...)
	dst = strconv.AppendInt(dst, near/10, 10)
	if near%10 > 0 {
		dst = append(dst, " u"...)
		dst = strconv.AppendInt(dst, near%10, 10)
	}
	switch {
	case ratio > most:
		dst = append(dst, " pano"...)
	case p.Width < p.Height:
		dst = append(dst, " tall"...)
	}
	return append(dst, '"')
}

func figureOf(p *view.Picture) template.HTML { return template.HTML(figure(nil, p, rowed(p))) }

// How wide pictures stand on a page, as browsers that choose a size must know
// before they have the stylesheet.
const (
	column = "(min-width: 48em) 40rem, 100vw" // as the text
	cell   = "(min-width: 48em) 16rem, 50vw"  // in a grid
	wide   = "(min-width: 64em) 64rem, 100vw" // a panorama in rows
	thumb  = "12rem"                          // on a list
)

// rowed is how wide a picture stands in rows, which are some 240 pixels high, on
// phones some 180.
func rowed(p *view.Picture) string {
	if p.Height <= 0 || 100*p.Width > 220*p.Height {
		return wide
	}
	width := func(height int) string { return strconv.Itoa((height*p.Width+p.Height/2)/p.Height) + "px" }
	return "(min-width: 48em) " + width(240) + ", " + width(180)
}

func pictureOf(p *view.Picture) template.HTML { return template.HTML(leading(nil, p)) }
func thumbOf(p *view.Picture) template.HTML   { return template.HTML(shown(nil, p, thumb)) }

// leading prints a picture that the page is about: it is loaded at once.
func leading(dst []byte, p *view.Picture) []byte {
	if p == nil {
		return dst
	}
	now := *p
	now.Lazy, now.Urgent = false, true
	return shown(dst, &now, column)
}

// shown prints a picture in the sizes that it has.
func shown(dst []byte, p *view.Picture, sizes string) []byte {
	if p == nil {
		return dst
	}
	if len(p.Sources) == 0 {
		return img(dst, p)
	}
	dst = append(dst, "<picture>"...)
	if len(p.Smaller) > 0 {
		dst = source(dst, "avif", p.Smaller, sizes)
	}
	dst = source(dst, "webp", p.Sources, sizes)
	dst = img(dst, p)
	return append(dst, "</picture>"...)
}

// source prints the sizes of one format.
func source(dst []byte, format string, sources []view.Source, sizes string) []byte {
	dst = append(dst, `<source type="image/`...)
	dst = append(dst, format...)
	dst = append(dst, `" srcset="`...)
	for i, s := range sources {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = escape(dst, s.URL)
		dst = append(dst, ' ')
		dst = strconv.AppendInt(dst, int64(s.Width), 10)
		dst = append(dst, 'w')
	}
	dst = append(dst, `" sizes="`...)
	dst = append(dst, sizes...)
	return append(dst, `">`...)
}

func img(dst []byte, p *view.Picture) []byte {
	dst = append(dst, `<img src="`...)
	dst = escape(dst, p.URL)
	dst = append(dst, `" width="`...)
	dst = strconv.AppendInt(dst, int64(p.Width), 10)
	dst = append(dst, `" height="`...)
	dst = strconv.AppendInt(dst, int64(p.Height), 10)
	dst = append(dst, `" alt="`...)
	dst = escape(dst, p.Alt)
	if p.Tone > 0 {
		dst = append(dst, `" class="tone-`...)
		dst = strconv.AppendInt(dst, int64(p.Tone), 10)
	}
	if p.Lazy {
		dst = append(dst, `" loading="lazy`...)
	}
	if p.Urgent {
		dst = append(dst, `" fetchpriority="high`...)
	}
	return append(dst, `">`...)
}
