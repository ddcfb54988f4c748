package read

import (
	"errors"
	"io/fs"
	"maps"
	"slices"

	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// Strings reads the interface strings of every language: strings.CODE.yaml,
// the site's own (which may be nil) over the built-in ones, key by key. Every
// key of any built-in file must be there in every language; one that is missing
// is told of once, and has the English text where that is lowered.
func Strings(cfg *site.Config, own, builtin fs.FS) []diag.Problem {
	var problems []diag.Problem
	keys := map[string]string{} // the English text of each, or that of the first file
	for _, name := range append([]string{"strings.en.yaml"}, stringFiles(builtin)...) {
		list, _ := stringsIn(builtin, name)
		for key, s := range list {
			if _, known := keys[key]; !known {
				keys[key] = s
			}
		}
	}
	wanted := slices.Sorted(maps.Keys(keys))
	for _, l := range cfg.Languages {
		name := "strings." + l.Code + ".yaml"
		var wrong []diag.Problem
		l.Strings, _ = stringsIn(builtin, name)
		if regular(own, name) {
			var list map[string]string
			list, wrong = stringsIn(own, name)
			problems = append(problems, wrong...)
			for key, s := range list {
				l.Strings[key] = s
			}
		}
		none := !slices.ContainsFunc(wanted, func(key string) bool { _, ok := l.Strings[key]; return ok })
		if none && len(wanted) > 0 && wrong == nil {
			problems = append(problems, diag.At(diag.Whole("layouts/"+name), "string.file", l.Code, len(wanted)))
		}
		for _, key := range wanted {
			if _, ok := l.Strings[key]; ok {
				continue
			}
			l.Strings[key] = keys[key]
			if !none {
				problems = append(problems, diag.At(diag.Whole("layouts/"+name), "string", key, l.Code))
			}
		}
	}
	return problems
}

func stringFiles(fsys fs.FS) []string {
	if fsys == nil {
		return nil
	}
	names, _ := fs.Glob(fsys, "strings.*.yaml") // the pattern is sound
	return names
}

// regular reports whether a layer has the file itself and no link to one.
func regular(fsys fs.FS, name string) bool {
	if fsys == nil {
		return false
	}
	info, err := fs.Lstat(fsys, name)
	return err == nil && info.Mode().IsRegular()
}

// stringsIn reads one file: a text for each key. It never returns nil.
func stringsIn(fsys fs.FS, name string) (map[string]string, []diag.Problem) {
	all := map[string]string{}
	if fsys == nil {
		return all, nil
	}
	file := "layouts/" + name
	t, err := readTable(fsys, name, file, "kind.broken", "kind")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return all, nil
	case err != nil:
		t.whole("unreadable.permission")
	}
	if t.root == nil || isNull(t.root) {
		return all, t.problems
	}
	const example = `read_more: "Read more"`
	list, ok := t.entries(t.root)
	if !ok {
		t.wrong(t.root, name, expected{"lines key: text", example, "若干行“键: 文字”"})
	}
	for _, e := range list {
		switch {
		case isNull(e.value):
		case len(e.value.Content) > 0 || e.value.Value == "" && e.value.ShortTag() != "!!str":
			t.wrong(e.value, e.key, expected{"a text", example, "一段文字"})
		default:
			all[e.key] = e.value.Value
		}
	}
	return all, t.sorted()
}
