package serve

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"bulletin/internal/diag"
)

// A listener is one end of a stream of events.
type listener struct {
	t  *testing.T
	r  *http.Response
	in *bufio.Reader
}

// listen opens the stream for a page that shows what have says.
func listen(t *testing.T, door *Door, page, have string, change ...func(*http.Request)) *listener {
	t.Helper()
	target := "http://" + door.Addr().String() + "/.bulletin/events?page=" + url.QueryEscape(page) + "&have=" + url.QueryEscape(have)
	q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range change {
		f(q)
	}
	transport := &http.Transport{DisableKeepAlives: true}
	r, err := transport.RoundTrip(q)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Body.Close() })
	return &listener{t, r, bufio.NewReader(r.Body)}
}

// next is the next event: its name, id and data; "end" when the stream ends.
func (l *listener) next() (name, id, data string) {
	l.t.Helper()
	timer := time.AfterFunc(10*time.Second, func() { l.r.Body.Close() })
	defer timer.Stop()
	for {
		line, err := l.in.ReadString('\n')
		line = strings.TrimSuffix(line, "\n")
		key, value, _ := strings.Cut(line, ": ")
		switch {
		case errors.Is(err, io.EOF):
			return "end", "", ""
		case err != nil:
			l.t.Fatalf("no event: %v", err)
		case key == "event":
			name = value
		case key == "id":
			id = value
		case key == "data":
			data = value
		case key == "" && value != "":
			return "comment", "", value
		case line == "" && name != "":
			return name, id, data
		}
	}
}

func (l *listener) want(name string) (id, data string) {
	l.t.Helper()
	got, id, data := l.next()
	if got != name {
		l.t.Fatalf("event %s %s, want %s", got, data, name)
	}
	return id, data
}

var having = regexp.MustCompile(`data-have="([^"]+)"`)

// have is what the page at an address says of its bytes.
func have(t *testing.T, s *Server, host, page string) string {
	t.Helper()
	m := having.FindStringSubmatch(text(t, get(s, page, func(r *http.Request) { r.Host = host })))
	if m == nil {
		t.Fatalf("%s does not say what it has", page)
	}
	return m[1]
}

func with(p pages, path, body string) pages {
	other := pages{}
	for k, v := range p {
		other[k] = v
	}
	if other[path] = body; body == "" {
		delete(other, path)
	}
	return other
}

func TestOnlyPagesThatChangedReload(t *testing.T) {
	s, door := opened(t, setup{}, sample())
	at := door.Addr().String()
	home := listen(t, door, "/zh/", have(t, s, at, "/zh/"))
	about := listen(t, door, "/zh/about.html?x", have(t, s, at, "/zh/about.html"))
	missing := listen(t, door, "/zh/new.html", have(t, s, at, "/zh/new.html"))
	about.want("reload") // the address of a page has no query: this one is not there
	about = listen(t, door, "/zh/about.html", have(t, s, at, "/zh/about.html"))
	for _, l := range []*listener{home, about, missing} {
		l.want("good")
	}

	s.Show(Site{Content: sample()}) // the same bytes again
	s.Show(Site{Content: with(sample(), "zh/index.html", "<body>other</body>")})
	home.want("reload")
	s.Show(Site{Content: with(sample(), "zh/new.html", "<body>new</body>")})
	home.want("reload")
	missing.want("reload")
	s.Show(Site{Content: with(sample(), "zh/about.html", "")})
	about.want("reload")
}

func TestStylesheetsAreSwapped(t *testing.T) {
	sheet := func(hash, text string) pages {
		return pages{"index.html": `<link rel="stylesheet" href="/assets/style.` + hash + `.css"><body>` + text}
	}
	s, door := opened(t, setup{}, sheet("aa", "text"))
	l := listen(t, door, "/", have(t, s, door.Addr().String(), "/"))
	l.want("good")
	s.Show(Site{Content: sheet("bb", "text")})
	id, data := l.want("css")
	if data != `[["/assets/style.aa.css","/assets/style.bb.css"]]` {
		t.Error(data)
	}
	if now := have(t, s, door.Addr().String(), "/"); id != now {
		t.Errorf("the id is %s, the page has %s", id, now)
	}
	s.Show(Site{Content: sheet("cc", "text")})
	if _, data := l.want("css"); data != `[["/assets/style.bb.css","/assets/style.cc.css"]]` {
		t.Error(data)
	}
	s.Show(Site{Content: sheet("dd", "other")})
	l.want("reload")

	// A browser that comes back with the id of the last event has missed nothing …
	again := listen(t, door, "/", "old", func(r *http.Request) {
		r.Header.Set("Last-Event-ID", have(t, s, door.Addr().String(), "/"))
	})
	again.want("good")
	// … and one that comes back with an older one has.
	again = listen(t, door, "/", have(t, s, door.Addr().String(), "/"), func(r *http.Request) { r.Header.Set("Last-Event-ID", id) })
	again.want("reload")
}

func TestRestartReloads(t *testing.T) {
	before := preview(setup{}, sample())
	old := have(t, before, "localhost:1414", "/zh/")
	s, door := opened(t, setup{}, nil)
	l := listen(t, door, "/zh/", old)
	s.Show(Site{Content: sample()}) // until then the page stays: it shows more than "being built"
	l.want("reload")
	l.want("good")
}

func someProblems() Failure {
	return Failure{
		Problems: []diag.Problem{diag.At(diag.Pos{File: "content/<b>.md", Line: 3, Column: 5, Width: 3}, "date", "<script>alert(1)</script>")},
		Line:     func(string, int) (string, bool) { return "日期: <i>", true },
	}
}

