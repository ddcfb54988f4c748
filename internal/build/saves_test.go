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
		return inUse()
	}
	first := heap(100)
	const many = 400
	if more := heap(many) - first; more > many*100 {
		t.Errorf("%d saves hold %d bytes", many, more)
	}
}

// inUse is how many bytes are.
func inUse() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// Nor does one in which articles came and went.
func TestManyFilingsHoldNoMemory(t *testing.T) {
	r := renew(t, gazette(t, 3), 1)
	r.lay(t, r.source)
	now := time.Now().Add(time.Hour)
	look := func(changed ...string) {
		t.Helper()
		_, held, err := r.holds.Hold(context.Background(), now, changed...)
		check(t, err)
		if held == nil {
			t.Fatal("nothing is held")
		}
	}
	look()
	site := r.holds.Site()
	heap := func(times int) int64 {
		for i := range times {
			name := fmt.Sprintf("content/news/x%d.en.md", i%7)
			if _, there := r.tree[name]; there {
				delete(r.tree, name)
			} else {
				r.put(name, "---\ntitle: X\ndate: 2024-01-01\n---\n[It](a01.md)\n")
			}
			r.lay(t, r.source)
			look(filepath.Join(r.source, filepath.FromSlash(name)))
		}
		time.Sleep(300 * time.Millisecond) // what is done after a look is done
		return inUse()
	}
	first := heap(70)
	const many = 280
	if more := heap(many) - first; more > many*100 {
		t.Errorf("%d articles that come and go hold %d bytes", many, more)
	}
	if r.holds.Site() != site {
		t.Error("the whole site was looked at")
	}
}
