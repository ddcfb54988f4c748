package serve

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"bulletin/internal/diag"
)

// pages is a content by paths.
type pages map[string]string

func (p pages) Output(path string) ([]byte, bool) {
	body, ok := p[path]
	return []byte(body), ok
}

func sample() pages {
	return pages{
		".bulletin-manifest":             "secret",
		".bulletin-aside/x.html":         "secret",
		"index.html":                     "<body>front</body>",
		"404.html":                       "<body>missing</body>",
		"zh/index.html":                  "<body>home</body>",
		"zh/about.html":                  "<body>about</body>",
		"zh/news/2024/11/visit.html":     "<body>visit</body>",
		"zh/news/2024/11/visit/fees.pdf": "%PDF",
		"zh/附件/费用 表.pdf":                 "%PDF 费用",
		"zh/a;b?c%20d.txt":               "odd",
		"feed.xml":                       "<feed/>",
		"zh/第 1 期?/index.html":           "<body>issue</body>",
		"LICENSE":                        "free",
	}
}

// setup is all that a server can be told.
type setup struct {
	Hosts    []string
	Language diag.Language
	Prefix   string
	Bare     bool
}

func preview(o setup, c Content) *Server {
	if o.Hosts == nil {
		o.Hosts = []string{"localhost:1414", "localhost", "[::1]:1414"}
	}
	s := New(Options{o.Hosts, o.Language})
	if c != nil {
		s.Show(Site{c, o.Prefix, o.Bare})
	}
	return s
}

