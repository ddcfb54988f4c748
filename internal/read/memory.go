package read

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"bulletin/internal/codec"
	"bulletin/internal/diag"
	"bulletin/internal/document"
	"bulletin/internal/site"
)

// A Memory keeps what files were read as, so that one that has not changed is
// not read again. It is asked by several goroutines at once.
type Memory interface {
	// Look returns what the file was read as, if neither the file nor what it
	// was read with has changed since. Otherwise made is nil, and keep, if not
	// nil, is to be told what is made of the file now.
	Look(file, with string) (made any, keep func(made any))
}

// A text is what was made of the file of a text. Whoever gets one does not
// change it.
type text struct {
	Header   site.Header
	Document *document.Document // nil when it cannot be read
	Problems []diag.Problem
}

// A look is what was seen of a picture.
type look struct {
	Picture *site.Picture // nil when there is something wrong
	Wrong   diag.Problem
	Told    []diag.Problem // of the file, whoever shows it

	Recording *site.Recording // of one; it has no Picture then
}

// remembered makes something of a file, or remembers what was made of it. What
// else it was made with is part of what is remembered.
func remembered[T any](r *reading, file, with string, make func() (*T, error)) (*T, error) {
	m := r.options.Memory
	if m == nil {
		return make()
	}
	known, keep := m.Look(file, with)
	if known, ok := known.(*T); ok {
		return known, nil
	}
	made, err := make()
	if err == nil && keep != nil {
		keep(made)
	}
	return made, err
}

// with tells what a text is read with besides its bytes.
func (r *reading) with(s *source) string {
	with := r.alone
	if s.index {
		with = "index " + with
	}
	if len(s.folder.beside) == 0 { // as most are
		return with
	}
	return with + strings.Join(slices.Sorted(maps.Values(s.folder.beside)), "\x00")
}

// The kinds of what is made of files.
const (
	ofText = iota
	ofPicture
	ofSidecar
)

// Encode writes down what was made of a file, but for the body of a text: where
// it lies is told, and is told to Decode.
func Encode(e *codec.Encoder, made any) (body document.Ref, err error) {
	switch made := made.(type) {
	case *text:
		e.Bytes = append(e.Bytes, ofText)
		if made.Document != nil {
			body = made.Document.Body
		}
		return body, e.Encode(made)
	case *look:
		e.Bytes = append(e.Bytes, ofPicture)
		return body, e.Encode(made)
	case *sidecar:
		e.Bytes = append(e.Bytes, ofSidecar)
		return body, e.Encode(made)
	}
	return body, fmt.Errorf("what was made of a file is a %T", made)
}

// Decode reads back what Encode has written; the body of a text lies there now.
func Decode(d *codec.Decoder, body document.Ref) (made any, err error) {
	kind := byte(255)
	if d.Rest != "" {
		kind, d.Rest = d.Rest[0], d.Rest[1:]
	}
	switch kind {
	case ofText:
		t := &text{}
		if err = d.Decode(t); err == nil && t.Document != nil {
			t.Document.Body.Offset = body.Offset
		}
		return t, err
	case ofPicture:
		l := &look{}
		return l, d.Decode(l)
	case ofSidecar:
		s := &sidecar{}
		return s, d.Decode(s)
	}
	return nil, errors.New("what was made of a file is nothing that is known")
}
