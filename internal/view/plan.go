package view

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"bulletin/internal/site"
)

// A Plan is everything that will be published, but for the theme's assets.
// Its pages and feeds are made when they are asked for, by any number of
// goroutines.
type Plan struct {
	Pages  []*Outline // by path
	Copies []Copy     // by path
	Feeds  []*FeedOutline

	planner *planner
}

// An Outline is a page that is planned and not yet made.
type Outline struct {
	Path     string // as in Page
	Layout   string
	Source   string
	Language *Language

	frame     func() Frame // both read from the planner alone
	body      func() any
	about     subject
	planner   *planner
	made      atomic.Pointer[Frame]
	preview   bool
	grey      bool
	leads     string          // where it leads on to; "" for any other page
	shows     []*site.Edition // those whose cards stand on a list; not those on the pages of texts
	whole     bool            // with their texts
	everybody bool            // it can show the card of any article
}

// Make makes the page; its body is made each time anew.
func (o *Outline) Make() *Page {
	return &Page{o.Path, o.Layout, o.Source, *o.Frame(), o.body()}
}

// Frame is what the page carries around its body. Nobody may change it.
func (o *Outline) Frame() *Frame {
	if f := o.made.Load(); f != nil {
		return f
	}
	f := o.frame()
	if !o.Leads() {
		f.Meta = o.planner.meta(o.about, &f)
	}
	f.Preview, f.Grey = o.preview, o.grey
	f.NoIndex = f.NoIndex || f.Preview
	o.made.Store(&f)
	return &f
}

func (o *Outline) heading() string { return o.Frame().Heading }

// Leads reports whether the page only leads on to another.
func (o *Outline) Leads() bool { return o.leads != "" }

// A FeedOutline is a feed that is planned.
type FeedOutline struct {
	Path  string // as in Feed
	make  func() *Feed
	shows []*site.Edition
	whole bool // with their texts
}

// Make makes the feed.
func (o *FeedOutline) Make() *Feed { return o.make() }

// Make plans the whole site. each runs f for 0…n-1, maybe several at a time; what
// is to be done beside it, and does not need the plan, is done when there is room.
func Make(s *site.Site, each func(n int, f func(i int)), beside func()) *Plan {
	p := newPlanner(s)
	each(2, func(i int) {
		if i == 0 {
			p.makeFolders()
		} else {
			p.group()
		}
	})
	each(2, func(i int) {
		if i == 0 {
			p.pages()
		} else {
			beside()
		}
	})
	return p.plan
}

// pages plans every page, feed and copy.
func (p *planner) pages() {
	s := p.site
	p.front()
	p.missing()
	for _, l := range s.Languages {
		p.home(l)
		for _, sec := range s.Sections {
			if sec.Seen() {
				p.section(sec, l)
			}
		}
		for _, a := range s.Pages {
			if e := a.In(l); e != nil {
				p.plain(e)
			}
		}
		p.topics(l)
		p.issues(l)
		p.archive(l)
		p.search(l)
		p.feedsIndex(l)
		p.folderPages(l)
		p.feed(p.everything(), l)
	}
	p.files()
	for e := range s.Editions() {
		if e.Published() {
			p.aliases(e)
		}
	}
	p.gaps()
	p.sort()
}

// sort brings the pages into the order of their paths.
func (p *planner) sort() {
	slices.SortStableFunc(p.plan.Pages, func(x, y *Outline) int {
		if c := strings.Compare(x.Path, y.Path); c != 0 { // as nearly always
			return c
		}
		return strings.Compare(x.Source, y.Source)
	})
}

// A planner holds what several views share while they are planned.
type planner struct {
	site      *site.Site
	plan      *Plan
	languages []*Language // by site.Language.Index
	furniture shared[place, *Furniture]
	cards     sync.Map                            // by *site.Edition: of published articles
	lists     map[*site.Section][][]*site.Edition // published, the newest first, by Language.Index
	titles    map[*site.Section][]string          // by Language.Index
	dates     shared[instant, Date]               // of cards: days recur
	offers    shared[place, []Item]               // of feeds
	trails    shared[place, []Item]               // the ways to the articles of sections
	params    Value
	fed       map[string]bool     // the folders that have a feed
	outputs   map[string]*Outline // by path

	all      [][]*site.Edition                 // of all sections, the newest first, by Language.Index
	byTopic  map[*site.Topic][][]*site.Edition // likewise
	dated    map[*site.Topic][][]dated         // likewise, the same articles
	numbers  map[*site.Topic]int
	years    []*series                // of the archive, the last first
	issued   [][]issued               // the issues of each language, the newest first, by Language.Index
	folders  map[string]*folder       // by path without language
	below    map[string][]string      // the folders that lie in one, the last first
	ofFolder map[string]*site.Section // by Section.Folder
}

