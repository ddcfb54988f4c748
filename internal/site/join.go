package site

import (
	"cmp"
	"iter"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"bulletin/internal/diag"
)

// Parts is what was read, before it is joined.
type Parts struct {
	Editions []*Edition // texts of articles and pages, by File
	Indexes  []*Edition // texts of _index files; Key is the folder: "news"
	Topics   []*Topic   // nil when there is no content/topics.yaml
	Sources  []*Topic
	Issues   []*Topic                   // labels of issues by their id
	Sidecars map[string]*Sidecar        // gallery.yaml by its folder, relative to the site's source
	Files    map[string]*File           // see Site.Files
	Each     func(n int, f func(i int)) // runs f for 0…n-1, maybe several at a time; nil: one after the other
}

// Join makes a site of its parts: it groups editions into articles, lets them
// inherit from each other, files them under sections, gives every page its URL
// and every heading its id, and names what disagrees.
func Join(cfg *Config, clock Clock, parts Parts) (*Site, []diag.Problem) {
	s := &Site{
		Config: cfg, Clock: clock,
		Topics: parts.Topics, Sources: parts.Sources, Files: parts.Files,
		byKey:     make(map[string]*Article, len(parts.Editions)),
		bySection: make(map[string]*Section),
		byPath:    make(map[string]*Edition, len(parts.Editions)),
		folders:   byFolder(parts.Files),
		sidecars:  parts.Sidecars,
		topics:    newVocabulary(parts.Topics),
		sources:   newVocabulary(parts.Sources),
		numbers:   newVocabulary(parts.Issues),
		labelled:  parts.Issues,
		issues:    make(map[string]*Issue),
	}
	problems := append(secrets(parts), filed(cfg, parts)...)
	problems = append(problems, s.makeSections(parts)...)
	articles, more := s.group(parts.Editions)
	problems = append(problems, more...)
	problems = append(problems, s.settle(articles, parts.Each)...)
	s.order()
	problems = append(problems, s.alone()...)
	s.freeTopics()
	s.makeIssues()
	return s, problems
}

// makeSections lists the sections: those of site.yaml in its order, then the
// folders that it does not name.
func (s *Site) makeSections(parts Parts) (problems []diag.Problem) {
	add := func(id string, listed bool) *Section {
		sec := &Section{ID: id, Listed: listed, Named: slices.Contains(s.Config.Sections, id), Index: make([]*Edition, len(s.Languages))}
		s.Sections = append(s.Sections, sec)
		s.bySection[id] = sec
		return sec
	}
	for _, id := range s.Config.Sections {
		add(id, true)
	}
	folders := sectionFolders(parts)
	for _, f := range folders {
		if s.bySection[f.id] != nil {
			continue
		}
		add(f.id, s.Config.Sections == nil)
		if s.Config.Sections != nil {
			at := diag.Whole(f.file)
			if like := diag.Suggest(f.id, s.Config.Sections); like != "" {
				problems = append(problems, diag.At(at, "section.like", f.id, like))
			} else {
				problems = append(problems, diag.At(at, "section", f.id))
			}
		}
	}
	for _, e := range parts.Indexes {
		e.State = e.stage(s.Clock) // a section needs no more than a title
		if sec := s.bySection[e.Key]; sec != nil {
			sec.Index[e.Language.Index] = e
			e.Article = &Article{Key: e.Key, Section: sec, Editions: sec.Index}
		} else {
			problems = append(problems, diag.At(diag.Whole(e.File), "unpublished.index", path.Base(e.File)))
		}
	}
	for _, sec := range s.Sections {
		if i := slices.IndexFunc(sec.Index, func(e *Edition) bool { return e != nil }); i >= 0 {
			a := sec.Index[i].Article
			for _, e := range sec.Index {
				if e != nil {
					e.Article, e.tree = a, treeOf(e)
					e.path = strings.TrimSuffix(sec.Path(e.Language), "/")
				}
			}
			problems = append(problems, s.lookUp(a)...)
			for e := range a.all() {
				e.names = s.namesFiles(e)
			}
			a.identify()
		}
	}
	return problems
}

type folder struct{ id, file string }

