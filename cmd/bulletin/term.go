package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"bulletin/internal/diag"
	"bulletin/internal/write"
)

// A terminal is how the program speaks: results on out, progress and problems
// on err, in the reader's language, coloured only where someone is looking.
type terminal struct {
	out, err io.Writer
	found    io.Writer // for problems: err, but out where they are what was asked for
	language diag.Language
	now      func() time.Time
	colors   map[io.Writer]bool // where someone is looking
	seen     bool               // someone is looking at err
	moving   bool               // and it can show what moves
	quiet    bool
	document bool // problems are one document: no progress beside it
	verbose  bool
	meter    meter
	said     map[string]bool // while watching: the problems that the look before has told
	mutex    sync.Mutex      // of wrote
}

func newTerminal(out, err *os.File, env func(string) string, now func() time.Time) *terminal {
	t := &terminal{out: out, err: err, found: err, language: diag.English, now: now, seen: isTerminal(err)}
	t.moving = t.seen && env("TERM") != "dumb"
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := env(name); value != "" {
			if strings.HasPrefix(value, "zh") {
				t.language = diag.Chinese
			}
			break
		}
	}
	if env("NO_COLOR") == "" && env("TERM") != "dumb" {
		t.colors = map[io.Writer]bool{out: isTerminal(out), err: isTerminal(err)}
	}
	return t
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}

// say picks the text in the reader's language.
func (t *terminal) say(english, chinese string) string {
	if t.language == diag.Chinese {
		return chinese
	}
	return english
}

// report prints a line of results.
func (t *terminal) report(english, chinese string, args ...any) {
	if !t.quiet {
		fmt.Fprintf(t.out, t.say(english, chinese)+"\n", args...)
	}
}

// answer prints a line that was asked for by name, however few words otherwise.
func (t *terminal) answer(english, chinese string, args ...any) {
	fmt.Fprintf(t.out, t.say(english, chinese)+"\n", args...)
}

// progress prints a line on what is going on.
func (t *terminal) progress(english, chinese string, args ...any) {
	if !t.quiet && !t.document {
		t.insist(english, chinese, args...)
	}
}

// insist prints a line that nobody may miss, however few words were asked for.
// Whoever reads problems as a document gets one.
func (t *terminal) insist(english, chinese string, args ...any) {
	if t.document {
		t.complain(fmt.Errorf(t.say(english, chinese), args...))
		return
	}
	t.meter.beside(t.err, func() { fmt.Fprintf(t.err, t.say(english, chinese)+"\n", args...) })
}

// remark is progress for those who are looking: nobody misses it in a log.
func (t *terminal) remark(english, chinese string, args ...any) {
	if t.seen {
		t.progress(english, chinese, args...)
	}
}

// wrote tells of a file that a build made or changed, when asked to.
func (t *terminal) wrote(path string, change write.Change) {
	if !t.verbose || change == write.Same {
		return
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if change == write.Created {
		t.progress("new %s", "新增 %s", path)
	} else {
		t.progress("changed %s", "更新 %s", path)
	}
}

// complain prints an error of the machine or of usage. Whoever reads problems
// as a document gets one.
func (t *terminal) complain(err error) {
	if !t.document {
		fmt.Fprintf(t.err, "bulletin: %v\n", err)
		return
	}
	e := json.NewEncoder(t.found)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(struct { // there is nobody left to tell
		Problems []string `json:"problems"`
		Error    string   `json:"error"`
	}{[]string{}, err.Error()})
}