// A shared is what many pages share, each made when it is asked for first.
type shared[K comparable, V any] struct {
	mutex sync.Mutex
	known map[K]V
}

// get gets what belongs to a key, or makes it.
func (s *shared[K, V]) get(key K, build func() V) V {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	v, ok := s.known[key]
	if !ok {
		if s.known == nil {
			s.known = make(map[K]V)
		}
		v = build()
		s.known[key] = v
	}
	return v
}

// A place is where a page stands in the menu.
type place struct {
	language *site.Language
	item     string // the entry of the menu that is current
}

func newPlanner(s *site.Site) *planner {
	p := &planner{
		site:    s,
		params:  value(s.Params),
		fed:     make(map[string]bool),
		plan:    &Plan{Pages: make([]*Outline, 0, 2*len(s.Articles)*len(s.Languages)+64)},
		lists:   make(map[*site.Section][][]*site.Edition),
		titles:  make(map[*site.Section][]string),
		outputs: make(map[string]*Outline, len(s.Articles)*len(s.Languages)),
		byTopic: make(map[*site.Topic][][]*site.Edition, len(s.Topics)),
		dated:   make(map[*site.Topic][][]dated, len(s.Topics)),
		numbers: make(map[*site.Topic]int, len(s.Topics)),

		ofFolder: make(map[string]*site.Section),
		below:    make(map[string][]string),
	}
	for _, l := range s.Languages {
		p.languages = append(p.languages, &Language{Code: l.Code, Tag: l.Tag, Name: l.Name})
	}
	for _, sec := range s.Sections {
		p.lists[sec] = p.inLanguages(sec.Articles)
		for _, l := range s.Languages {
			p.titles[sec] = append(p.titles[sec], sectionTitle(sec, l))
		}
	}
	p.plan.planner = p
	p.all = p.inLanguages(s.Articles)
	return p
}

// group sorts articles by topic, year and issue.
func (p *planner) group() {
	p.byTopics()
	p.calendar()
	p.issue()
}

// inLanguages lists the published editions of articles, the newest first, by
// Language.Index.
func (p *planner) inLanguages(articles []*site.Article) [][]*site.Edition {
	lists := make([][]*site.Edition, len(p.site.Languages))
	for _, a := range articles {
		for _, l := range p.site.Languages {
			if e := a.In(l); e != nil {
				lists[l.Index] = append(lists[l.Index], e)
			}
		}
	}
	for _, list := range lists {
		slices.SortStableFunc(list, site.Newest) // by their own dates, which can differ
	}
	return lists
}

// byTopics sorts the articles of all languages by topic; they stay in order.
func (p *planner) byTopics() {
	for i, t := range p.site.Topics {
		p.numbers[t] = i
		p.byTopic[t] = make([][]*site.Edition, len(p.site.Languages))
		p.dated[t] = make([][]dated, len(p.site.Languages))
	}
	for i, list := range p.all {
		for _, e := range list {
			topics := p.site.TopicsOf(e)
			known := dated{e.Date.Value.Unix(), p.bits(topics), e}
			for _, t := range topics {
				p.byTopic[t][i] = append(p.byTopic[t][i], e)
				p.dated[t][i] = append(p.dated[t][i], known)
			}
		}
	}
}

func sectionTitle(sec *site.Section, l *site.Language) string {
	if e := sec.In(l); e != nil && e.Title.Value != "" {
		return e.Title.Value
	}
	return sec.ID
}

// add plans a page of a language.
func (p *planner) add(l *site.Language, o *Outline) {
	o.Language, o.preview, o.grey = p.languages[l.Index], p.site.Clock.Preview(), p.site.Grey
	o.planner, o.about.language = p, l
	if p.outputs[o.Path] == nil || !o.Leads() {
		p.outputs[o.Path] = o
	}
	p.plan.Pages = append(p.plan.Pages, o)
}
