package site

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"bulletin/internal/diag"
)

// A vocabulary finds topics by their id or by any of their labels.
type vocabulary map[string]*Topic

func newVocabulary(topics []*Topic) vocabulary {
	if topics == nil {
		return nil
	}
	v := make(vocabulary, 3*len(topics))
	for _, t := range topics {
		for _, label := range t.Labels {
			v[fold(label)] = t
		}
	}
	for _, t := range topics {
		v[fold(t.ID)] = t // an id wins over another topic's label
	}
	return v
}

// find finds a topic by what somebody wrote. Most write it as it is kept.
func (v vocabulary) find(said string) *Topic {
	if t := v[said]; t != nil {
		return t
	}
	return v[fold(said)]
}

func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// names lists what may be written, for suggestions: what is said first wins
// when two are as near.
func names(topics []*Topic) []string {
	var all []string
	for _, t := range topics {
		all = append(all, t.ID)
		for _, code := range slices.Sorted(maps.Keys(t.Labels)) {
			all = append(all, t.Labels[code])
		}
	}
	return all
}

// labels are the first topics as a language calls them, for a hint.
func labels(topics []*Topic, l *Language) string {
	const most = 12
	var shown []string
	for _, t := range topics[:min(len(topics), most)] {
		shown = append(shown, cmp.Or(t.Labels[l.Code], t.ID))
	}
	if len(topics) > most {
		shown = append(shown, "…")
	}
	return strings.Join(shown, ", ")
}

// resolveTopics finds the article's topics in the vocabulary. Without one,
// every topic is taken as written, and each edition has its own.
func (s *Site) resolveTopics(a *Article) (problems []diag.Problem) {
	if s.topics == nil {
		return nil
	}
	var first *Edition
	for _, e := range a.Editions {
		if e == nil || !e.Topics.Set {
			continue
		}
		var found []*Topic
		for _, name := range e.Topics.Value {
			t := s.topics.find(name)
			if t == nil {
				problems = append(problems, s.unknownTopic(e, name))
				continue
			}
			if !slices.Contains(found, t) {
				found = append(found, t)
			}
		}
		switch {
		case first == nil, first.stage(s.Clock) != Published && e.stage(s.Clock) == Published:
			first, a.Topics = e, found
		case len(problems) == 0: // what is misspelt cannot be compared
			problems = append(problems, agreeTopics(first, e, a.Topics, found)...)
		}
	}
	return problems
}

func (s *Site) unknownTopic(e *Edition, name string) diag.Problem {
	at := e.Place(e.Topics.Spot)
	if like := diag.Suggest(name, names(s.Topics)); like != "" {
		return diag.At(at, "topic.like", name, like)
	}
	if len(s.Topics) == 0 {
		return diag.At(at, "topic.none", name)
	}
	return diag.At(at, "topic", name, labels(s.Topics, e.Language))
}

// TopicsOf lists the edition's topics. Without a vocabulary they are the words
// that it names itself.
func (s *Site) TopicsOf(e *Edition) []*Topic {
	if s.topics != nil {
		return e.Article.Topics
	}
	return e.topics
}

// freeTopics makes the topics of a site without a vocabulary, by id. They are
// labelled as the newest published text of each language calls them.
func (s *Site) freeTopics() {
	if s.topics != nil {
		return
	}
	words := make(map[string]*Topic)
	for _, a := range s.Articles {
		for e := range a.all() {
			if !e.Published() {
				continue
			}
			for _, name := range e.Topics.Value {
				if fold(name) == "" {
					continue
				}
				t := words[fold(name)]
				if t == nil {
					t = &Topic{Labels: make(Text)}
					words[fold(name)] = t
				}
				if t.Labels[e.Language.Code] == "" {
					t.Labels[e.Language.Code] = strings.TrimSpace(name)
				}
				if !slices.Contains(e.topics, t) {
					e.topics = append(e.topics, t)
				}
			}
		}
	}
	s.address(words)
}

// address gives topics their ids, by which they have addresses. Of words that
// would have the same one, all but the first have a number behind it.
func (s *Site) address(words map[string]*Topic) {
	taken := make(map[string]bool)
	for _, word := range slices.Sorted(maps.Keys(words)) {
		id := slugPart(word)
		for n := 2; taken[id]; n++ {
			id = slugPart(word) + "-" + strconv.Itoa(n)
		}
		taken[id] = true
		words[word].ID = id
		s.Topics = append(s.Topics, words[word])
	}
	slices.SortFunc(s.Topics, func(a, b *Topic) int { return strings.Compare(a.ID, b.ID) })
}

// SourceLabel names the edition's source in its language: its label in the
// vocabulary of sources, else as the writer wrote it.
func (s *Site) SourceLabel(e *Edition) string {
	if t := s.sources.find(e.Source.Value); t != nil {
		return t.Labels[e.Language.Code]
	}
	return e.Source.Value
}
