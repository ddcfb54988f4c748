package corpus

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lengths of the shortest and the longest text to aim at, in words or Han. The
// last sentence may go beyond.
const (
	fewestWords, mostWords = 650, 840
	fewestHan, mostHan     = 860, 1320
)

// A topic is a line of topics.yaml.
type topic struct{ id, zh string }

func readTopics(file string) []topic {
	var all []topic
	for line := range strings.Lines(file) {
		id, labels, _ := strings.Cut(line, ": {zh: ")
		label, _, _ := strings.Cut(labels, ",")
		all = append(all, topic{id: id, zh: label})
	}
	return all
}

// A writer writes the editions of a corpus.
type writer struct {
	seed     uint64
	grammars [3]grammar // by language
	topics   []topic
	articles []article
}

func newWriter(n int, seed uint64) *writer {
	vocabulary, _ := tree.ReadFile("tree/content/topics.yaml")
	w := &writer{
		seed:     seed,
		grammars: [3]grammar{zh: compile(chinese), en: compile(english)},
		topics:   readTopics(string(vocabulary)),
		articles: make([]article, 0, n),
	}
	for i := range n {
		w.articles = append(w.articles, newArticle(seed, i, w.grammars[en]))
	}
	return w
}

// A text is an edition being written.
type text struct {
	voice
	*writer
	article *article
	lang    language
	out     []byte
	deck    []int // the sentences that have not been used yet
	count   int   // Han or words in the body so far
	counted int   // how much of out count covers
}

// edition writes the edition of article number index in the language.
func (w *writer) edition(index int, lang language) []byte {
	a, p := &w.articles[index], newPlan(w.seed, index, len(w.topics))
	t := &text{
		writer: w, article: a, lang: lang, out: make([]byte, 0, 8<<10),
		voice: voice{grammar: w.grammars[lang], dice: dice(w.seed, index, uint64(lang)), seed: a.seed},
	}
	t.frontMatter(p)
	t.counted = len(t.out)
	t.body(p)
	return t.out
}

// frontMatter writes the front matter, half of the Chinese ones with Chinese
// keys.
func (t *text) frontMatter(p plan) {
	keys := [...]string{"title", "date", "source", "author", "topics", "summary"}
	date := "%d-%02d-%02d"
	chineseKeys := t.lang == zh && t.dice.IntN(2) == 0
	if chineseKeys {
		keys = [...]string{"标题", "日期", "来源", "作者", "主题", "摘要"}
		date = [...]string{date, "%d年%d月%d日", "%d/%d/%d"}[t.dice.IntN(3)]
	}
	t.out = append(t.out, "---\n"...)
	t.key(keys[0])
	t.out = append(t.own(t.out, "title", 0), '\n')
	t.key(keys[1])
	t.out = fmt.Appendf(t.out, date+"\n", t.article.year, t.article.month, t.article.day)
	t.key(keys[2])
	t.out = append(t.own(t.out, "source", 0), '\n')
	t.key(keys[3])
	t.out = append(t.own(t.out, "author", 0), '\n')
	t.topicList(keys[4], p.topics, chineseKeys)
	if p.summary {
		t.key(keys[5])
		from := len(t.out)
		t.out = append(t.own(t.out, "summary", 0), '\n')
		raise(t.out, from)
	}
	t.out = append(t.out, "---\n"...)
}

func (t *text) key(name string) {
	t.out = append(append(t.out, name...), ": "...)
}

func (t *text) topicList(key string, topics []int, labels bool) {
	names := make([]string, len(topics))
	for i, n := range topics {
		names[i] = t.topics[n].id
		if labels {
			names[i] = t.topics[n].zh
		}
	}
	if t.dice.IntN(3) == 0 {
		t.out = append(t.out, key+":\n  - "+strings.Join(names, "\n  - ")+"\n"...)
		return
	}
	t.out = append(t.out, key+": ["+strings.Join(names, ", ")+"]\n"...)
}

