// Package read makes a site of its source files.
//
// site.yaml is read first (Config), then the interface strings (Strings), then
// content/ (Site). A name in content/ says what a file is:
//
//   - NAME.zh.md, NAME/index.zh.md and zh/…/NAME.md are the Chinese edition of
//     NAME; without a code it is the first language of site.yaml. A code in the
//     file's name wins over that of a folder. A code of a language that the site
//     does not have is reported, and the text is not published.
//   - _index.zh.md is the text of its folder: of a section, or of the home.
//   - topics.yaml, sources.yaml and issues.yaml are the vocabularies.
//   - Everything else is a file that texts may show or link, and below files/
//     texts are such files too.
//   - Names that begin with . or _ and what editors leave behind are never read,
//     symbolic links never followed.
//
// Each text is read once: decoded, its front matter taken off, and parsed, as
// many at a time as the caller likes; the bodies go where the caller keeps
// them. Pictures are looked into only when a published text shows them.
//
// Whatever writers did wrong is among the problems, in the order of the files,
// whatever ran first. An error is the disk's.
package read

import (
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"

	"bulletin/internal/diag"
)

// The sizes beyond which a file is not read.
const (
	maxText  = 4 << 20
	maxTable = 1 << 20 // site.yaml, vocabularies, strings
)

// Lines returns what reads a line of a source file as it was decoded, for
// excerpts. It keeps the file that it was asked for last, and is for one
// goroutine at a time.
func Lines(fsys fs.FS) func(file string, n int) (string, bool) {
	var last string
	var lines []string
	return func(file string, n int) (string, bool) {
		if file != last || lines == nil {
			last, lines = file, nil
			if data, err := load(fsys, file, maxText, nil); err == nil {
				text, _ := decode(file, data)
				lines = strings.Split(string(text), "\n")
			}
		}
		if n < 1 || n > len(lines) {
			return "", false
		}
		return strings.TrimSuffix(lines[n-1], "\r"), true
	}
}

// errLarge is what load returns for a file larger than it may be.
var errLarge = errors.New("file too large")

// A Loader is a file tree that loads small files in a quicker way than by
// opening them, into the memory of room where that suffices. Of a file larger
// than the limit only the size is told.
type Loader interface {
	Load(name string, limit int64, room []byte) (data []byte, size int64, err error)
}

// load reads a file of at most limit bytes with one look at its size, into the
// memory of room where that suffices.
func load(fsys fs.FS, name string, limit int64, room []byte) ([]byte, error) {
	if quick, ok := fsys.(Loader); ok {
		data, size, err := quick.Load(name, limit, room)
		if err == nil && size > limit {
			err = errLarge
		}
		return data, err
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrInvalid}
	case info.Size() > limit:
		return nil, errLarge
	}
	data := slices.Grow(room[:0], int(info.Size()))[:info.Size()]
	n, err := io.ReadFull(f, data)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = nil // it was cut short while we looked
	}
	return data[:n], err
}

// unread is the problem of a file that cannot be opened; ok is false when the
// fault is the machine's and none of the file's.
func unread(file string, err error) (p diag.Problem, ok bool) {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return diag.At(diag.Whole(file), "unreadable.permission"), true
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
		return diag.At(diag.Whole(file), "unreadable.gone"), true
	}
	return diag.Problem{}, false
}
