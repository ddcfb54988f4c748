package serve

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"
)

func TestListen(t *testing.T) {
	first, err := Listen(t.Context(), "localhost:0", true)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	port := strconv.Itoa(first.Port)
	if first.Moved || first.URL != "http://localhost:"+port {
		t.Errorf("%+v", first)
	}
	want := []string{"127.0.0.1", "127.0.0.1:" + port, "[::1]", "[::1]:" + port, "localhost", "localhost:" + port}
	if !slices.Equal(first.Hosts, want) {
		t.Errorf("hosts %q, want %q", first.Hosts, want)
	}
	if _, err := Listen(t.Context(), "localhost:"+port, true); err == nil || !Taken(err) {
		t.Errorf("a fixed port that is taken: %v", err)
	}
	second, err := Listen(t.Context(), "localhost:"+port, false)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if !second.Moved || second.Port <= first.Port || second.Port > first.Port+tries {
		t.Errorf("after %s comes %+v", port, second)
	}
}

// Whoever else has one of the two addresses would answer half the browsers.
func TestHalfTaken(t *testing.T) {
	for _, address := range []string{"[::1]:0", "127.0.0.1:0"} {
		other, err := net.Listen("tcp", address)
		if err != nil {
			t.Logf("%s: %v", address, err)
			continue
		}
		defer other.Close()
		d, err := Listen(t.Context(), "localhost:"+strconv.Itoa(portOf(other)), true)
		if err == nil {
			d.Close()
			t.Errorf("listening beside %s", other.Addr())
		} else if !Taken(err) {
			t.Error(err)
		}
	}
}

func TestListenElsewhere(t *testing.T) {
	for _, bad := range []string{"", "localhost", "localhost:http", "localhost:65536", "localhost:-1", "127.0.0.1:", "a:b:c"} {
		if d, err := Listen(t.Context(), bad, false); err == nil {
			d.Close()
			t.Errorf("%q is listened to", bad)
		}
	}
	for address, host := range map[string]string{"127.0.0.1:0": "127.0.0.1", "0.0.0.0:0": "localhost", ":0": "localhost"} {
		d, err := Listen(t.Context(), address, true)
		if err != nil {
			t.Fatal(err)
		}
		d.Close()
		port := strconv.Itoa(d.Port)
		if d.URL != "http://"+net.JoinHostPort(host, port) || !slices.Contains(d.Hosts, "localhost:"+port) || slices.Contains(d.Hosts, ":"+port) {
			t.Errorf("%s: %s %q", address, d.URL, d.Hosts)
		}
	}
}

// Browsers take localhost for either of two addresses.
func TestBothLoopbacks(t *testing.T) {
	door, err := Listen(t.Context(), "localhost:0", true)
	if err != nil {
		t.Fatal(err)
	}
	s := preview(setup{Hosts: door.Hosts}, sample())
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, door) }()
	reached := 0
	for _, host := range []string{"127.0.0.1", "::1"} {
		r, err := http.Get("http://" + net.JoinHostPort(host, strconv.Itoa(door.Port)) + "/zh/")
		if err != nil {
			t.Logf("%s: %v", host, err)
			continue
		}
		_, _ = io.Copy(io.Discard, r.Body)
		r.Body.Close()
		if r.StatusCode != 200 {
			t.Errorf("%s: %d", host, r.StatusCode)
		}
		reached++
	}
	want := 1
	if _, both := door.Listener.(*double); both {
		want = 2
	}
	if reached != want {
		t.Errorf("%d addresses answer, not %d", reached, want)
	}
	idle, err := net.Dial("tcp", door.Addr().String()) // as browsers open them in advance
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	l := listen(t, door, "/zh/", have(t, s, door.Addr().String(), "/zh/"))
	l.want("good")
	start := time.Now()
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if late := time.Since(start); late > 3*time.Second {
		t.Errorf("it took %v to end", late)
	}
	_ = idle.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, err := idle.Read(make([]byte, 1)); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("a connection that was never used stays open: %v", err)
	}
	if _, err := door.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("accepting after the end: %v", err)
	}
	if conn, err := net.Dial("tcp", door.Addr().String()); err == nil {
		conn.Close()
		t.Error("the port is still open")
	}
}
