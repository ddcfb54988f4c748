package serve

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// open serves at a door of its own until the test ends.
func opened(t *testing.T, o setup, c Content) (*Server, *Door) {
	t.Helper()
	door, err := Listen(t.Context(), "127.0.0.1:0", true)
	if err != nil {
		t.Fatal(err)
	}
	o.Hosts = door.Hosts
	s := preview(o, c)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, door) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("serving ended with %v", err)
			}
		case <-time.After(5 * time.Second):
			t.Error("serving does not end")
		}
	})
	return s, door
}

// raw sends bytes as they are, and reads the answer until the other side hangs up.
func raw(t *testing.T, door *Door, request string) (status int, all string) {
	t.Helper()
	conn, err := net.Dial("tcp", door.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(conn)
	r, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatalf("%q: %v", request, err)
	}
	defer r.Body.Close()
	var b strings.Builder
	_ = r.Header.Write(&b)
	_, _ = io.Copy(&b, r.Body)
	return r.StatusCode, b.String()
}

// jealous is a content that a test fails for when it is asked for anything
// that cannot be an output.
type jealous struct {
	pages
	t *testing.T
}

func (j jealous) Output(path string) ([]byte, bool) {
	for part := range strings.SplitSeq(path, "/") {
		if part == "" || part == "." || part == ".." || !utf8.ValidString(part) || strings.ContainsAny(part, "\\\x00") || strings.HasPrefix(path, ".bulletin") {
			j.t.Errorf("the content was asked for %q", path)
		}
	}
	return j.pages.Output(path)
}

