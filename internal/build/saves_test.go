package build_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"bulletin/internal/build"
)

// A workshop that has seen many saves holds no more than one that has seen few.
func TestManySavesHoldNoMemory(t *testing.T) {
	dir := room(t)
	source := filepath.Join(dir, "source")
	check(t, os.MkdirAll(source, 0o777))
	s := magazine(t)
	s.write(t, source)
	o := ask(source, filepath.Join(dir, "public"))
	o.Cache = filepath.Join(dir, "cache")
	w, built := build.NewWorkshop(o), build.NewWorkshop(o)
	now := time.Now().Add(time.Hour)
	file := filepath.Join(source, "content", "news", "a02.en.md")
	var held *build.Held
	look := func(changed ...string) {
		t.Helper()
		var err error
		if _, held, err = w.Hold(context.Background(), now, changed...); err != nil || held == nil {
			t.Fatal(err)
		}
		_, err = built.Run(context.Background(), now, changed...)
		check(t, err)
	}
	look()
	heap := func(saves int) int64 {
		for i := range saves {
			text := strings.Replace(s["content/news/a02.en.md"], "Article 2", fmt.Sprint("Article ", i), 1)
			check(t, os.WriteFile(file, []byte(strings.Replace(text, "Begins 2", fmt.Sprint("Begins ", i), 1)), 0o666))
			look(file)
			for _, page := range []string{"en/news/a02.html", "en/index.html", "en/feed.xml"} {
				if body, _ := held.Output(page); !strings.Contains(string(body), fmt.Sprint("Article ", i)) {
					t.Fatalf("%s does not show save %d", page, i)
				}
			}
		}
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	first := heap(100)
	const many = 400
	if more := heap(many) - first; more > many*100 {
		t.Errorf("%d saves hold %d bytes", many, more)
	}
}
