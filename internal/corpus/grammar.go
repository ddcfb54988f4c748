package corpus

import (
	"hash/fnv"
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A grammar is a set of rules that texts are made of. Its source has one rule
// after another: a name and a colon at the beginning of a line, then the
// alternatives, divided by " / " or by the end of a line. Within them stands
//
//	{rule}      one alternative of that rule, chosen each time anew
//	{=rule}     the alternative that belongs to the article, the same in all
//	            its texts and of the same number in each language
//	{#3-12}     a number between the two; {=#3-12} likewise the article's
//	{@link}     what the text gives
//
// Lines that begin with # are comments.
type grammar map[string]*rule

type rule struct {
	hash         uint64
	alternatives [][]piece
}

type kind uint8

const (
	literal kind = iota
	anew
	own
	number
	ownNumber
	given
)

// A piece is a part of an alternative.
type piece struct {
	kind kind
	text string // of a literal; otherwise what stood between the braces
	rule *rule
	low  int
	span int
	hash uint64
}

func compile(source string) grammar {
	g := grammar{}
	var current *rule
	for line := range strings.Lines(source) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] != '\t' {
			name, rest, _ := strings.Cut(line, ":")
			current = &rule{hash: sum(name)}
			g[name], line = current, rest
		}
		if line = strings.TrimSpace(line); line == "" || current == nil {
			continue
		}
		for alternative := range strings.SplitSeq(line, " / ") {
			current.alternatives = append(current.alternatives, pieces(alternative))
		}
	}
	g.resolve()
	return g
}

func pieces(text string) []piece {
	var all []piece
	for text != "" {
		before, rest, found := strings.Cut(text, "{")
		if before != "" {
			all = append(all, piece{text: before})
		}
		if !found {
			break
		}
		inside, after, _ := strings.Cut(rest, "}")
		all, text = append(all, slot(inside)), after
	}
	return all
}

func slot(inside string) piece {
	name, isOwn := strings.CutPrefix(inside, "=")
	p := piece{kind: anew, text: name, hash: sum(name)}
	if bounds, ok := strings.CutPrefix(name, "#"); ok {
		low, high, _ := strings.Cut(bounds, "-")
		p.low, _ = strconv.Atoi(low)
		p.span, _ = strconv.Atoi(high)
		p.kind, p.span = number, max(p.span-p.low, 0)+1
	} else if name[:1] == "@" {
		p.kind = given
	}
	switch {
	case isOwn && p.kind == anew:
		p.kind = own
	case isOwn && p.kind == number:
		p.kind = ownNumber
	}
	return p
}

// resolve finds the rule that each slot names. A slot that names none stays in
// the text as it was written, where a test finds it.
func (g grammar) resolve() {
	for _, r := range g {
		for _, alternative := range r.alternatives {
			for i := range alternative {
				if p := &alternative[i]; p.kind == anew || p.kind == own {
					if p.rule = g[p.text]; p.rule == nil {
						p.kind, p.text = literal, "{"+p.text+"}"
					}
				}
			}
		}
	}
}

func sum(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// A voice speaks for one article in one language.
type voice struct {
	grammar grammar
	dice    *rand.Rand // chooses what is chosen anew
	seed    uint64     // chooses what is the article's own
	link    string     // what {@link} stands for
}

// say appends one alternative of the rule, chosen anew.
func (v *voice) say(to []byte, name string) []byte {
	r := v.grammar[name]
	return v.expand(to, r.alternatives[v.dice.IntN(len(r.alternatives))])
}

// own appends the alternative of the rule that is the article's own. The turn
// gives another one each time.
func (v *voice) own(to []byte, name string, turn int) []byte {
	r := v.grammar[name]
	return v.expand(to, r.alternatives[v.choice(r.hash, len(r.alternatives), turn)])
}

// nth appends the alternative of that number.
func (v *voice) nth(to []byte, name string, n int) []byte {
	r := v.grammar[name]
	return v.expand(to, r.alternatives[n%len(r.alternatives)])
}

func (v *voice) choice(hash uint64, n, turn int) int {
	x := (v.seed ^ hash) * 0x9e3779b97f4a7c15
	x ^= x >> 32
	return int((x%uint64(n) + uint64(turn)) % uint64(n))
}

func (v *voice) expand(to []byte, alternative []piece) []byte {
	for i := range alternative {
		switch p := &alternative[i]; p.kind {
		case literal:
			to = append(to, p.text...)
		case anew:
			to = v.expand(to, p.rule.alternatives[v.dice.IntN(len(p.rule.alternatives))])
		case own:
			to = v.expand(to, p.rule.alternatives[v.choice(p.rule.hash, len(p.rule.alternatives), 0)])
		case number:
			to = strconv.AppendInt(to, int64(p.low+v.dice.IntN(p.span)), 10)
		case ownNumber:
			to = strconv.AppendInt(to, int64(p.low+v.choice(p.hash, p.span, 0)), 10)
		case given:
			to = append(to, v.link...)
		}
	}
	return to
}

// raise makes the first letter after from a capital, past quotation marks and
// asterisks.
func raise(text []byte, from int) {
	for i := from; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if 'a' <= r && r <= 'z' {
				text[i] -= 'a' - 'A'
			}
			return
		}
		i += size
	}
}
