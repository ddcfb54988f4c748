package eyes

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// A box is where something stands, and what it says of itself.
type box struct {
	Class                    string
	Left, Top, Right, Bottom float64 // of the figure
	X, Y, W, H               float64 // of its picture
	Natural                  float64 // ratio of the picture
	Fit                      string
	Caption                  float64 // how high the caption is
	Number                   string
}

func (b box) is(class string) bool { return slices.Contains(strings.Fields(b.Class), class) }

// A run is one gallery in the page.
type run struct {
	Left, Right float64
	Figures     []box
}

const measure = `[...document.querySelectorAll('.gallery')].map(g => ({
	Left: g.getBoundingClientRect().left, Right: g.getBoundingClientRect().right,
	Figures: [...g.children].map(f => {
		const r = f.getBoundingClientRect(), img = f.querySelector('img'), i = img.getBoundingClientRect(), c = f.querySelector('figcaption');
		return {Class: f.className, Left: r.left, Top: r.top, Right: r.right, Bottom: r.bottom, X: i.left, Y: i.top, W: i.width, H: i.height,
			Natural: img.getAttribute('width') / img.getAttribute('height'), Fit: getComputedStyle(img).objectFit,
			Caption: c ? c.offsetHeight : 0, Number: c ? getComputedStyle(c, '::before').content : ''};
	}),
}))`

// shapes are what people photograph, in no order.
func shapes() [][2]int {
	return [][2]int{
		{300, 200}, {400, 300}, {200, 300}, {320, 180}, {300, 300}, {520, 200}, {300, 400}, {300, 200},
		{180, 320}, {300, 240}, {700, 200}, {300, 200}, {200, 300}, {200, 300}, {330, 200}, {240, 320}, {300, 210},
	}
}

// runs has one of each length up to twelve and one of thirty, mixed in several
// ways, then some of one shape.
func runs() [][]picture {
	var all [][]picture
	shapes := shapes()
	for n := 1; n <= 12; n++ {
		for _, from := range []int{0, n, 2 * n} {
			all = append(all, mixed(shapes, from, n))
		}
	}
	all = append(all, mixed(shapes, 5, 30))
	for _, shape := range [][2]int{{300, 200}, {400, 300}, {200, 300}, {320, 180}} {
		for _, n := range []int{2, 3, 4, 5, 8} {
			all = append(all, mixed([][2]int{shape}, 0, n))
		}
	}
	return all
}

func mixed(shapes [][2]int, from, n int) []picture {
	var all []picture
	for i := range n {
		s := shapes[(from+i)%len(shapes)]
		all = append(all, picture{s[0], s[1], "A caption of some words", ""})
	}
	return all
}

// lines are the figures of a run, row by row.
func (r run) lines() [][]box {
	var all [][]box
	for i, f := range r.Figures {
		if i == 0 || math.Abs(f.Top-r.Figures[i-1].Top) > 1 {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], f)
	}
	return all
}

func TestRows(t *testing.T) {
	var body strings.Builder
	number := 1
	all := runs()
	for _, run := range all {
		body.WriteString(gallery("rows", number, run...))
		number += len(run)
	}
	s := newSite(t, map[string]string{"/zh/rows/": body.String(), "/en/rows/": body.String()})
	for _, language := range []string{"zh", "en"} {
		p := newTab(t, 1280, 900)
		p.open(s.url + "/" + language + "/rows/")
		for _, width := range []int64{320, 375, 600, 768, 1024, 1280, 2560, 3840} {
			t.Run(fmt.Sprint(language, width), func(t *testing.T) {
				p.do(sized(width, 900))
				want(p, `innerWidth`, width)
				rem := ask[float64](p, `parseFloat(getComputedStyle(document.documentElement).fontSize)`) / 16
				if over := ask[float64](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
					t.Errorf("the page scrolls sideways by %v", over)
				}
				got := ask[[]run](p, measure)
				if len(got) != len(all) {
					t.Fatalf("%d runs, not %d", len(got), len(all))
				}
				for _, r := range got {
					checkRun(t, r, width, rem)
				}
			})
		}
	}
}

func checkRun(t *testing.T, r run, width int64, rem float64) {
	t.Helper()
	lines := r.lines()
	name := fmt.Sprintf("run of %d:", len(r.Figures))
	for i, line := range lines {
		for j, f := range line {
			checkFigure(t, name, r, f)
			switch {
			case f.is("pano") && len(line) > 1:
				t.Error(name, "a panorama is not alone")
			case j > 0 && math.Abs(f.Left-line[j-1].Right-4) > .6:
				t.Errorf("%s the gap is %.1f", name, f.Left-line[j-1].Right)
			case j > 0 && math.Abs(f.H-line[0].H) > 1.5 && !onlyTall(line):
				t.Errorf("%s pictures of one row are %.1f and %.1f high (%s, %s)", name, line[0].H, f.H, line[0].Class, f.Class)
			}
		}
		last := i == len(lines)-1 || lines[i+1][0].is("pano")
		if end := line[len(line)-1].Right; !last && math.Abs(end-r.Right) > 1 && !onlyTall(line) {
			t.Errorf("%s row %d of %d ends %.1f before the edge: %v", name, i+1, len(lines), r.Right-end, classes(line))
		}
		if h := line[0].H / rem; width >= 768 && len(r.Figures) > 1 && !line[0].is("pano") {
			if most := 330.0; h < 120 || h > most && !(last && h <= 377) {
				t.Errorf("%s row %d of %d is %.0f high: %v", name, i+1, len(lines), h, classes(line))
			}
		}
		if width >= 600 && i > 0 && i == len(lines)-1 && !line[0].is("pano") && !lines[i-1][0].is("pano") && line[0].H > 1.6*lines[i-1][0].H {
			t.Errorf("%s the last row is blown up: %.0f after %.0f", name, line[0].H, lines[i-1][0].H)
		}
	}
}

