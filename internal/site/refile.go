package site

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// A Refiling is an exchange of a few articles for what they are now.
type Refiling struct {
	site     *Site
	before   Site // its fields as they were
	sections map[*Section][]*Article
	keys     map[string]*Article // as byKey had them
	paths    map[string]*Edition // as byPath had them
	issues   []*Issue            // of the articles as they were, in their order; nil where no issue was touched
	targets  map[*Edition][]Target
}

// Refile puts the articles that editions make in the place of those that have the
// keys now, and sees the site at an hour until which nothing of it changes by
// itself. It is as if the whole site had been joined anew. The Refiling is nil, and
// the site as it was, where it must be: where anything is wrong with an article, and
// where more hangs on it than its own pages, lists, and the links that lead to it.
// links are those of the site but for the texts told.
func (s *Site) Refile(clock Clock, keys []string, editions []*Edition, links *Links, texts []*Edition) *Refiling {
	r := &Refiling{
		site: s, before: *s, sections: make(map[*Section][]*Article),
		keys: make(map[string]*Article), paths: make(map[string]*Edition), targets: make(map[*Edition][]Target),
	}
	if s.rooted || len(secrets(Parts{Editions: editions})) > 0 || slices.ContainsFunc(editions, (*Edition).elsewhere) {
		return nil
	}
	s.Clock = clock
	s.Articles = slices.Clone(s.Articles)
	shown := make(map[*File]bool)
	if !r.take(keys, shown) || !r.put(editions, shown) {
		r.Undo()
		return nil
	}
	r.number()
	r.lead(links, texts)
	return r
}

// elsewhere reports whether an edition says itself where it belongs, or carries
// what is not looked into here.
func (e *Edition) elsewhere() bool {
	return e.Header.Section.Set || e.TranslationKey.Set || e.Attachments.Set
}

// exchangeable is the section in which an article can be exchanged; nil where it
// cannot. Of a folder that site.yaml does not name its first text may be told.
func (s *Site) exchangeable(a *Article) *Section {
	top, _, below := strings.Cut(a.Key, "/")
	sec := s.bySection[top]
	if !below || sec == nil || !sec.Named && s.Config.Sections != nil {
		return nil
	}
	for e := range a.all() {
		if e.elsewhere() || e.Topics.Set && s.topics == nil || e.Key != a.Key {
			return nil
		}
	}
	for dir := range s.foldersOf(a) {
		if s.sidecars[dir] != nil {
			return nil
		}
	}
	return sec
}

// take takes the articles with the keys out of the site, and notes what they show.
func (r *Refiling) take(keys []string, shown map[*File]bool) bool {
	s := r.site
	for _, key := range keys {
		key = norm.NFC.String(key)
		a := s.byKey[key]
		if a == nil {
			continue
		}
		sec := s.exchangeable(a)
		if sec == nil || a.Section != sec || norm.NFC.String(a.Key) != key {
			return false
		}
		r.keys[key] = a
		delete(s.byKey, key)
		for e := range a.all() {
			if e.State == Blank {
				continue
			}
			if s.byPath[e.path] != e {
				return false // another one is there
			}
			r.paths[e.path] = e
			delete(s.byPath, e.path)
		}
		for _, u := range s.shownIn(a) {
			shown[u.File] = true
		}
		r.file(sec, func(list []*Article) []*Article {
			return slices.DeleteFunc(list, func(o *Article) bool { return o == a })
		})
		if len(sec.Articles) == 0 && !sec.Named {
			return false
		}
	}
	return r.alone()
}

// alone reports whether nothing that is left has a key or an address of what was
// taken: it would answer in its place.
func (r *Refiling) alone() bool {
	for e := range r.site.Editions() {
		if r.paths[e.path] != nil && e.State != Blank || r.keys[norm.NFC.String(e.Key)] != nil {
			return false
		}
	}
	return true
}

