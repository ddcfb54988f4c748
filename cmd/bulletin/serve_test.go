package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// A scroll is what a program prints, read while it is printed.
type scroll struct {
	mutex sync.Mutex
	bytes.Buffer
}

func (s *scroll) Write(b []byte) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.Buffer.Write(b)
}

func (s *scroll) read() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.Buffer.String()
}

// until waits for something to become true.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for begin := time.Now(); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Since(begin) > 20*time.Second {
			t.Fatalf("no %s", what)
		}
	}
}

// A served site is one that serve shows.
type served struct {
	*testing.T
	dir     string
	printed *scroll
}

// show begins to serve a site of the files, until the test ends.
func show(t *testing.T, files map[string]string, args ...string) *served {
	t.Helper()
	s := &served{T: t, dir: t.TempDir(), printed: &scroll{}}
	for name, text := range files {
		s.save(name, text)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	term := &terminal{out: s.printed, err: s.printed, found: s.printed, language: "en", now: time.Now}
	go func() {
		status, err := serveSite(ctx, term, append([]string{"-s", s.dir, "--addr", "127.0.0.1:0"}, args...))
		if err != nil {
			term.complain(err)
			status = -1
		}
		ended <- status
	}()
	t.Cleanup(func() {
		stop()
		if status := <-ended; status != 0 {
			t.Errorf("serve ended with %d:\n%s", status, s.printed.read())
		}
	})
	return s
}

func (s *served) save(name, text string) {
	s.Helper()
	put(s.T, filepath.Join(s.dir, filepath.FromSlash(name)), []byte(text))
}

// address waits for the address that serve prints.
func (s *served) address() string {
	s.Helper()
	at := regexp.MustCompile(`http://127\.0\.0\.1:\d+/\S*`)
	until(s.T, "address", func() bool { return at.MatchString(s.printed.read()) })
	return at.FindString(s.printed.read())
}

func (s *served) get(url string) (status int, body string) {
	s.Helper()
	r, err := http.Get(url)
	if err != nil {
		s.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		s.Fatal(err)
	}
	return r.StatusCode, string(b)
}

const servedConfig = "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/office/\n"

// A writer saves, and the page that is open hears of it and has the new words;
// what is wrong is shown and goes away; nothing is written but what the writer
// wrote.
func TestServe(t *testing.T) {
	s := show(t, map[string]string{
		"site.yaml":            servedConfig,
		"content/news/a.en.md": "---\ntitle: Before\ndate: 2024-11-06\n---\nText.\n",
		"content/news/b.en.md": "---\ntitle: Later\ndate: 2024-11-06\ndraft: true\n---\nText.\n",
	})
	home := s.address()
	if !strings.HasSuffix(home, "/office/") {
		t.Errorf("the site stands at %s", home)
	}
	page := home + "en/news/a.html"
	status, body := s.get(page)
	if status != 200 || !strings.Contains(body, "Before") {
		t.Fatal(status, body)
	}
	if status, _ := s.get(home + "en/news/b.html"); status != 404 {
		t.Errorf("a draft is shown: %d", status)
	}
	events := s.listen(page, body)

	s.save("content/news/a.en.md", "---\ntitle: After\ndate: 2024-11-06\n---\nText.\n")
	events.wait("reload")
	if _, body = s.get(page); !strings.Contains(body, "After") {
		t.Error("the page has not changed")
	}
	events = s.listen(page, body)
	s.save("content/news/a.en.md", "---\ntitle: After\ndate: 2024-13-45\n---\nText.\n")
	events.wait("problems")
	if status, body := s.get(page); status != 200 || !strings.Contains(body, "After") {
		t.Errorf("the last good page is gone: %d", status)
	}
	s.save("content/news/a.en.md", "---\ntitle: After\ndate: 2024-11-06\n---\nText.\n")
	events.wait("good")
	if entries, err := os.ReadDir(s.dir); err != nil || len(entries) != 3 { // its cache
		t.Errorf("serve wrote something: %v %v", entries, err)
	}
}

// A first build that fails is shown, and so is the first good one.
func TestServeBrokenSite(t *testing.T) {
	s := show(t, map[string]string{"site.yaml": "title: [", "content/news/a.en.md": "---\ntitle: A\ndate: 2024-11-06\n---\nText.\n"})
	wrong := s.address()
	if status, body := s.get(wrong); status != 503 || !strings.Contains(body, "site.yaml:1:9") {
		t.Error(status, body)
	}
	s.save("site.yaml", servedConfig)
	until(t, "site", func() bool { return strings.Contains(s.printed.read(), wrong+"office/") })
	if status, _ := s.get(wrong + "office/en/news/a.html"); status != 200 {
		t.Error(status)
	}
}

// A preview of what the public does not see says so on every page; what it is
// that is not seen is marked, on its own page and wherever it is listed.
func TestServeMarks(t *testing.T) {
	text := func(title, more string) string {
		return "---\n" + title + "\ndate: 2024-11-06\n" + more + "\n---\nText.\n"
	}
	s := show(t, map[string]string{
		"site.yaml":            servedConfig,
		"content/news/a.en.md": text("title: Seen", ""),
		"content/news/b.en.md": text("title: Later", "draft: true"),
		"content/news/c.zh.md": text("标题: 将来", "publish_date: 2099-01-01"),
		"content/news/d.en.md": text("title: Past", "expiry_date: 2024-12-01"),
		"content/about.zh.md":  "---\n标题: 关于\n草稿: true\n---\n我们。\n",
	}, "-D", "-F", "-E")
	home := s.address()
	mark := func(name, title string) string { return `<span class="kicker">` + name + `</span> ` + title + `</a>` }
	for _, c := range []struct{ page, want string }{
		{"en/news/a.html", `class="preview"`},
		{"en/news/b.html", `<p class="kicker">Draft</p>`}, {"zh/news/c.html", `<p class="kicker">定时发布</p>`},
		{"en/news/d.html", `<p class="kicker">Expired</p>`}, {"zh/about.html", `<p class="kicker">草稿</p>`},
		{"en/news/", mark("Draft", "Later")}, {"en/news/", mark("Expired", "Past")}, {"zh/news/", mark("定时发布", "将来")},
		{"en/", mark("Draft", "Later")}, {"en/", mark("Expired", "Past")}, {"zh/", mark("定时发布", "将来")}, {"", mark("定时发布", "将来")},
	} {
		if status, body := s.get(home + c.page); status != 200 || !strings.Contains(body, c.want) {
			t.Errorf("/%s (%d) lacks %s:\n%s", c.page, status, c.want, body)
		}
	}
	if _, body := s.get(home + "en/news/a.html"); strings.Contains(body, `<p class="kicker">`) {
		t.Errorf("what everybody sees is marked:\n%s", body)
	}
}

// A text whose hour has come appears by itself.
func TestServeSchedule(t *testing.T) {
	soon := time.Now().Add(1500 * time.Millisecond).UTC().Format(time.RFC3339)
	s := show(t, map[string]string{
		"site.yaml":            servedConfig,
		"content/news/b.en.md": "---\ntitle: Later\ndate: 2024-11-06\npublish_date: " + soon + "\n---\nText.\n",
	})
	page := s.address() + "en/news/b.html"
	until(t, "text", func() bool { status, _ := s.get(page); return status == 200 })
}

// events are what a page is told.
type events struct {
	*served
	seen chan string
}

// listen opens the stream that the page with that body opens.
func (s *served) listen(page, body string) *events {
	s.Helper()
	have := regexp.MustCompile(`reload\.js" data-have="([^"]*)"`).FindStringSubmatch(body)
	if have == nil {
		s.Fatalf("the page has no script: %s", body)
	}
	at := regexp.MustCompile(`^(http://[^/]+)(/.*)$`).FindStringSubmatch(page)
	r, err := http.Get(at[1] + "/.bulletin/events?page=" + at[2] + "&have=" + have[1])
	if err != nil || r.StatusCode != 200 {
		s.Fatal(err, r)
	}
	e := &events{s, make(chan string, 100)}
	s.Cleanup(func() { _ = r.Body.Close() })
	go func() {
		for lines := bufio.NewScanner(r.Body); lines.Scan(); {
			if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				e.seen <- name
			}
		}
	}()
	return e
}

func (e *events) wait(name string) {
	e.Helper()
	for {
		select {
		case got := <-e.seen:
			if got == name {
				return
			}
		case <-time.After(20 * time.Second):
			e.Fatalf("no event %q:\n%s", name, e.printed.read())
		}
	}
}
