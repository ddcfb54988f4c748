package write

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// refused is a build that must fail with an error that names the path, and
// leave everything as it was.
func refused(t *testing.T, dir string, outputs tree, names string) {
	t.Helper()
	was := read(t, dir)
	site, err := Open(context.Background(), dir, nil)
	if err == nil {
		_, err = build(site, outputs)
		must(t, site.Close())
	}
	if err == nil || !strings.Contains(err.Error(), names) {
		t.Errorf("building %v: %v, want an error that names %s", outputs, err, names)
	}
	same(t, "refused", read(t, dir), was)
}

// looked opens a destination to look at it.
func looked(t *testing.T, dir string) *Site {
	t.Helper()
	s, err := Look(dir)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return s
}

func TestForeignFilesAreToldOf(t *testing.T) {
	dir := t.TempDir()
	outputs := tree{"zh/index.html": "ours", "a": "new", "c/d": "the same", "x/y/z": "new"}
	publish(t, dir, tree{"zh/index.html": "ours"})
	tree{"a": "foreign", "c/d": "the same", "folder/x": "foreign"}.put(t, dir)
	for at, want := range map[string][]string{filepath.Join(dir, "missing"): nil, t.TempDir(): nil, dir: {"a"}} {
		s, replaced := looked(t, at), []string(nil)
		for name, body := range outputs {
			is, err := s.Replaces(Output{name, []byte(body)})
			must(t, err)
			if is {
				replaced = append(replaced, name)
			}
		}
		if !slices.Equal(replaced, want) {
			t.Errorf("from outside, %s: %q, want %q", at, replaced, want)
		}
	}
	site, err := Open(context.Background(), dir, nil)
	must(t, err)
	defer site.Close()
	_, err = build(site, outputs)
	must(t, err)
	if foreign, edited := site.Replaced(); !slices.Equal(foreign, []string{"a"}) || edited != nil {
		t.Errorf("%q %q", foreign, edited)
	}
	if _, err := looked(t, dir).Replaces(Output{Path: "../x"}); err == nil {
		t.Error("a path that leads out, and no error")
	}
}

// What somebody changed is written again where it is planned, told of, and left
// alone where it is not.
func TestEditedFiles(t *testing.T) {
	dir := t.TempDir()
	old := tree{"page": "1", "gone": "2", "left": "3", "deep/left": "4", "deep/gone": "5", "same": "6"}
	publish(t, dir, old)
	tree{"page": "mine", "left": "mine", "deep/left": "mine"}.put(t, dir)
	next := tree{"page": "9", "same": "7"}
	want := []string{"deep/left", "left"}
	if got, err := looked(t, dir).Edited([]string{"page", "same"}); err != nil || !slices.Equal(got, want) {
		t.Errorf("from outside: %q %v, want %q", got, err, want)
	}
	site, err := Open(context.Background(), dir, nil)
	must(t, err)
	stats, err := build(site, next)
	must(t, err)
	if stats.Removed != 2 || stats.Changed != 2 {
		t.Errorf("%+v", stats)
	}
	if foreign, edited := site.Replaced(); foreign != nil || !slices.Equal(edited, []string{"page"}) {
		t.Errorf("%q %q", foreign, edited)
	}
	must(t, site.Close())
	after := next.with(tree{"left": "mine", "deep/left": "mine"}).withFolders()
	same(t, "edited", read(t, dir).without(manifestName), after)
	publish(t, dir, next) // they are nobody's but their owner's now
	same(t, "again", read(t, dir).without(manifestName), after)
	if got, err := looked(t, dir).Edited([]string{"page", "same"}); err != nil || len(got) > 0 {
		t.Errorf("told of again: %q %v", got, err)
	}

	publish(t, dir, old)
	tree{"same": "mine", "deep/gone": "mine"}.put(t, dir)
	refused(t, dir, tree{"same/in": "a file that somebody changed stands here"}, "same")
	refused(t, dir, tree{"deep": "a folder with a file that somebody changed"}, "deep/")
	if got, err := looked(t, dir).Blocked([]string{"same/in", "deep"}); err != nil || !slices.Equal(got, []string{"deep/gone", "same"}) {
		t.Errorf("blocked: %q %v", got, err)
	}
}

