package check

import (
	"cmp"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"bulletin/internal/diag"
	"bulletin/internal/view"
)

// A File is one that will be published beside the pages and copies of the plan.
type File struct {
	Path   string // relative to the destination
	Source string // relative to the site's source; "" when the program makes it
}

// Lost is what has no address to be written to, because another has it: pages
// and copies by their index in the plan, files by their index in the list.
type Lost struct{ Pages, Copies, Files map[int]bool }

// Claims are the addresses that have been taken so far.
type claims struct {
	valid    func(path string) error
	made     []claim
	files    map[string]int // their numbers, by their paths
	folders  map[string]int // likewise, by every folder that they lie in
	long     map[string]int // parts that are too long, by their problems
	problems []diag.Problem
}

// A claim says by whom an address is taken.
type claim struct {
	by      string // a source, or the layout of a page that has none
	path    string
	source  bool
	picture bool
}

// name is what a reader can look at.
func (c claim) name() string {
	if c.source {
		return c.by
	}
	return "/" + c.path
}

// Addresses finds outputs that cannot all be written: two under one address,
// one that is also the folder of another, and names that not every system can
// store. Addresses that differ only by case or Unicode form are one: on some
// systems their files are. What the program makes of itself is looked at first,
// so that a problem stands at a source wherever there is one. The files are
// published beside what is planned, and valid says whether a path can be written.
// What cannot be, whatever site.yaml makes of the problem, is Lost.
func Addresses(plan *view.Plan, files []File, valid func(path string) error) ([]diag.Problem, Lost) {
	lost := Lost{make(map[int]bool), make(map[int]bool), make(map[int]bool)}
	n := len(plan.Pages) + len(plan.Copies) + len(files)
	c := &claims{valid: valid, made: make([]claim, 0, n), files: make(map[string]int, n), folders: make(map[string]int, n/4), long: make(map[string]int)}
	pages := func(mine func(p *view.Outline) bool) {
		for i := range plan.Pages {
			p := plan.Pages[i]
			if mine(p) && !c.add(p.Path, p.Source, claim{by: cmp.Or(p.Source, p.Layout)}) {
				lost.Pages[i] = true
			}
		}
	}
	pages(func(p *view.Outline) bool { return p.Source == "" })
	for i, f := range files {
		if f.Source == "" && !c.add(f.Path, "", claim{by: "/" + f.Path}) {
			lost.Files[i] = true
		}
	}
	pages(func(p *view.Outline) bool { return p.Source != "" && !p.Leads() })
	for i, p := range plan.Copies {
		if !c.add(p.Path, p.Source, claim{by: p.Source, picture: p.Set != ""}) {
			lost.Copies[i] = true
		}
	}
	for i, f := range files {
		if f.Source != "" && !c.add(f.Path, f.Source, claim{by: f.Source}) {
			lost.Files[i] = true
		}
	}
	pages(func(p *view.Outline) bool { return p.Source != "" && p.Leads() }) // what is at an old address now has it first
	return c.problems, lost
}

// add claims an address, and reports whether it was free. A picture's holds the
// sum of its bytes: two pictures at one address are one.
func (c *claims) add(path, source string, own claim) bool {
	at := diag.Whole(cmp.Or(source, "site.yaml"))
	if err := c.valid(path); err != nil {
		c.unstorable(path, source, err)
		return false
	}
	own.path, own.source = path, source != ""
	key := folded(path)
	if i, taken := c.files[key]; taken {
		switch other := c.made[i]; {
		case own.picture && other.picture:
		case source == "":
			c.problems = append(c.problems, diag.At(at, "url.made", "/"+path))
		default:
			c.problems = append(c.problems, diag.At(at, "url", "/"+path, other.by))
		}
		return false
	}
	if i, taken := c.folders[key]; taken {
		c.problems = append(c.problems, diag.At(at, "url.folder", "/"+path, c.made[i].name()))
		return false
	}
	number := len(c.made)
	c.made = append(c.made, own)
	for end := strings.LastIndexByte(key, '/'); end >= 0; end = strings.LastIndexByte(key[:end], '/') {
		folder := key[:end]
		if i, taken := c.files[folder]; taken {
			c.problems = append(c.problems, diag.At(at, "url.folder", "/"+path, c.made[i].name()))
			return false
		}
		if _, known := c.folders[folder]; known {
			break
		}
		c.folders[folder] = number
	}
	c.files[key] = number
	return true
}

// unstorable reports a path that not every system can store. A part that is too
// long is reported once, at a source if there is one.
func (c *claims) unstorable(path, source string, err error) {
	at := diag.Whole(cmp.Or(source, "site.yaml"))
	long, ok := errors.AsType[interface {
		error
		Long() (part string, most int)
	}](err)
	if !ok {
		m := diag.Message("url.name")
		if _, kept := errors.AsType[interface {
			error
			Reserved()
		}](err); kept {
			m = "url.reserved"
		}
		c.problems = append(c.problems, diag.At(at, m, "/"+path))
		return
	}
	part, most := long.Long()
	stem := strings.TrimSuffix(part, ".html")
	if i, known := c.long[stem]; !known {
		c.long[stem] = len(c.problems)
		c.problems = append(c.problems, diag.At(at, "url.long", part, len(part), most))
	} else if p := &c.problems[i]; p.Pos.File == "site.yaml" {
		*p = diag.At(at, "url.long", part, len(part), most)
	}
}

// folded is a path as the systems see it that tell no upper case from lower.
func folded(path string) string {
	plain := true
	for i := 0; i < len(path); i++ {
		plain = plain && path[i] < utf8.RuneSelf && (path[i] < 'A' || path[i] > 'Z')
	}
	if plain {
		return path
	}
	return strings.ToLower(norm.NFC.String(path))
}
