package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"
	"unicode"

	"bulletin/internal/diag"
)

// Every flag of every command is explained in both languages.
func TestFlagsAreExplained(t *testing.T) {
	used := map[string]bool{}
	for _, c := range commands() {
		for _, lang := range []diag.Language{diag.English, diag.Chinese} {
			var out bytes.Buffer
			if _, err := c.run(context.Background(), &terminal{out: &out, err: &out, now: time.Now, language: lang}, []string{"--help"}); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(out.String()) {
				name := strings.TrimPrefix(flagged.FindString(line), "--")
				if name == "" {
					continue
				}
				used[name] = true
				if han := strings.ContainsFunc(line, func(r rune) bool { return unicode.Is(unicode.Han, r) }); han != (lang == diag.Chinese) {
					t.Errorf("bulletin %s, in %s: %s", c.name, lang, line)
				}
			}
		}
	}
	for name := range abouts() {
		if !used[name] {
			t.Errorf("no command has the flag --%s", name)
		}
	}
}