func checkFigure(t *testing.T, name string, r run, f box) {
	t.Helper()
	if f.Fit != "contain" {
		t.Errorf("%s object-fit is %s", name, f.Fit)
	}
	if got := f.W / f.H; math.Abs(got/f.Natural-1) > .01 {
		t.Errorf("%s a picture of ratio %.3f has %.3f", name, f.Natural, got)
	}
	if f.is("tall") && f.W > (r.Right-r.Left)/2+.5 {
		t.Errorf("%s a portrait is %.0f wide of %.0f", name, f.W, r.Right-r.Left)
	}
	if f.Right > r.Right+.5 || f.Left < r.Left-.5 || f.W > f.Right-f.Left+.5 {
		t.Errorf("%s a picture sticks out", name)
	}
	if f.Caption < 10 {
		t.Errorf("%s no caption is seen", name)
	}
	if numbered := strings.HasPrefix(f.Number, "counter("); numbered != (len(r.Figures) > 1) {
		t.Errorf("%s the number is %s", name, f.Number)
	}
}

// onlyTall is whether a row has no more than portraits, of which none may take
// more than half of it.
func onlyTall(line []box) bool {
	return len(line) < 3 && !slices.ContainsFunc(line, func(f box) bool { return !f.is("tall") })
}

func classes(line []box) (all []string) {
	for _, f := range line {
		all = append(all, f.Class)
	}
	return all
}

// The cells of a grid are equal, and a story is as wide as its text.
func TestGridAndStory(t *testing.T) {
	shapes := shapes()
	s := newSite(t, map[string]string{"/zh/a/": "<p>正文</p>" + gallery("grid", 1, mixed(shapes, 0, 7)...) + gallery("story", 8, mixed(shapes, 0, 6)...)})
	p := newTab(t, 1280, 900)
	p.open(s.url + "/zh/a/")
	for _, width := range []int64{320, 375, 768, 1280, 2560} {
		p.do(sized(width, 900))
		want(p, `innerWidth`, width)
		if over := ask[float64](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("%d: the page scrolls sideways by %v", width, over)
		}
		got := ask[[]run](p, measure)
		for _, f := range got[0].Figures {
			if first := got[0].Figures[0]; math.Abs(f.W-first.W) > .6 || math.Abs(f.H-first.H) > .6 || math.Abs(f.W/f.H-1.5) > .01 || f.Fit != "contain" {
				t.Errorf("%d: a cell of %.1f × %.1f, %s beside %.1f × %.1f", width, f.W, f.H, f.Fit, first.W, first.H)
			}
		}
		text := ask[float64](p, `document.querySelector('.text > p').offsetWidth`)
		for _, f := range got[1].Figures {
			if math.Abs(f.W-text) > .6 || f.Fit != "contain" {
				t.Errorf("%d: a picture of a story is %.1f wide, the text %.1f", width, f.W, text)
			}
		}
	}
}

// On paper pictures stand two abreast with their captions, whatever the layout,
// and the viewer is not there.
func TestPrint(t *testing.T) {
	shapes := shapes()
	var body string
	for i, layout := range []string{"rows", "grid", "story"} {
		body += gallery(layout, 20*i+1, mixed(shapes, 0, 6)...)
	}
	p := newTab(t, 627, 900)
	p.open(newSite(t, map[string]string{"/zh/a/": body}).url + "/zh/a/")
	p.click("figure a")
	want(p, seen, "1 / 18")
	p.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	want(p, `getComputedStyle(document.querySelector('.viewer')).display`, "none")
	for _, r := range ask[[]run](p, measure) {
		half := (r.Right - r.Left - 15.1) / 2 // 4 mm between
		for i, f := range r.Figures {
			column := []float64{r.Left, r.Right - half}[i%2]
			if f.is("pano") {
				column, half = r.Left, r.Right-r.Left
			}
			if math.Abs(f.Left-column) > 1 || math.Abs(f.Right-f.Left-half) > 1 {
				t.Errorf("figure %d stands at %.0f and is %.0f wide", i+1, f.Left-r.Left, f.Right-f.Left)
			}
			if f.Caption < 10 || f.Fit != "contain" || f.H > 227 {
				t.Errorf("figure %d is %.0f high, %s, its caption %.0f", i+1, f.H, f.Fit, f.Caption)
			}
		}
	}
}
