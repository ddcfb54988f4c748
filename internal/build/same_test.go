package build_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bulletin/internal/build"
	"bulletin/internal/write"
)

// The same sources give the same bytes, wherever they lie, however many things
// are done at once, wherever on earth the machine believes to be; and no byte
// tells of the machine.
func TestSameBytes(t *testing.T) { // not parallel: it changes the zone of all
	t.Setenv("USER", "qxuser")
	t.Setenv("LOGNAME", "qxuser")
	t.Setenv("HOME", "/home/qxuser")
	t.Setenv("HOSTNAME", "qxhost")
	here := time.Local
	defer func() { time.Local = here }()
	sites := served(t)
	for name, s := range sites {
		var want tree
		for i, zone := range []*time.Location{time.UTC, time.FixedZone("QX", -9*3600), time.FixedZone("", 14*3600)} {
			time.Local = zone
			dir := filepath.Join(room(t), "qx folder", strings.Repeat("深", i+1))
			source := filepath.Join(dir, "source")
			check(t, os.MkdirAll(source, 0o777))
			s.write(t, source)
			o := ask(source, filepath.Join(dir, "qx public"), jobs(1+7*i))
			if i == 2 {
				o.Cache = filepath.Join(dir, "qx cache")
			}
			o.Clock.Now = o.Clock.Now.In(zone)
			r, err := build.Run(context.Background(), o)
			check(t, err)
			if r.Failed {
				t.Fatalf("%s: %s", name, problems(r))
			}
			out := read(t, o.Destination)
			if want == nil {
				want = out
			}
			same(t, want, out, name)
			for file, body := range out {
				for _, word := range []string{"qxuser", "qxhost", "qx folder", "qx%20folder", "qx public", "qx cache", dir} {
					if strings.Contains(file+body, word) {
						t.Errorf("%s: %s tells of the machine: %s", name, file, word)
					}
				}
			}
		}
	}
}

// A shot is a folder with the times of its files.
type shot struct {
	files tree
	times map[string]time.Time
}

func shoot(t testing.TB, dir string) shot {
	t.Helper()
	s := shot{files: read(t, dir), times: map[string]time.Time{}}
	for name := range s.files {
		info, err := os.Stat(filepath.Join(dir, name))
		check(t, err)
		s.times[name] = info.ModTime()
	}
	return s
}

// age makes a folder's files old, so that a write shows.
func age(t testing.TB, dir string) shot {
	t.Helper()
	old := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	for name := range read(t, dir) {
		check(t, os.Chtimes(filepath.Join(dir, name), old, old))
	}
	return shoot(t, dir)
}

func (s shot) untouched(t testing.TB, dir, about string) {
	t.Helper()
	now := shoot(t, dir)
	same(t, s.files, now.files, about)
	for name, was := range s.times {
		if name == ".bulletin-manifest" {
			continue // it is the lock as well
		}
		if is, there := now.times[name]; there && !is.Equal(was) {
			t.Errorf("%s: %s was written", about, name)
		}
	}
}

// set is a site in folders of its own, built once.
func set(t testing.TB, s tree) (source string, o build.Options) {
	t.Helper()
	dir := room(t)
	source = filepath.Join(dir, "source")
	check(t, os.MkdirAll(source, 0o777))
	s.write(t, source)
	o = ask(source, filepath.Join(dir, "public"))
	o.Cache = filepath.Join(dir, "cache")
	if r, err := build.Run(context.Background(), o); err != nil || r.Failed {
		t.Fatal(err, problems(r))
	}
	return source, o
}

// A second build of the same sources writes nothing.
func TestNothingToDo(t *testing.T) {
	t.Parallel()
	s := goldenSite(t, "links").sources
	_, o := set(t, s)
	before := age(t, o.Destination)
	r, err := build.Run(context.Background(), o)
	check(t, err)
	if r.Stats.Changed+r.Stats.Created+r.Stats.Removed > 0 || r.Stats.Same != len(before.files)-1 {
		t.Errorf("%+v of %d files", r.Stats, len(before.files)-1)
	}
	before.untouched(t, o.Destination, "a second build")
	if now := shoot(t, o.Destination); !now.times[".bulletin-manifest"].Equal(before.times[".bulletin-manifest"]) {
		t.Error("a second build writes the manifest")
	}
}

// A change touches the files that it changes and no others.
func TestOneChange(t *testing.T) {
	t.Parallel()
	s := series(5)
	source, o := set(t, s)
	before := age(t, o.Destination)
	s.with(tree{"content/news/a002.en.md": "---\ntitle: Article 2\ndate: 2024-03-02\n---\nText.\n\nMore that no card shows. Much more.\n"}).write(t, source)
	_, err := build.Run(context.Background(), o)
	check(t, err)
	now := shoot(t, o.Destination)
	for name, was := range before.times {
		if written, changed := !now.times[name].Equal(was), now.files[name] != before.files[name]; written != changed {
			t.Errorf("%s: written %v, changed %v", name, written, changed)
		}
	}
	if now.files["en/news/a002.html"] == before.files["en/news/a002.html"] {
		t.Error("the change is not there")
	}
}