// body writes the blocks, the paragraphs so long that the text as a whole comes
// to the length that is planned.
func (t *text) body(p plan) {
	goal := fewestWords + int(p.fill*(mostWords-fewestWords))
	if t.lang == zh {
		goal = fewestHan + int(p.fill*(mostHan-fewestHan))
	}
	done := 0
	for _, b := range p.blocks {
		t.out = append(t.out, '\n')
		switch b.form {
		case heading:
			t.out = append(t.out, "## "...)
			t.out = append(t.own(t.out, "heading", b.n), '\n')
		case paragraph:
			done++
			t.paragraph(b, goal*done/p.paragraphs)
		case list:
			t.list(b)
		case table:
			t.table(b)
		}
		t.recount()
	}
}

// paragraph writes sentences until the body has the length, at least one.
func (t *text) paragraph(b block, length int) {
	between := [...]string{zh: "", en: " "}[t.lang]
	if b.broken {
		between = "\n"
	}
	link := b.link != noLink
	for first := true; first || t.count < length; first = false {
		if !first {
			t.out = append(t.out, between...)
		}
		t.deal()
		t.recount()
		if link && t.count > length-40 {
			break
		}
	}
	if link {
		t.out = append(t.out, between...)
		t.reference(b.link)
	}
	t.out = append(t.out, '\n')
}

// deal writes a sentence of a kind that the text has not had yet, until it has
// had all.
func (t *text) deal() {
	if len(t.deck) == 0 {
		t.deck = t.dice.Perm(len(t.grammar["sentence"].alternatives))
	}
	from := len(t.out)
	t.out = t.nth(t.out, "sentence", t.deck[0])
	t.deck = t.deck[1:]
	raise(t.out, from)
}

// sentence writes what the rule says, with a capital.
func (t *text) sentence(rule string) {
	from := len(t.out)
	t.out = t.say(t.out, rule)
	raise(t.out, from)
}

// reference writes a sentence with a link.
func (t *text) reference(to int) {
	if to == webLink {
		n := t.dice.IntN(len(t.grammar["url"].alternatives))
		t.link = fmt.Sprintf("[%s](%s)", t.nth(nil, "site", n), t.nth(nil, "url", n))
		t.sentence("web")
		return
	}
	other := &t.articles[to]
	lang := t.lang
	if other.lacks == lang {
		lang = zh + en - lang
	}
	title := voice{grammar: t.grammar, seed: other.seed}
	t.link = fmt.Sprintf("[%s](%s%s)", title.own(nil, "title", 0), t.article.up(), other.target(lang))
	t.sentence("see")
}

func (t *text) list(b block) {
	t.sentence("listlead")
	t.out = append(t.out, "\n\n"...)
	for i := range b.n {
		if b.numbered {
			t.out = strconv.AppendInt(t.out, int64(i+1), 10)
			t.out = append(t.out, ". "...)
		} else {
			t.out = append(t.out, "- "...)
		}
		t.sentence("item")
		t.out = append(t.out, '\n')
	}
}

func (t *text) table(b block) {
	t.sentence("tablelead")
	t.out = append(t.out, "\n\n"...)
	t.out = append(t.say(t.out, "tablehead"), "\n| --- | --- | --- | ---: |\n"...)
	for range b.n {
		t.out = append(t.say(t.out, "tablerow"), '\n')
	}
}

// recount brings the count up to the end of the text.
func (t *text) recount() {
	t.count += length(t.out[t.counted:], t.lang)
	t.counted = len(t.out)
}

// length is how many Han or words a piece of Markdown holds. The address of a
// link is part of the word before it.
func length(text []byte, lang language) int {
	n, inWord := 0, false
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[i:])
		}
		i += size
		switch {
		case lang == zh:
			if unicode.Is(unicode.Han, r) {
				n++
			}
		case r == ' ' || r == '\n':
			inWord = false
		case !inWord && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			n++
			inWord = true
		}
	}
	return n
}
