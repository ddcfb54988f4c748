package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"bulletin/internal/document"
)

const (
	chunkSize = 1 << 20 // bodies are gathered in chunks of this size
	inMemory  = 16      // that many chunks stay in memory
)

// A pack holds the bodies of all texts: the first megabytes in memory, the rest
// in a file of the cache, so that a build of many thousand texts does not hold
// them all. It lives as long as the build.
type pack struct {
	dir string // the cache; "" to keep everything in memory

	mutex  sync.Mutex
	chunks []chunk
	file   *os.File // nil until a chunk must leave memory
	size   int64    // of the file
}

// A chunk is a piece of the pack. While it is in memory its bytes do not move,
// so what Body returned stays true.
type chunk struct {
	bytes []byte // nil once it lies in the file
	at    int64  // where, in the file
}

// Keep puts a body into the pack. A Ref's offset is the number of its chunk and
// the place in it.
func (p *pack) Keep(html []byte) (document.Ref, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if n := len(p.chunks); n == 0 || cap(p.chunks[n-1].bytes)-len(p.chunks[n-1].bytes) < len(html) {
		if err := p.settle(n - 1); err != nil {
			return document.Ref{}, fmt.Errorf("keep texts in the cache: %w", err)
		}
		p.chunks = append(p.chunks, chunk{bytes: make([]byte, 0, max(chunkSize, len(html)))})
	}
	last := len(p.chunks) - 1
	c := &p.chunks[last]
	ref := document.Ref{Offset: int64(last)<<32 | int64(len(c.bytes)), Len: len(html)}
	c.bytes = append(c.bytes, html...)
	return ref, nil
}

// settle moves a chunk that is full out of memory, unless it is among the first.
func (p *pack) settle(i int) error {
	if i < inMemory || p.dir == "" {
		return nil
	}
	if p.file == nil {
		if err := p.open(); err != nil {
			return err
		}
	}
	c := &p.chunks[i]
	if _, err := p.file.WriteAt(c.bytes, p.size); err != nil {
		return err
	}
	c.at = p.size
	p.size += int64(len(c.bytes))
	c.bytes = nil
	return nil
}

// open makes the pack's file. Where the system allows it, the file is taken
// from its folder at once, so that a killed build leaves nothing.
func (p *pack) open() (err error) {
	if err = os.MkdirAll(p.dir, 0o777); err != nil {
		return err
	}
	if p.file, err = os.CreateTemp(p.dir, "bodies-*.pack"); err != nil {
		return err
	}
	_ = os.Remove(p.file.Name())
	return nil
}

// Body fetches the HTML of a document, from wherever it lies. The caller does
// not change it.
func (p *pack) Body(d *document.Document) ([]byte, error) {
	if d.HTML != nil || d.Body.Len == 0 {
		return d.HTML, nil
	}
	from := int64(uint32(d.Body.Offset))
	p.mutex.Lock()
	c := p.chunks[d.Body.Offset>>32]
	p.mutex.Unlock()
	if c.bytes != nil {
		return c.bytes[from : from+int64(d.Body.Len)], nil
	}
	html := make([]byte, d.Body.Len)
	if _, err := p.file.ReadAt(html, c.at+from); err != nil {
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
