package view

import (
	"slices"
	"strconv"
	"strings"

	"bulletin/internal/site"
)

// An issued is an issue in one language.
type issued struct {
	*site.Issue
	title    string
	editions []*site.Edition // the newest first; never empty
}

// issue lists the issues that each language has articles of.
func (p *planner) issue() {
	p.issued = make([][]issued, len(p.site.Languages))
	for _, issue := range p.site.Issues {
		for i, list := range p.inLanguages(issue.Articles) {
			if len(list) > 0 {
				p.issued[i] = append(p.issued[i], issued{issue, issueTitle(issue, p.site.Languages[i]), list})
			}
		}
	}
}

// issues plans the pages of the issues of a language and the page that lists
// them.
func (p *planner) issues(l *site.Language) {
	all := p.issued[l.Index]
	for i := range all {
		p.add(l, &Outline{
			Path: p.site.Output(all[i].Path(l)), Layout: "issue.html", shows: all[i].editions, whole: true,
			frame: func() Frame { return p.issueFrame(all[i], l) },
			body:  func() any { return p.issueBody(all, i, l) },
		})
	}
	if len(all) > 0 {
		p.index(l, "issues", func() []Group { return p.issueYears(l) }, p.anyIssue)
	}
}

func (p *planner) issueBody(all []issued, i int, l *site.Language) *Issue {
	issue := all[i]
	body := &Issue{Title: issue.title, Date: p.card(issue.editions[0]).Date, Blocks: p.bySection(issue, l)}
	for _, b := range body.Blocks {
		for _, story := range b.Stories {
			body.Viewer = body.Viewer || story.Article.Viewer
		}
	}
	if i > 0 {
		body.Newer = p.issueEntry(all[i-1], l)
	}
	if i+1 < len(all) {
		body.Older = p.issueEntry(all[i+1], l)
	}
	return body
}

func (p *planner) issueFrame(issue issued, l *site.Language) Frame {
	url := func(o *site.Language) string {
		if slices.ContainsFunc(p.issued[o.Index], func(other issued) bool { return other.Issue == issue.Issue }) {
			return p.site.URL(issue.Path(o))
		}
		return ""
	}
	f := p.frame(l, "", issue.title, p.foremost(issue, l), url(l))
	f.Crumbs = p.way(l, func(l *site.Language) []Item { return []Item{p.indexItem(l, "issues")} })
	f.Modified = p.modified(issue.editions)
	p.pair(&f, l, url, func(o *site.Language) string {
		if p.anyIssue(o) {
			return p.indexItem(o, "issues").URL
		}
		return p.homeURL(o)
	})
	return f
}

// foremost names the newest articles of an issue, by which others know it.
func (p *planner) foremost(issue issued, l *site.Language) string {
	const most = 3
	var titles []string
	for _, e := range issue.editions[:min(most, len(issue.editions))] {
		titles = append(titles, p.card(e).Title)
	}
	return strings.Join(titles, l.Strings["note_separator"])
}

// bySection lists the articles of an issue by section, in the order of the menu:
// as cards that lead down to where they stand in full, and in full.
func (p *planner) bySection(issue issued, l *site.Language) []Block {
	var blocks []Block
	for _, sec := range p.site.Sections {
		b := Block{Title: p.titles[sec][l.Index], URL: p.site.Link(sec.Path(l))}
		for _, e := range issue.editions {
			if e.Article.Section == sec {
				story := p.story(issue, e)
				card := *p.card(e)
				card.URL = "#" + story.ID
				b.Cards = append(b.Cards, &card)
				b.Stories = append(b.Stories, story)
			}
		}
		if len(b.Cards) > 0 {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// deeper is by how many levels the headings of a text move down in an issue: above
// it stand the issue, the section and the headline, and not the headline alone.
const deeper = 2

// story is an article of an issue in full. Its id is the same in all languages, so
// that the switch leads from one to its counterpart; and it stays when a newer article
// joins the issue.
func (p *planner) story(issue issued, e *site.Edition) *Story {
	id := "a" + strconv.Itoa(len(issue.Articles)-slices.Index(issue.Articles, e.Article))
	return &Story{id, e.URL(p.site.Config), p.mark(e), p.told(e, p.textBelow(e, id+"-", deeper))}
}

func (p *planner) anyIssue(l *site.Language) bool { return len(p.issued[l.Index]) > 0 }

func (p *planner) issueEntries(l *site.Language) []Entry {
	var entries []Entry
	for _, issue := range p.issued[l.Index] {
		entries = append(entries, *p.issueEntry(issue, l))
	}
	return entries
}

// issueYears lists the issues of a language by year where there is more than one.
func (p *planner) issueYears(l *site.Language) []Group {
	var groups []Group
	years := make(map[string]int) // to their places in groups
	for i, entry := range p.issueEntries(l) {
		title := fill(l.Strings["year_pattern"], "year", issueYear(p.issued[l.Index][i]))
		at, known := years[title]
		if !known {
			at = len(groups)
			years[title] = at
			groups = append(groups, Group{Title: title})
		}
		groups[at].Entries = append(groups[at].Entries, entry)
	}
	if len(groups) == 1 {
		groups[0].Title = ""
	}
	return groups
}

// issueYear is the year that the number of an issue names, else that of its newest
// article.
func issueYear(issue issued) string {
	if first, _, ok := strings.Cut(issue.ID, "-"); ok && year(first) {
		return first
	}
	return strconv.Itoa(issue.editions[0].Date.Value.Year())
}

func (p *planner) issueEntry(issue issued, l *site.Language) *Entry {
	note := counted(l, len(issue.editions))
	if day := p.card(issue.editions[0]).Date.Text; day != "" {
		note = day + l.Strings["note_separator"] + note
	}
	return &Entry{Title: issue.title, URL: p.site.URL(issue.Path(l)), Note: note}
}

// backIssues leads from a home to all issues, where there is more than the newest.
func (p *planner) backIssues(l *site.Language) *Item {
	if len(p.issued[l.Index]) < 2 {
		return nil
	}
	item := p.indexItem(l, "issues")
	return &item
}

// newestIssue is the issue that a home shows.
func (p *planner) newestIssue(l *site.Language) *Entry {
	if !p.anyIssue(l) {
		return nil
	}
	return p.issueEntry(p.issued[l.Index][0], l)
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
		if number = strings.TrimLeft(number, "0"); number == "" {
			number = "0"
		}
		return fill(fill(l.Strings["issue_of_year"], "year", first), "number", number)
	case digits(issue.ID):
		return fill(l.Strings["issue_number"], "number", issue.ID)
	}
	return issue.ID
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
