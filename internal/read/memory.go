package read

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"bulletin/internal/diag"
	"bulletin/internal/document"
	"bulletin/internal/site"
)

// A Memory keeps what files were read as, so that one that has not changed is
// not read again. It is asked by several goroutines at once.
type Memory interface {
	// Known returns what Keep was told of the file, if neither the file nor
	// what it was read with has changed since.
	Known(file, with string, info fs.FileInfo) (made any, ok bool)
	// Keep remembers what was made of the file. info is from before it was read.
	Keep(file, with string, info fs.FileInfo, made any)
}

// A text is what was made of the file of a text. Whoever gets one does not
// change it.
type text struct {
	header   site.Header
	document *document.Document // nil when it cannot be read
	problems []diag.Problem
}

// A look is what was seen of a picture.
type look struct {
	picture *site.Picture // nil when there is something wrong
	wrong   diag.Problem
}

// remembered makes something of a file, or remembers what was made of it. What
// else it was made with is part of what is remembered.
func remembered[T any](r *reading, file, with string, make func() (T, error)) (T, error) {
	m := r.options.Memory
	if m == nil {
		return make()
	}
	info, err := fs.Stat(r.fsys, file)
	if err != nil {
		return make() // and tell what is wrong with it
	}
	if known, ok := m.Known(file, with, info); ok {
		if made, ok := known.(T); ok {
			return made, nil
		}
	}
	made, err := make()
	if err == nil {
		m.Keep(file, with, info, made)
	}
	return made, err
}

// with tells what a text is read with besides its bytes.
func (r *reading) with(s *source) string {
	if len(s.folder.beside) == 0 { // as most are
		return r.alone
	}
	return r.alone + strings.Join(slices.Sorted(maps.Values(s.folder.beside)), "\x00")
}
