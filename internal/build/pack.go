package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync/atomic"

	"bulletin/internal/document"
)

// A pack holds the bodies of all texts in one file, so that a build of many
// thousand texts does not hold them in memory. It lives as long as the build.
// The zero pack keeps bodies where they are, in memory.
type pack struct {
	file *os.File
	end  atomic.Int64
}

// newPack makes a pack in the folder, which is made if need be; "" for memory.
func newPack(dir string) (*pack, error) {
	if dir == "" {
		return &pack{}, nil
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("make the cache: %w", err)
	}
	file, err := os.CreateTemp(dir, "bodies-*.pack")
	if err != nil {
		return nil, fmt.Errorf("make the cache: %w", err)
	}
	_ = os.Remove(file.Name()) // where the system allows it, so that a killed build leaves nothing; else Close does it
	return &pack{file: file}, nil
}

// keep is Keep, or nil for bodies that stay in memory.
func (p *pack) keep() func([]byte) (document.Ref, error) {
	if p.file == nil {
		return nil
	}
	return p.Keep
}

// Keep puts a body into the pack.
func (p *pack) Keep(html []byte) (document.Ref, error) {
	ref := document.Ref{Offset: p.end.Add(int64(len(html))) - int64(len(html)), Len: len(html)}
	if _, err := p.file.WriteAt(html, ref.Offset); err != nil {
		return document.Ref{}, fmt.Errorf("keep a text in the cache: %w", err)
	}
	return ref, nil
}

// Body fetches the HTML of a document, from wherever it lies.
func (p *pack) Body(d *document.Document) ([]byte, error) {
	if d.HTML != nil || d.Body.Len == 0 {
		return d.HTML, nil
	}
	html := make([]byte, d.Body.Len)
	if _, err := p.file.ReadAt(html, d.Body.Offset); err != nil {
		return nil, fmt.Errorf("fetch a text from the cache: %w", err)
	}
	return html, nil
}

// Close takes the pack's file away.
func (p *pack) Close() error {
	if p.file == nil {
		return nil
	}
	err := p.file.Close()
	if gone := os.Remove(p.file.Name()); err == nil && !errors.Is(gone, fs.ErrNotExist) {
		err = gone
	}
	return err
}
