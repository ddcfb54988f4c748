package view

import (
	"slices"
	"strings"

	"bulletin/internal/site"
)

// issues plans the pages of the issues that a language has articles of, and the
// page that lists them.
func (p *planner) issues(l *site.Language) {
	shown := p.issuesIn(l)
	for i, issue := range shown {
		body := &Issue{Title: issueTitle(issue, l), Blocks: p.contentsOf(issue, l)}
		if i > 0 {
			body.Newer = p.issueEntry(shown[i-1], l)
		}
		if i+1 < len(shown) {
			body.Older = p.issueEntry(shown[i+1], l)
		}
		p.issue(issue, l, body)
	}
	if len(shown) > 0 {
		p.index(l, "issues", []Group{{Entries: p.issueEntries(l)}}, p.anyIssue)
	}
}

func (p *planner) issue(issue *site.Issue, l *site.Language, body *Issue) {
	editions := editionsOf(issue, l)
	body.Date = p.date(l, editions[0].Date.Value)
	url := func(o *site.Language) string {
		if len(editionsOf(issue, o)) == 0 {
			return ""
		}
		return p.site.URL(issue.Path(o))
	}
	f := p.frame(l, "", body.Title, "", url(l))
	f.Crumbs = p.way(l, func(l *site.Language) []Item { return []Item{p.indexItem(l, "issues")} })
	f.Modified = p.modified(editions)
	p.pair(&f, l, url, func(o *site.Language) string {
		if p.anyIssue(o) {
			return p.indexItem(o, "issues").URL
		}
		return p.homeURL(o)
	})
	p.add(p.site.Output(issue.Path(l)), "issue.html", "", f, body)
}

// contentsOf lists the articles of an issue by section.
func (p *planner) contentsOf(issue *site.Issue, l *site.Language) []Block {
	var blocks []Block
	for _, sec := range p.site.Sections {
		b := Block{Title: p.titles[sec][l.Index], URL: p.site.Link(sec.Path(l))}
		for _, e := range editionsOf(issue, l) {
			if e.Article.Section == sec {
				b.Cards = append(b.Cards, p.card(e))
			}
		}
		if len(b.Cards) > 0 {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// editionsOf lists the editions of an issue in a language, the newest first.
func editionsOf(issue *site.Issue, l *site.Language) []*site.Edition {
	var list []*site.Edition
	for _, a := range issue.Articles {
		if e := a.In(l); e != nil {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, site.Newest)
	return list
}

// issuesIn lists the issues that a language has articles of, the newest first.
func (p *planner) issuesIn(l *site.Language) []*site.Issue {
	var shown []*site.Issue
	for _, issue := range p.site.Issues {
		if slices.ContainsFunc(issue.Articles, func(a *site.Article) bool { return a.In(l) != nil }) {
			shown = append(shown, issue)
		}
	}
	return shown
}

func (p *planner) anyIssue(l *site.Language) bool { return len(p.issuesIn(l)) > 0 }

func (p *planner) issueEntries(l *site.Language) []Entry {
	var entries []Entry
	for _, issue := range p.issuesIn(l) {
		entries = append(entries, *p.issueEntry(issue, l))
	}
	return entries
}

func (p *planner) issueEntry(issue *site.Issue, l *site.Language) *Entry {
	newest := editionsOf(issue, l)[0]
	return &Entry{
		Title: issueTitle(issue, l), URL: p.site.URL(issue.Path(l)),
		Note: p.date(l, newest.Date.Value).Text,
	}
}

// newestIssue is the issue that a home shows.
func (p *planner) newestIssue(l *site.Language) *Entry {
	for _, issue := range p.issuesIn(l) {
		return p.issueEntry(issue, l)
	}
	return nil
}

func (p *planner) issueItem(e *site.Edition) *Item {
	issue := e.Article.Issue
	if issue == nil {
		return nil
	}
	return &Item{Title: issueTitle(issue, e.Language), URL: p.site.URL(issue.Path(e.Language))}
}

// issueTitle is what an issue is called: by content/issues.yaml, else by its
// number, of a year (2024-12) or of all (96), else as front matter says it.
func issueTitle(issue *site.Issue, l *site.Language) string {
	if label := issue.Labels[l.Code]; label != "" {
		return label
	}
	first, number, ok := strings.Cut(issue.ID, "-")
	switch {
	case ok && year(first) && digits(number):
		return fill(fill(l.Strings["issue_of_year"], "year", first), "number", strings.TrimLeft(number, "0"))
	case digits(issue.ID):
		return fill(l.Strings["issue_number"], "number", issue.ID)
	}
	return issue.ID
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
