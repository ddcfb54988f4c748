package main

import (
	"bytes"
	"encoding/hex"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/text/encoding/simplifiedchinese"

	"bulletin/internal/diag"
	"bulletin/layouts"
)

// plainConfig is the site.yaml of an archive that brings none.
const plainConfig = "title: {zh: 外事简报, en: Foreign Affairs Bulletin}\nbase_url: https://bulletin.example.org/\n"

// makeSite writes the site of an archive. Its files are the sources, but for
// those that begin with "problems."; a site.yaml is added where there is none.
// Lines of its comment make what an archive cannot hold:
//
//	empty                     there is no site.yaml
//	png FILE                  a small picture
//	hex FILE 89504e47         these bytes
//	gbk FILE                  the file of the archive, saved as GBK
//	windows FILE              the file with a byte order mark and CRLF
//	long FILE 4194305         made this long, with zeros
//	lines FILE 200 …          this many times the text, as lines at the end
//	strings FILE KEY          the English interface strings without one
//	rename FILE "\xff.md"     the file of the archive under another name
//	symlink FILE TARGET       a symbolic link
//	said MESSAGE FILE …       nothing is checked: the message is merely printed
//
// In them ␣ is a space of a name. Other lines tell what the case is about. What a system cannot hold skips the
// test.
func makeSite(t *testing.T, dir string, archive *txtar.Archive) (said []diag.Problem) {
	t.Helper()
	files := map[string][]byte{"site.yaml": []byte(plainConfig)}
	for _, f := range archive.Files {
		if !strings.HasPrefix(f.Name, "problems.") {
			files[f.Name] = f.Data
		}
	}
	for line := range strings.Lines(string(archive.Comment)) {
		words := strings.Fields(line)
		for i := range words {
			words[i] = strings.ReplaceAll(words[i], "␣", " ")
		}
		switch {
		case len(words) == 1 && words[0] == "empty":
			delete(files, "site.yaml")
		case len(words) > 2 && words[0] == "said":
			p := diag.At(diag.Whole(words[2]), diag.Message(words[1]))
			for _, arg := range words[3:] {
				p.Args = append(p.Args, arg)
			}
			said = append(said, p)
		case len(words) == 3 && words[0] == "symlink":
			symlink(t, filepath.Join(dir, words[1]), words[2])
		case len(words) == 3 && words[0] == "rename":
			files[renamed(t, words[2])] = files[words[1]]
			delete(files, words[1])
		case len(words) > 1:
			if data, ok := made(t, line, words, files); ok {
				files[words[1]] = data
			}
		}
	}
	for name, data := range files {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), data)
	}
	for name, data := range files { // where two names are one file
		if got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); err != nil || !bytes.Equal(got, data) {
			t.Skipf("this file system cannot hold %q beside the others", name)
		}
	}
	return said
}

// made is the content of a file that a line of the comment asks for.
func made(t *testing.T, line string, words []string, files map[string][]byte) (data []byte, ok bool) {
	t.Helper()
	var err error
	n := 0
	switch data = files[words[1]]; words[0] {
	case "png":
		data = smallPNG()
	case "hex":
		data, err = hex.DecodeString(words[2])
	case "gbk":
		data, err = simplifiedchinese.GBK.NewEncoder().Bytes(data)
	case "windows":
		data = append([]byte("\ufeff"), bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))...)
	case "long":
		if n, err = strconv.Atoi(words[2]); err == nil {
			data = append(data, make([]byte, n-len(data))...)
		}
	case "lines":
		if n, err = strconv.Atoi(words[2]); err == nil {
			data = append(data, strings.Repeat(strings.Join(words[3:], " ")+"\n", n)...)
		}
	case "strings":
		data, err = without(words[2])
	default:
		return nil, false
	}
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return data, true
}

// smallPNG is a small PNG.
func smallPNG() []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 6))) // memory takes all
	return b.Bytes()
}

// without is the built-in English strings without one.
func without(key string) ([]byte, error) {
	data, err := layouts.FS.ReadFile("strings.en.yaml")
	var kept []byte
	for line := range bytes.Lines(data) {
		if !bytes.HasPrefix(line, []byte(key+":")) {
			kept = append(kept, line...)
		}
	}
	if err == nil && len(kept) == len(data) {
		err = errors.New("no such string")
	}
	return kept, err
}

// renamed is a name as a line of the comment spells it.
func renamed(t *testing.T, quoted string) string {
	t.Helper()
	name, err := strconv.Unquote(quoted)
	if err != nil {
		t.Fatalf("%s: %v", quoted, err)
	}
	if !utf8.ValidString(name) && runtime.GOOS != "linux" {
		t.Skip("names are always Unicode here")
	}
	return name
}

func put(t *testing.T, name string, data []byte) {
	t.Helper()
	err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, data, 0o666))
	if err != nil {
		t.Fatal(err)
	}
}

func symlink(t *testing.T, name, target string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, name); err != nil {
		t.Skip("no symbolic links here:", err)
	}
}
