package build_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bulletin/internal/build"
)

// With AVIF a page names both formats, the smaller first, and each file is there;
// without it again they are gone, and nothing is made a second time.
func TestSmaller(t *testing.T) {
	dir := room(t)
	s := tree{
		"site.yaml":         "title: {zh: 简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\nimages: {widths: [64, 480], formats: [avif, webp]}\n",
		"content/n/a.en.md": "---\ntitle: A\ndate: 2024-01-01\n---\n![Seen](a.jpg)\n\n![Drawn](b.png)\n",
		"content/n/a.jpg":   pictureOf(t, "jpeg", 90, 60, 90),
		"content/n/b.png":   pictureOf(t, "png", 90, 60, 90),
	}
	source, public := filepath.Join(dir, "source"), filepath.Join(dir, "public")
	check(t, os.MkdirAll(source, 0o777))
	run := func() (site tree, developed int) {
		t.Helper()
		s.write(t, source)
		r, err := build.Run(context.Background(), ask(source, public, func(o *build.Options) { o.Cache, o.Program = filepath.Join(dir, "cache"), os.Args[0] }))
		check(t, err)
		if r.Failed {
			t.Fatal(problems(r))
		}
		return read(t, public), r.Developed
	}
	named := func(site tree) (all []string) {
		for _, found := range regexp.MustCompile(`type="image/(\w+)" srcset="([^"]*)"`).FindAllStringSubmatch(site["en/n/a.html"], -1) {
			for _, one := range strings.Split(found[2], ", ") {
				file, _, _ := strings.Cut(one, " ")
				if !strings.HasSuffix(file, "."+found[1]) || site[strings.TrimPrefix(file, "/")] == "" {
					t.Errorf("as %s there is %s", found[1], file)
				}
			}
			all = append(all, found[1])
		}
		return all
	}
	site, _ := run()
	with := maps.Clone(site)
	if got := named(site); !slices.Equal(got, []string{"avif", "webp", "webp"}) { // nothing of a drawing is lost
		t.Errorf("formats %v", got)
	}
	s["site.yaml"] = strings.Replace(s["site.yaml"], "[avif, webp]", "[webp]", 1)
	site, _ = run()
	if got := named(site); !slices.Equal(got, []string{"webp", "webp"}) {
		t.Errorf("without AVIF formats %v", got)
	}
	for name, body := range site {
		if strings.HasPrefix(name, "images/") && (with[name] != body || strings.HasSuffix(name, ".avif")) {
			t.Errorf("%s is left, or another file", name)
		}
	}
	s["site.yaml"] = strings.Replace(s["site.yaml"], "[webp]", "[webp, avif]", 1)
	if _, developed := run(); developed != 0 {
		t.Errorf("%d pictures were made a second time", developed)
	}
}
