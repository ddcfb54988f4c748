package check

import (
	"slices"

	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// identity finds what the profile of the site asks for and the site does not say:
// tags without a value are not on its pages.
func identity(s *site.Site) (problems []diag.Problem) {
	p := s.Profile
	if p == nil {
		return nil
	}
	for _, keys := range p.Needs {
		if key := s.Office.Lacks(keys, s.Languages); key != "" {
			problems = append(problems, diag.At(s.ProfileAt, "identity", "office."+key, p.Name))
		}
	}
	if !slices.ContainsFunc(p.Tags, func(t site.Tag) bool { return t.Value == site.SectionSummary }) {
		return problems
	}
	for _, sec := range s.Sections {
		for _, l := range s.Languages {
			own := sec.In(l)
			if !sec.Seen() || own != nil && own.Summary.Value != "" {
				continue
			}
			file, at := "content/"+sec.ID+"/_index."+l.Code+".md", s.ProfileAt
			if own != nil {
				file, at = own.File, diag.Whole(own.File)
			}
			problems = append(problems, diag.At(at, "identity.section", sec.ID, p.Name, file))
		}
	}
	return problems
}
