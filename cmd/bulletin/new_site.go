package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// start is the site that everybody begins with. In it
//
//   - a name that begins with "dot-" stands for one that begins with a dot, so
//     that these files do not act on this repository;
//   - YYYY, MM and DATE in names and texts are the day on which it begins.
//
//go:embed all:start
var start embed.FS

// newSite writes a small site that builds. Files that are there already stay
// as they are, and where there are texts no others are put among them.
func newSite(ctx context.Context, t *terminal, args []string) (int, error) {
	f := fewFlags("new site DIR")
	rest, status, err := f.take(t, args, 1, t.say("name the folder: bulletin new site DIR", "请写明目录：bulletin new site 目录"))
	if status >= 0 {
		return status, err
	}
	dir := filepath.Clean(rest[0])
	files, err := startFiles(t.now().UTC()) // not after any midnight in China
	if err != nil {
		return exitMachine, err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return exitMachine, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return exitMachine, err
	}
	defer root.Close()
	taken, err := ownTexts(root, files)
	if err != nil {
		return exitMachine, err
	}
	if taken {
		t.report("kept %s: there are texts in it already", "保留 %s：其中已有稿件", filepath.Join(dir, "content"))
	}
	for _, file := range files {
		if taken && strings.HasPrefix(file.name, "content/") {
			continue
		}
		if err := ctx.Err(); err != nil {
			return exitMachine, err
		}
		if err := file.create(t, root); err != nil {
			return exitMachine, err
		}
	}
	if dir == "." {
		t.report("next: bulletin build", "下一步：bulletin build")
	} else {
		t.report("next: cd %s && bulletin build", "下一步：cd %s && bulletin build", quoted(dir))
	}
	return exitDone, nil
}

// A startFile is a file that a site begins with or is given, its name with
// slashes.
type startFile struct {
	name string
	body []byte
}

// startFiles are the files of a site that begins on a day.
func startFiles(day time.Time) (files []startFile, err error) {
	dates := strings.NewReplacer("YYYY", day.Format("2006"), "MM", day.Format("01"), "DATE", day.Format("2006-01-02"))
	err = fs.WalkDir(start, "start", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := start.ReadFile(name)
		if path.Ext(name) == ".md" {
			body = []byte(dates.Replace(string(body)))
		}
		name = dates.Replace(strings.TrimPrefix(name, "start"))
		name = strings.TrimPrefix(strings.ReplaceAll(name, "/dot-", "/."), "/")
		files = append(files, startFile{name, body})
		return err
	})
	return files, err
}

// ownTexts reports whether content holds a file that no new site has: then
// somebody writes there, and what they took away must not come back.
func ownTexts(root *os.Root, files []startFile) (found bool, err error) {
	known := map[string]bool{}
	for _, f := range files {
		known[f.name] = true
	}
	err = fs.WalkDir(root.FS(), "content", func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == "content":
			return fs.SkipAll
		case err != nil:
			return err
		case d.Name()[0] == '.' && d.IsDir():
			return fs.SkipDir
		case !d.IsDir() && d.Name()[0] != '.' && !known[name]:
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found, err
}

// aside is where a file is written before it gets its name, so that one that
// was interrupted is not taken for somebody's own.
const aside = ".bulletin-new"

// create writes the file if it is not there yet, and says what it did.
func (f startFile) create(t *terminal, root *os.Root) error {
	at := filepath.Join(root.Name(), filepath.FromSlash(f.name))
	if _, err := root.Lstat(f.name); err == nil {
		t.report("kept %s", "保留 %s", at)
		return nil
	}
	if err := f.put(root); err != nil {
		return err
	}
	t.report("made %s", "新建 %s", at)
	return nil
}

// put writes the file whole or not at all.
func (f startFile) put(root *os.Root) error {
	err := root.MkdirAll(path.Dir(f.name), 0o777)
	if err == nil {
		err = root.WriteFile(aside, f.body, 0o666)
	}
	if err == nil {
		err = root.Rename(aside, f.name)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Join(root.Name(), filepath.FromSlash(f.name)), err)
	}
	return nil
}

// quoted is a path as a shell takes it for one word.
func quoted(name string) string {
	if strings.ContainsAny(name, " &()'") {
		return `"` + name + `"`
	}
	return name
}
