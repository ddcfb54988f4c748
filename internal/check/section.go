package check

import (
	"maps"
	"slices"
	"strings"

	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// sections finds sections of site.yaml that have no folder, and patterns of
// permalinks for sections that there are none of.
func sections(s *site.Site) (problems []diag.Problem) {
	var ids []string
	meant := make(map[string]bool) // by folders whose names are slips of theirs: these are reported
	for _, sec := range s.Sections {
		ids = append(ids, sec.ID)
		if !slices.Contains(s.Config.Sections, sec.ID) {
			meant[diag.Suggest(sec.ID, s.Config.Sections)] = true
		}
	}
	for _, sec := range s.Sections {
		if i := slices.Index(s.Config.Sections, sec.ID); i >= 0 && !meant[sec.ID] && bare(s, sec) {
			problems = append(problems, diag.At(s.SectionsAt[i], "unpublished.section", sec.ID))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.Permalinks)) {
		switch like := diag.Suggest(id, ids); {
		case slices.Contains(ids, id):
		case like != "":
			problems = append(problems, diag.At(s.PatternsAt[id], "unknown-key.like", id, like))
		default:
			problems = append(problems, diag.At(s.PatternsAt[id], "unknown-key", id))
		}
	}
	return problems
}

// bare reports whether nothing at all lies in the folder of a section.
func bare(s *site.Site, sec *site.Section) bool {
	if len(sec.Articles) > 0 || slices.ContainsFunc(sec.Index, func(e *site.Edition) bool { return e != nil }) {
		return false
	}
	for name := range s.Files {
		if strings.HasPrefix(name, sec.ID+"/") {
			return false
		}
	}
	return true
}