func TestBlocked(t *testing.T) {
	dir := t.TempDir()
	publish(t, dir, tree{"old/one": "1", "mixed/ours": "1", "page": "1"})
	tree{"mixed/foreign": "f", "file": "f", "folder/x": "f", "empty": folderMark}.put(t, dir)
	if err := os.Symlink("file", filepath.Join(dir, "link")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	paths := []string{"old", "page/x", "page/y/z", "mixed", "file/x", "file/y/z", "folder", "empty", "link", "link/x", "new/x", "folder/x", "mixed/ours"}
	want := []string{"empty", "file", "folder/x", "link", "mixed/foreign"}
	if got, err := looked(t, dir).Blocked(paths); err != nil || !slices.Equal(got, want) {
		t.Errorf("from outside: %q %v, want %q", got, err, want)
	}
	site, err := Open(context.Background(), dir, nil)
	must(t, err)
	defer site.Close()
	if got, err := site.Blocked(paths); err != nil || !slices.Equal(got, want) {
		t.Errorf("%q %v, want %q", got, err, want)
	}
}

func TestForeignFilesStay(t *testing.T) {
	dir := t.TempDir()
	foreign := tree{"CNAME": "x", "zh/.htaccess": "x", "zh/deep/er/x": "x", "images/index.html": "replaced"}.withFolders()
	foreign.put(t, dir)
	outputs := tree{"zh/index.html": "1", "zh/deep/index.html": "2", "images/index.html": "3", "other/x": "4"}
	publish(t, dir, outputs)
	same(t, "with outputs", read(t, dir).without(manifestName), foreign.with(outputs).withFolders())
	publish(t, dir, tree{})
	same(t, "without", read(t, dir).without(manifestName), foreign.without("images/index.html", "images"))
}

func TestWhatCannotBeReplaced(t *testing.T) {
	dir := t.TempDir()
	publish(t, dir, tree{"old/one": "1", "mixed/ours": "1", "index.html": "x"})
	tree{"mixed/foreign": "f", "file": "f", "folder/x": "f"}.put(t, dir)
	rest := tree{"index.html": "new", "z/new.html": "new"}
	refused(t, dir, rest.with(tree{"folder": "a foreign folder stands here"}), "folder/x")
	refused(t, dir, rest.with(tree{"mixed": "a folder with a foreign file"}), "mixed/foreign")
	refused(t, dir, rest.with(tree{"file/x": "a foreign file stands here"}), "file")
	refused(t, dir, rest.with(tree{"file/x/y": "deeper"}), "file")
	refused(t, dir, tree{"a/b": "1", "a": "2"}, `"a"`)
	refused(t, dir, tree{"a/b/c": "1", "a": "2"}, `"a"`)
	tree{"empty": folderMark}.put(t, dir)
	refused(t, dir, rest.with(tree{"empty": "an empty folder"}), "empty")
}

func TestFileAndFolderChangePlaces(t *testing.T) {
	trees := []tree{
		{"a": "1", "b/c/d": "2", "b/c/e": "3", "x/y": "4"},
		{"a/a/a": "1", "b": "2", "x/y/z": "3", "x/y/w": "4"},
		{"a/a": "1", "b/c": "2", "x": "3"},
	}
	dir := t.TempDir()
	for i := range 9 {
		outputs := trees[(i+i/3)%3]
		publish(t, dir, outputs)
		same(t, "changed places", read(t, dir), outputs.site())
	}
}

func TestLinksAreNotWrittenThrough(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need rights there")
	}
	outside := t.TempDir()
	secrets := tree{"index.html": "secret", "deep/index.html": "secret"}
	secrets.put(t, outside)
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, tree{"zh/index.html": "ours", "en/index.html": "ours", "en/deep/index.html": "ours", "top.html": "ours"})
	links := map[string]string{
		"out":     outside,
		"up":      "../..",
		"in":      "zh",
		"page":    filepath.Join(outside, "index.html"),
		"nowhere": "missing",
		"self":    "self",
	}
	for name, to := range links {
		must(t, os.Symlink(to, filepath.Join(dir, name)))
	}
	for name := range links {
		refused(t, dir, tree{name: "through"}, name)
		refused(t, dir, tree{name + "/index.html": "through"}, name)
		refused(t, dir, tree{name + "/deep/new.html": "through", "new.html": "x"}, name)
	}

	// Old outputs that have become links, or lie behind one now, are not ours.
	must(t, os.RemoveAll(filepath.Join(dir, "en")))
	must(t, os.Symlink(outside, filepath.Join(dir, "en")))
	must(t, os.Remove(filepath.Join(dir, "top.html")))
	must(t, os.Symlink(filepath.Join(outside, "index.html"), filepath.Join(dir, "top.html")))
	refused(t, dir, tree{"top.html": "x"}, "top.html")
	refused(t, dir, tree{"en/index.html": "secret"}, "en")
	publish(t, dir, tree{"zh/index.html": "ours"})
	left := read(t, dir)
	for _, name := range []string{"en", "top.html", "out", "in"} {
		if !strings.HasPrefix(left[name], "\x00link ") {
			t.Errorf("%s is no longer a link", name)
		}
	}

	// The folder aside must not lead elsewhere either.
	must(t, os.Symlink(outside, filepath.Join(dir, asideName)))
	refused(t, dir, tree{"zh/index.html": "new"}, asideName)
	must(t, os.Remove(filepath.Join(dir, asideName)))
	must(t, os.Remove(filepath.Join(dir, manifestName)))
	must(t, os.Symlink(filepath.Join(outside, "index.html"), filepath.Join(dir, manifestName)))
	refused(t, dir, tree{"zh/index.html": "new"}, manifestName)
	same(t, "outside", read(t, outside), secrets.withFolders())
}

