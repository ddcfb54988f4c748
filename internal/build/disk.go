package build

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"sync"

	"bulletin/internal/digest"
	"bulletin/internal/ledger"
)

// A disk is a folder of the system as a file tree that follows no links. It
// loads small files with as few questions to the system as can be, and writes
// down whatever it is asked if it has a trace.
type disk struct {
	straight
	trace *trace  // nil to write nothing down
	seen  *glance // nil to ask again each time; else nothing is written down
}

type tree interface {
	fs.StatFS
	fs.ReadDirFS
	fs.ReadFileFS
	fs.ReadLinkFS
}

func newDisk(root string, t *trace) disk {
	return disk{straight: straightTree(root), trace: t}
}

// A trace is what a source was asked and what it said.
type trace struct {
	began int64 // seals that are not older are young

	mutex   sync.Mutex
	answers []ledger.Answer
	lost    bool // something was asked that cannot be asked again
	closed  bool
}

// note writes an answer down, with the seal that was taken before it. Of what
// failed only that it was not there can be asked again.
func (d disk) note(name string, k ledger.Kind, seal ledger.Seal, sum digest.Sum, err error) {
	a := ledger.Answer{Path: d.place(name), Kind: k, Absent: err != nil}
	if err == nil {
		a.Seal, a.Sum = seal, sum
		a.Young = seal != ledger.Seal{} && seal.Young(d.trace.began)
	}
	d.trace.add(a, err)
}

// close ends a trace: what is asked from now on is of no interest.
func (t *trace) close() {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.closed, t.answers = true, nil
}

func (t *trace) add(a ledger.Answer, err error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.closed {
		return
	}
	t.lost = t.lost || err != nil && !errors.Is(err, fs.ErrNotExist)
	t.answers = append(t.answers, a)
}

// Sub is a folder of the disk.
func (d disk) Sub(dir string) (fs.FS, error) {
	if !fs.ValidPath(dir) {
		return nil, &fs.PathError{Op: "sub", Path: dir, Err: fs.ErrInvalid}
	}
	root := filepath.Join(d.root, filepath.FromSlash(dir))
	return disk{d.sub(root, dir), d.trace, d.seen}, nil
}

// Open opens a file. What is read of it cannot be seen, so that it counts as
// read whole.
func (d disk) Open(name string) (fs.File, error) {
	if d.trace == nil {
		return d.straight.Open(name)
	}
	info, err := d.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		_, err = d.ReadDir(name)
	default:
		_, err = d.ReadFile(name)
	}
	if err != nil {
		return nil, err
	}
	return d.straight.Open(name)
}

// Load is part of read.Loader.
func (d disk) Load(name string, limit int64, room []byte) (data []byte, size int64, err error) {
	data, seal, err := d.load(name, limit, room)
	switch {
	case d.trace == nil:
	case err == nil && seal.Size > limit:
		_, _ = d.Stat(name) // only its size was asked
	default:
		d.note(name, ledger.Content, seal, digest.Of(data), err)
	}
	return data, seal.Size, err
}

// ReadFile is part of fs.ReadFileFS.
func (d disk) ReadFile(name string) ([]byte, error) {
	if d.trace == nil {
		return d.straight.ReadFile(name)
	}
	seal, err := d.seal(name)
	var data []byte
	if err == nil {
		data, err = d.straight.ReadFile(name)
	}
	d.note(name, ledger.Content, seal, digest.Of(data), err)
	return data, err
}

// ReadDir is part of fs.ReadDirFS.
func (d disk) ReadDir(name string) ([]fs.DirEntry, error) {
	if d.trace == nil {
		return d.seen.list(d.place(name), func() ([]fs.DirEntry, error) { return d.straight.ReadDir(name) })
	}
	seal, err := d.seal(name)
	var entries []fs.DirEntry
	if err == nil {
		entries, err = d.straight.ReadDir(name)
	}
	d.note(name, ledger.Listing, seal, listingSum(entries), err)
	return entries, err
}

// seal is what a file looks like from outside before it is read.
func (d disk) seal(name string) (ledger.Seal, error) {
	info, err := d.tree.Stat(name)
	if err != nil {
		return ledger.Seal{}, err
	}
	return ledger.Of(info), nil
}

// Stat is part of fs.StatFS.
func (d disk) Stat(name string) (fs.FileInfo, error) {
	info, err := d.seen.info(glimpse{d.place(name), false}, func() (fs.FileInfo, error) { return d.tree.Stat(name) })
	d.noteStatus(name, ledger.Status, info, err)
	return info, err
}

