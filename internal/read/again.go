package read

import (
	"bulletin/internal/document"
	"bulletin/internal/site"
)

// Sources are the texts that Site has read last, so that one in which nothing
// but the text has changed can be read again by itself.
type Sources struct {
	reading *reading
	walk    *walk
	texts   map[string]version // by file
}

// A version is a text as it was read last.
type version struct {
	source source
	text   *text
}

// begin forgets what there was. Nobody may ask for it: then s is nil.
func (s *Sources) begin(r *reading, w *walk) {
	if s != nil {
		s.reading, s.walk, s.texts = r, w, make(map[string]version, len(w.sources))
	}
}

func (s *Sources) know(from *source, t *text) {
	if s != nil {
		s.texts[from.file] = version{*from, t}
	}
}

// A Change is a text that was read again.
type Change struct {
	File          string
	Before, After *site.Header // as written, nothing inherited
	Document      *document.Document

	version version
}

// Again reads a text again. The bool is false where it was not one before, or
// there is anything to tell of it, then or now: then all must be read again. The
// error is the machine's.
func (s *Sources) Again(file string) (Change, bool, error) {
	old, known := s.texts[file]
	if !known || !old.text.fine() {
		return Change{}, false, nil
	}
	t, err := s.reading.parse(&old.source)
	if err != nil || !t.fine() || s.reading.parser.Err() != nil {
		return Change{}, false, err
	}
	return Change{file, &old.text.Header, &t.Header, t.Document, version{old.source, t}}, true, nil
}

// Take makes a change what was read last.
func (s *Sources) Take(c Change) { s.texts[c.File] = c.version }

// fine reports whether there is a text and nothing to tell of it.
func (t *text) fine() bool { return t.Document != nil && len(t.Problems) == 0 }
