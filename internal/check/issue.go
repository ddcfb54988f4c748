package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// A number is that of an issue: of a year, or of all, where year is 0.
type number struct {
	year, of int
	digits   int // how many it is written with at least
}

func numberOf(id string) (n number, ok bool) {
	year, of, yearly := strings.Cut(id, "-")
	if !yearly {
		year, of = "0", id
	}
	if strings.HasPrefix(of, "0") {
		n.digits = len(of)
	}
	var first, second error
	n.year, first = strconv.Atoi(year)
	n.of, second = strconv.Atoi(of)
	return n, first == nil && second == nil && n.of >= 0
}

// String is the number as front matter would say it.
func (n number) String() string {
	if n.year == 0 {
		return fmt.Sprintf("%0*d", n.digits, n.of)
	}
	return fmt.Sprintf("%d-%0*d", n.year, n.digits, n.of)
}

// issues finds numbers of issues that are left out between two that there are: a
// text with a slip in its number is in an issue that nobody has printed.
func issues(s *site.Site) (problems []diag.Problem) {
	const most = 6 // that are named
	before := make(map[bool]*site.Issue)
	for _, issue := range slices.Backward(s.Issues) { // the oldest first
		n, ok := numberOf(issue.ID)
		if !ok {
			continue
		}
		last := before[n.year > 0]
		before[n.year > 0] = issue
		if last == nil {
			continue
		}
		next, _ := numberOf(last.ID)
		switch next.of++; {
		case n.year == next.year+1:
			next.of = 1
		case n.year != next.year:
			continue
		}
		var left []string
		for of := next.of; of < n.of && len(left) <= most; of++ {
			left = append(left, number{n.year, of, max(n.digits, next.digits)}.String())
		}
		if len(left) > most {
			left[most] = "…"
		}
		if len(left) > 0 {
			problems = append(problems, diag.At(said(issue), "issue", strings.Join(left, ", "), last.ID, issue.ID))
		}
	}
	return problems
}

// said is where the first text of an issue says that it is part of it.
func said(issue *site.Issue) diag.Pos {
	a := issue.Articles[0]
	for _, e := range a.Editions {
		if e.Published() && e.Issue.Set {
			return e.Place(e.Issue.Spot)
		}
	}
	i := slices.IndexFunc(a.Editions, (*site.Edition).Published)
	return diag.Whole(a.Editions[i].File)
}
