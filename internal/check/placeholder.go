package check

import (
	"bulletin/internal/diag"
	"bulletin/internal/document"
	"bulletin/internal/site"
)

// placeholders finds the line that a text was prepared with, if it is published
// with it or will be. Drafts may have it, in a preview too.
func placeholders(e *site.Edition) (problems []diag.Problem) {
	if e.Body.Prepared != (document.Place{}) && !e.Draft.Value {
		problems = append(problems, diag.At(e.At(e.Body.Prepared), "placeholder"))
	}
	return problems
}