// Lstat is part of fs.ReadLinkFS.
func (d disk) Lstat(name string) (fs.FileInfo, error) {
	info, err := d.seen.info(glimpse{d.place(name), true}, func() (fs.FileInfo, error) { return d.tree.Lstat(name) })
	d.noteStatus(name, ledger.Link, info, err)
	return info, err
}

// ReadLink is part of fs.ReadLinkFS. Nobody asks where a link leads.
func (d disk) ReadLink(name string) (string, error) {
	if d.trace != nil {
		d.trace.add(ledger.Answer{}, fs.ErrInvalid)
	}
	return d.tree.ReadLink(name)
}

// place is where a name of this folder lies below the top.
func (d disk) place(name string) string {
	if d.under == "" {
		return name
	}
	return path.Join(d.under, name)
}

// listingSum is the sum of the names and types in a folder.
func listingSum(entries []fs.DirEntry) digest.Sum {
	var all []byte
	for _, e := range entries {
		all = append(append(all, e.Name()...), 0, byte(e.Type()>>24), byte(e.Type()>>16))
	}
	return digest.Of(all)
}

func (d disk) noteStatus(name string, k ledger.Kind, info fs.FileInfo, err error) {
	if d.trace == nil {
		return
	}
	var sum digest.Sum
	if err == nil {
		sum = statusSum(info.Mode().Type(), info.Size())
	}
	d.note(name, k, ledger.Seal{}, sum, err)
}

// statusSum is the sum of what is asked of a file without reading it: its type
// and its size. The size of a folder means nothing.
func statusSum(t fs.FileMode, size int64) digest.Sum {
	if t.IsDir() {
		size = 0
	}
	all := []byte{byte(t >> 24), byte(t >> 16)}
	for ; size > 0; size >>= 8 {
		all = append(all, byte(size))
	}
	return digest.Of(all)
}

// taken is the answers so far, false if they do not tell all that was asked.
func (t *trace) taken() ([]ledger.Answer, bool) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.answers = ledger.Sorted(t.answers)
	return slices.Clip(t.answers), !t.lost
}

// still asks again, and reports whether the answer is the same. Where it is, and
// bytes had to be looked at, it brings the seal up to date; at is the hour by
// which it is young.
func (d disk) still(a *ledger.Answer, at int64) bool { return d.told(a) || d.asked(a, at) }

// told reports whether what is there now tells from outside that the answer is
// the same.
func (d disk) told(a *ledger.Answer) bool {
	look, err := d.look(a.Path, a.Kind != ledger.Link)
	switch {
	case err != nil:
		return a.Absent && errors.Is(err, fs.ErrNotExist)
	case a.Absent:
		return false
	case a.Kind == ledger.Status || a.Kind == ledger.Link:
		return statusSum(look.Type, look.Size) == a.Sum
	}
	return !a.Young && look.Tells(a.Seal)
}

// asked reports whether an answer that can be asked for by its bytes alone is the
// same.
func (d disk) asked(a *ledger.Answer, at int64) (same bool) {
	var sum digest.Sum
	var seal ledger.Seal
	var err error
	switch {
	case a.Absent || a.Kind == ledger.Status || a.Kind == ledger.Link:
		return false // else it would have been told
	case a.Kind == ledger.Listing:
		var look ledger.Look
		var entries []fs.DirEntry
		if look, err = d.look(a.Path, true); err == nil {
			entries, err = d.straight.ReadDir(a.Path)
		}
		sum, seal = listingSum(entries), look.Seal
	default:
		sum, seal, err = d.sumOf(a.Path)
	}
	if err != nil || sum != a.Sum {
		return false
	}
	a.Seal, a.Young = seal, seal.Young(at)
	return true
}

// small is the size up to which a file is read at once for its sum.
const small = 1 << 20

// rooms hold files while their sums are taken.
var rooms = sync.Pool{New: func() any { return new([]byte) }}

// sumOf reads a file for its sum. The seal is from before it was read.
func (d disk) sumOf(name string) (digest.Sum, ledger.Seal, error) {
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	data, seal, err := d.load(name, small, *room)
	if err != nil || seal.Size <= small {
		if err == nil {
			*room = data
		}
		return digest.Of(data), seal, err
	}
	f, err := d.straight.Open(name)
	if err != nil {
		return digest.Sum{}, seal, err
	}
	defer func() { _ = f.Close() }()
	sum, err := digest.All(f)
	return sum, seal, err
}
