package check

import (
	"strings"

	"bulletin/internal/diag"
	"bulletin/internal/view"
)

// addresses finds outputs that would be written twice. Addresses that differ
// only by case are one: on some systems their files are.
func addresses(plan *view.Plan) (problems []diag.Problem) {
	taken := make(map[string]string, len(plan.Pages)+len(plan.Copies))
	claim := func(path, source, by string) {
		key := strings.ToLower(path)
		first, ok := taken[key]
		switch {
		case !ok:
			taken[key] = by
		case source != "" && first != by:
			problems = append(problems, diag.At(diag.Whole(source), "url", "/"+path, first))
		}
	}
	for _, p := range plan.Pages {
		if p.Source == "" {
			claim(p.Path, "", p.Layout)
		}
	}
	for _, p := range plan.Pages {
		if p.Source != "" {
			claim(p.Path, p.Source, p.Source)
		}
	}
	for _, c := range plan.Copies {
		if !c.Picture { // a picture's address holds the sum of its bytes: one address is one picture
			claim(c.Path, c.Source, c.Source)
		}
	}
	return problems
}