// No spelling leads out of the outputs, or to another host.
func TestSpellings(t *testing.T) {
	_, plain := opened(t, setup{}, jealous{sample(), t})
	_, below := opened(t, setup{Prefix: "/offices/fao/"}, jealous{sample(), t})
	for _, target := range []string{
		"/..", "/../", "/zh/..", "/zh/../", "/zh/../index.html", "/zh/./index.html", "/./", "/.",
		"/%2e%2e/", "/%2E%2E/index.html", "/zh/%2e%2e/index.html", "/.%2e/", "/%2e/index.html",
		"/%252e%252e/index.html", "/..%2f", "/zh%2findex.html", "/zh%2Findex.html", "/%2fetc/passwd", "/..%5c", "/zh/..%5cindex.html",
		`/\`, `/zh\index.html`, `/..\..\etc\passwd`, "/zh%5cindex.html", `/\evil.example`, `/\/evil.example/`, "/%5c%5cevil.example",
		"//", "///", "//zh/", "/zh//", "/zh//index.html", "//index.html", "//evil.example", "//evil.example/", "//evil.example/..", "///evil.example/%2e%2e",
		"/%2f%2fevil.example", "/%2fevil.example/", "//zh", "/zh/;/", "/zh;/index.html", "/..;/index.html", "/;", "/zh/index.html;x",
		"/zh/index.html%00", "/%00", "/zh/%00/index.html", "/zh/index.html%0a", "/%0d%0aSet-Cookie:x", "/%7f", "/zh/index.html%20", "/zh/index.html.",
		"/%c0%ae%c0%ae/", "/%c0%af", "/zh%c0%afindex.html", "/%e0%80%af", "/%ff", "/%F0%80%80%AF", "/\xff", "/\xc0\xae\xc0\xae/",
		"/.bulletin-manifest", "/%2ebulletin-manifest", "/.bulletin-manifest/", "/.bulletin-aside/x.html", "/.bulletin%2devents", "/zh/../.bulletin-manifest",
		"/ZH/", "/zh/INDEX.HTML", "/zh/index.html/", "/zh/index.html/..", "/C:/Windows/win.ini", "/etc/passwd", "/zh/index.html::$DATA",
		"/#", "/zh/#", "/%23", "/~root/", "/zh/about.html/zh/about.html", "/" + strings.Repeat("a", 20000), "/" + strings.Repeat("../", 5000), "/" + strings.Repeat("zh/", 5000),
		"/%", "/%2", "/%zz", "/zh/%u002e", "*", "zh/index.html", "..", "?", "",
		"http://evil.example/zh/", "http://evil.example:1414/", "//user@evil.example/", "http:///zh/", "http:zh/", "ftp://HOST/zh/", "https://HOST/zh/",
		"http://HOST@evil.example/zh/", "http://user@evil.example/zh/", "http://user@HOST/zh/", "file:///etc/passwd", "javascript:alert(1)", "http://HOST/zh/../", "http://HOST//evil.example",
	} {
		for _, door := range []*Door{plain, below} {
			host := door.Addr().String()
			target := strings.ReplaceAll(target, "HOST", host)
			status, all := raw(t, door, "GET "+target+" HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n")
			if status != 400 && status != 404 && status != 421 && status != 431 {
				t.Errorf("%.80q: status %d", target, status)
			}
			for _, word := range []string{"secret", "home", "front", "about", "root:", "Location", "Set-Cookie"} {
				if strings.Contains(all, word) {
					t.Errorf("%.80q: the answer has %q:\n%s", target, word, all)
				}
			}
		}
	}
}

// The same door is open to those who ask for what is there.
func TestRawRequests(t *testing.T) {
	_, door := opened(t, setup{}, sample())
	host := door.Addr().String()
	for _, c := range []struct {
		request string
		status  int
		want    string
	}{
		{"GET /zh/ HTTP/1.1\r\nHost: HOST", 200, "home"},
		{"GET /zh/?../../x HTTP/1.1\r\nHost: HOST", 200, "home"},
		{"GET /zh/a%62out.html HTTP/1.1\r\nHost: HOST", 200, "about"},
		{"GET http://HOST/zh/ HTTP/1.1\r\nHost: HOST", 200, "home"},
		{"GET http://HOST HTTP/1.1\r\nHost: HOST", 200, "front"},
		{"GET http://HOST/zh/ HTTP/1.1\r\nHost: evil.example", 200, "home"}, // the target wins, RFC 9112 3.2.2
		{"GET http://evil.example/zh/ HTTP/1.1\r\nHost: HOST", 421, ""},
		{"GET /zh/ HTTP/1.1\r\nHost: evil.example", 421, ""},
		{"GET /zh/ HTTP/1.1\r\nHost: HOST\r\nHost: evil.example", 400, ""},
		{"GET /zh/ HTTP/1.1", 400, ""},
		{"GET /zh/ HTTP/1.0", 421, ""},
		{"GET /zh/ HTTP/1.1\r\nHost: HOST\r\nX-Forwarded-Host: evil.example", 200, "home"},
		{"GET /zh HTTP/1.1\r\nHost: HOST", 302, "Location: /zh/\r\n"},
		{"OPTIONS * HTTP/1.1\r\nHost: HOST", 405, "Allow: GET, HEAD"},
		{"OPTIONS * HTTP/1.1\r\nHost: evil.example", 421, ""},
		{"OPTIONS /zh/ HTTP/1.1\r\nHost: HOST\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: GET\r\nAccess-Control-Request-Private-Network: true", 405, ""},
		{"CONNECT evil.example:443 HTTP/1.1\r\nHost: HOST", 421, ""},
		{"POST /zh/ HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0", 405, ""},
		{"get /zh/ HTTP/1.1\r\nHost: HOST", 405, ""},
	} {
		request := strings.ReplaceAll(c.request, "HOST", host)
		status, all := raw(t, door, request+"\r\nConnection: close\r\n\r\n")
		if status != c.status || !strings.Contains(all, c.want) {
			t.Errorf("%q: %d, want %d and %q:\n%s", request, status, c.status, c.want, all)
		}
		if strings.Contains(all, "Access-Control") {
			t.Errorf("%q: another origin may read this:\n%s", request, all)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "/", "/zh/", "/a//b", "/%2e%2e/", "/a%2fb", "/\\", "/%00", "/%E5%A4%96", "//evil"} {
		f.Add(seed)
	}
	s := New(Options{})
	f.Fuzz(func(t *testing.T, path string) {
		a, ok := parse(path)
		if !ok {
			return
		}
		for _, part := range a.parts {
			if !plausible(part) {
				t.Errorf("%q has the part %q", path, part)
			}
		}
		s.find(&state{site: settle(Site{Content: jealous{pages{"x/index.html": "x"}, t}})}, path)
		if to := s.find(&state{site: settle(Site{Content: everything{}, Prefix: "/a/"})}, path).to; to != "" && !strings.HasPrefix(to, "/a/") || strings.ContainsAny(to, "\\\r\n") {
			t.Errorf("%q leads to %q", path, to)
		}
	})
}

// everything has an index in every folder.
type everything struct{}

func (everything) Output(path string) ([]byte, bool) {
	return nil, strings.HasSuffix(path, "/index.html")
}
