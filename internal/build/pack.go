package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"

	"bulletin/internal/document"
)

// chunkSize is how many bytes of bodies leave memory at once.
const chunkSize = 256 << 10

// A pack holds the bodies of all texts in a file of the cache, so that a build
// does not hold them. Without a cache, or where it has no room, they stay in
// memory. A pack lives as long as the build.
type pack struct {
	dir string // the cache; "" to keep everything that follows in memory

	mutex  sync.Mutex
	chunks []chunk
	file   *os.File // nil until a chunk must leave memory
	size   int64    // of the file
}

// A chunk is a piece of the pack.
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
		room := p.room()
		if cap(room) < len(html) {
			room = make([]byte, 0, max(chunkSize, len(html)))
		}
		p.chunks = append(p.chunks, chunk{bytes: room})
	}
	last := len(p.chunks) - 1
	c := &p.chunks[last]
	ref := document.Ref{Offset: int64(last)<<32 | int64(len(c.bytes)), Len: len(html)}
	c.bytes = append(c.bytes, html...)
	return ref, nil
}

// room moves the last chunk out of memory, where there is a cache, and returns
// the memory it had.
func (p *pack) room() []byte {
	if len(p.chunks) == 0 || p.dir == "" {
		return nil
	}
	c := &p.chunks[len(p.chunks)-1]
	if p.save(c) != nil {
		p.dir = ""
		return nil
	}
	room := c.bytes[:0]
	c.bytes = nil
	return room
}

// save writes a chunk to the end of the file.
func (p *pack) save(c *chunk) error {
	if p.file == nil {
		if err := p.open(); err != nil {
			return err
		}
	}
	n, err := p.file.WriteAt(c.bytes, p.size)
	c.at = p.size
	p.size += int64(n)
	return err
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

// Body appends the HTML of a document, from wherever it lies.
func (p *pack) Body(dst []byte, d *document.Document) ([]byte, error) {
	if d.HTML != nil || d.Body.Len == 0 {
		return append(dst, d.HTML...), nil
	}
	start := len(dst)
	dst = slices.Grow(dst, d.Body.Len)[:start+d.Body.Len]
	from := int64(uint32(d.Body.Offset))
	if c := p.copy(dst[start:], int(d.Body.Offset>>32), from); c.bytes == nil {
		if _, err := p.file.ReadAt(dst[start:], c.at+from); err != nil {
			return nil, fmt.Errorf("fetch a text from the cache: %w", err)
		}
	}
	return dst, nil
}

// copy finds a chunk, and copies from it if it is in memory.
func (p *pack) copy(html []byte, number int, from int64) chunk {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	c := p.chunks[number]
	if c.bytes != nil {
		copy(html, c.bytes[from:])
	}
	return c
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