// file changes the lists of articles of the site and of a section.
func (r *Refiling) file(sec *Section, change func([]*Article) []*Article) {
	if _, known := r.sections[sec]; !known {
		r.sections[sec] = sec.Articles
		sec.Articles = slices.Clone(sec.Articles)
	}
	sec.Articles, r.site.Articles = change(sec.Articles), change(r.site.Articles)
}

// put makes articles of editions and files them. What they show must have been
// looked into, and nothing that was shown may be left.
func (r *Refiling) put(editions []*Edition, shown map[*File]bool) bool {
	s := r.site
	for _, e := range editions {
		if key := norm.NFC.String(e.Key); s.byKey[key] == nil && r.keys[key] == nil {
			r.keys[key] = nil
		}
	}
	articles, problems := s.group(editions)
	if len(problems) > 0 {
		return false
	}
	now := make(map[*File]bool)
	for _, a := range articles {
		sec := s.exchangeable(a)
		if sec == nil || len(s.laws(a)) > 0 || a.Section != sec {
			return false
		}
		for e := range a.all() {
			if e.State == Blank {
				continue
			}
			if s.byPath[e.path] != nil {
				return false
			}
			if _, known := r.paths[e.path]; !known {
				r.paths[e.path] = nil
			}
			s.byPath[e.path] = e
		}
		for _, u := range s.shownIn(a) {
			if now[u.File] = true; !shown[u.File] && u.File.Picture == nil {
				return false
			}
		}
		r.file(sec, func(list []*Article) []*Article {
			at, _ := slices.BinarySearchFunc(list, a, func(x, y *Article) int { return Newest(x.dating(), y.dating()) })
			return slices.Insert(list, at, a)
		})
	}
	for f := range shown {
		if !now[f] {
			return false
		}
	}
	return true
}

// shownIn lists the pictures that the published editions of an article show.
func (s *Site) shownIn(a *Article) (all []Use) {
	for e := range a.all() {
		if e.Published() && e.names {
			all = s.shownBy(all, e)
		}
	}
	return all
}

// number gathers the issues anew where an article is or was part of one.
func (r *Refiling) number() {
	s := r.site
	part := func(a *Article) bool {
		return a != nil && slices.ContainsFunc(a.Editions, func(e *Edition) bool { return e != nil && e.Issue.Set })
	}
	touched := false
	for key, old := range r.keys {
		touched = touched || part(old) || part(s.byKey[key])
	}
	if !touched {
		return
	}
	r.issues = make([]*Issue, len(r.before.Articles))
	for i, a := range r.before.Articles {
		r.issues[i], a.Issue = a.Issue, nil
	}
	s.Issues, s.issues = nil, make(map[string]*Issue)
	s.makeIssues()
}

// lead finds anew where links lead that lead to what was exchanged, or would lead
// to what has come, and those of the texts told.
func (r *Refiling) lead(links *Links, texts []*Edition) {
	for _, e := range texts {
		r.again(e)
	}
	for key := range r.keys {
		for e := range links.to(key) {
			r.again(e)
		}
	}
	for p := range r.paths {
		for _, name := range [...]string{p, p[strings.IndexByte(p, '/')+1:]} {
			for e := range links.to(name) {
				r.again(e)
			}
		}
	}
	for e := range r.targets {
		r.site.Targets(e)
	}
}

func (r *Refiling) again(e *Edition) {
	if _, known := r.targets[e]; !known {
		r.targets[e], e.targets = e.targets, nil
	}
}

// Undo makes the site what it was.
func (r *Refiling) Undo() {
	s := r.site
	*s = r.before
	for sec, list := range r.sections {
		sec.Articles = list
	}
	restore(s.byKey, r.keys)
	restore(s.byPath, r.paths)
	for i := range r.issues {
		s.Articles[i].Issue = r.issues[i]
	}
	for e, targets := range r.targets {
		e.targets = targets
	}
}

// restore gives a map the entries that it had.
func restore[V any](m map[string]*V, had map[string]*V) {
	for key, v := range had {
		if v == nil {
			delete(m, key)
		} else {
			m[key] = v
		}
	}
}
