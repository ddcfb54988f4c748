package serve

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// stream tells one page what is new to it until it goes.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	if origin := r.Header.Get("Origin"); origin != "" && !strings.EqualFold(origin, "http://"+r.Host) {
		say(w, http.StatusForbidden, "this stream is for pages of this host")
		return
	}
	if r.Method == http.MethodHead {
		w.Header().Set("Content-Type", "text/event-stream")
		return
	}
	defer s.streams.Add(-1)
	if s.streams.Add(1) > most {
		say(w, http.StatusServiceUnavailable, "too many pages are open")
		return
	}
	select {
	case <-s.closed:
		say(w, http.StatusServiceUnavailable, "the preview has ended")
		return
	default:
	}
	w.Header().Set("Content-Type", "text/event-stream")
	query := r.URL.Query()
	reader := reader{server: s, page: query.Get("page"), have: query.Get("have")}
	if id := r.Header.Get("Last-Event-ID"); id != "" { // the browser opens it again by itself
		reader.have = id
	}
	s.feed(w, r, &reader)
}

// feed writes to the stream whenever something happens, and signs of life in
// between.
func (s *Server) feed(w http.ResponseWriter, r *http.Request, to *reader) {
	out := pipe{w: w, control: http.NewResponseController(w), jam: s.jam}
	if !out.send([]byte("retry: 1000\n\n")) {
		return
	}
	tick := time.NewTicker(s.beat)
	defer tick.Stop()
	for {
		st := s.now()
		if news := to.news(st); len(news) > 0 && !out.send(news) {
			return
		}
		for same := true; same; {
			select {
			case <-st.next:
				same = false
			case <-tick.C:
				if !out.send([]byte(": here\n\n")) {
					return
				}
			case <-r.Context().Done():
				return
			case <-s.closed:
				return
			}
		}
	}
}

// A pipe writes to a browser, but not forever.
type pipe struct {
	w       http.ResponseWriter
	control *http.ResponseController
	jam     time.Duration
}

// send reports whether the bytes have left in time.
func (p pipe) send(b []byte) bool {
	late := time.AfterFunc(p.jam, func() {
		_ = p.control.SetWriteDeadline(time.Unix(1, 0)) // long ago: ends a write that hangs
	})
	_, err := p.w.Write(b)
	if err == nil {
		err = p.control.Flush()
	}
	return late.Stop() && err == nil
}

// A reader is the page at the other end of a stream.
type reader struct {
	server *Server
	page   string // the path in the browser's bar, as it stands there
	have   string // the bytes that it shows
	seen   sight  // of those bytes, once the stream has met them
	begun  bool
	told   *trouble // what its panel shows
}

// news are the events that the state is to the page.
func (c *reader) news(st *state) []byte {
	if st.site == nil && st.trouble == nil {
		return nil // the first build is under way, and a page from before it may wait
	}
	var b bytes.Buffer
	a := c.server.find(st, c.page)
	now := look(a)
	have := c.server.have(now.sum)
	pairs, only := swaps(c.seen, now)
	switch {
	case c.have == have:
	case only:
		event(&b, "css", have, pairs)
	default:
		event(&b, "reload", "", nil)
	}
	c.have, c.seen = have, now
	trouble := st.trouble
	if st.site == nil {
		trouble = nil // it is the page itself
	}
	switch {
	case c.begun && trouble == c.told:
	case trouble == nil:
		event(&b, "good", "", nil)
	default:
		event(&b, "problems", "", trouble.panel)
	}
	c.begun, c.told = true, trouble
	return b.Bytes()
}

// event writes one event. Browsers drop those without data.
func event(b *bytes.Buffer, name, id string, data any) {
	text, _ := json.Marshal(data) // strings and lists of them always encode
	if id != "" {
		fmt.Fprintf(b, "id: %s\n", id)
	}
	fmt.Fprintf(b, "event: %s\ndata: %s\n\n", name, text)
}