// A build that fails changes nothing, whatever stage finds the fault.
func TestFailedBuild(t *testing.T) {
	s := goldenSite(t, "links").sources
	for about, fault := range map[string]tree{
		"site.yaml":         {"site.yaml": "title: [\n"},
		"a missing title":   {"content/news/new.en.md": "---\ndate: 2024-01-01\n---\nText.\n"},
		"a missing link":    {"content/news/new.en.md": "---\ntitle: New\ndate: 2024-01-01\n---\n[gone](gone.md)\n"},
		"a broken picture":  {"content/news/trip/harbour.jpg": "\xff\xd8\xff nothing more"},
		"two of one name":   {"content/news/hub.en.md": "---\ntitle: Hub\ndate: 2024-01-01\n---\nText.\n"},
		"a layout's syntax": {"layouts/card.html": "{{if}}\n"},
		"a layout's field":  {"layouts/article.html": "{{.Body.Nothing}}\n"},
		"a layout's string": {"layouts/footer.html": "{{t \"nothing\"}}\n"},
		"classified":        {"content/news/new.zh.md": "---\n标题: 新\n日期: 2024-01-01\n密级: 机密\n---\n文字\n"},
	} {
		t.Run(about, func(t *testing.T) {
			t.Parallel()
			source, o := set(t, s)
			before := age(t, o.Destination)
			s.with(fault).with(tree{"content/news/tea.zh.md": "---\n标题: 改过\n日期: 2024-10-02\n---\n## 泡法\n"}).write(t, source)
			r, err := build.Run(context.Background(), o)
			check(t, err)
			if !r.Failed {
				t.Fatalf("the build did not fail: %s", problems(r))
			}
			before.untouched(t, o.Destination, "a failed build")
			checked, err := build.Check(context.Background(), o)
			check(t, err)
			if !checked.Failed {
				t.Errorf("check does not find what build finds: %s", problems(checked))
			}
			before.untouched(t, o.Destination, "a check")
			fresh := o
			fresh.Destination += "-new"
			if r, err := build.Run(context.Background(), fresh); err != nil || !r.Failed {
				t.Error(err, problems(r))
			}
			if _, err := os.Stat(fresh.Destination); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("a failed first build leaves a folder: %v", err)
			}
		})
	}
}

// A countdown is a context that is cancelled after it was asked so many times.
type countdown struct {
	context.Context
	left atomic.Int64
}

func (c *countdown) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// A build that is interrupted at any moment leaves the old site whole, or has
// made the new one.
func TestInterruptedBuild(t *testing.T) {
	t.Parallel()
	s := goldenSite(t, "links").sources
	source, o := set(t, s)
	before := age(t, o.Destination)
	changed := s.with(tree{
		"content/news/tea.zh.md": "---\n标题: 改过\n日期: 2024-10-02\n---\n## 泡法\n", "content/news/draft.en.md": "",
		"content/news/hub/index.en.md": strings.Replace(s["content/news/hub/index.en.md"], "[draft](../draft.md)", "draft", 1),
		"content/news/hub/index.zh.md": strings.Replace(s["content/news/hub/index.zh.md"], "[草稿](../draft.md)", "draft", 1),
		"content/news/new.en.md":       "---\ntitle: New\ndate: 2024-01-01\n---\nText.\n",
	})
	changed.write(t, source)
	after, interrupted := changed.sound(t), 0
	for n := int64(0); ; n += 3 {
		ctx := &countdown{Context: context.Background()}
		ctx.left.Store(n)
		r, err := build.Run(ctx, o)
		if err == nil && !r.Failed {
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("after %d looks: %v %s", n, err, problems(r))
		}
		interrupted++
		before.untouched(t, o.Destination, "an interrupted build")
	}
	if interrupted < 5 {
		t.Errorf("interrupted %d times only", interrupted)
	}
	same(t, after, read(t, o.Destination), "after the interruptions")
}

// A build that is interrupted while it writes begins nothing more, and takes
// back what it has written.
func TestInterruptedWriting(t *testing.T) {
	t.Parallel()
	s := series(30)
	source, o := set(t, s)
	before := age(t, o.Destination)
	s.with(tree{"site.yaml": strings.Replace(s["site.yaml"], "en: Bulletin", "en: Other", 1)}).write(t, source)
	for _, after := range []int64{1, 20} {
		ctx, stop := context.WithCancel(context.Background())
		var wrote atomic.Int64
		o.Jobs = 2
		o.Wrote = func(string, write.Change) {
			if wrote.Add(1) == after {
				stop()
			}
		}
		if _, err := build.Run(ctx, o); !errors.Is(err, context.Canceled) {
			t.Errorf("interrupted after %d files: %v", after, err)
		}
		if n := wrote.Load(); n > after+2 {
			t.Errorf("interrupted after %d files, and %d were written", after, n)
		}
		before.untouched(t, o.Destination, "an interrupted build")
	}
}

// Files that the program did not write stay where they are.
func TestForeignFiles(t *testing.T) {
	t.Parallel()
	s := series(3)
	source, o := set(t, s)
	foreign := tree{"zh/news/mine.txt": "mine", "CNAME": "bulletin.example.org", ".git/HEAD": "ref"}
	for name, body := range foreign {
		file := filepath.Join(o.Destination, name)
		check(t, os.MkdirAll(filepath.Dir(file), 0o777))
		check(t, os.WriteFile(file, []byte(body), 0o666))
	}
	less := s.with(tree{"content/news/a001.zh.md": "", "content/news/a001.en.md": ""})
	less.write(t, source)
	_, err := build.Run(context.Background(), o)
	check(t, err)
	want := less.sound(t)
	maps.Copy(want, foreign)
	same(t, want, read(t, o.Destination), "beside foreign files")
	if i := slices.Index(want.pages(), "zh/news/a001.html"); i >= 0 {
		t.Error("an article that was taken away is still there")
	}
}
