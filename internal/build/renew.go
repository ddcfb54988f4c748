package build

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"bulletin/internal/check"
	"bulletin/internal/diag"
	"bulletin/internal/read"
	"bulletin/internal/site"
	"bulletin/internal/view"
	"bulletin/internal/write"
)

// several is how many texts are renewed at most; of more everything is looked at.
const several = 8

// A renewed is a text that has taken the place of another in a site and its plan.
type renewed struct {
	change   read.Change
	site     *site.Renewal
	replaced *view.Card
	made     int // pages that were rendered to see whether they can be
}

// after is a report once texts have been renewed.
func (r *Report) after(all []renewed) *Report {
	next := *r
	next.Made = 0
	for _, n := range all {
		next.Made += n.made
	}
	return &next
}

// renew brings the site of the last look up to date, where the files told are
// texts in which nothing has changed but what is written there, and which have
// no problems. It reports false, and leaves the site as it was, where everything
// must be looked at.
//
// This is right because no other part of the site depends on these words: no
// order, no address, no answer to a link but those that lead to headings. So the
// site that would be read now has the same articles, the plan the same pages,
// and pages are made of the site as it is.
func (s *Workshop) renew(ctx context.Context, now time.Time, files []string) ([]renewed, bool) {
	r := s.last
	if r == nil || len(files) == 0 || len(files) > several || ctx.Err() != nil {
		return nil, false
	}
	if next := r.report.Next; r.AsOf == "" && (now.Before(r.Clock.Now) || !next.IsZero() && !now.Before(next)) {
		return nil, false
	}
	var all []renewed
	for _, file := range files {
		if r.passing(file) {
			continue
		}
		change, ok := s.again(file)
		if !ok {
			return nil, false
		}
		all = append(all, renewed{change: change})
	}
	s.using.Lock()
	defer s.using.Unlock()
	for i := range all {
		if !r.renew(&all[i]) {
			r.restore(all[:i])
			return nil, false
		}
	}
	for i := range all {
		if !r.fine(ctx, &all[i]) {
			r.restore(all)
			return nil, false
		}
	}
	for _, n := range all {
		if !slices.Contains(r.worded, n.site.Edition) {
			r.worded = append(r.worded, n.site.Edition)
		}
		s.sources.Take(n.change)
		if n.replaced != nil {
			r.theme.Forget(n.replaced)
		}
	}
	return all, true
}

// again reads a file again, if it is a text of which nothing was told.
func (s *Workshop) again(file string) (read.Change, bool) {
	if s.last.told(file) {
		return read.Change{}, false
	}
	info, err := s.last.source.Lstat(file)
	if err != nil || !info.Mode().IsRegular() {
		return read.Change{}, false
	}
	change, ok, err := s.sources.Again(file)
	return change, ok && err == nil
}

// told reports whether a problem stands in a file or names it.
func (r *run) told(file string) bool {
	return slices.ContainsFunc(r.report.Problems, func(p diag.Problem) bool { return p.Pos.File == file || slices.Contains(p.Args, any(file)) })
}

// passing reports whether a path in content was only there between two looks:
// many editors write a file beside the one that they save.
func (r *run) passing(file string) bool {
	if _, err := r.source.Lstat(file); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(file, "content/") {
		return false
	}
	told := slices.ContainsFunc(r.report.Problems, func(p diag.Problem) bool { return p.Pos.File == file || strings.HasPrefix(p.Pos.File, file+"/") })
	return !told && !r.content().known[file] && !strings.HasSuffix(file, ".yaml")
}

// A content is what stands where in the folder of that name.
type content struct {
	editions map[string]*site.Edition // by their files
	known    map[string]bool          // the files and folders
	links    *site.Links              // of the site when it was joined
}

func contentOf(s *site.Site) *content {
	c := &content{make(map[string]*site.Edition), make(map[string]bool), s.Links()}
	know := func(file string) {
		for ; !c.known[file] && file != "."; file = path.Dir(file) {
			c.known[file] = true
		}
	}
	for e := range s.Texts() {
		c.editions[e.File] = e
		know(e.File)
	}
	for _, f := range s.Files {
		know(f.Path)
	}
	return c
}

// renew gives one text its new version.
func (r *run) renew(n *renewed) bool {
	e := r.content().editions[n.change.File]
	if e == nil {
		return false
	}
	if n.site = r.site.Renew(e, n.change.Before, n.change.After, n.change.Document); n.site == nil {
		return false
	}
	n.replaced = r.plan.Renew(n.site)
	return true
}

// restore takes renewals back, the last first.
func (r *run) restore(all []renewed) {
	for _, n := range slices.Backward(all) {
		n.site.Undo()
		r.plan.Renew(n.site)
	}
}

// fine reports whether a text that was renewed, and those that link to headings
// of it, have no problems, and whether its page can be made.
func (r *run) fine(ctx context.Context, n *renewed) bool {
	if len(check.Text(r.site, n.site.Edition)) > 0 {
		return false
	}
	if n.site.Moved {
		a := n.site.Edition.Article
		if slices.ContainsFunc(a.Editions, func(e *site.Edition) bool { return e != nil && r.told(e.File) }) {
			return false
		}
		for e := range r.site.Texts() {
			if e.LinksInto(r.site, a) && (r.told(e.File) || len(check.Text(r.site, e)) > 0) {
				return false
			}
		}
	}
	var found collector
	for i := range r.plan.Pages {
		if r.plan.Pages[i].Source == n.change.File {
			n.made++
			_ = r.page(r.plan.Pages[i].Make(), &found, func(write.Output) error { return nil })
		}
	}
	return len(found.problems) == 0 && ctx.Err() == nil
}
