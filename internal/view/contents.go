package view

import "bulletin/internal/site"

const (
	longMinutes  = 4 // a text of fewer minutes has no list of contents,
	longHeadings = 3 // nor has one with fewer headings of a level
)

// contents is the list of contents of a long text: its headings of the highest
// level that has enough of them, and those one below.
func contents(e *site.Edition) []Heading {
	if e.Body.Count.Minutes() < longMinutes {
		return nil
	}
	var levels [8]int
	for _, h := range e.Body.Headings {
		levels[h.Level]++
	}
	top := 1
	for levels[top] < longHeadings {
		if top++; top == len(levels) {
			return nil
		}
	}
	var list []Heading
	for i, h := range e.Body.Headings {
		if h.Level == top || h.Level == top+1 && len(list) > 0 {
			list = append(list, Heading{Text: h.Text, ID: e.IDs()[i], Sub: h.Level > top})
		}
	}
	return list
}
