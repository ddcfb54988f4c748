package view

import "bulletin/internal/site"

const (
	longMinutes  = 4 // a text of fewer minutes has no list of contents,
	longHeadings = 3 // nor has one with fewer headings of the first level
)

// contents is the list of contents of a long text: its headings of the first
// level and those below, in two ranks.
func contents(e *site.Edition) []Heading {
	if e.Body.Count.Minutes() < longMinutes {
		return nil
	}
	top := 7
	for _, h := range e.Body.Headings {
		top = min(top, h.Level)
	}
	var list []Heading
	first := 0
	for i, h := range e.Body.Headings {
		if h.Level > top+1 {
			continue
		}
		if h.Level == top {
			first++
		}
		list = append(list, Heading{Text: h.Text, ID: e.Body.IDs[i], Sub: h.Level > top})
	}
	if first < longHeadings {
		return nil
	}
	return list
}