// sectionFolders lists the folders that hold texts, with the first of them.
func sectionFolders(parts Parts) []folder {
	var all []folder
	seen := make(map[string]bool)
	consider := func(id, file string) {
		if id != "" && !seen[id] {
			seen[id] = true
			all = append(all, folder{id, file})
		}
	}
	for _, e := range parts.Indexes {
		if !strings.Contains(e.Key, "/") {
			consider(e.Key, e.File)
		}
	}
	for _, e := range parts.Editions {
		if id, _, below := strings.Cut(e.Key, "/"); below {
			consider(id, e.File)
		}
		if e.Header.Section.Set {
			consider(e.Header.Section.Value, e.File)
		}
	}
	slices.SortStableFunc(all, func(a, b folder) int { return strings.Compare(a.id, b.id) })
	return all
}

// group puts editions of one key, or of one translation_key, into an article.
func (s *Site) group(editions []*Edition) (articles []*Article, problems []diag.Problem) {
	joined := make(map[string]*Article, len(editions))
	find := func(e *Edition, name string) *Article {
		a := joined[name]
		if a == nil {
			a = &Article{Key: e.Key, Editions: make([]*Edition, len(s.Languages))}
			joined[name] = a
			articles = append(articles, a)
		}
		return a
	}
	var before *Edition // filed by its key, which most often is that of the next
	for _, e := range editions {
		named := e.TranslationKey.Set && e.TranslationKey.Value != ""
		again := before != nil && !named && e.Key == before.Key
		var key string
		var a *Article
		switch key = e.Key; {
		case again:
			a = before.Article
		case named:
			key = norm.NFC.String(key)
			a = find(e, e.TranslationKey.Value)
			s.rooted = s.rooted || strings.HasPrefix(e.TranslationKey.Value, "/")
		default:
			key = norm.NFC.String(key)
			a = find(e, "/"+key)
		}
		i := e.Language.Index
		if other := a.Editions[i]; other != nil {
			problems = append(problems, diag.At(diag.Whole(e.File), "disagree.twice", other.File))
			continue
		}
		a.Editions[i] = e
		e.Article, e.tree = a, treeOf(e)
		if !again {
			s.byKey[key] = a
		}
		if !named {
			before = e
		}
	}
	return articles, problems
}

// settle applies the laws of single articles and files each under its section
// and addresses.
func (s *Site) settle(articles []*Article, each func(n int, f func(i int))) (problems []diag.Problem) {
	found := make([][]diag.Problem, len(articles))
	if each == nil {
		each = func(n int, f func(i int)) {
			for i := range n {
				f(i)
			}
		}
	}
	each(len(articles), func(i int) { found[i] = s.laws(articles[i]) })
	for i, a := range articles {
		problems = append(problems, found[i]...)
		if a.Section != nil {
			s.Articles = append(s.Articles, a)
		} else {
			s.Pages = append(s.Pages, a)
		}
		for e := range a.all() {
			if e.State != Blank {
				s.byPath[e.path] = e
			}
		}
	}
	return problems
}

// laws applies the laws of one article.
func (s *Site) laws(a *Article) []diag.Problem {
	problems := append(a.agree(s), s.lookUp(a)...)
	problems = append(problems, s.resolveTopics(a)...)
	a.inherit(s.Clock)
	leader := a.leader(s.Clock)
	id, _, below := strings.Cut(leader.Key, "/")
	if leader.Header.Section.Value != "" {
		id, below = leader.Header.Section.Value, true
	}
	if below {
		a.Section = s.bySection[id]
	}
	for e := range a.all() {
		e.State = e.state(s.Clock)
		problems = append(problems, e.demand(a.Section != nil)...)
		problems = append(problems, e.route(s.Config)...)
		e.url = s.Config.URL(e.path)
		e.names = s.namesFiles(e)
	}
	problems = append(problems, s.pair(a)...)
	a.identify()
	return problems
}

