//go:build unix

package build

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bulletin/internal/read"
)

// Nothing is read through a link, at the end of a name or on the way to it,
// whether or not the system can be asked for that at once. The source itself may
// be reached by one.
func TestNoLinkIsFollowed(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, map[string]string{"real/a.md": "one", "real/sub/deep/b.md": "two", "secret/b.md": "secret"})
	for link, to := range map[string]string{
		"source": "real", "real/link.md": "../secret/b.md", "real/inner.md": "a.md", "real/out": "../secret", "real/sub/to": "deep",
	} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	for _, plain := range []bool{false, true} {
		d := newDisk(filepath.Join(dir, "source"), nil)
		d.top.plain.Store(plain)
		sub, err := fs.Sub(d, "sub")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			tree fs.FS
			name string
			want string // "" for nothing
		}{
			{d, "a.md", "one"}, {d, "sub/deep/b.md", "two"}, {sub, "deep/b.md", "two"},
			{d, "link.md", ""}, {d, "inner.md", ""}, {d, "out/b.md", ""}, {d, "sub/to/b.md", ""}, {sub, "to/b.md", ""}, {d, "none.md", ""}, {d, "../secret/b.md", ""},
		} {
			body, _ := fs.ReadFile(c.tree, c.name)
			loaded, _, _ := c.tree.(read.Loader).Load(c.name, 100, nil)
			f, err := c.tree.Open(c.name)
			if string(body) != c.want || string(loaded) != c.want || (err == nil) != (c.want != "") {
				t.Errorf("plain %v: %s: %q, %q, %v; want %q", plain, c.name, body, loaded, err, c.want)
			}
			if err == nil {
				_ = f.Close()
			}
		}
		for _, name := range []string{"out", "sub/to"} {
			if entries, err := fs.ReadDir(d, name); err == nil {
				t.Errorf("plain %v: %s is listed: %v", plain, name, entries)
			}
		}
		var names []string
		entries, err := fs.ReadDir(d, ".")
		for _, e := range entries {
			names = append(names, e.Name())
		}
		if got := strings.Join(names, " "); err != nil || got != "a.md inner.md link.md out sub" {
			t.Errorf("plain %v: lists %s, %v", plain, got, err)
		}
	}
}
