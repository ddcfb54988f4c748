package build

import (
	"bytes"
	"io/fs"
	"strings"

	"bulletin/internal/diag"
)

// unused finds layouts of the site's own that stand in the place of no built-in
// one and that no layout names: a slip in the name, mostly.
func unused(own, builtin, all fs.FS) (problems []diag.Problem) {
	if own == nil {
		return nil
	}
	mine, _ := fs.Glob(own, "*.html")
	names, _ := fs.Glob(builtin, "*.html")
	every, _ := fs.Glob(all, "*.html")
	const ending = ".html"
	var stems []string
	for _, name := range names {
		stems = append(stems, strings.TrimSuffix(name, ending))
	}
	var texts [][]byte
	for _, name := range every {
		if text, err := fs.ReadFile(all, name); err == nil {
			texts = append(texts, text)
		}
	}
	for _, name := range mine {
		if _, err := fs.Stat(builtin, name); err == nil || named(texts, name) {
			continue
		}
		at := diag.Whole("layouts/" + name)
		if like := diag.Suggest(strings.TrimSuffix(name, ending), stems); like != "" {
			problems = append(problems, diag.At(at, "unpublished.layout.like", name, like+ending))
		} else {
			problems = append(problems, diag.At(at, "unpublished.layout", name))
		}
	}
	return problems
}

func named(texts [][]byte, name string) bool {
	for _, text := range texts {
		if bytes.Contains(text, []byte(`"`+name+`"`)) || bytes.Contains(text, []byte("`"+name+"`")) {
			return true
		}
	}
	return false
}
