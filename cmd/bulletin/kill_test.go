//go:build unix

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A program killed at any instant over an existing site leaves the old or the
// new bytes of every file, and the next build heals whatever it left, also when
// the edit was taken back. Interrupted, it leaves one of the two whole.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	public := filepath.Join(dir, "public")
	lay := func(new bool) {
		t.Helper()
		title, extra := "Bulletin", filepath.Join(dir, "content", "news", "new.en.md")
		if new {
			title = "Other Bulletin"
			put(t, extra, []byte("---\ntitle: New\ndate: 2024-11-06\n---\nText.\n"))
		} else if err := os.Remove(extra); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, "site.yaml"), []byte("title: {zh: 简报, en: "+title+"}\nbase_url: https://bulletin.example.org/\n"))
	}
	for i := range 60 {
		put(t, filepath.Join(dir, "content", "news", fmt.Sprintf("a%02d.en.md", i)), []byte("---\ntitle: A\ndate: 2024-11-06\n---\nText.\n"))
	}
	built := func(new bool) map[string]string {
		t.Helper()
		lay(new)
		if out, err := exec.Command("bulletin", "build", "-s", dir).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return all(t, public)
	}
	start := time.Now()
	after := built(true)
	took := time.Since(start)
	before := built(false)
	rounds := 24
	if testing.Short() {
		rounds = 6
	}
	for i := range rounds {
		lay(true)
		c := exec.Command("bulletin", "build", "-s", dir)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(took * time.Duration(i/2+1) / time.Duration(rounds/2+1))
		signal := []syscall.Signal{syscall.SIGKILL, syscall.SIGINT}[i%2]
		_ = c.Process.Signal(signal) // it may be done
		_ = c.Wait()
		now := all(t, public)
		for name, old := range before {
			if is, there := now[name]; name != ".bulletin-manifest" && (!there || is != old && is != after[name]) {
				t.Errorf("round %d: %s holds %.60q (there: %v)", i, name, is, there)
			}
		}
		if signal == syscall.SIGINT && c.ProcessState.ExitCode() != -1 && !maps.Equal(now, before) && !maps.Equal(now, after) {
			t.Errorf("round %d: interrupted with status %d, and the site is neither the old nor the new one", i, c.ProcessState.ExitCode())
		}
		if i%4 > 1 && !maps.Equal(built(true), after) {
			t.Errorf("round %d: the next build did not heal", i)
		}
		if !maps.Equal(built(false), before) {
			t.Errorf("round %d: the build after the edit was taken back did not heal", i)
		}
	}
}

// all are the files below a folder by their paths.
func all(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		found[rel] = string(body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
