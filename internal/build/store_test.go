package build_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bulletin/internal/build"
)

// layers are the files of bodies in the cache, by name, with their bytes.
func (o office) layers(t testing.TB) map[string]string {
	t.Helper()
	all := map[string]string{}
	files, err := filepath.Glob(o.at("source/.bulletin/*.bodies"))
	check(t, err)
	for _, file := range files {
		body, err := os.ReadFile(file)
		check(t, err)
		all[filepath.Base(file)] = string(body)
	}
	return all
}

// parsed are the bodies that a step has parsed: they lie in a layer of their own.
func (o office) parsed(t testing.TB, step func()) string {
	t.Helper()
	before := o.layers(t)
	step()
	var all strings.Builder
	for name, body := range o.layers(t) {
		if _, there := before[name]; !there {
			all.WriteString(body)
		}
	}
	return all.String()
}

func TestOneChangeParsesOneText(t *testing.T) {
	o := found(t)
	b := o.options(at("2025-01-01"))
	o.run(t, b)
	for _, c := range []struct{ name, change, want string }{
		{"a text", "source/content/news/a002.en.md", "<p>Changed &amp; parsed.</p>\n"},
		{"a layout", "source/layouts/footer.html", ""},
		{"a picture", "source/content/files/shown.png", ""},
	} {
		got := o.parsed(t, func() {
			switch c.name {
			case "a text":
				o.put(t, c.change, "---\ntitle: Two\ndate: 2024-03-01\n---\nChanged & parsed.\n")
			case "a layout":
				o.put(t, c.change, "<footer>Other</footer>\n")
			default:
				o.put(t, c.change, pictureOf(t, "png", 9, 9, 9))
			}
			if _, worked := o.run(t, b); !worked {
				t.Errorf("%s: not built", c.name)
			}
		})
		if got != c.want {
			t.Errorf("%s: parsed %q, want %q", c.name, got, c.want)
		}
		o.clean(t, b, c.name)
	}
}

// A copy, such as what CI restores, has other seals and the same bytes.
func TestACopyParsesNothing(t *testing.T) {
	o := found(t)
	o.run(t, o.options(at("2025-01-01")))
	there := office{room(t)}
	check(t, os.Mkdir(there.at("source"), 0o777))
	read(t, o.at("source")).write(t, there.at("source"))
	there.put(t, "program", "the program")
	check(t, os.RemoveAll(there.at("source/public")))
	b := there.options(at("2025-01-01"))
	for _, what := range []string{"the copy", "the copy, again"} {
		if got := there.parsed(t, func() { there.run(t, b) }); got != "" {
			t.Errorf("%s: parsed %q", what, got)
		}
		there.clean(t, b, what)
		check(t, os.RemoveAll(there.at("source/public")))
	}
	there.run(t, b)
	there.put(t, "program", "another program")
	var r *build.Report
	if got := there.parsed(t, func() { r, _ = there.run(t, b) }); !strings.Contains(got, "Text.") {
		t.Errorf("another program believes what was kept: it parsed %q", got)
	}
	pages := 0
	for _, c := range r.Pages {
		pages += c.Pages
	}
	if r.Made < pages {
		t.Errorf("another program keeps what the one before has rendered: it made %d of %d pages", r.Made, pages)
	}
	there.clean(t, b, "another program")
}

