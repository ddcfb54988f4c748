package overlay

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

func tree(files ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for _, f := range files {
		name, body, _ := strings.Cut(f, "=")
		m[name] = &fstest.MapFile{Data: []byte(body)}
	}
	return m
}

// list is every file shown, with what is in it.
func list(t *testing.T, fsys fs.FS) string {
	t.Helper()
	var all []string
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(fsys, p)
		all = append(all, p+"="+string(body))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

func TestLayers(t *testing.T) {
	tests := []struct {
		name         string
		upper, lower fs.FS
		want         string
	}{
		{"nothing above", nil, tree("a=1", "d/b=2"), "a=1 d/b=2"},
		{"no top folder above", os.DirFS("does/not/exist"), tree("a=1"), "a=1"},
		{"nothing below", tree("a=1"), nil, "a=1"},
		{"same name", tree("a=U"), tree("a=L", "b=L"), "a=U b=L"},
		{"folders merge", tree("d/a=U", "d/c=U"), tree("d/a=L", "d/b=L"), "d/a=U d/b=L d/c=U"},
		{"file over folder", tree("d=U"), tree("d/a=L", "e=L"), "d=U e=L"},
		{"folder over file", tree("d/a=U"), tree("d=L"), "d/a=U"},
		{"no Go source", tree("x.go=U", "d/Y.GO=U"), tree("assets.go=L", "a=L"), "a=L"},
		{"no dot files", tree(".env=U", ".d/x=U", "a=U"), tree(".x=L"), "a=U"},
		{"no leftovers", tree("a~=U", "a.swp=U", "a.TMP=U", "#a#=U", "Thumbs.db=U", "a=U"), nil, "a=U"},
		{"a leftover hides nothing", tree("a~=U"), tree("a=L"), "a=L"},
		{"Chinese", tree("图标/国 旗.svg=U"), tree("图标/校徽.svg=L"), "图标/国 旗.svg=U 图标/校徽.svg=L"},
		{"no such name in Unicode", tree("a\xff=U", "b=U"), nil, "b=U"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := New(tt.upper, tt.lower)
			if got := list(t, o); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if err := fstest.TestFS(o, names(tt.want)...); err != nil {
				t.Error(err)
			}
		})
	}
}

func names(listing string) []string {
	var all []string
	for _, f := range strings.Split(listing, "=") {
		if _, name, ok := strings.Cut(f, " "); ok && len(all) > 0 {
			all = append(all, name)
		} else if len(all) == 0 {
			all = append(all, f)
		}
	}
	return all
}

func TestDots(t *testing.T) {
	o := New(
		tree("root/.well-known/x=U", "root/.DS_Store=U", "root/.git/config=U", "root/._x=U", "root/x.go=U", ".env=U"),
		tree("root/.nojekyll=L", "root/CNAME=L"),
	)
	dots, err := Dots(o, "root")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := list(t, dots), ".nojekyll=L .well-known/x=U CNAME=L"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := dots.(*FS).Origin(".well-known/x"); got != "root/.well-known/x" {
		t.Errorf("origin is %q", got)
	}
	if err := fstest.TestFS(dots, ".nojekyll", ".well-known/x", "CNAME"); err != nil {
		t.Error(err)
	}
	if _, err := Dots(o, "../x"); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("leading out: %v", err)
	}
	if plain, err := Dots(tree("root/.x=1"), "root"); err != nil || list(t, plain) != ".x=1" {
		t.Errorf("another tree: %v", err)
	}
	missing, err := Dots(New(nil, tree("a=1")), "root")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadDir(missing, "."); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
}

func TestOrigin(t *testing.T) {
	o := New(tree("a=U", "d/b=U"), tree("a=L", "c=L", "d/e=L"))
	for name, want := range map[string]string{
		"a": "a", "d/b": "d/b", "d": "d", "c": "", "d/e": "", "none": "", "../a": "",
	} {
		if got := o.Origin(name); got != want {
			t.Errorf("Origin(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	o := New(tree("d/a=U", "f=U"), tree("f/x=L"))
	for name, want := range map[string]error{
		"": fs.ErrInvalid, "/a": fs.ErrInvalid, "a/": fs.ErrInvalid, "../a": fs.ErrInvalid, "d/../f": fs.ErrInvalid,
		"none": fs.ErrNotExist, "f/x": fs.ErrNotExist, "f/y": fs.ErrNotExist, "d/.a": fs.ErrNotExist,
	} {
		_, open := o.Open(name)
		_, stat := o.Stat(name)
		_, read := o.ReadFile(name)
		_, dir := o.ReadDir(name)
		for _, err := range []error{open, stat, read, dir} {
			if !errors.Is(err, want) {
				t.Errorf("%q: %v, want %v", name, err, want)
			}
			if pe, ok := errors.AsType[*fs.PathError](err); !ok || pe.Path != name {
				t.Errorf("%q: %v does not name it", name, err)
			}
		}
	}
	if _, err := o.ReadFile("d"); err == nil {
		t.Error("a folder was read")
	}
	if _, err := o.ReadDir("d/a"); err == nil {
		t.Error("a file was listed")
	}
}

// Nothing in the user's layer leads out of it, neither through a file nor
// through a folder on the way.
func TestLinks(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	write := func(p, body string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(outside, "secret"), "S")
	write(filepath.Join(dir, "own"), "U")
	for from, to := range map[string]string{"file": filepath.Join(outside, "secret"), "folder": outside, "near": "own"} {
		if err := os.Symlink(to, filepath.Join(dir, from)); err != nil {
			t.Skip(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, upper := range []fs.FS{os.DirFS(dir), root.FS()} {
		o := New(upper, tree("file=L", "folder/secret=L"))
		if got, want := list(t, o), "file=L folder/secret=L own=U"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if _, err := o.Open("near"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("near: %v", err)
		}
	}
}

func FuzzPath(f *testing.F) {
	for _, s := range []string{".", "a", "d/b", "x.go", "d/../a", "/", "", ".env", "a~", "root/.x", "\xff", "a\x00b", "d//b"} {
		f.Add(s)
	}
	upper := tree("a=U", "x.go=S", "d/b=U", ".env=S", "a~=S", "root/.x=U", "root/y.go=S", "d.go/z=S")
	lower := tree("a=L", "assets.go=S", "d/c=L", "e/f.Go=S")
	f.Fuzz(func(t *testing.T, name string) {
		o := New(upper, lower)
		dots, err := Dots(o, "root")
		if err != nil {
			t.Fatal(err)
		}
		for _, fsys := range []fs.FS{o, dots} {
			body, err := fs.ReadFile(fsys, name)
			if !fs.ValidPath(name) && !errors.Is(err, fs.ErrInvalid) {
				t.Fatalf("%q: %v", name, err)
			}
			if err == nil && (string(body) == "S" || strings.EqualFold(path.Ext(name), ".go")) {
				t.Fatalf("%q is shown", name)
			}
			entries, err := fs.ReadDir(fsys, name)
			if !fs.ValidPath(name) && !errors.Is(err, fs.ErrInvalid) {
				t.Fatalf("%q: %v", name, err)
			}
			for _, e := range entries {
				if _, err := fs.Stat(fsys, path.Join(name, e.Name())); err != nil {
					t.Fatalf("%q is listed: %v", e.Name(), err)
				}
			}
		}
	})
}
