package build

import (
	"slices"
	"strings"

	"bulletin/internal/check"
	"bulletin/internal/diag"
	"bulletin/internal/site"
	"bulletin/internal/view"
	"bulletin/internal/write"
)

// planned makes the plan, and returns what is wrong with the whole site. What does
// not need the plan is done beside it.
func (r *run) planned() []diag.Problem {
	var texts []diag.Problem
	r.plan = view.Make(r.site, r.each, func() { texts = check.Texts(r.site) })
	r.planSitemap()
	files := r.files()
	addresses, lost := check.Addresses(r.plan, files, write.Valid)
	problems := check.Site(r.site, r.plan, addresses, texts)
	r.drop(files, lost)
	return problems
}

// count counts what is planned for the report.
func (r *run) count() {
	counts := make(map[string]int)
	for _, p := range r.plan.Pages {
		switch p.Layout {
		case "front.html", "missing.html": // in all languages
			counts[""]++
		default:
			counts[p.Language.Code]++
		}
	}
	for _, l := range r.config.Languages {
		r.report.Pages = append(r.report.Pages, Count{l.Code, counts[l.Code]})
	}
	r.report.Pages = append(r.report.Pages, Count{"", counts[""]})
	pictures := make(map[string]bool)
	for _, c := range r.plan.Copies {
		if c.Set != "" {
			pictures[c.Set] = true
		}
	}
	r.report.Pictures = len(pictures)
	for e := range r.site.Texts() {
		if !e.Published() && e.State != site.Blank {
			r.report.Hidden = append(r.report.Hidden, Hidden{e.File, e.State})
		}
	}
	slices.SortFunc(r.report.Hidden, func(a, b Hidden) int { return strings.Compare(a.File, b.File) })
	r.report.Next = r.site.Next()
	r.report.Preview = r.Clock.Preview()
}
