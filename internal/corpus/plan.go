package corpus

import "math/rand/v2"

// A form is a kind of block.
type form uint8

const (
	paragraph form = iota
	heading
	list
	table
)

// A block is one block of an article, the same in both editions.
type block struct {
	form     form
	n        int  // which heading; how many items or rows
	link     int  // of a paragraph: the article it ends with a link to, or noLink, or webLink
	broken   bool // of a paragraph: the source breaks the line after each sentence
	numbered bool // of a list
}

const (
	noLink  = -1
	webLink = -2
)

// A plan is how an article is built and what its front matter holds, besides
// words.
type plan struct {
	blocks     []block
	paragraphs int
	fill       float64 // how long the texts are, from 0 to 1
	topics     []int
	summary    bool
}

// newPlan plans article number index of a corpus.
func newPlan(seed uint64, index int, topics int) plan {
	d := dice(seed, index, planning)
	p := plan{fill: d.Float64(), summary: d.IntN(2) == 0, topics: zipf(d, topics, 1+d.IntN(4))}
	headings := 2 + d.IntN(3)
	listAt, tableAt := 1+d.IntN(headings), 1+d.IntN(headings)
	if d.IntN(3) != 0 {
		tableAt = -1 // none
	}
	for part := range headings + 1 {
		if part > 0 {
			p.blocks = append(p.blocks, block{form: heading, n: part})
		}
		for nth := range 1 + d.IntN(2) + min(part, 1) {
			p.blocks = append(p.blocks, block{form: paragraph, link: noLink, broken: d.IntN(24) == 0})
			p.paragraphs++
			if nth == 0 && part == listAt {
				p.blocks = append(p.blocks, block{form: list, n: 3 + d.IntN(3), numbered: d.IntN(4) == 0})
			}
			if nth == 0 && part == tableAt {
				p.blocks = append(p.blocks, block{form: table, n: 3 + d.IntN(3)})
			}
		}
	}
	p.links(d, index)
	return p
}

// links puts links at the end of some paragraphs: one or two to other hosts,
// two or three to earlier articles.
func (p *plan) links(d *rand.Rand, index int) {
	var free []int
	for i, b := range p.blocks {
		if b.form == paragraph {
			free = append(free, i)
		}
	}
	d.Shuffle(len(free), func(i, j int) { free[i], free[j] = free[j], free[i] })
	web, inside := 1+d.IntN(2), 2+d.IntN(2)
	for i, at := range free[:min(web+inside, len(free))] {
		switch {
		case i < web:
			p.blocks[at].link = webLink
		case index > 0:
			p.blocks[at].link = d.IntN(index)
		}
	}
}

// zipf chooses k of n things, the first ones far more often. The weights are
// whole numbers, so that they are the same on every machine.
func zipf(d *rand.Rand, n, k int) []int {
	const scale = 1 << 20
	weight := func(i int) int { return scale / (i + 2) }
	total := 0
	for i := range n {
		total += weight(i)
	}
	var chosen []int
	taken := make([]bool, n)
	for len(chosen) < min(k, n) {
		i := 0
		for at := d.IntN(total); at >= weight(i); i++ {
			at -= weight(i)
		}
		if !taken[i] {
			taken[i] = true
			chosen = append(chosen, i)
		}
	}
	return chosen
}