// What a text is read with, and where, counts as much as its bytes.
func TestStoredTextsAreReadAnew(t *testing.T) {
	o := found(t)
	b := o.options(at("2025-01-01"))
	o.put(t, "source/content/news/a002.en.md", "---\ntitle: Two\ndate: 2024-03-01\n---\nText.\n\nharbour.png\n\n<custom-tag>own</custom-tag>\n")
	o.run(t, b)
	for _, c := range []struct{ name, file, more string }{
		{"a picture beside it", "content/news/harbour.png", pictureOf(t, "png", 4, 4, 9)},
		{"trusted HTML", "site.yaml", "markup: {html: trusted}\n"},
		{"the zone", "site.yaml", "timezone: Europe/London\n"},
	} {
		body, _ := os.ReadFile(o.at("source/" + c.file))
		o.put(t, "source/"+c.file, strings.Replace(string(body), "timezone: Asia/Shanghai\n", "", 1)+c.more)
		if got := o.parsed(t, func() { o.run(t, b) }); !strings.Contains(got, "custom-tag") && !strings.Contains(got, "own") {
			t.Errorf("%s: the text was not parsed", c.name)
		}
		o.clean(t, b, c.name)
	}
	check(t, os.Rename(o.at("source/content/news/a002.en.md"), o.at("source/content/news/2024-05-06-two.en.md")))
	o.run(t, b)
	o.clean(t, b, "another name")
}

// Whatever has become of the cache costs time, never bytes.
func TestDamagedStore(t *testing.T) {
	o := found(t)
	b := o.options(at("2025-01-01"))
	o.run(t, b)
	cache := o.at("source/.bulletin")
	saved := read(t, cache)
	round := 0
	build := func(about string) {
		t.Helper()
		round++
		o.put(t, "source/content/news/a003.en.md", fmt.Sprintf("---\ntitle: Three\ndate: 2024-03-01\n---\nRound %d.\n", round))
		o.run(t, b)
		o.clean(t, b, about)
	}
	restore := func() {
		check(t, os.RemoveAll(cache))
		check(t, os.MkdirAll(cache, 0o777))
		for name, body := range saved {
			file := filepath.Join(cache, name)
			check(t, os.MkdirAll(filepath.Dir(file), 0o777))
			check(t, os.WriteFile(file, []byte(body), 0o666))
		}
	}
	for name, body := range saved {
		if strings.HasSuffix(name, ".ledger") {
			continue
		}
		file := filepath.Join(cache, name)
		for i := range 12 {
			at := len(body) * i / 12
			flipped := []byte(body)
			flipped[at] ^= 1 << (i % 8)
			for what, data := range map[string][]byte{"flipped": flipped, "cut": []byte(body)[:at]} {
				restore()
				check(t, os.WriteFile(file, data, 0o666))
				build(fmt.Sprintf("%s %s at %d", filepath.Ext(name), what, at))
			}
		}
		restore()
		check(t, os.WriteFile(file, append([]byte(body), "more"...), 0o666))
		build(filepath.Ext(name) + " longer")
		restore()
		check(t, os.Remove(file))
		build(filepath.Ext(name) + " gone")
		restore()
		check(t, os.Remove(file))
		check(t, os.Mkdir(file, 0o777))
		build(filepath.Ext(name) + " a folder")
		if t.Failed() {
			return
		}
	}
	restore() // from before many changes
	build("restored from before")
}

