package main

import (
	"fmt"
	"os"
	"path/filepath"

	builder "bulletin/internal/build"
)

// apart makes sure that neither the site nor the cache is written among the
// sources, and that the site does not carry the cache. Links on the way to a
// folder lead where the writing would be done.
func (f *flags) apart(t *terminal, o builder.Options) error {
	for _, dir := range []string{o.Cache, o.Destination} {
		if dir == "" {
			continue
		}
		held := within(o.Source, dir)
		for _, name := range []string{"content", "layouts", "assets", ".git"} {
			held = held || within(dir, filepath.Join(o.Source, name))
		}
		if held {
			return usageError{fmt.Sprintf(t.say("%s holds the sources; choose another folder to write into",
				"%s 中有网站的源文件，请另选一个写入的目录"), dir)}
		}
	}
	if o.Cache != "" && (within(o.Cache, o.Destination) || f.cache != "" && within(o.Destination, o.Cache)) {
		return usageError{fmt.Sprintf(t.say("the cache %s and the site in %s must be kept apart; choose another folder for one of them",
			"缓存目录 %s 与网站目录 %s 必须分开，请另选其中一个"), o.Cache, o.Destination)}
	}
	return nil
}

// within reports whether a path is a folder or lies in it. The folders on the
// way are compared as the system knows them: by their names, and where they
// are there already by what they are.
func within(path, folder string) bool {
	path, folder = actual(path), actual(folder)
	known, err := os.Stat(folder)
	for {
		if path == folder {
			return true
		}
		if info, e := os.Stat(path); err == nil && e == nil && os.SameFile(info, known) {
			return true
		}
		up := filepath.Dir(path)
		if up == path {
			return false
		}
		path = up
	}
}

// actual is the absolute path of a file that may not be there yet, with no
// links on the way.
func actual(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	rest := ""
	for at := path; ; at = filepath.Dir(at) {
		if real, err := filepath.EvalSymlinks(at); err == nil {
			return filepath.Join(real, rest)
		}
		if filepath.Dir(at) == at {
			return path
		}
		rest = filepath.Join(filepath.Base(at), rest)
	}
}
