package build_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"bulletin/internal/build"
)

// Verify finds the first file that is not as a clean build makes it.
func TestVerify(t *testing.T) {
	dir := room(t)
	source := filepath.Join(dir, "source")
	check(t, os.MkdirAll(source, 0o777))
	s := series(3)
	s.write(t, source)
	o := ask(source, filepath.Join(dir, "public"))
	_, err := build.Run(context.Background(), o)
	check(t, err)
	page, feed := filepath.Join(o.Destination, "zh", "news", "a002.html"), filepath.Join(o.Destination, "zh", "feed.xml")
	body, err := os.ReadFile(page)
	check(t, err)
	put := func(file string, body []byte) { t.Helper(); check(t, os.WriteFile(file, body, 0o666)) }
	manifest := filepath.Join(o.Destination, ".bulletin-manifest")
	listed, err := os.ReadFile(manifest)
	check(t, err)
	for about, test := range map[string]struct {
		spoil func()
		want  *build.Difference
	}{
		"nothing":      {func() {}, nil},
		"a byte":       {func() { put(page, append(append(body[:9:9], '?'), body[10:]...)) }, &build.Difference{Path: "zh/news/a002.html", At: 9}},
		"an end":       {func() { put(page, body[:len(body)-1]) }, &build.Difference{Path: "zh/news/a002.html", At: len(body) - 1}},
		"two":          {func() { put(page, nil); check(t, os.Remove(feed)) }, &build.Difference{Path: "zh/feed.xml", Kind: build.Missing}},
		"one too many": {func() { put(manifest, append(listed, "-  old.html\n"...)) }, &build.Difference{Path: "old.html", Kind: build.Surplus}},
		"foreign":      {func() { put(filepath.Join(o.Destination, "own.html"), nil) }, nil},
	} {
		test.spoil()
		got, err := build.Verify(context.Background(), o)
		check(t, err)
		if (got == nil) != (test.want == nil) || got != nil && *got != *test.want {
			t.Errorf("%s: %+v, want %+v", about, got, test.want)
		}
		_, err = build.Run(context.Background(), o)
		check(t, err)
	}
}
