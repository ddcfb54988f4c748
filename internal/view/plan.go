package view

import (
	"cmp"
	"slices"
	"strings"

	"bulletin/internal/site"
)

// A Plan is everything that will be published, but for the theme's assets.
type Plan struct {
	Pages  []Page // by path
	Copies []Copy // by path
	Feeds  []Feed
}

// A Copy is a file that is published with little or no change.
type Copy struct {
	Path    string // relative to the destination
	Source  string // relative to the site's source
	Picture bool   // it is a picture: published without its metadata
}

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
	cards     map[*site.Edition]*Card
	lists     map[*site.Section][][]*site.Edition // published, the newest first, by Language.Index
	titles    map[*site.Section][]string          // by Language.Index
	copies    map[string]Copy
	dates     map[instant]Date
	offers    map[place][]Item // of feeds
	trails    map[place][]Item // the ways to the articles of sections
	params    Value
	fed       map[string]bool              // the folders that have a feed
	entries   map[*site.Edition]*FeedEntry // of feeds, without their texts
	texts     map[*site.Edition]Text
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
		entries:   make(map[*site.Edition]*FeedEntry),
		texts:     make(map[*site.Edition]Text),
		plan:      &Plan{Pages: make([]Page, 0, 2*len(s.Articles)*len(s.Languages)+64)},
		furniture: make(map[place]*Furniture),
		cards:     make(map[*site.Edition]*Card, len(s.Articles)*len(s.Languages)),
		lists:     make(map[*site.Section][][]*site.Edition),
		titles:    make(map[*site.Section][]string),
		copies:    make(map[string]Copy),
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
	p.all = p.inLanguages(s.Articles)
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

// add plans a page; source is the text it is made from, or "".
func (p *planner) add(path, layout, source string, f Frame, body any) {
	f.Preview = p.site.Clock.Preview()
	f.NoIndex = f.NoIndex || f.Preview
	p.outputs[path] = true
	if _, leads := body.(*Redirect); !leads {
		p.real[path] = f.Heading
	}
	p.plan.Pages = append(p.plan.Pages, Page{Path: path, Layout: layout, Source: source, Frame: f, Body: body})
}

// publish plans a copy of a file.
func (p *planner) publish(c Copy) { p.copies[c.Path+"\x00"+c.Source] = c }

// files plans what is published whether or not a page shows it.
func (p *planner) files() {
	for _, f := range p.site.Files {
		if strings.HasPrefix(f.Path, "content/files/") {
			p.publish(Copy{Path: strings.TrimPrefix(f.Path, "content/"), Source: f.Path})
		}
	}
	for _, c := range p.copies {
		p.plan.Copies = append(p.plan.Copies, c)
	}
	slices.SortFunc(p.plan.Copies, func(a, b Copy) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Source, b.Source))
	})
}
