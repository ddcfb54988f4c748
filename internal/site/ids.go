package site

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"bulletin/internal/document"
)

// An address is where a heading stands in the outline of its text: the third
// heading of level 2, under it the first of level 3. Headings at one address
// correspond, whatever the language.
type address [7]uint32

// IDs are the ids of the edition's headings. Corresponding headings of all
// editions of an article share one, so that #part survives the switch: the one
// that a writer gave with {#id}, else the slug of the heading in the first
// language that has it.
func (e *Edition) IDs() []string { return e.Article.ids()[e.Language.Index] }

// identify has the ids of an article's headings found when they are asked for.
func (a *Article) identify() {
	a.ids = sync.OnceValue(a.identified)
	a.fragments = sync.OnceValue(a.meant)
}

// identified are the ids of the headings of all editions, by Language.Index.
func (a *Article) identified() [][]string {
	all := make([][]string, len(a.Editions))
	given := make(map[address]string)
	taken := make(ids)
	a.eachHeading(func(e *Edition, i int, at address) {
		if id := e.Body.Headings[i].ID; id != "" && given[at] == "" && !taken.has(id) {
			given[at], taken[id] = id, 0
		}
	})
	for i, e := range a.Editions {
		if e != nil {
			all[i] = make([]string, len(e.Body.Headings))
			for _, id := range e.Body.Anchors {
				taken[id] = 0
			}
		}
	}
	a.eachHeading(func(e *Edition, i int, at address) {
		if given[at] == "" {
			given[at] = taken.free(Slug(e.Body.Headings[i].Text))
		}
		all[e.Language.Index][i] = given[at]
	})
	return all
}

// eachHeading visits every heading of every edition with its address.
func (a *Article) eachHeading(visit func(e *Edition, i int, at address)) {
	for _, e := range a.Editions {
		if e == nil {
			continue
		}
		var at address
		for i, h := range e.Body.Headings {
			at[h.Level]++
			clear(at[h.Level+1:])
			visit(e, i, at)
		}
	}
}

// ids are those that are taken, each with how often it was asked for again.
type ids map[string]int

func (t ids) has(id string) bool {
	_, ok := t[id]
	return ok || document.Taken(id)
}

// free is the id, or with a number behind it when it is taken; it takes it.
func (t ids) free(id string) string {
	if len(id) > 64 {
		id = strings.Trim(id[:64], "-")
	}
	if id == "" {
		id = "part"
	}
	for base := id; t.has(id); {
		t[base]++
		id = base + "-" + strconv.Itoa(t[base]+1)
	}
	t[id] = 0
	return id
}

// Anchor finds the id in the edition that a link's fragment means: the id
// itself, an id that the writer of any edition gave, or the heading's own words
// as other programs make ids of them. The bool is false when there is none.
func (e *Edition) Anchor(fragment string) (string, bool) {
	if e.Article.ids == nil { // a text of no section
		return "", false
	}
	if slices.Contains(e.IDs(), fragment) || slices.Contains(e.Body.Anchors, fragment) {
		return fragment, true
	}
	found := e.Article.fragments()
	lowered := strings.ToLower(fragment)
	for _, id := range slices.Concat(found["="+fragment], found["~"+lowered]) {
		if slices.Contains(e.IDs(), id) {
			return id, true
		}
	}
	return "", false
}

// meant lists the ids that a fragment can mean: behind "=" what it must say
// exactly, the id that a writer gave and the words of a heading; behind "~" in
// lower case what other programs make of these words.
func (a *Article) meant() map[string][]string {
	all := make(map[string][]string)
	add := func(key, id string) { all[key] = append(all[key], id) }
	a.eachHeading(func(e *Edition, i int, _ address) {
		h, id := e.Body.Headings[i], e.IDs()[i]
		if h.ID != "" {
			add("="+h.ID, id)
		}
		add("="+h.Text, id)
		add("~"+strings.Join(strings.Fields(strings.ToLower(h.Text)), "-"), id)
		add("~"+Slug(h.Text), id)
	})
	return all
}
