package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience is how long a script waits for what must come.
const patience = 30 * time.Second

var printed = regexp.MustCompile(`http://127\.0\.0\.1:\d+/\S*`)

// address waits until a program that serves has printed where, and gives that
// a name, with the slash at its end.
func address(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: address FILE NAME")
	}
	for start := time.Now(); time.Since(start) < patience; time.Sleep(10 * time.Millisecond) {
		data, _ := os.ReadFile(ts.MkAbs(args[0]))
		if at := printed.Find(data); at != nil {
			ts.Setenv(args[1], string(at))
			return
		}
	}
	ts.Fatalf("%s never named an address", args[0])
}

// get asks for an address as a script writes it, and prints what comes back.
func get(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: get STATUS URL [HOST]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	host := ""
	if len(args) == 3 {
		host = args[2]
	}
	status, body, err := ask(args[1], host)
	ts.Check(err)
	if status != want {
		ts.Fatalf("%s: %d, want %d:\n%s", args[1], status, want, body)
	}
	_, err = io.WriteString(ts.Stdout(), body)
	ts.Check(err)
}

// shows waits until a page holds the text.
func shows(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: shows URL TEXT")
	}
	body := ""
	for start := time.Now(); time.Since(start) < patience; time.Sleep(10 * time.Millisecond) {
		if _, body, _ = ask(args[0], ""); strings.Contains(body, args[1]) {
			return
		}
	}
	ts.Fatalf("%s never showed %q:\n%s", args[0], args[1], body)
}

func ask(url, host string) (status int, body string, err error) {
	q, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, nil)
	if err != nil {
		return 0, "", err
	}
	q.Host = host
	r, err := http.DefaultTransport.RoundTrip(q) // which follows nothing
	if err != nil {
		return 0, "", err
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	return r.StatusCode, string(b), err
}

var loaded = regexp.MustCompile(`src="(/\.bulletin/)reload\.js" data-have="([^"]*)"`)

// opens does what a browser does with a page: it asks for it, and opens the
// stream that its script opens. What it is told is written into a file, a line
// an event.
func opens(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: opens URL FILE")
	}
	_, body, err := ask(args[0], "")
	ts.Check(err)
	script := loaded.FindStringSubmatch(body)
	if script == nil {
		ts.Fatalf("%s has no script:\n%s", args[0], body)
	}
	root, rest, _ := strings.Cut(strings.TrimPrefix(args[0], "http://"), "/")
	ctx, stop := context.WithCancel(context.Background())
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+root+script[1]+"events?page=/"+rest+"&have="+script[2], nil)
	ts.Check(err)
	r, err := http.DefaultTransport.RoundTrip(q)
	if err != nil || r.StatusCode != http.StatusOK {
		stop()
		ts.Fatalf("the stream of %s: %v %v", args[0], r, err)
	}
	file, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer file.Close()
		defer r.Body.Close()
		for lines := bufio.NewScanner(r.Body); lines.Scan(); {
			if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				fmt.Fprintln(file, name)
			}
		}
	}()
	ts.Defer(func() { stop(); <-done })
}
