package check

import (
	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// menu finds items of the menu that are neither a section nor a page: nobody
// sees them.
func menu(s *site.Site) (problems []diag.Problem) {
	for i, name := range s.Menu {
		if section, page := s.Find(name); section != nil || page != nil {
			continue
		}
		if like := diag.Suggest(name, places(s)); like != "" {
			problems = append(problems, diag.At(s.MenuAt[i], "section.item.like", name, like))
			continue
		}
		problems = append(problems, diag.At(s.MenuAt[i], "section.item", name))
	}
	return problems
}

// places lists what a menu may name.
func places(s *site.Site) (names []string) {
	for _, sec := range s.Sections {
		names = append(names, sec.ID)
	}
	for _, page := range s.Pages {
		names = append(names, page.Key)
	}
	return names
}
