package site

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"bulletin/internal/diag"
	"bulletin/internal/document"
)

// Redirects lists the files that answer at the edition's old addresses,
// relative to the destination, and what is wrong with the others. An address
// counts from the top of the site when it begins with a slash, else from the
// folder of the page. One that does not end in .html or .htm is a folder.
func (e *Edition) Redirects(c *Config) (outputs []string, problems []diag.Problem) {
	for _, written := range e.Aliases.Value {
		at := e.Place(e.Aliases.Spot)
		if strings.ContainsAny(written, "?#") {
			problems = append(problems, diag.At(at, "url.query", written))
			continue
		}
		old, ok := e.oldPath(c, written)
		if !ok {
			problems = append(problems, diag.At(at, "outside.alias", written))
			continue
		}
		if ext := path.Ext(old); ext != ".html" && ext != ".htm" {
			old += "/index.html"
		}
		same := func(o string) bool { return strings.EqualFold(o, old) }
		if !same(e.Output(c)) && !slices.ContainsFunc(outputs, same) { // the page itself answers there
			outputs = append(outputs, old)
		}
	}
	return outputs, problems
}

// oldPath is the path below the top of the site that an old address means; ok
// is false when it means none.
func (e *Edition) oldPath(c *Config, written string) (old string, ok bool) {
	old = document.Name(written)
	if u, err := url.Parse(written); err == nil && u.Host != "" {
		if !strings.EqualFold(u.Host, c.Base.Host) || !strings.HasPrefix(u.Path+"/", c.Base.Path) {
			return "", false
		}
		old = "/" + strings.TrimPrefix(u.Path, strings.TrimSuffix(c.Base.Path, "/"))
	}
	switch below, based := strings.CutPrefix(old, c.Base.Path); {
	case strings.Contains(old, "://"):
		return "", false
	case based:
		old = below
	case !strings.HasPrefix(old, "/"):
		old = path.Dir(e.path) + "/" + old
	}
	old = path.Clean(strings.TrimLeft(old, "/"))
	return old, old != "." && old != ".." && !strings.HasPrefix(old, "../")
}
