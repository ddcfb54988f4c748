package corpus

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

type language uint8

const (
	none language = iota
	zh
	en
)

func (l language) code() string { return [...]string{zh: "zh", en: "en"}[l] }

// An article is what its editions have in common and other articles ask for.
type article struct {
	seed             uint64
	year, month, day int
	base             string   // "news/2024/11/osaka-forum-17", below content/
	folder           bool     // the editions lie in a folder of that name
	lacks            language // the language there is no edition in
}

// file is the path of an edition, relative to the source.
func (a *article) file(lang language) string {
	return "content/" + a.target(lang)
}

// target is the same, relative to content/.
func (a *article) target(lang language) string {
	if a.folder {
		return a.base + "/index." + lang.code() + ".md"
	}
	return a.base + "." + lang.code() + ".md"
}

// up leads from an edition of the article to content/.
func (a *article) up() string {
	return strings.Repeat("../", strings.Count(a.target(zh), "/"))
}

// What the dice of an article are thrown for, besides its editions.
const (
	filing   = uint64(none)
	planning = uint64(en) + 1
)

// dice gives the dice of one article for one purpose, so that each can throw
// as often as it likes without changing what another finds.
func dice(seed uint64, index int, purpose uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, uint64(index)<<2|purpose))
}

func newArticle(seed uint64, index int, words grammar) article {
	d := dice(seed, index, filing)
	a := article{
		seed:   d.Uint64(),
		year:   2016 + d.IntN(9),
		month:  1 + d.IntN(12),
		day:    1 + d.IntN(28),
		folder: d.IntN(10) == 0,
	}
	switch d.IntN(25) { // one edition in 25 is missing
	case 0:
		a.lacks = zh
	case 1:
		a.lacks = en
	}
	section := [...]string{"news", "news", "news", "training", "training", "exchanges", "exchanges", "notices"}[d.IntN(8)]
	v := voice{grammar: words, seed: a.seed}
	city, occasion := v.own(nil, "city", 0), v.own(nil, "occasion", 0)
	name := strings.ReplaceAll(strings.ToLower(fmt.Sprintf("%s %s %d", city, occasion, index+1)), " ", "-")
	a.base = fmt.Sprintf("%s/%d/%02d/%s", section, a.year, a.month, name)
	return a
}
