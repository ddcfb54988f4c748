package serve

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// A page that does not read delays nobody, and is ended.
func TestSlowReaders(t *testing.T) {
	door, err := Listen(t.Context(), "127.0.0.1:0", true)
	if err != nil {
		t.Fatal(err)
	}
	defer door.Close()
	s := preview(setup{Hosts: door.Hosts}, sample())
	s.jam = 50 * time.Millisecond
	go func() { _ = s.Serve(t.Context(), door) }()
	conn, err := net.Dial("tcp", door.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET /.bulletin/events?page=/ HTTP/1.1\r\nHost: %s\r\n\r\n", door.Addr())
	eventually(t, "the stream does not begin", func() bool { return s.streams.Load() == 1 })
	big := Failure{Err: errors.New(strings.Repeat("long ", 1<<18))}
	eventually(t, "the stream does not end", func() bool {
		start := time.Now()
		s.Fail(big)
		if late := time.Since(start); late > time.Second {
			t.Fatalf("telling took %v", late)
		}
		return s.streams.Load() == 0
	})
}

// Builds, failures, requests and streams at once; run it under -race.
func TestAllAtOnce(t *testing.T) {
	s, door := opened(t, setup{}, sample())
	at := door.Addr().String()
	var group sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		group.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				get(s, "/zh/", func(r *http.Request) { r.Host = at })
			}
		})
		group.Go(func() {
			l := listen(t, door, "/zh/", "")
			for {
				if _, err := l.in.ReadString('\n'); err != nil {
					return
				}
			}
		})
	}
	for i := range 200 {
		s.Show(Site{Content: with(sample(), "zh/index.html", fmt.Sprint(i))})
		s.Fail(someProblems())
	}
	close(stop)
	s.Close()
	group.Wait()
}

// What earlier builds held is let go, with pages open too.
func TestMemoryIsFlat(t *testing.T) {
	s, door := opened(t, setup{}, sample())
	var group sync.WaitGroup
	for range 5 {
		l := listen(t, door, "/", "")
		group.Go(func() { _, _ = io.Copy(io.Discard, l.in) })
	}
	used := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	round := func(n int) {
		for i := range n {
			s.Show(Site{Content: pages{"index.html": fmt.Sprint(i), "other.html": strings.Repeat(fmt.Sprint(i), 10_000)}})
			s.Fail(someProblems())
		}
	}
	round(100)
	before := used()
	round(2000)
	if after := used(); after > before+1<<20 {
		t.Errorf("%d bytes before 2,000 builds, %d after", before, after)
	}
	s.Close()
	group.Wait()
}
