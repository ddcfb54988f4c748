// Package layouts holds the built-in theme's templates and the words of its
// interface.
//
// A file *.html is a template of html/template, named by its file name. Its
// first line says what it shows and what its dot is; README.md is made of these
// lines and of the types of package view. A site's own file of the same name
// takes the place of the one here.
//
// A file strings.LANG.yaml says in one language what the pages say by
// themselves. All languages have the same keys.
package layouts

import "embed"

// FS holds the templates and the strings.
//
//go:embed *.html *.yaml
var FS embed.FS
