package site

import "slices"

// makeIssues gathers the issues that articles say to be part of, the newest
// first: the one with the highest number, numbers being compared as numbers.
func (s *Site) makeIssues() {
	for _, a := range s.Articles {
		id := a.first().Issue.Value
		if fold(id) == "" {
			continue
		}
		labels := Text(nil)
		if t := s.numbers[fold(id)]; t != nil {
			id, labels = t.ID, t.Labels
		}
		at := slugPart(fold(id))
		issue := s.issues[at]
		if issue == nil {
			issue = &Issue{ID: id, Labels: labels}
			s.issues[at] = issue
			s.Issues = append(s.Issues, issue)
		}
		issue.Articles = append(issue.Articles, a)
		a.Issue = issue
	}
	slices.SortFunc(s.Issues, func(a, b *Issue) int { return natural(b.ID, a.ID) })
}
