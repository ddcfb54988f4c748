package check

import (
	"bulletin/internal/diag"
	"bulletin/internal/document"
	"bulletin/internal/site"
)

// placeholders finds texts that are published, or will be, with the line that
// they were prepared with. Drafts may have it, in a preview too.
func placeholders(s *site.Site) (problems []diag.Problem) {
	for _, e := range texts(s) {
		if e.Body.Prepared != (document.Place{}) && !e.Draft.Value {
			problems = append(problems, diag.At(e.At(e.Body.Prepared), "placeholder"))
		}
	}
	return problems
}
