package build

import (
	"bytes"
	"context"

	"bulletin/internal/view"
	"bulletin/internal/write"
)

// amend writes what the renewal of texts has changed, and nothing else. The
// report is nil where everything must be done: then nothing is written.
func (r *run) amend(ctx context.Context, all []renewed) (*Report, error) {
	if len(all) == 0 { // an editor's file came and went
		report := *r.report
		report.Made, report.Stats = 0, write.Stats{Same: r.report.Stats.Same + r.report.Stats.Changed + r.report.Stats.Created}
		r.report = &report
		return r.report, nil
	}
	outputs, pages, err := r.reached(ctx, all)
	if outputs == nil || err != nil {
		return nil, err
	}
	var paths []string
	for _, out := range outputs {
		paths = append(paths, out.Path)
	}
	state := r.state
	r.state = nil // it serves once
	dst, err := write.Amend(ctx, r.Destination, state, paths, r.Waiting)
	if dst == nil || err != nil {
		return nil, err
	}
	defer dst.Close()
	if err := r.all(ctx, len(outputs), func(i int) error {
		change, err := dst.Write(outputs[i])
		if err == nil && r.Wrote != nil {
			r.Wrote(outputs[i].Path, change)
		}
		return err
	}); err != nil {
		return nil, err
	}
	if foreign, edited := dst.Replaced(); len(foreign)+len(edited) > 0 {
		return nil, dst.Abort() // somebody is to be told
	}
	report := *r.report
	report.Made = pages
	if report.Stats, err = dst.Commit(); err != nil {
		return nil, err
	}
	before := r.report.Stats
	report.Stats.Same = before.Same + before.Changed + before.Created - report.Stats.Changed - report.Stats.Created
	r.report = &report
	r.amended(dst, outputs)
	r.state, err = dst.State()
	return r.report, err
}

// reached makes the outputs that the renewal of texts may have changed; nil
// where one cannot be made. It tells how many of them are pages.
func (r *run) reached(ctx context.Context, all []renewed) ([]write.Output, int, error) {
	var reaches []*view.Reach
	for _, n := range all {
		reaches = append(reaches, r.plan.Reach(n.site, n.replaced != nil))
	}
	var pages, feeds []int
	for i := range r.plan.Pages {
		for _, to := range reaches {
			if to.Page(r.plan.Pages[i]) {
				pages = append(pages, i)
				break
			}
		}
	}
	for i := range r.plan.Feeds {
		for _, to := range reaches {
			if to.Feed(r.plan.Feeds[i]) {
				feeds = append(feeds, i)
				break
			}
		}
	}
	var outputs []write.Output
	var found collector
	put := func(o write.Output) error {
		found.mutex.Lock()
		defer found.mutex.Unlock()
		outputs = append(outputs, write.Output{Path: o.Path, Body: bytes.Clone(o.Body)})
		return nil
	}
	err := r.all(ctx, len(pages), func(i int) error { return r.page(r.plan.Pages[pages[i]].Make(), &found, put) })
	if err == nil {
		err = r.all(ctx, len(feeds), func(i int) error { return r.feedFiles(r.plan.Feeds[feeds[i]], put) })
	}
	if err != nil || len(found.problems) > 0 {
		return nil, 0, err
	}
	return outputs, len(pages), nil
}
