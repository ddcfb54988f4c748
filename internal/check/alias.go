package check

import (
	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// aliases finds old addresses at which no file can answer.
func aliases(s *site.Site) (problems []diag.Problem) {
	for _, e := range texts(s) {
		_, wrong := e.Redirects(s.Config)
		problems = append(problems, wrong...)
	}
	return problems
}
