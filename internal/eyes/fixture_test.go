package eyes

import (
	"bytes"
	"fmt"
	"html/template"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"net/http"
	"path"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"bulletin/assets"
	"bulletin/internal/asset"
	"bulletin/layouts"
)

// A picture is one of a fixture. Its file is made when it is asked for.
type picture struct {
	w, h    int
	caption string
	credit  string
}

func (p picture) ratio() float64 { return float64(p.w) / float64(p.h) }

// class is what the pages print on the figure.
func (p picture) class() string {
	r := min(max(math.Round(100*p.ratio()), 50), 220)
	class := fmt.Sprintf("r%d u%d", int(r)/10, int(r)%10)
	if p.ratio() > 2.2 {
		class += " pano"
	}
	if p.w < p.h {
		class += " tall"
	}
	return class
}

// html prints a figure as the pages do; the number makes its files its own.
func (p picture) html(number int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<figure class="%s"><a href="/images/%d.%dx%d.png"><picture>`, p.class(), number, 2*p.w, 2*p.h)
	fmt.Fprintf(&b, `<source type="image/jpeg" srcset="/images/%d.%dx%d.jpg 480w, /images/%d.%dx%d.jpg 960w" sizes="50vw">`, number, p.w/2, p.h/2, number, p.w, p.h)
	fmt.Fprintf(&b, `<img src="/images/%d.%dx%d.jpg" width="%d" height="%d" alt="Picture %d" class="tone-7" loading="lazy"></picture></a>`, number, p.w, p.h, p.w, p.h, number)
	if p.caption != "" {
		b.WriteString("<figcaption>" + p.caption)
		if p.credit != "" {
			b.WriteString(` <span class="credit">` + p.credit + "</span>")
		}
		b.WriteString("</figcaption>")
	}
	b.WriteString("</figure>\n")
	return b.String()
}

func gallery(layout string, number int, all ...picture) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<div class=\"gallery %s of-%d\">\n", layout, len(all))
	for i, p := range all {
		b.WriteString(p.html(number + i))
	}
	b.WriteString("</div>\n")
	return b.String()
}

// A site is a few pages that a browser can be shown.
type site struct {
	t      *testing.T
	assets *asset.Set
	pages  map[string]string
	url    string
}

// newSite serves pages by their paths, such as /zh/rows/. A page is in the
// language that its path begins with.
func newSite(t *testing.T, pages map[string]string) *site {
	t.Helper()
	set, err := asset.Load(assets.FS, "")
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, assets: set, pages: map[string]string{}}
	for at, body := range pages {
		s.pages[at] = s.dress(at[1:3], body)
	}
	s.url = serving(t, s)
	return s
}

// dress makes a page of a text, with the viewer of the theme.
func (s *site) dress(language, body string) string {
	s.t.Helper()
	text, err := layouts.FS.ReadFile("strings." + language + ".yaml")
	if err != nil {
		s.t.Fatal(err)
	}
	var words map[string]string
	if err := yaml.Unmarshal(text, &words); err != nil {
		s.t.Fatal(err)
	}
	url := func(name string) (string, error) {
		at, ok := s.assets.URL(name)
		if !ok {
			return "", fmt.Errorf("no asset %s", name)
		}
		return "/" + at, nil
	}
	set := template.New("").Funcs(template.FuncMap{"t": func(key string) string { return words[key] }, "asset": url})
	template.Must(set.ParseFS(layouts.FS, "viewer.html"))
	template.Must(set.New("page").Parse(`<!doctype html>
<html lang="{{.Language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fixture</title>
<link rel="icon" href="/images/0.16x16.png">
<link rel="stylesheet" href="{{asset "style.css"}}">
</head>
<body>
<main id="main"><article class="article"><div class="text">
{{.Body}}
</div></article></main>
{{template "viewer.html" .}}
</body>
</html>
`))
	var b bytes.Buffer
	tag := map[string]string{"zh": "zh-Hans", "en": "en"}[language]
	if err := set.ExecuteTemplate(&b, "page", map[string]any{"Language": tag, "Body": template.HTML(body)}); err != nil {
		s.t.Fatal(err)
	}
	return b.String()
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	if body, ok := s.pages[r.URL.Path]; ok {
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", "default-src 'self'") // not for pictures: the page that a browser makes of one has styles
		fmt.Fprint(w, body)
		return
	}
	if body, ok := s.assets.Body(strings.TrimPrefix(r.URL.Path, "/")); ok {
		h.Set("Content-Type", map[string]string{".css": "text/css", ".js": "text/javascript"}[path.Ext(r.URL.Path)])
		w.Write(body)
		return
	}
	var n, width, height int
	if _, err := fmt.Sscanf(r.URL.Path, "/images/%d.%dx%d", &n, &width, &height); err != nil || width*height > 1e8 {
		http.NotFound(w, r)
		return
	}
	h.Set("Cache-Control", "max-age=3600")
	if path.Ext(r.URL.Path) == ".jpg" {
		jpeg.Encode(w, paint(n, width, height), nil)
	} else {
		fast := png.Encoder{CompressionLevel: png.BestSpeed}
		fast.Encode(w, paint(n, width, height))
	}
}

// paint makes a plain picture with a frame, so that nothing cropped is missed.
func paint(n, width, height int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	grey := uint8(90 + n*37%120)
	edge := max(1, min(width, height)/40)
	draw.Draw(m, m.Rect, image.NewUniform(color.RGBA{250, 240, 200, 255}), image.Point{}, draw.Src)
	draw.Draw(m, m.Rect.Inset(edge), image.NewUniform(color.RGBA{grey, grey / 2, uint8(n * 53), 255}), image.Point{}, draw.Src)
	return m
}
