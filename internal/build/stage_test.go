package build_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"bulletin/assets"
	"bulletin/internal/asset"
	checks "bulletin/internal/check"
	"bulletin/internal/corpus"
	"bulletin/internal/document"
	"bulletin/internal/overlay"
	reading "bulletin/internal/read"
	"bulletin/internal/render"
	"bulletin/internal/site"
	"bulletin/internal/view"
	"bulletin/internal/write"
	"bulletin/layouts"
)

// A stage is the site of a thousand articles between two stages of the build.
type stage struct {
	dir   string
	cfg   *site.Config
	site  *site.Site
	plan  *view.Plan
	theme *render.Theme
}

// stages goes through the build once, one thing at a time.
func stages(b *testing.B) *stage {
	s := &stage{dir: scratch(b)}
	if err := corpus.Write(s.source(), 1000, 1); err != nil {
		b.Fatal(err)
	}
	s.cfg, _ = reading.Config(os.DirFS(s.source()))
	reading.Strings(s.cfg, nil, layouts.FS)
	s.read(b)
	s.plan = view.Make(s.site, inTurn, func() {})
	set, err := asset.Load(overlay.New(nil, assets.FS), "")
	if err != nil {
		b.Fatal(err)
	}
	words := make(map[string]map[string]string)
	for _, l := range s.cfg.Languages {
		words[l.Code] = l.Strings
	}
	theme, problems := render.Load(render.Options{
		Layouts: layouts.FS, Assets: set, Base: s.cfg.Base.Path, Strings: words,
		Bodies: func(dst []byte, d *document.Document) ([]byte, error) { return append(dst, d.HTML...), nil },
	})
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	s.theme = theme
	return s
}

func (s *stage) source() string { return filepath.Join(s.dir, "source") }

func (s *stage) read(b *testing.B) {
	var err error
	s.site, _, err = reading.Site(context.Background(), os.DirFS(s.source()), s.cfg, reading.Options{Clock: options("", "").Clock})
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkRead reads and parses every text, on one processor.
func BenchmarkRead(b *testing.B) {
	s := stages(b)
	for b.Loop() {
		s.read(b)
	}
}

// BenchmarkPlan plans every page.
func BenchmarkPlan(b *testing.B) {
	s := stages(b)
	for b.Loop() {
		view.Make(s.site, inTurn, func() {})
	}
}

// BenchmarkCheck looks for problems that only the whole site can tell.
func BenchmarkCheck(b *testing.B) {
	s := stages(b)
	for b.Loop() {
		taken, _ := checks.Addresses(s.plan, nil, write.Valid)
		checks.Site(s.site, s.plan, taken, checks.Texts(s.site))
	}
}

// BenchmarkRender renders every page, on one processor.
func BenchmarkRender(b *testing.B) {
	s := stages(b)
	var page render.Buffer
	for b.Loop() {
		for i := range s.plan.Pages {
			page.Reset()
			if bad := s.theme.Page(&page, s.plan.Pages[i].Make()); bad != nil {
				b.Fatal(bad)
			}
		}
	}
}

// BenchmarkWrite writes every page into a new folder.
func BenchmarkWrite(b *testing.B) {
	s := stages(b)
	var outputs []write.Output
	var paths []string
	for i := range s.plan.Pages {
		var page render.Buffer
		if bad := s.theme.Page(&page, s.plan.Pages[i].Make()); bad != nil {
			b.Fatal(bad)
		}
		outputs = append(outputs, write.Output{Path: s.plan.Pages[i].Path, Body: page.Bytes()})
		paths = append(paths, s.plan.Pages[i].Path)
	}
	round := 0
	for b.Loop() {
		round++
		if err := put(filepath.Join(s.dir, fmt.Sprint("public", round)), paths, outputs); err != nil {
			b.Fatal(err)
		}
	}
}

func put(dir string, paths []string, outputs []write.Output) error {
	dst, err := write.Open(context.Background(), dir, nil)
	if err != nil {
		return err
	}
	defer dst.Close()
	if err := dst.Begin(paths); err != nil {
		return err
	}
	for _, o := range outputs {
		if _, err := dst.Write(o); err != nil {
			return err
		}
	}
	_, err = dst.Commit()
	return err
}

func inTurn(n int, f func(i int)) {
	for i := range n {
		f(i)
	}
}
