package eyes

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"bulletin/assets"
	"bulletin/internal/build"
	"bulletin/layouts"
)

// own is the folder of the site in the project's own folders, built once for all
// tests, as it is when every article has been published.
var own = sync.OnceValues(func() (string, error) {
	o := build.Options{Source: filepath.Join("..", ".."), Destination: filepath.Join(attic, "public"), Cache: filepath.Join(attic, "cache"), Jobs: 2, Layouts: layouts.FS, Assets: assets.FS}
	o.Clock.Now = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	r, err := build.Run(context.Background(), o)
	if err == nil && r.Failed {
		err = fmt.Errorf("the sample does not build: %v", r.Problems)
	}
	return o.Destination, err
})

// sample is the folder of the sample's pages.
func sample(t *testing.T) string {
	t.Helper()
	dir, err := own()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// served serves the sample's pages.
func served(t *testing.T) string {
	t.Helper()
	return showing(t, sample(t))
}

// A kind of page is looked at once in each language: one of its kind tells
// what the others look like.
type kind struct{ name, zh, en string }

// both is a kind of page that stands at the same place in both languages.
func both(name, path string) kind { return kind{name, "/zh/" + path, "/en/" + path} }

// pages are the pages of a kind by language.
func (k kind) pages() map[string]string {
	pages := map[string]string{"zh": k.zh}
	if k.en != "" {
		pages["en"] = k.en
	}
	return pages
}

// common are the kinds that stand at the same places on every site here.
func common() []kind {
	return []kind{
		{"front", "/", ""},
		both("home", ""),
		both("topics", "topics/"),
		both("topic", "topics/culture/"),
		both("archive", "archive/"),
		both("year", "archive/2024/"),
		both("issues", "issues/"),
		both("issue", "issues/2024-11.html"),
		both("search", "search/"),
		both("feeds", "feeds/"),
		{"missing", "/404.html", ""},
	}
}

func kinds() []kind {
	return append(common(),
		both("section", "exchanges/"),
		both("folder", "exchanges/2024/"),
		both("short", "notices/2025/09/line-maintenance.html"),
		both("long", "notices/2025/06/living-guide.html"),
		both("attachments", "news/2025/05/trade-day.html"),
		both("code", "news/2025/09/public-signs.html"),
		both("correction", "news/2024/12/kelmora-letter.html"),
		both("pictures", "training/2024/11/global-competence.html"),
		both("gallery", "exchanges/2025/10/river-nights.html"),
		both("story", "exchanges/2025/04/tea-hills.html"),
		kind{"alone", "/zh/training/2025/02/drafting-course.html", "/en/notices/2025/04/welcome-walk.html"},
		both("plain", "accessibility.html"),
	)
}

// each shows every kind of page in each language to a test of its own, several
// at once.
func each(t *testing.T, look func(t *testing.T, address string)) {
	t.Helper()
	eyes(t)
	dir, url := sample(t), served(t)
	for _, k := range kinds() {
		for language, path := range k.pages() {
			t.Run(k.name+"/"+language, func(t *testing.T) {
				t.Parallel()
				file := filepath.Join(dir, filepath.FromSlash(path))
				if info, err := os.Stat(file); err != nil || info.IsDir() && path[len(path)-1] != '/' {
					t.Fatalf("the sample has no %s", path)
				}
				look(t, url+path)
			})
		}
	}
}
