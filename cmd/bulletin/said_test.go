package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Whoever asked for few words is still told what is wrong: a destination that
// differs from a clean build is named whatever the flags.
func TestVerifyIsNeverSilent(t *testing.T) {
	for _, args := range [][]string{nil, {"-q"}, {"--format", "json"}, {"--format", "github"}} {
		dir := t.TempDir()
		put(t, filepath.Join(dir, "site.yaml"), []byte(servedConfig))
		put(t, filepath.Join(dir, "content", "news", "a.en.md"), []byte("---\ntitle: A\ndate: 2024-11-06\n---\nText.\n"))
		said := &scroll{}
		term := &terminal{out: said, err: said, found: said, language: "en", now: time.Now}
		if status, err := build(context.Background(), term, []string{"-s", dir}); status != 0 || err != nil {
			t.Fatal(status, err, said.read())
		}
		if err := os.Remove(filepath.Join(dir, "public", "en", "news", "a.html")); err != nil {
			t.Fatal(err)
		}
		f := newFlags("build")
		o, _, err := f.ready(term, append([]string{"-s", dir}, args...))
		if err != nil {
			t.Fatal(err)
		}
		said.Reset()
		status, err := term.verify(context.Background(), o)
		if err != nil || status != exitMachine || !strings.Contains(said.read(), "en/news/a.html") {
			t.Errorf("%v: status %d, %v, said %q", args, status, err, said.read())
		}
	}
}
