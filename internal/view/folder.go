package view

import (
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"bulletin/internal/site"
)

// A folder is one that articles stand in below their section; a page lists what
// stands in it and below.
type folder struct {
	path    string // without the language: "news/2024/11"
	section *site.Section
	lists   [][]*site.Edition // the newest first, by Language.Index
}

// makeFolders finds the folders of all articles. Those that are sections have
// their pages already, and where an article has the address of a folder the
// folder has none in that language.
func (p *planner) makeFolders() {
	p.folders = make(map[string]*folder)
	for _, sec := range p.site.Sections {
		p.ofFolder[sec.Folder()] = sec
	}
	claimed := make(map[string]bool)
	for _, list := range p.all {
		for _, e := range list {
			claimed[e.Output(p.site.Config)] = true
			for at := e.Folder(); at != "" && p.ofFolder[at] == nil; at = parent(at) {
				f := p.folder(at, e.Article.Section)
				f.lists[e.Language.Index] = append(f.lists[e.Language.Index], e)
			}
		}
	}
	for at, f := range p.folders {
		p.below[parent(at)] = append(p.below[parent(at)], at)
		for _, l := range p.site.Languages {
			if claimed[l.Code+"/"+at+"/index.html"] {
				f.lists[l.Index] = nil
			}
		}
	}
	for _, list := range p.below {
		slices.SortFunc(list, func(a, b string) int { return strings.Compare(b, a) })
	}
}

func parent(folder string) string {
	if at := strings.LastIndexByte(folder, '/'); at >= 0 {
		return folder[:at]
	}
	return ""
}

// folder finds a folder or makes it. It is part of the section whose folder it
// lies in; where permalinks put it elsewhere, of that of its first article.
func (p *planner) folder(at string, first *site.Section) *folder {
	f := p.folders[at]
	if f == nil {
		top, _, _ := strings.Cut(at, "/")
		if sec := p.ofFolder[top]; sec != nil {
			first = sec
		}
		f = &folder{path: at, section: first, lists: make([][]*site.Edition, len(p.site.Languages))}
		p.folders[at] = f
	}
	return f
}

// foldersIn are the links to the folders that lie in one, in a language.
func (p *planner) foldersIn(at string, l *site.Language) []Item {
	var items []Item
	for _, below := range p.below[at] {
		if len(p.folders[below].lists[l.Index]) > 0 {
			items = append(items, Item{Title: folderName(below, l), URL: p.site.Link(l.Code + "/" + below + "/")})
		}
	}
	return items
}

// folderName is the last part of a folder's path as people say it: a year, a
// month of a year, or its name.
func folderName(at string, l *site.Language) string {
	name := path.Base(at)
	if year(name) {
		return fill(l.Strings["year_pattern"], "year", name)
	}
	if m := month(name); m != 0 && year(path.Base(parent(at))) {
		return monthName(l, m)
	}
	return name
}

// folderTitle is the folder's name as a heading that stands alone.
func folderTitle(at string, l *site.Language) string {
	if m := month(path.Base(at)); m != 0 && year(path.Base(parent(at))) {
		y, _ := strconv.Atoi(path.Base(parent(at)))
		return expandDate(l, "month_pattern", time.Date(y, m, 1, 0, 0, 0, 0, time.UTC))
	}
	return folderName(at, l)
}

func year(name string) bool {
	n, err := strconv.Atoi(name)
	return err == nil && len(name) == 4 && 1900 <= n && n < 2200
}

func month(name string) time.Month {
	n, err := strconv.Atoi(name)
	if err != nil || len(name) > 2 || n < 1 || n > 12 {
		return 0
	}
	return time.Month(n)
}

// folderPages plans the pages of all folders in a language.
func (p *planner) folderPages(l *site.Language) {
	for _, at := range slices.Sorted(maps.Keys(p.folders)) {
		p.series(p.folderSeries(p.folders[at]), l)
	}
}

func (p *planner) folderSeries(f *folder) *series {
	return &series{
		kind: "folder", item: f.section.ID, of: f.section, lists: f.lists,
		path: func(l *site.Language) string { return l.Code + "/" + f.path + "/" },
		title: func(l *site.Language) string {
			return fill(fill(l.Strings["folder_title"], "section", p.titles[f.section][l.Index]), "folder", folderTitle(f.path, l))
		},
		crumbs: func(l *site.Language) []Item { return p.above(f, l) },
		parts:  func(l *site.Language) []Item { return p.foldersIn(f.path, l) },
		feeds:  func(l *site.Language) []Item { return p.feedsOf(l, f.section) },
		nearby: func(l *site.Language) string { return p.site.Link(f.section.Path(l)) },
	}
}

// above are the section and the folders that a folder lies in.
func (p *planner) above(f *folder, l *site.Language) []Item {
	var items []Item
	for at := parent(f.path); at != "" && p.folders[at] != nil; at = parent(at) {
		items = append(items, Item{Title: folderName(at, l), URL: p.site.Link(l.Code + "/" + at + "/")})
	}
	items = append(items, p.sectionItem(f.section, l, ""))
	slices.Reverse(items)
	return items
}
