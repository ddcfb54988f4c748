package eyes

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var takes = flag.Bool("pictures", false, "take the pictures of pages anew that the documentation shows")

// album is where the documentation keeps its pictures of pages.
var album = filepath.Join("..", "..", "docs", "pictures")

// A view is a picture of a page: what it is called, which page, how wide.
type view struct {
	name, path string
	width      int64
	at         string // what is scrolled to the top; "" for the top of the page
	paper      bool   // as it is printed
}

func views() []view {
	var all []view
	for _, l := range []string{"zh", "en"} {
		at := func(path string) string { return "/" + l + "/" + path }
		all = append(all,
			view{"home." + l, at(""), 1280, "", false},
			view{"home-phone." + l, at(""), 375, "", false},
			view{"list." + l, at("exchanges/"), 1280, "", false},
			view{"article." + l, at("notices/2025/06/living-guide.html"), 1280, "", false},
			view{"article-phone." + l, at("notices/2025/06/living-guide.html"), 375, "", false},
			view{"story." + l, at("exchanges/2025/04/tea-hills.html"), 1280, ".story", false},
			view{"gallery." + l, at("exchanges/2024/10/norhaven-visit.html"), 1280, ".gallery", false},
			view{"issue." + l, at("issues/2024-12.html"), 1280, "", false},
			view{"print." + l, at("training/2024/11/global-competence.html"), 1280, "", true},
		)
	}
	return append(all, view{"front", "/", 1280, "", false})
}

// The documentation shows each picture that is there, and no other.
func TestPictures(t *testing.T) {
	if *takes {
		take(t)
	}
	files, err := filepath.Glob(filepath.Join(album, "*"))
	if err != nil {
		t.Fatal(err)
	}
	var there, wanted, shown []string
	for _, file := range files {
		there = append(there, filepath.Base(file))
	}
	for _, v := range views() {
		wanted = append(wanted, v.file())
	}
	texts, err := filepath.Glob(filepath.Join(album, "..", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		body, err := os.ReadFile(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\]\(pictures/([^)]+)\)`).FindAllStringSubmatch(string(body), -1) {
			shown = append(shown, m[1])
		}
	}
	slices.Sort(wanted)
	slices.Sort(shown)
	if !slices.Equal(there, wanted) || !slices.Equal(slices.Compact(shown), wanted) {
		t.Errorf("bash .ci/pictures takes %q; there are %q, and the documentation shows %q", wanted, there, shown)
	}
}

func (v view) file() string {
	if v.paper {
		return v.name + ".jpg"
	}
	return v.name + ".webp"
}

// take takes all pictures.
func take(t *testing.T) {
	eyes(t)
	url := served(t)
	if err := os.MkdirAll(album, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, v := range views() {
		p := newTab(t, v.width, map[int64]int64{375: 740}[v.width]+map[int64]int64{1280: 800}[v.width])
		p.open(url + v.path)
		file := filepath.Join(album, v.file())
		if v.paper {
			p.sheet(file)
			continue
		}
		if v.at != "" {
			p.run("document.querySelector('" + v.at + "').scrollIntoView()")
		}
		want(p, `[...document.images].filter((i) => { const r = i.getBoundingClientRect(); return r.bottom > 0 && r.top < innerHeight; }).every((i) => i.complete)`, true)
		quality := int64(80)
		shot, err := chromedp.Run(p.ctx, func(ctx context.Context, target *chromedp.Target) (page.CaptureScreenshotResult, error) {
			return cdp.Call(ctx, target, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatWebp, Quality: &quality})
		})
		if err == nil {
			err = os.WriteFile(file, shot.Data, 0o666)
		}
		if err != nil {
			t.Fatal(v.name, err)
		}
	}
}

// sheet is a picture of the first sheet of the page's print.
func (p *tab) sheet(file string) {
	p.t.Helper()
	pdf := filepath.Join(p.t.TempDir(), "print.pdf")
	p.pdf(pdf)
	if out, err := exec.Command("pdftoppm", "-jpeg", "-r", "72", "-singlefile", pdf, strings.TrimSuffix(file, ".jpg")).CombinedOutput(); err != nil {
		p.t.Fatalf("pdftoppm: %v %s", err, out)
	}
}