// get asks the handler as a browser would.
func get(s *Server, target string, change ...func(*http.Request)) *http.Response {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.Host = "localhost:1414"
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAnswers(t *testing.T) {
	plain := preview(setup{Prefix: "/"}, sample())
	below := preview(setup{Prefix: "/offices/外事"}, sample())
	bare := preview(setup{Bare: true}, sample())
	const office = "/offices/%E5%A4%96%E4%BA%8B"
	for _, c := range []struct {
		server *Server
		target string
		status int
		want   string // in the body, or the Location
	}{
		{plain, "/", 200, "front"},
		{plain, "/index.html", 200, "front"},
		{plain, "/zh/", 200, "home"},
		{plain, "/zh", 302, "/zh/"},
		{plain, "/zh?q=1", 302, "/zh/?q=1"},
		{plain, "/zh/about.html?v=2", 200, "about"},
		{plain, "/zh/about", 404, "missing"},
		{plain, "/zh/about.html/", 404, "missing"},
		{plain, "/zh/news/2024/11/", 404, "missing"},
		{plain, "/zh/news/2024/11/visit/fees.pdf", 200, "%PDF"},
		{plain, "/zh/%E9%99%84%E4%BB%B6/%E8%B4%B9%E7%94%A8%20%E8%A1%A8.pdf", 200, "费用"},
		{plain, "/zh/a%3Bb%3Fc%2520d.txt", 200, "odd"},
		{plain, "/zh/a;b%3Fc%2520d.txt", 200, "odd"},
		{plain, "/zh/a;b?c%20d.txt", 404, "missing"},
		{plain, "/zh/%E7%AC%AC%201%20%E6%9C%9F%3f", 302, "/zh/%E7%AC%AC%201%20%E6%9C%9F%3F/"},
		{plain, "/zh/%E7%AC%AC%201%20%E6%9C%9F%3F/", 200, "issue"},
		{plain, "/LICENSE", 200, "free"},
		{plain, "/404.html", 200, "missing"},
		{plain, "/.bulletin-manifest", 404, "missing"},
		{plain, "/.bulletin-aside/x.html", 404, "missing"},
		{plain, "/.bulletin/", 404, "nothing"},
		{plain, "/.bulletin/other", 404, "nothing"},
		{plain, "/.bulletin/reload.js", 200, "EventSource"},
		{plain, "/.bulletin/reload.css", 200, ".problems"},

		{below, "/", 302, office + "/"},
		{below, office, 302, office + "/"},
		{below, "/offices/%e5%a4%96%e4%ba%8b", 302, office + "/"},
		{below, office + "/", 200, "front"},
		{below, office + "/zh", 302, office + "/zh/"},
		{below, office + "/zh/", 200, "home"},
		{below, office + "/nothing", 404, "missing"},
		{below, office + "/.bulletin/reload.js", 404, "missing"},
		{below, office + "/.bulletin-manifest", 404, "missing"},
		{below, "/.bulletin/reload.js", 200, "EventSource"},
		{below, "/.bulletin/../reload.js", 404, "nothing"},
		{below, "/zh/", 404, "nothing"},
		{below, "/offices/", 404, "nothing"},
		{below, "/offices", 404, "nothing"},
		{below, "/offices/x/zh/", 404, "nothing"},

		{bare, "/zh/about", 200, "about"},
		{bare, "/zh/about.html", 200, "about"},
		{bare, "/zh/about/", 404, "missing"},
		{bare, "/zh/news/2024/11/visit", 200, "visit"},
		{bare, "/zh/news/2024/11/visit/fees.pdf", 200, "%PDF"},
		{bare, "/zh", 302, "/zh/"},
	} {
		r := get(c.server, c.target)
		got := text(t, r)
		if r.StatusCode == 302 {
			got = r.Header.Get("Location")
			if got != c.want {
				t.Errorf("%s: leads to %q, want %q", c.target, got, c.want)
			}
		}
		if r.StatusCode != c.status || !strings.Contains(got, c.want) {
			t.Errorf("%s: %d %q, want %d %q", c.target, r.StatusCode, got, c.status, c.want)
		}
	}
}

func TestWithoutItsOwn404(t *testing.T) {
	r := get(preview(setup{}, pages{}), "/x")
	if got := text(t, r); r.StatusCode != 404 || got != "nothing is here\n" {
		t.Errorf("%d %q", r.StatusCode, got)
	}
}

func TestMethods(t *testing.T) {
	s := preview(setup{}, sample())
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"} {
		r := get(s, "/zh/", func(r *http.Request) { r.Method = method })
		if r.StatusCode != 405 || r.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d, Allow %q", method, r.StatusCode, r.Header.Get("Allow"))
		}
	}
	for _, target := range []string{"/zh/", "/feed.xml", "/nothing", "/zh", "/.bulletin/reload.js", "/.bulletin/events"} {
		full := http.Response{ContentLength: -1}
		if !strings.HasSuffix(target, "events") {
			full = *get(s, target)
		}
		r := get(s, target, func(r *http.Request) { r.Method = "HEAD" })
		if target != "/zh" && text(t, r) != "" { // net/http drops the body of the redirect
			t.Errorf("HEAD %s has a body", target)
		}
		if full.Header != nil && (r.StatusCode != full.StatusCode || r.Header.Get("Content-Length") != full.Header.Get("Content-Length")) {
			t.Errorf("HEAD %s: %d, %s bytes; GET %d, %s", target, r.StatusCode, r.Header.Get("Content-Length"), full.StatusCode, full.Header.Get("Content-Length"))
		}
	}
}

func TestHosts(t *testing.T) {
	s := preview(setup{}, sample())
	for host, status := range map[string]int{
		"localhost:1414": 200, "LocalHost:1414": 200, "localhost": 200, "[::1]:1414": 200,
		"": 421, "evil.example": 421, "evil.example:1414": 421, "localhost:1415": 421, "localhost.": 421,
		"localhost:1414.evil.example": 421, "localhost.evil.example:1414": 421, "evil@localhost:1414": 421,
		"127.0.0.1:1414": 421, " localhost": 421, "localhost:": 421,
	} {
		for _, target := range []string{"/zh/", "/.bulletin/reload.js"} {
			r := get(s, target, func(r *http.Request) { r.Host = host })
			if r.StatusCode != status {
				t.Errorf("%s of %q: %d, want %d", target, host, r.StatusCode, status)
			}
			if status != 200 && strings.Contains(text(t, r), "home") {
				t.Errorf("%q sees the site", host)
			}
		}
	}
	r := get(s, "/.bulletin/events", func(r *http.Request) { r.Host = "evil.example" })
	if r.StatusCode != 421 {
		t.Errorf("events of another host: %d", r.StatusCode)
	}
}