// demand names what an edition must have and lacks.
func (e *Edition) demand(article bool) (problems []diag.Problem) {
	if e.State == Blank && e.Title.Set && !e.Draft.Value { // a writer may not expect that it is no edition yet
		problems = append(problems, diag.At(e.Place(e.Title.Spot), "unpublished.blank"))
	}
	if e.State == Blank || e.State == Draft {
		return problems
	}
	if e.Title.Value == "" {
		problems = append(problems, diag.At(e.Place(e.Title.Spot), "title"))
	}
	if article && e.Date.Value.IsZero() && !e.Article.dated() {
		problems = append(problems, diag.At(diag.Whole(e.File), "date.missing"))
	}
	return problems
}

// dated reports whether any edition gives a date, even one that cannot be read.
func (a *Article) dated() bool {
	for e := range a.all() {
		if e.Date.Spot.Line > 0 {
			return true
		}
	}
	return false
}

// secrets names every text that is classified, whether or not it would be seen.
func secrets(parts Parts) (problems []diag.Problem) {
	for _, list := range [][]*Edition{parts.Editions, parts.Indexes} {
		for _, e := range list {
			if level := e.Classification.Value; e.Classification.Set && !public(level) {
				problems = append(problems, diag.At(e.Place(e.Classification.Spot), "classified", level))
			}
		}
	}
	return problems
}

func public(level string) bool {
	switch fold(level) {
	case "", "公开", "public", "公開", "非密":
		return true
	}
	return false
}

// all visits the editions that there are, in the order of the languages.
func (a *Article) all() iter.Seq[*Edition] {
	return func(yield func(*Edition) bool) {
		for _, e := range a.Editions {
			if e != nil && !yield(e) {
				return
			}
		}
	}
}

// leader is the edition that says where the article is filed: the first that can
// be seen, else the first.
func (a *Article) leader(c Clock) *Edition {
	for e := range a.all() {
		if e.stage(c) == Published && !e.blank() {
			return e
		}
	}
	return a.first()
}

func (a *Article) first() *Edition {
	for e := range a.all() {
		return e
	}
	return nil
}

// In is the article's edition in the language if it is published, else nil.
func (a *Article) In(l *Language) *Edition {
	if e := a.Editions[l.Index]; e.Published() {
		return e
	}
	return nil
}

// Seen reports whether the section has pages: site.yaml names it, or something
// in it is published. The name of a folder of drafts is no secret worth telling.
func (s *Section) Seen() bool {
	return s.Named || slices.ContainsFunc(s.Index, (*Edition).Published) ||
		slices.ContainsFunc(s.Articles, func(a *Article) bool { return slices.ContainsFunc(a.Editions, (*Edition).Published) })
}

// In is the section's own text in the language if it is published, else nil.
func (s *Section) In(l *Language) *Edition {
	if e := s.Index[l.Index]; e.Published() {
		return e
	}
	return nil
}

// Editions visits every edition of every article and page.
func (s *Site) Editions() iter.Seq[*Edition] {
	return func(yield func(*Edition) bool) {
		for _, list := range [][]*Article{s.Articles, s.Pages} {
			for _, a := range list {
				for e := range a.all() {
					if !yield(e) {
						return
					}
				}
			}
		}
	}
}

// order sorts articles, the newest first, and files them under their sections in
// that order.
func (s *Site) order() {
	dated := make([]*Edition, len(s.Articles)) // each is asked for once
	for i, a := range s.Articles {
		dated[i] = a.dating()
	}
	slices.SortStableFunc(dated, Newest)
	for i, e := range dated {
		s.Articles[i] = e.Article
	}
	for _, a := range s.Articles {
		a.Section.Articles = append(a.Section.Articles, a)
	}
	slices.SortFunc(s.Pages, func(a, b *Article) int { return strings.Compare(a.Key, b.Key) })
}

// dating is the edition whose date an article has: its first that is published.
func (a *Article) dating() *Edition {
	for e := range a.all() {
		if e.Published() {
			return e
		}
	}
	return a.first()
}

// Newest orders editions: later ones first, then lighter ones (weight), then by
// key.
func Newest(x, y *Edition) int {
	if c := y.Date.Value.Compare(x.Date.Value); c != 0 {
		return c
	}
	return cmp.Or(
		cmp.Compare(x.Weight.Value, y.Weight.Value),
		strings.Compare(x.Article.Key, y.Article.Key),
	)
}
