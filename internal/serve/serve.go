// Package serve shows what a build holds to the browsers of this machine, and
// tells their open pages what has changed.
//
//	door, err := serve.Listen(ctx, "localhost:1414", false)
//	s := serve.New(serve.Options{Hosts: door.Hosts})
//	go s.Serve(ctx, door)
//	s.Show(serve.Site{Content: c, Prefix: base.Path}) // after a good build
//	s.Fail(serve.Failure{Problems: p, Line: lines})   // after a bad one
//
// # What is answered
//
// GET and HEAD; other methods get 405. The Host header must be one of the
// accepted ones, else the answer is 421: a foreign name that has been made to
// lead to this machine sees nothing. No header lets another origin read an
// answer, and Cross-Origin-Resource-Policy keeps other sites from embedding
// one.
//
// An address is read once: divided at its slashes, each part percent-decoded.
// A part that is empty, "." or "..", or that holds a slash, a backslash, a
// control character or no UTF-8, leads nowhere. What is left is the path of an
// output, exactly, or there is nothing: no file system is asked. Queries are
// ignored. A folder answers with its index.html, and without its slash leads
// to the address with one; with bare URLs x.html answers at x. What begins
// with ".bulletin" at the top is never an output. Where nothing is, the site's
// own 404.html answers, with status 404.
//
// The site stands below the prefix, the path of base_url. "/" and the prefix
// without its slash lead to the prefix; outside of it there is nothing but the
// preview's own files, which stand in /.bulletin/ whatever the prefix is:
// pages must find them when it is not known yet, and when it has changed.
//
// Content types come from a table of this package, and nosniff holds browsers
// to it. Pages carry the policy that the documentation recommends to hosts, so
// that what would break there breaks here. Nothing may be stored, and nothing
// is conditional. Files that are no pages can be asked for in ranges.
//
// # What pages are told
//
// Every page gets a script before its </body>, as it is answered: never in
// what Content holds. It is a file, /.bulletin/reload.js, since the policy
// allows no other. It knows the sum of the page's bytes, and asks
// /.bulletin/events, a stream of server-sent events, to be told when the
// address in the browser's bar answers with others:
//
//	reload    the page has other bytes, or another status: load it again;
//	          the script keeps the scroll position
//	css       only addresses of stylesheets differ: [["/old.css", "/new.css"]];
//	          the id of the event is the new sum
//	problems  the last build failed: what is wrong, for the panel at the bottom
//	good      the last build was good: no panel
//
// A stream compares sums when it is opened, so a page that missed something
// (a lost connection, a tab that was not seen) catches up. The sum carries a
// mark of the server: after a restart every page loads again. Only a page that
// is seen holds a stream, because browsers open few connections to one host.
// When something happens each stream looks for itself what is new to it; the
// server keeps no queue, and one that cannot be written to for ten seconds is
// ended. There are at most 100 streams. Streams are for pages of this server:
// an Origin header must name the host that was asked.
//
// A failed build changes nothing else: the last good pages stay. Before the
// first good one, every address answers 503 with a page that lists what is
// wrong, and loads again when that changes.
package serve

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"bulletin/internal/diag"
)

// Policy is the Content-Security-Policy of pages, as the documentation
// recommends it to hosts.
const Policy = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

// Content is what a good build holds.
type Content interface {
	// Output gives the bytes of an output by its path below the top of the
	// site, "zh/index.html". It is called by several goroutines at once, for
	// requests under way also shortly after other content is shown, and
	// nobody changes the bytes.
	Output(path string) (body []byte, ok bool)
}

// A Site is what a good build has made, and how it is addressed.
type Site struct {
	Content Content
	Prefix  string // the path of base_url, decoded: "/" or "/offices/fao/"
	Bare    bool   // urls: bare: x answers from x.html
}

// Options say who is answered, and how.
type Options struct {
	Hosts    []string      // accepted Host headers, exactly: "localhost:1414", "[::1]:1414"
	Language diag.Language // of problems, and of what the server itself says to people
}

// A Server answers requests. Show and Fail may be called at any time.
type Server struct {
	hosts    []string
	language diag.Language
	mark     string // tells this server's sums from those of another

	mutex sync.Mutex // of state
	state *state

	streams   atomic.Int32
	close     sync.Once
	closed    chan struct{}
	beat, jam time.Duration
}

// A state is what the last builds have left. It never changes.
type state struct {
	site    *place        // the last good build's; nil before there is one
	trouble *trouble      // what is wrong with the last build; nil if it was good
	next    chan struct{} // closed when another state has followed
}

// The limits of streams.
const (
	most = 100              // at once
	beat = 15 * time.Second // between signs of life
	jam  = 10 * time.Second // until one that takes nothing is ended
)

// New is a server without a site: it says that one is being built.
func New(o Options) *Server {
	mark := make([]byte, 6)
	_, _ = rand.Read(mark) // never fails
	return &Server{
		hosts:    slices.Clone(o.Hosts),
		language: o.Language,
		mark:     hex.EncodeToString(mark),
		state:    &state{next: make(chan struct{})},
		closed:   make(chan struct{}),
		beat:     beat,
		jam:      jam,
	}
}

// Show replaces the site with that of a good build. Pages that answer with
// other bytes than before are told.
func (s *Server) Show(site Site) {
	p := settle(site)
	s.replace(func(state) state { return state{site: p} })
}

// Fail keeps the site, if there is one, and tells pages what is wrong.
func (s *Server) Fail(f Failure) {
	t := s.describe(f)
	s.replace(func(before state) state { return state{site: before.site, trouble: t} })
}

func (s *Server) replace(follow func(state) state) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	before := s.state
	after := follow(*before)
	after.next = make(chan struct{})
	s.state = &after
	close(before.next)
}

func (s *Server) now() *state {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.state
}

// Close ends all streams, and refuses new ones. Other requests are answered
// as before.
func (s *Server) Close() { s.close.Do(func() { close(s.closed) }) }

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	switch {
	case !s.invited(r):
		say(w, http.StatusMisdirectedRequest, "this host is not served here")
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		say(w, http.StatusMethodNotAllowed, "only GET and HEAD")
	default:
		s.answer(w, r)
	}
}

// invited reports whether the request was meant for this server. A target that
// is a whole URL, as proxies get them, names the host in place of the header.
func (s *Server) invited(r *http.Request) bool {
	if u := r.URL; u.Scheme != "" && (u.Scheme != "http" || u.Host == "" || u.User != nil) {
		return false
	}
	return slices.ContainsFunc(s.hosts, func(host string) bool { return strings.EqualFold(host, r.Host) })
}

// say answers in plain words.
func say(w http.ResponseWriter, status int, words string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(words + "\n")) // whoever has gone does not hear it
}
