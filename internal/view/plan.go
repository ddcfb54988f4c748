package view

import (
	"cmp"
	"slices"
	"strings"

	"bulletin/internal/site"
)

// A Plan is everything that will be published, but for the theme's assets.
// Its pages and feeds are made when they are asked for, each time anew, by any
// number of goroutines.
type Plan struct {
	Pages  []Outline // by path
	Copies []Copy    // by path
	Feeds  []FeedOutline

	planner *planner
}

// An Outline is a page that is planned, without its body.
type Outline struct {
	Path   string // as in Page
	Layout string
	Source string
	Frame  Frame
	body   func() any

	shows     []*site.Edition // those whose cards stand on a list; not those on the pages of texts
	everybody bool            // it can show the card of any article
}

// Make makes the page.
func (o *Outline) Make() *Page { return &Page{o.Path, o.Layout, o.Source, o.Frame, o.body()} }

// Leads reports whether the page only leads on to another.
func (o *Outline) Leads() bool { return o.Layout == leading }

// The layouts of the pages that texts have.
const (
	articleLayout = "article.html"
	pageLayout    = "page.html"
	leading       = "redirect.html"
)

// A FeedOutline is a feed that is planned.
type FeedOutline struct {
	Path  string // as in Feed
	make  func() *Feed
	shows []*site.Edition
	whole bool // with their texts
}

// Make makes the feed.
func (o *FeedOutline) Make() *Feed { return o.make() }

// Make plans the whole site.
func Make(s *site.Site) *Plan {
	p := newPlanner(s)
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
	return p.plan
}

// sort brings the pages into the order of their paths. Pages are large, so that
// their places are sorted and each is moved once.
func (p *planner) sort() {
	places := make([]int32, len(p.plan.Pages))
	for i := range places {
		places[i] = int32(i)
	}
	pages := p.plan.Pages
	slices.SortFunc(places, func(a, b int32) int {
		x, y := &pages[a], &pages[b]
		return cmp.Or(strings.Compare(x.Path, y.Path), strings.Compare(x.Source, y.Source), cmp.Compare(a, b))
	})
	arrange(pages, places)
}

// arrange brings to every place what stands at the one that places tells, in
// cycles, for a second list would be as large as the first.
func arrange[T any](list []T, places []int32) {
	const done = -1
	for start, from := range places {
		if from == done {
			continue
		}
		first, at := list[start], start
		for int(from) != start {
			list[at] = list[from]
			places[at] = done
			at, from = int(from), places[from]
		}
		list[at] = first
		places[at] = done
	}
}

// A planner holds what several views share while they are planned.
type planner struct {
	site      *site.Site
	plan      *Plan
	languages []*Language // by site.Language.Index
	furniture map[place]*Furniture
	cards     map[*site.Edition]*Card             // of all published articles
	lists     map[*site.Section][][]*site.Edition // published, the newest first, by Language.Index
	titles    map[*site.Section][]string          // by Language.Index
	dates     map[instant]Date                    // of cards: days recur
	offers    map[place][]Item                    // of feeds
	trails    map[place][]Item                    // the ways to the articles of sections
	params    Value
	fed       map[string]bool   // the folders that have a feed
	outputs   map[string]bool   // the files of all pages that are planned
	real      map[string]string // the headlines of those that do not lead on, by their files

	all      [][]*site.Edition                 // of all sections, the newest first, by Language.Index
	byTopic  map[*site.Topic][][]*site.Edition // likewise
	years    []*series                         // of the archive, the last first
	issued   [][]issued                        // the issues of each language, the newest first, by Language.Index
	folders  map[string]*folder                // by path without language
	below    map[string][]string               // the folders that lie in one, the last first
	ofFolder map[string]*site.Section          // by Section.Folder
}

// A place is where a page stands in the menu.
type place struct {
	language *site.Language
	item     string // the entry of the menu that is current
}

func newPlanner(s *site.Site) *planner {
	p := &planner{
		site:      s,
		params:    value(s.Params),
		fed:       make(map[string]bool),
		plan:      &Plan{Pages: make([]Outline, 0, 2*len(s.Articles)*len(s.Languages)+64)},
		furniture: make(map[place]*Furniture),
		cards:     make(map[*site.Edition]*Card, len(s.Articles)*len(s.Languages)),
		lists:     make(map[*site.Section][][]*site.Edition),
		titles:    make(map[*site.Section][]string),
		dates:     make(map[instant]Date),
		offers:    make(map[place][]Item),
		trails:    make(map[place][]Item),
		outputs:   make(map[string]bool, len(s.Articles)*len(s.Languages)),
		real:      make(map[string]string, len(s.Articles)*len(s.Languages)),
		byTopic:   make(map[*site.Topic][][]*site.Edition, len(s.Topics)),

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
	p.makeCards()
	p.byTopics()
	p.calendar()
	p.issue()
	p.makeFolders()
	return p
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
	for _, t := range p.site.Topics {
		p.byTopic[t] = make([][]*site.Edition, len(p.site.Languages))
	}
	for i, list := range p.all {
		for _, e := range list {
			for _, t := range p.site.TopicsOf(e) {
				p.byTopic[t][i] = append(p.byTopic[t][i], e)
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

// add plans a page; source is the text it is made from, or "". Its body is made
// later and by several at once: body may read from the planner alone.
func (p *planner) add(path, layout, source string, f Frame, body func() any) *Outline {
	f.Preview = p.site.Clock.Preview()
	f.NoIndex = f.NoIndex || f.Preview
	p.outputs[path] = true
	o := Outline{Path: path, Layout: layout, Source: source, Frame: f, body: body}
	if !o.Leads() {
		p.real[path] = f.Heading
	}
	p.plan.Pages = append(p.plan.Pages, o)
	return &p.plan.Pages[len(p.plan.Pages)-1]
}