func TestHeaders(t *testing.T) {
	s := preview(setup{}, sample())
	for target, isPage := range map[string]bool{
		"/zh/": true, "/nothing": true, "/feed.xml": false, "/zh": false, "/zh//": true, "/.bulletin/reload.js": false,
	} {
		h := get(s, target, func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }).Header
		for name := range h {
			if strings.HasPrefix(name, "Access-Control") || name == "Etag" || name == "Last-Modified" {
				t.Errorf("%s: %s: %s", target, name, h.Get(name))
			}
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options":       "nosniff",
			"Cache-Control":                "no-store",
			"Referrer-Policy":              "strict-origin-when-cross-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s: %q", target, name, h.Get(name))
			}
		}
		if got := h.Get("Content-Security-Policy"); (got == Policy) != isPage {
			t.Errorf("%s: policy %q", target, got)
		}
	}
}

func TestRangesAndConditions(t *testing.T) {
	s := preview(setup{}, pages{"a.mp4": "0123456789", "index.html": "<body>front"})
	for _, c := range []struct {
		target, name, value string
		status              int
		want                string
	}{
		{"/a.mp4", "Range", "bytes=2-4", 206, "234"},
		{"/a.mp4", "Range", "bytes=-3", 206, "789"},
		{"/a.mp4", "Range", "bytes=20-", 416, ""},
		{"/a.mp4", "If-None-Match", "*", 200, "0123456789"},
		{"/a.mp4", "If-Match", `"x"`, 200, "0123456789"},
		{"/a.mp4", "If-Modified-Since", "Fri, 31 Dec 9999 23:59:59 GMT", 200, "0123456789"},
		{"/a.mp4", "If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT", 200, "0123456789"},
		{"/", "Range", "bytes=0-1", 200, "front"},
		{"/", "If-None-Match", "*", 200, "front"},
	} {
		r := get(s, c.target, func(r *http.Request) { r.Header.Set(c.name, c.value) })
		if got := text(t, r); r.StatusCode != c.status || !strings.Contains(got, c.want) {
			t.Errorf("%s, %s: %s: %d %q", c.target, c.name, c.value, r.StatusCode, got)
		}
	}
}

func TestTypes(t *testing.T) {
	for name, want := range map[string]string{
		"index.html": page, "a.HTM": page, "assets/style.3fa9.css": "text/css; charset=utf-8",
		"a.js": "text/javascript; charset=utf-8", "a.mjs": "text/javascript; charset=utf-8", "a.json": "application/json",
		"zh/feed.xml": "application/atom+xml", "sitemap.xml": "application/xml", "zh/feed.json": "application/feed+json",
		"a.svg": "image/svg+xml", "a.webp": "image/webp", "a.avif": "image/avif", "a.PNG": "image/png",
		"a.jpg": "image/jpeg", "a.jpeg": "image/jpeg", "a.gif": "image/gif", "favicon.ico": "image/vnd.microsoft.icon",
		"a.pdf": "application/pdf", "robots.txt": "text/plain; charset=utf-8", "a.csv": "text/csv; charset=utf-8",
		"a.md": "text/markdown; charset=utf-8", "a.zip": "application/zip", "a.mp3": "audio/mpeg", "a.mp4": "video/mp4",
		"a.woff2": "font/woff2", "a.webmanifest": "application/manifest+json",
		"a.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"a.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		"a.pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
		"CNAME":  "application/octet-stream", "a.exe": "application/octet-stream", "html": "application/octet-stream",
		"a.html.bak": "application/octet-stream",
	} {
		s := preview(setup{}, pages{name: "x"})
		if got := get(s, "/"+name).Header.Get("Content-Type"); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
