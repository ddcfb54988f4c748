package serve

import (
	"bytes"
	_ "embed" // for the script and the stylesheet
	"net/http"
	"strconv"
	"strings"
	"time"
)

//go:embed reload.js
var reloadScript []byte

//go:embed reload.css
var reloadStyle []byte

// home is where the preview's own files stand.
const home = "/" + reserved + "/"

// answer sends what stands at the request's address.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	escaped := r.URL.EscapedPath()
	if name, ok := strings.CutPrefix(escaped, home); ok {
		s.own(w, r, name)
		return
	}
	found := s.find(s.now(), escaped)
	switch {
	case found.to != "":
		to := found.to
		if r.URL.RawQuery != "" { // a search is still one with the slash
			to += "?" + r.URL.RawQuery
		}
		w.Header().Set("Location", to)
		say(w, found.status, to)
	case found.name == "":
		say(w, found.status, "nothing is here")
	default:
		s.send(w, r, found)
	}
}

// own answers with the preview's own files.
func (s *Server) own(w http.ResponseWriter, r *http.Request, name string) {
	switch name {
	case "events":
		s.stream(w, r)
	case "reload.js":
		s.send(w, r, answer{status: http.StatusOK, name: name, body: reloadScript})
	case "reload.css":
		s.send(w, r, answer{status: http.StatusOK, name: name, body: reloadStyle})
	default:
		say(w, http.StatusNotFound, "nothing is here")
	}
}

// send sends an output: pages with the script in them, all else in ranges if
// so asked.
func (s *Server) send(w http.ResponseWriter, r *http.Request, a answer) {
	h := w.Header()
	kind := contentType(a.name)
	h.Set("Content-Type", kind)
	if kind == page {
		h.Set("Content-Security-Policy", Policy)
		a.body = inject(a.body, s.have(look(a).sum))
	}
	if a.status != http.StatusOK || kind == page {
		if a.status == http.StatusServiceUnavailable {
			h.Set("Retry-After", "1")
		}
		h.Set("Content-Length", strconv.Itoa(len(a.body)))
		w.WriteHeader(a.status)
		if r.Method != http.MethodHead {
			_, _ = w.Write(a.body) // whoever has gone does not read it
		}
		return
	}
	http.ServeContent(w, unconditional(r), "", time.Time{}, bytes.NewReader(a.body))
}

// unconditional is the request without its conditions: even "If-None-Match: *"
// gets the bytes.
func unconditional(r *http.Request) *http.Request {
	plain := r.Clone(r.Context())
	for _, name := range []string{"If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"} {
		plain.Header.Del(name)
	}
	return plain
}