func TestDestinationMayBeALink(t *testing.T) {
	base := t.TempDir()
	must(t, os.Mkdir(filepath.Join(base, "real"), 0o777))
	must(t, os.Symlink("real", filepath.Join(base, "public")))
	for _, outputs := range []tree{first, second} {
		publish(t, filepath.Join(base, "public"), outputs)
		same(t, "through the link", read(t, filepath.Join(base, "real")), outputs.site())
	}
}

func TestDestinationMustBeAFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, []byte("x"), 0o666))
	for _, dir := range []string{file, filepath.Join(file, "public")} {
		if s, err := Open(context.Background(), dir, nil); err == nil {
			s.Close()
			t.Errorf("%s was opened", dir)
		}
	}
}

func TestUnsafePaths(t *testing.T) {
	bad := []string{
		"", ".", "..", "/", "/a", "a/", "a//b", "./a", "a/./b", "../a", "a/..", "a/../b", "a/../../b", `a\b`, `..\a`, "a\x00b",
		"a\nb", "a\tb", "c:", "c:/x", "C:x", manifestName, ".BULLETIN-manifest", manifestName + "/x", asideName, asideName + "/1.new",
		"con", "CON", "a/aux", "nul.txt", "zh/con.html", "aux .x", "com1", "LPT9.html", "com¹", "conin$", "a.", "a ", "a./b", "a /b", "…/..", "\xff",
		"ab:c", "a?b.pdf", `q"uote.pdf`, "a/<b>", "a|b", "a*", strings.Repeat("a", 256), "a/" + strings.Repeat("长", 86) + "/b",
	}
	dir := t.TempDir()
	for _, name := range bad {
		if Valid(name) == nil {
			t.Errorf("%q is valid", name)
		}
		site, err := Open(context.Background(), dir, nil)
		must(t, err)
		if site.Begin([]string{"good", name}) == nil {
			t.Errorf("%q was announced", name)
		}
		if _, err := site.Write(Output{Path: name}); err == nil {
			t.Errorf("%q was written", name)
		}
		must(t, site.Close())
	}
	same(t, "after unsafe paths", read(t, dir), tree{})
	for _, name := range []string{"a", "a/b", "...a", "..a/b", ".well-known/x", "中文/图片 1.png", "console", "com10", "com", "aux1.html", strings.Repeat("a", 255), "a/" + strings.Repeat("长", 85) + "/b", "x" + manifestName} {
		if err := Valid(name); err != nil && runtime.GOOS != "windows" {
			t.Error(err)
		}
	}
}

func FuzzValid(f *testing.F) {
	f.Add("a/b")
	f.Add("../x")
	f.Fuzz(func(t *testing.T, name string) {
		if Valid(name) == nil && !filepath.IsLocal(name) {
			t.Errorf("%q leads out", name)
		}
	})
}
