package read

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"bulletin/internal/picture"
	"bulletin/internal/site"
)

// The widths that pictures may have, in pixels, and how many.
const (
	leastWidth = 64
	mostWidth  = 4096
	mostWidths = 6
)

// images reads how pictures are published.
func (c *configuration) images(n *yaml.Node) {
	usual := picture.DefaultRecipe()
	c.cfg.Images = site.Images{Widths: usual.Widths, Quality: usual.Quality}
	if absent(n) {
		return
	}
	list, ok := c.entries(n)
	if !ok {
		c.wrong(n, "images", expected{"a mapping", "images: {widths: [480, 960, 1600], quality: 80}", "一组键值"})
	}
	for _, e := range list {
		switch e.key {
		case "widths":
			c.widths(e.value)
		case "quality":
			c.quality(e.value)
		case "formats":
			c.formats(e.value)
		default:
			c.unknown(e.name, e.key, []string{"widths", "quality", "formats"})
		}
	}
}

func (c *configuration) widths(n *yaml.Node) {
	want := expected{"a list of up to six widths in pixels, from 64 to 4096", "widths: [480, 960, 1600]", "最多六个像素宽度的列表，每个为 64 至 4096"}
	n = actual(n)
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 || len(n.Content) > mostWidths {
		c.wrong(n, "images.widths", want)
		return
	}
	var widths []int
	for _, item := range n.Content {
		w, ok := wholeNumber(item, leastWidth, mostWidth)
		if !ok {
			c.wrong(item, "images.widths", want)
			return
		}
		widths = append(widths, w)
	}
	slices.Sort(widths)
	c.cfg.Images.Widths = slices.Compact(widths)
}

func (c *configuration) quality(n *yaml.Node) {
	q, ok := wholeNumber(n, 1, 100)
	if !ok {
		c.wrong(n, "images.quality", expected{"a whole number from 1 to 100", "quality: 80", "1 至 100 的整数"})
		return
	}
	c.cfg.Images.Quality = q
}

// formats reads in which formats photos are published beside the one that every
// browser shows. WebP is always one of them: it is what "in full" leads to.
func (c *configuration) formats(n *yaml.Node) {
	var avif, webp bool
	n = actual(n)
	fine := n.Kind == yaml.SequenceNode
	for _, item := range n.Content {
		switch word, _ := wordOf(item); strings.ToLower(word) {
		case "avif":
			avif = true
		case "webp":
			webp = true
		default:
			fine = false
		}
	}
	if !fine || !webp {
		c.wrong(n, "images.formats", expected{"[webp] or [avif, webp]", "formats: [avif, webp]", "[webp] 或 [avif, webp]"})
		return
	}
	c.cfg.Images.AVIF = avif
}

// wholeNumber is a number within bounds.
func wholeNumber(n *yaml.Node, least, most int) (int, bool) {
	s, ok := wordOf(n)
	i, err := strconv.Atoi(s)
	return i, ok && err == nil && least <= i && i <= most
}
