//go:build unix

package watch

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// What could not be read and can be now is told, and the other way round, with
// events and without; other changes of permissions are none.
func TestReadable(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root can read everything")
	}
	for about, o := range map[string]Options{"events": {}, "polling": {Poll: 20 * time.Millisecond}} {
		t.Run(about, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			file, inner := filepath.Join(root, "a.md"), filepath.Join(root, "dir", "b.md")
			put(t, file, "a")
			put(t, inner, "b")
			ok(t, os.Chmod(file, 0))
			ok(t, os.Chmod(filepath.Dir(inner), 0))
			t.Cleanup(func() { _ = os.Chmod(filepath.Dir(inner), 0o755) })
			o.Roots, o.Debounce, o.Rescan = []string{root}, 5*time.Millisecond, -1
			w := watchFor(t, o, nil)
			told := func(path string) {
				t.Helper()
				if look := next(t, w); !slices.Contains(look.Paths, path) {
					t.Errorf("%+v, want %s", look, path)
				}
			}
			ok(t, os.Chmod(file, 0o600))
			told(file)
			ok(t, os.Chmod(file, 0o644))
			ok(t, os.Chmod(file, 0o755))
			select {
			case look := <-w.Looks():
				t.Errorf("it could be read before: %+v", look)
			case <-time.After(200 * time.Millisecond):
			}
			ok(t, os.Chmod(file, 0o200))
			told(file)
			ok(t, os.Chmod(filepath.Dir(inner), 0o700))
			told(inner)
			put(t, inner, "bb")
			told(inner)
		})
	}
}
