package eyes

import (
	"bytes"
	"context"
	"image/jpeg"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"bulletin/assets"
	"bulletin/internal/build"
	"bulletin/layouts"
)

// built serves a small site as the program builds it.
func built(t *testing.T, files map[string]string) string {
	t.Helper()
	return showing(t, raise(t, t.TempDir(), files))
}

// raise builds a small site in a folder, and returns that of its pages.
func raise(t *testing.T, dir string, files map[string]string) string {
	t.Helper()
	for name, body := range files {
		file := filepath.Join(dir, "source", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(body), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	o := build.Options{Source: filepath.Join(dir, "source"), Destination: filepath.Join(dir, "public"), Jobs: 2, Layouts: layouts.FS, Assets: assets.FS}
	o.Clock.Now = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	r, err := build.Run(context.Background(), o)
	if err != nil || r.Failed {
		t.Fatal(err, r.Problems)
	}
	return o.Destination
}

// showing serves a folder of pages.
func showing(t *testing.T, dir string) string {
	t.Helper()
	return serving(t, published(dir))
}

// serving gives the address of a server of pages, which has the judge of them too.
func serving(t *testing.T, pages http.Handler) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == judge {
			w.Header().Set("Cache-Control", "max-age=3600")
			http.ServeFile(w, r, axe())
			return
		}
		pages.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// published is the folder as a server shows it that allows no more than pages may need.
func published(dir string) http.Handler {
	files := http.FileServer(http.Dir(dir))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/favicon.ico" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
		files.ServeHTTP(w, r)
	})
}

// What the program builds is what the tests of the viewer look at: pictures in
// sizes of which the browser takes the fitting one, in rows, opening in full.
func TestBuilt(t *testing.T) {
	photo := func(n, width, height int) string { return photo(t, n, width, height) }
	url := built(t, map[string]string{
		"site.yaml":                      "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\n",
		"content/news/visit/index.zh.md": "---\n标题: 来访\n日期: 2024-11-06\n图集: 是\n---\n正文。\n\n![港口](图片 1.jpg \"清晨的港口\")\n\n又一段。\n",
		"content/news/visit/gallery.yaml": "- file: 图片 10.jpg\n  caption: {zh: 塔, en: The tower}\n  alt: {zh: 一座塔, en: A tower}\n  credit: 摄影：张三\n" +
			"- file: 图片 2.jpg\n  alt: {zh: 会场, en: The hall}\n  caption: {zh: 会场, en: The hall}\n",
		"content/news/visit/图片 1.jpg":  photo(1, 1300, 860),
		"content/news/visit/图片 2.jpg":  photo(2, 1200, 800),
		"content/news/visit/图片 10.jpg": photo(3, 600, 1000),
	})
	p := newTab(t, 1280, 900)
	p.open(url + "/zh/news/visit.html")
	want(p, `document.querySelectorAll('main figure').length`, 3)
	want(p, `/-(960|1300)\.webp$/.test(document.querySelector('main figure img').currentSrc)`, true)
	p.run(`document.querySelector('.rows').scrollIntoView()`)
	want(p, `[...document.querySelectorAll('.rows img')].every((i) => i.complete && /-480\.webp$/.test(i.currentSrc))`, true)
	want(p, `[...document.querySelectorAll('.rows img')].map((i) => Math.round(i.getBoundingClientRect().height)).every((h, _, all) => h > 120 && Math.abs(h - all[0]) <= 1)`, true)
	p.run(`document.querySelector('.rows a').focus()`)
	p.press(kb.Enter)
	want(p, isOpen, true)
	want(p, seen, "2 / 3")
	want(p, `document.querySelector('.viewer .stage img').naturalWidth`, 600)
	want(p, `document.querySelector('.viewer .words').textContent`, "塔 摄影：张三")
	p.press(kb.ArrowRight)
	want(p, seen, "3 / 3")
	want(p, `document.querySelector('.viewer .words').textContent`, "会场")
	p.press(kb.Escape)
	want(p, isOpen, false)
}

func photo(t *testing.T, n, width, height int) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, paint(n, width, height), nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// harbour serves a site of one article with one photo, with these settings.
func harbour(t *testing.T, settings string) string {
	t.Helper()
	return built(t, map[string]string{
		"site.yaml":                      "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\n" + settings,
		"content/news/visit/index.zh.md": "---\n标题: 来访\n日期: 2024-11-06\n---\n正文。\n\n![港口](a.jpg)\n",
		"content/news/visit/a.jpg":       photo(t, 1, 1300, 860),
	})
}

// Where site.yaml asks for AVIF, a browser that shows it takes it, in the same
// colours.
func TestSmaller(t *testing.T) {
	url := harbour(t, "images: {formats: [avif, webp]}\n")
	p := newTab(t, 1280, 900)
	p.open(url + "/zh/news/visit.html")
	want(p, `/-(960|1300)\.avif$/.test(document.querySelector('main figure img').currentSrc)`, true)
	want(p, `document.querySelector('main figure img').naturalWidth > 0`, true)
	want(p, `/-1300\.webp$/.test(document.querySelector('main figure a').href)`, true)
	p.run(`window.colours = async (url) => {
		const image = new Image(); image.src = url; await image.decode();
		const canvas = document.createElement('canvas'); canvas.width = canvas.height = 4;
		const paper = canvas.getContext('2d'); paper.drawImage(image, 0, 0, 4, 4);
		return [...paper.getImageData(0, 0, 4, 4).data];
	};
	const shown = document.querySelector('main figure img');
	Promise.all([colours(shown.currentSrc), colours(shown.src)]).then(([a, b]) => {
		window.apart = Math.max(...a.map((v, i) => Math.abs(v - b[i])));
	})`)
	want(p, `window.apart <= 8`, true)
}

// A site in mourning is grey everywhere: on pages in all languages, in pictures, and
// in the viewer.
func TestGrey(t *testing.T) {
	url := harbour(t, "grey: yes\n")
	p := newTab(t, 1280, 900)
	for _, page := range []string{"/index.html", "/zh/index.html", "/en/index.html", "/zh/news/index.html", "/404.html", "/zh/news/visit.html"} {
		p.open(url + page)
		p.grey(page)
	}
	p.run(`document.querySelector('main figure a').focus()`)
	p.press(kb.Enter)
	want(p, isOpen, true)
	want(p, `document.querySelector('.viewer .stage img').complete`, true)
	p.grey("the viewer")
}

// grey wants no colour on what is seen.
func (p *tab) grey(about string) {
	p.t.Helper()
	data, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatal(err)
	}
	shot, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		p.t.Fatal(err)
	}
	tones := make(map[uint32]bool)
	for y := range shot.Bounds().Dy() {
		for x := range shot.Bounds().Dx() {
			r, g, b, _ := shot.At(x, y).RGBA()
			if tones[r>>8] = true; r != g || g != b {
				p.t.Fatalf("%s: the colour at %d,%d is %d,%d,%d", about, x, y, r>>8, g>>8, b>>8)
			}
		}
	}
	if len(tones) < 3 {
		p.t.Errorf("%s: there is nothing to see", about)
	}
}
