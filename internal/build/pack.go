package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"bulletin/internal/digest"
	"bulletin/internal/document"
)

// chunkSize is how many bytes of bodies leave memory at once.
const chunkSize = 256 << 10

// A pack holds the bodies of all texts in files of the cache, so that a build
// does not hold them: those of texts that were parsed in builds before lie in
// layers, those of this build in a file that can become one. Without a cache,
// or where it has no room, they stay in memory.
type pack struct {
	dir  string // the cache; "" to keep everything that follows in memory
	stem string // what the name of a layer begins with; "" for none: the file goes with the pack

	mutex  sync.Mutex
	chunks []chunk
	file   *os.File // of this build; nil until a chunk must leave memory
	size   int64    // of the file
	sum    digest.Running
	whole  error // why the file does not hold everything
}

// A chunk is a piece of the pack.
type chunk struct {
	bytes []byte   // nil once it lies in a file
	file  *os.File // that file
	at    int64    // where, in the file
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
	if len(p.chunks) == 0 || p.dir == "" || p.chunks[len(p.chunks)-1].bytes == nil {
		return nil
	}
	c := &p.chunks[len(p.chunks)-1]
	if p.whole = p.save(c); p.whole != nil {
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
	_, _ = p.sum.Write(c.bytes[:n])
	c.at, c.file = p.size, p.file
	p.size += int64(n)
	return err
}

// open makes the pack's file. One that is not to become a layer is taken from
// its folder at once, where the system allows it, so that a killed build leaves
// nothing.
func (p *pack) open() (err error) {
	if err = os.MkdirAll(p.dir, 0o777); err != nil {
		return err
	}
	name := "bodies-*.pack"
	if p.stem != "" {
		name = p.stem + "-*" + layerEnding + newEnding
	}
	if p.file, err = os.CreateTemp(p.dir, name); err != nil {
		return err
	}
	p.size, p.sum = 0, digest.Running{}
	if p.stem == "" {
		_ = os.Remove(p.file.Name())
	}
	return nil
}

// lay puts a layer below what is kept now, and returns its number.
func (p *pack) lay(f *os.File) int {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.chunks = append(p.chunks, chunk{file: f})
	return len(p.chunks) - 1
}

// in is the body at a place in a layer of that number.
func (p *pack) in(number int, body document.Ref) document.Ref {
	return document.Ref{Offset: int64(number)<<32 | body.Offset, Len: body.Len}
}

// settle makes a layer of the file, which holds all that was kept, and returns
// its name and sum; the name is "" where nothing was. What follows goes elsewhere.
func (p *pack) settle() (name string, sum digest.Sum, err error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if last := len(p.chunks) - 1; p.whole == nil && last >= 0 && len(p.chunks[last].bytes) > 0 {
		if p.whole = p.save(&p.chunks[last]); p.whole == nil {
			p.chunks[last].bytes = nil
		}
	}
	if p.whole == nil && p.size > mostBodies {
		p.whole = errors.New("too many texts for one file")
	}
	if p.whole != nil || p.file == nil {
		return "", digest.Sum{}, p.whole
	}
	path := strings.TrimSuffix(p.file.Name(), newEnding)
	if err := os.Rename(p.file.Name(), path); err != nil {
		return "", digest.Sum{}, err
	}
	p.file, p.stem = nil, "" // its chunks know it
	return filepath.Base(path), p.sum.Sum(), nil
}

// unname lets the file go with the pack, whatever was to become of it.
func (p *pack) unname() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.file != nil && p.stem != "" {
		_ = os.Remove(p.file.Name())
	}
	p.stem = ""
}

// place is where a body that was kept lies in its file, which has all chunks.
func (p *pack) place(body document.Ref) document.Ref {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return document.Ref{Offset: p.chunks[body.Offset>>32].at + int64(uint32(body.Offset)), Len: body.Len}
}

// Body appends the HTML of a document, from wherever it lies.
func (p *pack) Body(dst []byte, d *document.Document) ([]byte, error) {
	if d.HTML != nil || d.Body.Len == 0 {
		return append(dst, d.HTML...), nil
	}
	return p.fetch(dst, d.Body)
}

func (p *pack) fetch(dst []byte, body document.Ref) ([]byte, error) {
	start := len(dst)
	dst = slices.Grow(dst, body.Len)[:start+body.Len]
	from := int64(uint32(body.Offset))
	if c := p.copy(dst[start:], int(body.Offset>>32), from); c.bytes == nil {
		if _, err := c.file.ReadAt(dst[start:], c.at+from); err != nil {
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

// Close closes all files, and takes the one away that has become no layer.
func (p *pack) Close() (err error) {
	if p.file != nil {
		err = p.file.Close()
		if gone := os.Remove(p.file.Name()); err == nil && !errors.Is(gone, fs.ErrNotExist) {
			err = gone
		}
	}
	for i, c := range p.chunks {
		if c.file != nil && c.file != p.file && (i == 0 || c.file != p.chunks[i-1].file) {
			err = errors.Join(err, c.file.Close())
		}
	}
	return err
}
