package write

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestTwoBuildsWait(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	one, err := Open(context.Background(), dir, nil)
	must(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	waits := 0
	if _, err := Open(ctx, dir, func() { waits++; cancel() }); !errors.Is(err, context.Canceled) || waits != 1 {
		t.Errorf("waited %d times: %v", waits, err)
	}
	started, opened := make(chan struct{}), make(chan error)
	go func() {
		two, err := Open(context.Background(), dir, func() { close(started) })
		if err == nil {
			_, err = build(two, second)
			err = errors.Join(err, two.Close())
		}
		opened <- err
	}()
	<-started
	_, err = build(one, first)
	must(t, err)
	select {
	case err := <-opened:
		t.Errorf("two builds at once, after the manifest was replaced: %v", err)
	case <-time.After(300 * time.Millisecond):
	}
	must(t, one.Close())
	must(t, <-opened)
	same(t, "after both", read(t, dir), second.site())
}

// An aborted first build takes away the destination that others wait for.
func TestManyBuildsAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "public")
	var group sync.WaitGroup
	var inside atomic.Int32
	for i := range 16 {
		group.Go(func() {
			for range 5 {
				site, err := Open(context.Background(), dir, nil)
				if err != nil {
					t.Error(err)
					return
				}
				if inside.Add(1) != 1 {
					t.Error("two builds hold the destination")
				}
				outputs := first
				if i%2 == 0 {
					outputs = second
				}
				if i%3 == 0 {
					must(t, site.Begin([]string{"a/b"}))
				} else if _, err := build(site, outputs); err != nil {
					t.Error(err)
				}
				inside.Add(-1)
				if err := site.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	publish(t, dir, first)
	same(t, "after all", read(t, dir), first.site())
}

// The lock of a process that was killed is free at once.
func TestKilledProcess(t *testing.T) {
	if dir := os.Getenv("WRITE_TEST_DIR"); dir != "" {
		site, err := Open(context.Background(), dir, nil)
		must(t, err)
		must(t, site.Begin([]string{"index.html", "killed/a", "killed/b"}))
		_, err = site.Write(Output{"killed/a", []byte("a")})
		must(t, err)
		fmt.Println("ready")
		select {}
	}
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, first)
	self := exec.Command(os.Args[0], "-test.run=^TestKilledProcess$")
	self.Env = append(os.Environ(), "WRITE_TEST_DIR="+dir)
	out, err := self.StdoutPipe()
	must(t, err)
	must(t, self.Start())
	_, err = out.Read(make([]byte, 5))
	must(t, err)
	waited := make(chan struct{})
	finished := make(chan error)
	go func() {
		site, err := Open(context.Background(), dir, func() { close(waited) })
		if err == nil {
			_, err = build(site, second)
			err = errors.Join(err, site.Close())
		}
		finished <- err
	}()
	<-waited
	must(t, self.Process.Kill())
	_ = self.Wait()
	must(t, <-finished)
	same(t, "after a kill", read(t, dir), second.site())
}
