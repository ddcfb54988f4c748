package build_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bulletin/internal/build"
)

// What a text was read with counts as much as its bytes: the pictures beside
// it, the zone, whether its HTML is trusted.
func TestWorkshopReadsAnew(t *testing.T) {
	site := func(more string) string {
		return "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\nrules: {picture: warning}\n" + more
	}
	s := tree{
		"site.yaml":             site(""),
		"content/news/a.en.md":  "---\ntitle: A\ndate: 2024-03-01\n---\nText.\n\nharbour.png\n\n<custom-tag>own</custom-tag>\n",
		"content/news/other.md": "---\n标题: 甲\ndate: 2024-03-01\n---\n正文。\n",
	}
	source := filepath.Join(room(t), "source")
	workshop := build.NewWorkshop(ask(source, filepath.Join(room(t), "public")))
	clock := time.Now().Add(-time.Hour)
	page := func(edit tree) string {
		t.Helper()
		s = s.with(edit)
		check(t, os.MkdirAll(source, 0o777))
		s.write(t, source)
		for name := range edit {
			clock = clock.Add(time.Second)
			check(t, os.Chtimes(filepath.Join(source, filepath.FromSlash(name)), clock, clock))
		}
		r, held, err := workshop.Hold(context.Background(), time.Now().Add(time.Hour))
		check(t, err)
		if held == nil {
			t.Fatal(problems(r))
		}
		body, _ := held.Output("en/news/a.html")
		return string(body)
	}
	if got := page(nil); strings.Contains(got, "<figure") || strings.Contains(got, "<custom-tag>") {
		t.Fatal(got)
	}
	if workshop.Remembered() < 2 {
		t.Error("nothing is remembered")
	}
	if got := page(tree{"content/news/harbour.png": pictureOf(t, "png", 4, 4, 9)}); !strings.Contains(got, "<figure") {
		t.Error("a picture that has come is not shown")
	}
	if got := page(tree{"site.yaml": site("markup: {html: trusted}\n")}); !strings.Contains(got, "<custom-tag>") {
		t.Error("HTML that is trusted now is not shown")
	}
	if got := page(tree{"site.yaml": site("timezone: Europe/London\n")}); !strings.Contains(got, "2024-03-01T00:00:00Z") {
		t.Error("the zone that holds now is not that of the date")
	}
}

// A file that changed just before it was read, and after it was looked at, is
// not known by its times.
func TestWorkshopDistrustsYoungFiles(t *testing.T) {
	s := series(1)
	source := filepath.Join(room(t), "source")
	check(t, os.MkdirAll(source, 0o777))
	s.write(t, source)
	workshop := build.NewWorkshop(ask(source, filepath.Join(room(t), "public")))
	for _, test := range []struct {
		hour time.Duration
		want int
	}{{0, 0}, {time.Hour, 2}} {
		if _, _, err := workshop.Hold(context.Background(), time.Now().Add(test.hour)); err != nil {
			t.Fatal(err)
		}
		if got := workshop.Remembered(); got != test.want {
			t.Errorf("files just written, %v later: %d are remembered, not %d", test.hour, got, test.want)
		}
	}
}

// What a workshop holds leads out of the site neither when it is made nor
// later: a file that has become a link, while errors keep the last good site,
// is not followed.
func TestHeldFollowsNoLinks(t *testing.T) {
	dir := room(t)
	source, secret := filepath.Join(dir, "source"), filepath.Join(dir, "secret")
	check(t, os.MkdirAll(source, 0o777))
	check(t, os.WriteFile(secret, []byte("secret"), 0o666))
	s := series(1).with(tree{"content/files/form.txt": "form", "content/files/deep/form.txt": "form"})
	s.write(t, source)
	workshop := build.NewWorkshop(ask(source, filepath.Join(dir, "public")))
	_, held, err := workshop.Hold(context.Background(), time.Now().Add(time.Hour))
	check(t, err)
	for _, name := range []string{"files/form.txt", "files/deep/form.txt"} {
		if body, ok := held.Output(name); !ok || string(body) != "form" {
			t.Fatalf("%s: %q %v", name, body, ok)
		}
	}
	form, deep := filepath.Join(source, "content", "files", "form.txt"), filepath.Join(source, "content", "files", "deep")
	check(t, os.Remove(form))
	if err := os.Symlink(secret, form); err != nil {
		t.Skip(err)
	}
	check(t, os.RemoveAll(deep))
	check(t, os.Symlink(dir, deep))
	check(t, os.WriteFile(filepath.Join(dir, "form.txt"), []byte("secret"), 0o666))
	for _, name := range []string{"files/form.txt", "files/deep/form.txt"} {
		if body, _ := held.Output(name); strings.Contains(string(body), "secret") {
			t.Errorf("%s is read from outside of the site", name)
		}
	}
}
