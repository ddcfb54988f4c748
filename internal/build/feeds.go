package build

import (
	"context"

	"bulletin/internal/check"
	"bulletin/internal/feed"
	"bulletin/internal/view"
	"bulletin/internal/write"
)

// A feedForm is one of the forms that every feed is published in.
type feedForm struct {
	ending string
	write  func(dst []byte, f *view.Feed, whole feed.Whole) ([]byte, error)
}

func feedForms() [2]feedForm { return [2]feedForm{{".xml", feed.Atom}, {".json", feed.JSON}} }

// feeds publishes the feeds, each in all forms.
func (r *run) feeds(ctx context.Context, put func(write.Output) error) error {
	return r.all(ctx, len(r.plan.Feeds), func(i int) error { return r.feedFiles(r.plan.Feeds[i], put) })
}

// feedFiles publishes a feed in all forms.
func (r *run) feedFiles(o *view.FeedOutline, put func(write.Output) error) error {
	f := o.Make()
	scratch := make([]byte, 0, 64<<10)
	for _, form := range feedForms() {
		if r.lost[check.File{Path: f.Path + form.ending}] {
			continue
		}
		if kept, err := r.has(f.Path+form.ending, r.keeping.feed(r, f, form.ending)); kept || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		body, err := r.feed(form, scratch[:0], f)
		if err != nil {
			return err
		}
		if err := put(write.Output{Path: f.Path + form.ending, Body: body}); err != nil {
			return err
		}
		scratch = body
	}
	return nil
}

// feed appends a feed in one form.
func (r *run) feed(form feedForm, dst []byte, f *view.Feed) ([]byte, error) {
	return form.write(dst, f, func(dst []byte, e *view.FeedEntry) ([]byte, error) {
		return r.theme.Whole(dst, e.Text, e.Gallery, r.config.Absolute(""), e.URL)
	})
}

// planSitemap makes the files that list all pages for search engines, or where
// they are made when somebody asks for them, only their paths. A preview has
// none: nobody is to find it.
func (r *run) planSitemap() {
	switch {
	case r.Clock.Preview():
	case r.holds:
		for _, path := range feed.SitemapPaths(len(r.plan.Pages)) {
			r.sitemap = append(r.sitemap, feed.File{Path: path})
		}
	default:
		r.sitemap = r.makeSitemap()
	}
}

func (r *run) makeSitemap() []feed.File {
	frames := make([]*view.Frame, len(r.plan.Pages))
	r.each(len(frames), func(i int) { frames[i] = r.plan.Pages[i].Frame() })
	return feed.Sitemap(frames, r.config.Absolute(r.config.Link("")))
}