func TestProblemsComeAndGo(t *testing.T) {
	s, door := opened(t, setup{}, sample())
	l := listen(t, door, "/zh/", have(t, s, door.Addr().String(), "/zh/"))
	l.want("good")
	s.Fail(someProblems())
	_, data := l.want("problems")
	for _, want := range []string{"date", "content/", ":3:5", `["mark","\u003ci\u003e"]`} {
		if !strings.Contains(data, want) {
			t.Errorf("%s is not in %s", want, data)
		}
	}
	if got := text(t, get(s, "/zh/", func(r *http.Request) { r.Host = door.Addr().String() })); !strings.Contains(got, "home") {
		t.Errorf("the last good page is gone: %s", got)
	}
	late := listen(t, door, "/zh/", have(t, s, door.Addr().String(), "/zh/"))
	late.want("problems")
	s.Fail(someProblems())
	l.want("problems")
	s.Show(Site{Content: sample()})
	l.want("good")
	s.Show(Site{Content: with(sample(), "zh/index.html", "x")})
	l.want("reload")
}

func TestBrokenFirstBuild(t *testing.T) {
	s, door := opened(t, setup{}, nil)
	at := door.Addr().String()
	status, all := raw(t, door, "GET /zh/x HTTP/1.1\r\nHost: "+at+"\r\nConnection: close\r\n\r\n")
	if status != 503 || !strings.Contains(all, "being built") {
		t.Errorf("%d %s", status, all)
	}
	l := listen(t, door, "/zh/", have(t, s, at, "/zh/"))
	s.Fail(someProblems())
	l.want("reload")
	l.want("good") // the page itself says what is wrong; it needs no panel
	l = listen(t, door, "/zh/", have(t, s, at, "/zh/"))
	l.want("good")
	s.Fail(Failure{Err: errors.New("disk full")})
	l.want("reload")
	s.Show(Site{Content: sample()})
	l.want("reload")
}

// The path of base_url is known once site.yaml is good, and may change then.
func TestPrefixChanges(t *testing.T) {
	s, door := opened(t, setup{}, nil)
	at := door.Addr().String()
	s.Fail(someProblems())
	l := listen(t, door, "/", have(t, s, at, "/"))
	l.want("good")
	s.Show(Site{Content: sample(), Prefix: "/fao/"})
	l.want("reload")
	l = listen(t, door, "/fao/zh/", have(t, s, at, "/fao/zh/"))
	l.want("good")
	s.Show(Site{Content: sample(), Prefix: "/fao"})
	s.Show(Site{Content: sample()})
	l.want("reload")
}

func TestOrigins(t *testing.T) {
	s, door := opened(t, setup{}, sample())
	at := door.Addr().String()
	for origin, status := range map[string]int{
		"": 200, "http://" + at: 200, "HTTP://" + at: 200,
		"null": 403, "https://" + at: 403, "http://evil.example": 403, "http://localhost:3000": 403, "http://127.0.0.1": 403, at: 403, "http://" + at + ".evil.example": 403,
	} {
		l := listen(t, door, "/zh/", have(t, s, at, "/zh/"), func(r *http.Request) {
			if origin != "" {
				r.Header.Set("Origin", origin)
			}
		})
		if l.r.StatusCode != status {
			t.Errorf("%q: %d, want %d", origin, l.r.StatusCode, status)
		}
		if status == 200 {
			l.want("good")
			if l.r.Header.Get("Content-Type") != "text/event-stream" || l.r.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%q: %v", origin, l.r.Header)
			}
		}
		l.r.Body.Close()
	}
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal(what)
		}
	}
}

func TestStreamsAreBounded(t *testing.T) {
	s, door := opened(t, setup{}, sample())
	all := make([]*listener, most)
	for i := range all {
		all[i] = listen(t, door, "/", "")
		all[i].want("reload")
	}
	if r := listen(t, door, "/", "").r; r.StatusCode != 503 {
		t.Errorf("one more gets %d", r.StatusCode)
	}
	all[0].r.Body.Close()
	eventually(t, "a page that goes does not free its place", func() bool { return s.streams.Load() < most })
	listen(t, door, "/", "").want("reload")
	for _, l := range all[1:] {
		l.r.Body.Close()
	}
}

func TestSignsOfLife(t *testing.T) {
	door, err := Listen(t.Context(), "127.0.0.1:0", true)
	if err != nil {
		t.Fatal(err)
	}
	defer door.Close()
	s := preview(setup{Hosts: door.Hosts}, sample())
	s.beat = time.Millisecond
	go func() { _ = s.Serve(t.Context(), door) }()
	l := listen(t, door, "/", have(t, s, door.Addr().String(), "/"))
	l.want("good")
	for range 3 {
		l.want("comment")
	}
}

func TestCloseEndsStreams(t *testing.T) {
	s, door := opened(t, setup{}, sample())
	l := listen(t, door, "/zh/", have(t, s, door.Addr().String(), "/zh/"))
	l.want("good")
	start := time.Now()
	s.Close()
	s.Close()
	if name, _, _ := l.next(); name != "end" {
		t.Errorf("event %s after the end", name)
	}
	if late := time.Since(start); late > 2*time.Second {
		t.Errorf("it took %v", late)
	}
	if r := listen(t, door, "/zh/", "").r; r.StatusCode != 503 {
		t.Errorf("a new stream gets %d", r.StatusCode)
	}
	if r := get(s, "/zh/", func(r *http.Request) { r.Host = door.Addr().String() }); r.StatusCode != 200 {
		t.Errorf("a page gets %d", r.StatusCode)
	}
}
