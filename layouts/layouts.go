// Package layouts holds the built-in theme's templates and the words of its
// interface.
//
// A file *.html is a template of html/template, named by its file name. Those
// that make a page (home.html, list.html, article.html, page.html,
// missing.html, front.html) have a *view.Page as their dot; masthead.html and
// footer.html a *view.Furniture; card.html a *view.Card. A site's own file of
// the same name takes the place of the one here.
//
// A file strings.LANG.yaml says in one language what the pages say by
// themselves. All languages have the same keys.
package layouts

import "embed"

// FS holds the templates and the strings.
//
//go:embed *.html *.yaml
var FS embed.FS
