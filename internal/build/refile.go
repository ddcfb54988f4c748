package build

import (
	"context"
	"slices"
	"strings"
	"time"

	"bulletin/internal/diag"
	"bulletin/internal/write"
)

// refile brings the site of the last look up to date where nothing but the texts of
// a few articles has changed, and nothing is to be told of them: they are filed
// anew, everything is planned again, and finish makes of the plan what is wanted.
// The report is nil, and the site as it was, where everything must be looked at.
//
// This is right because the laws of an article look at its own texts, at what
// stands for the whole site (site.yaml, vocabularies, which sections and files there
// are), which is as it was, and at nothing of another article. What one knows of
// others is in lists, issues and links, and these are made anew: lists with the
// plan, issues and links where they touch what has changed.
func (s *Workshop) refile(ctx context.Context, now time.Time, files []string, finish func(context.Context, *run) error) (*Report, error) {
	if !s.refilable(now, files) {
		return nil, nil
	}
	filing, err := s.sources.File(files, several)
	if filing == nil || err != nil || s.last.toldOf(filing.Files) {
		return nil, err
	}
	s.using.Lock()
	defer s.using.Unlock()
	last, next := s.last, s.last.following(now)
	links := last.content().links
	change := last.site.Refile(next.Clock, filing.Keys, filing.Editions, links, last.worded)
	if change == nil {
		return nil, nil
	}
	fine := false
	defer func() {
		if !fine {
			change.Undo()
		}
	}()
	if !next.theme.Again() {
		return nil, nil
	}
	if next.lay(); !next.judge() {
		return nil, nil
	}
	if err := finish(ctx, next); err != nil {
		return nil, err
	}
	if fine = next.judge(); !fine {
		return nil, nil
	}
	s.sources.Filed(filing)
	s.last = next.rests()
	afterwards(s.last)
	return next.report, nil
}

// toldOf reports whether a problem of what comes before the plan stands in a file or
// names it.
func (r *run) toldOf(files []string) bool {
	return slices.ContainsFunc(r.given, func(p diag.Problem) bool {
		return slices.Contains(files, p.Pos.File) || slices.ContainsFunc(p.Args, func(arg any) bool {
			file, ok := arg.(string)
			return ok && slices.Contains(files, file)
		})
	})
}

// refilable reports whether the last look will do, as far as can be known without
// reading: only what lies in content may have changed, and no hour has come at which a
// text is seen or not.
func (s *Workshop) refilable(now time.Time, files []string) bool {
	r := s.last
	if r == nil || len(files) == 0 || slices.ContainsFunc(files, func(file string) bool { return !strings.HasPrefix(file, "content/") }) {
		return false
	}
	turn := r.site.Turn()
	return r.AsOf != "" || !now.Before(r.Clock.Now) && (turn.IsZero() || now.Before(turn))
}

// following is a run on the site of this one, which is still to be planned.
func (r *run) following(now time.Time) *run {
	next := *r
	next.report, next.problems = &Report{}, slices.Clone(r.given)
	next.plan, next.sitemap, next.lost, next.worded, next.state = nil, nil, nil, nil, nil
	if r.AsOf == "" {
		next.Clock.Now = now
	}
	return &next
}

// rehold holds the site where it was held, so that whoever has it sees what is new.
func (s *Workshop) rehold(ctx context.Context, r *run) error {
	if err := r.try(ctx); err != nil || !r.judge() {
		return err
	}
	s.held.holding = hold(r)
	return nil
}

// rewrite writes the site.
func (s *Workshop) rewrite(ctx context.Context, r *run) error {
	dst, err := write.Open(ctx, r.Destination, r.Waiting)
	if err != nil {
		return err
	}
	defer dst.Close()
	err = r.write(ctx, nil, dst)
	s.kept = r.kept
	return err
}
