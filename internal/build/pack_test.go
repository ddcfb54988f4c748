package build

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"bulletin/internal/document"
)

// TestPack keeps more than memory holds, from several goroutines, and fetches
// everything back.
func TestPack(t *testing.T) {
	for _, dir := range []string{"", t.TempDir()} {
		p := &pack{dir: dir}
		var mutex sync.Mutex
		kept := make(map[document.Ref][]byte)
		var group sync.WaitGroup
		for worker := range 4 {
			group.Go(func() {
				r := rand.New(rand.NewPCG(uint64(worker), 1))
				for i := range 200 {
					body := bytes.Repeat([]byte{byte('a' + worker)}, r.IntN(60_000))
					if i == 100 {
						body = bytes.Repeat([]byte{'z'}, 3*chunkSize)
					}
					ref, err := p.Keep(body)
					if err != nil {
						t.Error(err)
						return
					}
					mutex.Lock()
					if ref.Len > 0 {
						kept[ref] = body
					}
					mutex.Unlock()
				}
			})
		}
		group.Wait()
		if (p.file != nil) != (dir != "") {
			t.Errorf("with the cache %q there is a file: %t", dir, p.file != nil)
		}
		for ref, want := range kept {
			got, err := p.Body(nil, &document.Document{Body: ref})
			if err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%v: %v, %d bytes instead of %d", ref, err, len(got), len(want))
			}
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		if dir != "" {
			if left, _ := os.ReadDir(dir); len(left) > 0 {
				t.Errorf("%d files are left", len(left))
			}
		}
	}
}

// TestPackWithoutRoom has a cache that cannot be made, and one whose file breaks
// in the middle.
func TestPackWithoutRoom(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{filepath.Join(file, "cache"), t.TempDir()} {
		p := &pack{dir: dir}
		var refs []document.Ref
		for i := range 12 {
			if i == 6 && p.file != nil {
				_ = p.file.Close()
				p.file, _ = os.Open(file) // it cannot be written to
			}
			ref, err := p.Keep(bytes.Repeat([]byte{byte('a' + i)}, chunkSize/2+i))
			if err != nil {
				t.Fatal(err)
			}
			refs = append(refs, ref)
		}
		for i, ref := range refs {
			if i < 6 && dir != filepath.Join(file, "cache") {
				continue // they lie in the file that broke
			}
			got, err := p.Body(nil, &document.Document{Body: ref})
			if err != nil || !bytes.Equal(got, bytes.Repeat([]byte{byte('a' + i)}, chunkSize/2+i)) {
				t.Errorf("%d: %v, %d bytes", i, err, len(got))
			}
		}
		_ = p.Close()
	}
}
