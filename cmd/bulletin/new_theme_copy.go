package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	builder "bulletin/internal/build"

	"bulletin/internal/diag"
)

// newThemeCopy copies a file of the built-in theme to where the site's own
// stands, to be changed there. Without a name it lists them all.
func newThemeCopy(_ context.Context, t *terminal, args []string) (int, error) {
	f := fewFlags("new theme-copy NAME")
	rest, err := f.parse(t, args)
	switch {
	case errors.Is(err, errHelp):
		return exitDone, nil
	case err != nil:
		return exitUsage, err
	case len(rest) > 1:
		return exitUsage, usageError{t.say("name one file: bulletin new theme-copy NAME", "请写明一个文件：bulletin new theme-copy 名称")}
	}
	o, err := f.options(t)
	if err != nil {
		return exitUsage, err
	}
	files, err := themeFiles(o)
	if err != nil {
		return exitMachine, err
	}
	if len(rest) == 0 {
		for _, file := range files {
			t.answer("%s", "%s", file.name)
		}
		return exitDone, nil
	}
	file, err := findThemeFile(t, files, rest[0])
	if err != nil {
		return exitUsage, err
	}
	return file.copyTo(t, o.Source)
}

// themeFiles are the files of the built-in theme, by where a site's own stand.
func themeFiles(o builder.Options) (files []startFile, err error) {
	for _, tree := range []struct {
		dir string
		fs  fs.FS
	}{{"layouts", o.Layouts}, {"assets", o.Assets}} {
		err = fs.WalkDir(tree.fs, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			body, err := fs.ReadFile(tree.fs, name)
			files = append(files, startFile{path.Join(tree.dir, name), body})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// findThemeFile is the file that is meant: by its path, by the end of it, or by
// its name without an ending.
func findThemeFile(t *terminal, files []startFile, asked string) (startFile, error) {
	plain := strings.TrimPrefix(strings.ReplaceAll(filepath.ToSlash(asked), "／", "/"), "./")
	var names, found []string
	for _, f := range files {
		stem := strings.TrimSuffix(f.name, path.Ext(f.name))
		for _, name := range []string{f.name, stem} {
			if strings.HasSuffix("/"+name, "/"+plain) {
				found = append(found, f.name)
			}
			names = append(names, path.Base(name))
		}
	}
	list := "bulletin new theme-copy"
	switch like := diag.Suggest(path.Base(plain), names); {
	case len(found) == 1:
		return files[slices.IndexFunc(files, func(f startFile) bool { return f.name == found[0] })], nil
	case len(found) > 1:
		return startFile{}, usageError{fmt.Sprintf(t.say("%q may be %s; name one of them", "%q 可以是 %s，请写明是哪一个"),
			asked, strings.Join(found, t.say(" or ", " 或 ")))}
	case like != "":
		return startFile{}, usageError{fmt.Sprintf(t.say("the built-in theme has no file %q; did you mean %q? %s lists them all",
			"内置版式中没有文件 %q，是不是想写 %q？运行 %s 可列出全部文件"), asked, like, list)}
	default:
		return startFile{}, usageError{fmt.Sprintf(t.say("the built-in theme has no file %q; %s lists them all",
			"内置版式中没有文件 %q；运行 %s 可列出全部文件"), asked, list)}
	}
}

// copyTo writes the file into a site that has none of this name.
func (f startFile) copyTo(t *terminal, source string) (int, error) {
	if _, err := os.Stat(filepath.Join(source, "site.yaml")); err != nil {
		return exitUsage, usageError{t.say("there is no site.yaml here; go to the folder of your site, or name it with --source",
			"这里没有 site.yaml；请进入网站所在的目录，或用 --source 指明")}
	}
	root, err := os.OpenRoot(source)
	if err != nil {
		return exitMachine, err
	}
	defer root.Close()
	at := filepath.Join(source, filepath.FromSlash(f.name))
	if _, err := root.Lstat(f.name); err == nil {
		return exitUsage, usageError{fmt.Sprintf(t.say("%s is there already; change it there", "%s 已经存在，直接修改即可"), at)}
	}
	if err := f.put(root); err != nil {
		return exitMachine, err
	}
	t.report("made %s", "新建 %s", at)
	t.report("it stands in the place of the built-in one from now on and does not get its improvements; delete it to have the built-in one again",
		"从现在起它代替内置的文件，得不到以后的改进；删去它，就恢复内置的文件")
	if path.Ext(f.name) == ".yaml" {
		t.report("keep only the lines that you change: all others stay the built-in ones", "只留下要改的几行即可，其余仍用内置的")
	}
	return exitDone, nil
}
