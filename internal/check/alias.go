package check

import (
	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// aliases finds old addresses at which no file can answer.
func aliases(s *site.Site, e *site.Edition) []diag.Problem {
	_, wrong := e.Redirects(s.Config)
	return wrong
}
