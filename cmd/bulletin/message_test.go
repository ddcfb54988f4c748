package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	builder "bulletin/internal/build"

	"bulletin/assets"
	"bulletin/internal/diag"
	"bulletin/layouts"
)

var update = flag.Bool("update", false, "rewrite the golden sections of testdata")

const messageDir = "testdata/messages"

// TestMessages prints what is wrong with small sites, in both languages. A
// case is an archive named like the message it shows, or the message, a plus
// sign and a word more; see makeSite for what makes its files. The
// sections problems.en and problems.zh are what the program says.
func TestMessages(t *testing.T) {
	cases, err := filepath.Glob(messageDir + "/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal("there are no cases", err)
	}
	for _, file := range cases {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			message, _, _ := strings.Cut(name, "+")
			testMessage(t, file, diag.Message(message))
		})
	}
}

func testMessage(t *testing.T, file string, message diag.Message) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	o, problems := found(t, archive)
	if !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Message == message }) {
		t.Errorf("the site has no problem %q: %v", message, problems)
	}
	for _, lang := range []diag.Language{diag.English, diag.Chinese} {
		var b bytes.Buffer
		if err := (diag.Printer{Language: lang, Line: o.Lines()}).Print(&b, problems); err != nil {
			t.Fatal(err)
		}
		compare(t, archive, "problems."+string(lang), b.Bytes())
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// found is what Check finds in the site of an archive.
func found(t *testing.T, archive *txtar.Archive) (builder.Options, []diag.Problem) {
	dir := t.TempDir()
	said := makeSite(t, dir, archive)
	o := builder.Options{
		Source: dir, Destination: filepath.Join(dir, "public"), AsOf: "2024-12-01", Jobs: 2,
		Layouts: layouts.FS, Assets: assets.FS,
	}
	if said != nil {
		return o, said
	}
	r, err := builder.Check(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return o, r.Problems
}

// compare compares a golden section, or writes it under -update.
func compare(t *testing.T, archive *txtar.Archive, section string, got []byte) {
	t.Helper()
	i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == section })
	switch {
	case *update && i < 0:
		archive.Files = append(archive.Files, txtar.File{Name: section, Data: got})
	case *update:
		archive.Files[i].Data = got
	case i < 0:
		t.Errorf("there is no section %s; go test -update writes it", section)
	case !bytes.Equal(archive.Files[i].Data, got):
		t.Errorf("%s:\n%s\nwanted:\n%s", section, got, archive.Files[i].Data)
	}
}

// TestEveryMessageHasACase wants a case for each message of the catalogue, and
// no case for a message that is gone.
func TestEveryMessageHasACase(t *testing.T) {
	cases, err := filepath.Glob(messageDir + "/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[diag.Message]bool{}
	for _, file := range cases {
		message, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".txtar"), "+")
		shown[diag.Message(message)] = true
	}
	for _, m := range diag.Messages() {
		if !shown[m] {
			t.Errorf("%s/%s.txtar is missing: a small site that shows the message", messageDir, m)
		}
		delete(shown, m)
	}
	for m := range shown {
		t.Errorf("%s/%s.txtar is a case of a message that is not in the catalogue", messageDir, m)
	}
}
