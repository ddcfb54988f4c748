package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"bulletin/internal/write"
	"bulletin/layouts"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"bulletin": main})
}

// TestScripts runs the manual: testdata/script, the first word of a script's
// name being the command that it is about. Besides the commands of testscript
// there are
//
//	files DIR            prints the paths of all files below DIR, one a line;
//	                     the sums in names are left out
//	waitfor FILE TEXT    waits until the file holds the text
//	png FILE             makes a small picture
//	status N COMMAND …   runs the command, which must end with exit status N
//	lacks FILE TEXT      the file does not hold the text
//	holds DIR TEXT       some file below DIR holds the text; with !, none does
//	strings FILE CODE    makes the words of the interface for a language
//	hold DIR             holds a destination, as another build would
//	address FILE NAME    waits until the file, which a program writes, names an
//	                     address of this machine, and sets NAME to it
//	get STATUS URL HOST  asks for the address, of the host if one is named, and
//	                     prints the answer, which must have the status
//	shows URL TEXT       waits until the answer holds the text
//	opens URL FILE       opens the page as a browser does; the events that it is
//	                     told of are written into the file
//	append PATTERN TEXT  writes the text at the end of the files, as a line
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"files": files, "waitfor": waitfor, "png": pngFile, "status": status, "lacks": lacks, "append": appendLine, "strings": stringsFile, "hold": hold, "holds": holds,
			"address": address, "get": get, "shows": shows, "opens": opens,
		},
	})
}

var sums = regexp.MustCompile(`\.[0-9a-f]{8,}([.-])`)

func files(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: files DIR")
	}
	var all []string
	dir := ts.MkAbs(args[0])
	ts.Check(filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		all = append(all, sums.ReplaceAllString(filepath.ToSlash(rel), ".SUM$1"))
		return err
	}))
	slices.Sort(all)
	_, err := ts.Stdout().Write([]byte(strings.Join(all, "\n") + "\n"))
	ts.Check(err)
}

func holds(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] holds DIR TEXT")
	}
	found := ""
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if bytes.Contains(data, []byte(args[1])) {
			found = name
		}
		return err
	}))
	if neg == (found != "") {
		ts.Fatalf("%q in %s: found in %q", args[1], args[0], found)
	}
}

func waitfor(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: waitfor FILE TEXT")
	}
	for start := time.Now(); time.Since(start) < 30*time.Second; time.Sleep(20 * time.Millisecond) {
		if data, err := os.ReadFile(ts.MkAbs(args[0])); err == nil && bytes.Contains(data, []byte(args[1])) {
			return
		}
	}
	ts.Fatalf("%s never held %q", args[0], args[1])
}

func pngFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: png FILE")
	}
	name := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o777))
	ts.Check(os.WriteFile(name, smallPNG(), 0o666))
}

func lacks(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lacks FILE TEXT")
	}
	if strings.Contains(ts.ReadFile(args[0]), args[1]) {
		ts.Fatalf("%s holds %q", args[0], args[1])
	}
}

func appendLine(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: append PATTERN TEXT")
	}
	names, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(names) == 0 {
		ts.Fatalf("no file is like %s", args[0])
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		ts.Check(err)
		ts.Check(os.WriteFile(name, append(data, args[1]+"\n"...), 0o666))
	}
}

// stringsFile is the English file with the code before every text, so that it
// can be told where a word comes from.
func stringsFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: strings FILE CODE")
	}
	data, err := layouts.FS.ReadFile("strings.en.yaml")
	ts.Check(err)
	name := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o777))
	marked := regexp.MustCompile(`(?m)^(skip|switch|latest): (.*)$`).ReplaceAll(data, []byte("$1: '"+args[1]+": $2'"))
	ts.Check(os.WriteFile(name, marked, 0o666))
}

func hold(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hold DIR")
	}
	held, err := write.Open(context.Background(), ts.MkAbs(args[0]), nil)
	ts.Check(err)
	ts.Defer(func() { _ = held.Close() })
}

// status is exec for a program that must fail in a certain way.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND …")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "exit status 0"
	if err != nil {
		got = err.Error()
	}
	if got != "exit status "+args[0] {
		ts.Fatalf("%s, want %s", got, args[0])
	}
}
