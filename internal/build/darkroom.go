package build

import (
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"sync"

	"bulletin/internal/digest"
)

// A darkroom makes what is published of pictures. All that is made of one is a set;
// it is kept in the cache under the sum of the picture's bytes and of the way they
// are published. So nothing is made twice, whatever a picture is called, wherever
// it lies, and whichever page shows it.
type darkroom struct {
	dir   string // where sets are kept; "" for nowhere
	reads bool   // what is made is not kept there
	room  room

	mutex sync.Mutex
	under map[string]*development // sets that are being made, or were just now
	order []string                // of those that were made, the oldest first
}

// A development is a set that one goroutine makes and others wait for.
type development struct {
	done  chan struct{}
	parts [][]byte
	err   error
}

// recent is how many sets stay in memory: whoever asked while one was made finds it.
const recent = 8

// openDarkroom is a darkroom with a cache, which is only read if it says so.
func openDarkroom(cache string, reads bool) *darkroom {
	d := &darkroom{reads: reads, under: make(map[string]*development)}
	d.room.free.L = &d.room.mutex
	if cache != "" {
		d.dir = filepath.Join(cache, "pictures")
	}
	return d
}

// part is one of the parts of a set that is kept; nil where it is not, or is not as
// it was written.
func (d *darkroom) part(set string, i int) []byte {
	d.mutex.Lock()
	if made := d.under[set]; made != nil && made.parts != nil {
		defer d.mutex.Unlock()
		return made.parts[i]
	}
	d.mutex.Unlock()
	if d.dir == "" {
		return nil
	}
	f, err := os.Open(d.file(set))
	if err != nil {
		return nil
	}
	defer f.Close()
	return readPart(f, i)
}

func (d *darkroom) file(set string) string { return filepath.Join(d.dir, set+setEnding) }

// make makes a set, or waits for whoever makes it. The picture has so many pixels;
// of too many at a time some have to wait.
func (d *darkroom) make(set string, pixels int, develop func() ([][]byte, error)) ([][]byte, error) {
	d.mutex.Lock()
	if others := d.under[set]; others != nil {
		d.mutex.Unlock()
		<-others.done
		return others.parts, others.err
	}
	mine := &development{done: make(chan struct{})}
	d.under[set] = mine
	d.mutex.Unlock()
	d.room.enter(pixels)
	parts, err := develop()
	d.room.leave(pixels)
	if err == nil && d.dir != "" && !d.reads {
		_ = replaceFile(d.file(set), func(w io.Writer) error { return writeSet(w, parts) })
	}
	d.mutex.Lock()
	defer d.mutex.Unlock()
	mine.parts, mine.err = parts, err
	close(mine.done)
	if err != nil {
		delete(d.under, set) // it is tried again
		return nil, err
	}
	if d.order = append(d.order, set); len(d.order) > recent {
		delete(d.under, d.order[0])
		d.order = d.order[1:]
	}
	return parts, nil
}

// A room holds so many pixels at a time: each takes some eight bytes while a picture
// is made.
type room struct {
	mutex sync.Mutex
	free  sync.Cond
	taken int
}

// spacious is how many pixels may be under way; a larger picture is alone.
const spacious = 48_000_000

func (r *room) enter(pixels int) {
	pixels = min(pixels, spacious)
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for r.taken+pixels > spacious {
		r.free.Wait()
	}
	r.taken += pixels
}

func (r *room) leave(pixels int) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.taken -= min(pixels, spacious)
	r.free.Broadcast()
}

// A set lies in a file: a line that says so, how many parts there are, of each its
// length and sum, the sum of all this, and the parts.
const (
	setMagic  = "bulletin pictures 1\n"
	setEnding = ".set"
	mostParts = 16
)

func writeSet(w io.Writer, parts [][]byte) error {
	head := append([]byte(setMagic), byte(len(parts)))
	for _, p := range parts {
		sum := digest.Of(p)
		head = append(binary.BigEndian.AppendUint64(head, uint64(len(p))), sum[:]...)
	}
	sum := digest.Of(head)
	if _, err := w.Write(append(head, sum[:]...)); err != nil {
		return err
	}
	for _, p := range parts {
		if _, err := w.Write(p); err != nil {
			return err
		}
	}
	return nil
}

// readPart reads one part, nil unless it is whole.
func readPart(f io.ReaderAt, i int) []byte {
	const entry = 8 + len(digest.Sum{})
	head := make([]byte, len(setMagic)+1)
	if _, err := f.ReadAt(head, 0); err != nil || string(head[:len(setMagic)]) != setMagic {
		return nil
	}
	n := int(head[len(setMagic)])
	if i >= n || n > mostParts {
		return nil
	}
	table := make([]byte, len(head)+n*entry+len(digest.Sum{}))
	if _, err := f.ReadAt(table, 0); err != nil {
		return nil
	}
	body := len(table) - len(digest.Sum{})
	if digest.Of(table[:body]) != digest.Sum(table[body:]) {
		return nil
	}
	at := int64(len(table))
	for k := range n {
		e := table[len(head)+k*entry:]
		size := int64(binary.BigEndian.Uint64(e))
		if k == i {
			part := make([]byte, size)
			if _, err := f.ReadAt(part, at); err != nil || digest.Of(part) != digest.Sum(e[8:entry]) {
				return nil
			}
			return part
		}
		at += size
	}
	return nil
}
