package site

import (
	"path"
	"strings"

	"bulletin/internal/diag"
	"bulletin/internal/document"
)

// Redirects lists the files that answer at the edition's old addresses,
// relative to the destination, and what is wrong with the others. An address
// counts from the top of the site when it begins with a slash, else from the
// folder of the page. One that does not end in .html is a folder.
func (e *Edition) Redirects(c *Config) (outputs []string, problems []diag.Problem) {
	for _, written := range e.Aliases.Value {
		at := e.Place(e.Aliases.Spot)
		old := strings.TrimPrefix(written, strings.TrimSuffix(c.Absolute(c.Base.Path), "/"))
		if strings.ContainsAny(old, "?#") {
			problems = append(problems, diag.At(at, "url.query", written))
			continue
		}
		old = document.Name(old)
		if strings.HasPrefix(old, "/") {
			old = strings.TrimPrefix(old, c.Base.Path)
		} else {
			old = path.Dir(e.path) + "/" + old
		}
		clean := path.Clean(strings.TrimPrefix(old, "/"))
		if clean == "." || clean == ".." || strings.HasPrefix(clean, "../") || strings.Contains(old, "://") {
			problems = append(problems, diag.At(at, "outside.alias", written))
			continue
		}
		if ext := path.Ext(clean); ext != ".html" && ext != ".htm" {
			clean += "/index.html"
		}
		if clean != e.Output(c) { // the page itself answers there
			outputs = append(outputs, clean)
		}
	}
	return outputs, problems
}