// The cache holds little more than what is in use.
func TestStoreIsBounded(t *testing.T) {
	o := found(t)
	b := o.options(at("2025-01-01"))
	long := strings.Repeat("word ", 4000)
	for i := range 30 {
		o.put(t, "source/content/news/a003.en.md", fmt.Sprintf("---\ntitle: Three\ndate: 2024-03-01\n---\n%s%d.\n", long, i))
		o.run(t, b)
		layers, size := o.layers(t), 0
		for _, body := range layers {
			size += len(body)
		}
		if len(layers) > 9 || size > 3*len(long) {
			t.Fatalf("after %d changes: %d layers with %d bytes", i, len(layers), size)
		}
	}
	o.clean(t, b, "after many changes")
	o.put(t, "source/.bulletin/0123456789abcdef-1.bodies.new", "left by a killed build")
	o.touch(t, "source/.bulletin/0123456789abcdef-1.bodies.new")
	b.Clock.Now = time.Now().Add(3 * time.Hour)
	o.put(t, "source/content/news/a003.en.md", "---\ntitle: Three\ndate: 2024-03-01\n---\nShort.\n")
	o.run(t, b)
	if left, _ := filepath.Glob(o.at("source/.bulletin/*.new")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// Sites that share a cache do not disturb one another, and only ten are kept.
func TestStoresAreFew(t *testing.T) {
	dir := room(t)
	for i := range 13 {
		o := office{filepath.Join(dir, fmt.Sprint("site", i))}
		check(t, os.MkdirAll(o.at("source"), 0o777))
		series(2).write(t, o.at("source"))
		o.put(t, "program", "the program")
		b := o.options()
		b.Cache = filepath.Join(dir, "cache")
		o.run(t, b)
	}
	texts, _ := filepath.Glob(filepath.Join(dir, "cache", "*.texts"))
	layers, _ := filepath.Glob(filepath.Join(dir, "cache", "*.bodies"))
	if len(texts) != 10 || len(layers) != 10 {
		t.Errorf("%d stores with %d layers", len(texts), len(layers))
	}
}

// Builds and previews that use one cache at once are each right.
func TestStoreIsShared(t *testing.T) {
	o := found(t)
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			b := o.options(at("2025-01-01"))
			b.Destination = o.at(fmt.Sprint("public", worker))
			if worker == 3 {
				b.Destination = o.at("public0")
			}
			for range 6 {
				if _, err := build.Run(context.Background(), b); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Go(func() {
		for range 6 {
			w := build.NewWorkshop(o.options(at("2025-01-01")))
			_, held, err := w.Hold(context.Background(), time.Now().Add(time.Hour))
			if err != nil || held == nil {
				t.Error(err)
				return
			}
			if body, ok := held.Output("en/news/a001.html"); !ok || !bytes.Contains(body, []byte("Text.")) {
				t.Errorf("the preview holds %q", body)
			}
		}
	})
	group.Go(func() {
		for i := range 40 {
			o.put(t, "source/content/news/a003.en.md", fmt.Sprintf("---\ntitle: Three\ndate: 2024-03-01\n---\nRound %d.\n", i))
			time.Sleep(3 * time.Millisecond)
		}
	})
	group.Wait()
	for worker := range 3 {
		b := o.options(at("2025-01-01"))
		b.Destination = o.at(fmt.Sprint("public", worker))
		o.run(t, b)
		o.clean(t, b, b.Destination)
	}
}

// A workshop begins with what builds have left, keeps the rest out of memory,
// and leaves what it has parsed to the next.
func TestWorkshopBeginsWithTheStore(t *testing.T) {
	o := found(t)
	b := o.options(at("2025-01-01"))
	o.put(t, "source/content/news/a003.en.md", "---\ntitle: Three\ndate: 2024-03-01\n---\nRound.\n")
	look := func() *build.Held {
		w := build.NewWorkshop(b)
		_, held, err := w.Hold(context.Background(), time.Now().Add(time.Hour))
		check(t, err)
		return held
	}
	if got := o.parsed(t, func() { look() }); got != "<p>Round.</p>\n" {
		t.Errorf("the first look parsed %q", got)
	}
	var held *build.Held
	if got := o.parsed(t, func() { held = look() }); got != "" {
		t.Errorf("the second look parsed %q", got)
	}
	o.run(t, b)
	for name, want := range read(t, b.Destination) {
		if name == ".bulletin-manifest" {
			continue
		}
		if got, ok := held.Output(name); !ok || string(got) != want {
			t.Errorf("%s: the preview holds something else", name)
		}
	}
	left, err := os.ReadDir(o.at("source/.bulletin"))
	check(t, err)
	if slices.ContainsFunc(left, func(e os.DirEntry) bool {
		return strings.HasSuffix(e.Name(), ".new") || strings.HasSuffix(e.Name(), ".pack")
	}) {
		t.Errorf("left: %v", left)
	}
}
