package check

import (
	"net/url"

	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// sources finds source links that are no web addresses.
func sources(s *site.Site) (problems []diag.Problem) {
	for _, e := range texts(s) {
		if !e.SourceURL.Set || e.SourceURL.Value == "" {
			continue
		}
		u, err := url.Parse(e.SourceURL.Value)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			problems = append(problems, diag.At(e.Place(e.SourceURL.Spot), "unsafe", e.SourceURL.Value))
		}
	}
	return problems
}
