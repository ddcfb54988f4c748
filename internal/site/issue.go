package site

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// numberOfYear and numberOfAll are the ways in which people write the number of
// an issue: 2024-12, 2024年第12期, 2024/12; 96, 第96期.
var (
	numberOfYear = regexp.MustCompile(`^(\d{4})(?:年第?|[-/.])(\d{1,3})期?$`)
	numberOfAll  = regexp.MustCompile(`^(?:第|总第)?(\d{1,5})期?$`)
)

// issueID is an issue in one spelling, 2024-12 or 96: by what front matter says,
// or by the entry of content/issues.yaml that this means. What is no number
// stays as it is.
func (s *Site) issueID(said string) string {
	id := plainIssue(said)
	if t := s.numbered(said, id); t != nil {
		return t.ID
	}
	return id
}

// IssueNumber is the same for all spellings of the number of an issue: 2024-1, 2024-01
// and 2024年第1期.
func IssueNumber(said string) string { return issueKey(plainIssue(said)) }

func plainIssue(said string) string {
	said = strings.Join(strings.Fields(norm.NFKC.String(said)), "")
	if m := numberOfYear.FindStringSubmatch(said); m != nil {
		return m[1] + "-" + m[2]
	}
	if m := numberOfAll.FindStringSubmatch(said); m != nil {
		return m[1]
	}
	return said
}

// issueKey is the same for all spellings of an issue: 2024-1 is 2024-01.
func issueKey(id string) string {
	year, number, ok := strings.Cut(id, "-")
	if n := strings.TrimLeft(number, "0"); ok && n != "" && digits(number) == len(number) {
		return year + "-" + n
	}
	return slugPart(fold(id))
}

// makeIssues gathers the issues that published articles say to be part of, the
// newest first: those with the highest numbers. Those of a year come before
// those that are numbered through.
func (s *Site) makeIssues() {
	for _, a := range s.Articles {
		e := a.dating()
		if !e.Published() || fold(e.Issue.Value) == "" {
			continue
		}
		id := s.issueID(e.Issue.Value)
		issue := s.issues[issueKey(id)]
		if issue == nil {
			issue = &Issue{ID: id}
			if t := s.numbered(id, id); t != nil {
				issue.Labels = t.Labels
			}
			s.issues[issueKey(id)] = issue
			s.Issues = append(s.Issues, issue)
		}
		issue.Articles = append(issue.Articles, a)
		a.Issue = issue
	}
	slices.SortFunc(s.Issues, func(a, b *Issue) int {
		if x, y := strings.Contains(a.ID, "-"), strings.Contains(b.ID, "-"); x != y {
			return map[bool]int{true: -1, false: 1}[x]
		}
		return natural(b.ID, a.ID)
	})
}

// numbered is the entry of content/issues.yaml that an issue means, by its label
// or by any spelling of its number; nil when there is none.
func (s *Site) numbered(said, id string) *Topic {
	if t := s.numbers.find(said); t != nil {
		return t
	}
	for _, t := range s.labelled {
		if issueKey(plainIssue(t.ID)) == issueKey(id) {
			return t
		}
	}
	return nil
}
