package build

import (
	"bytes"
	"math/rand/v2"
	"os"
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
