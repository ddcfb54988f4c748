package build

import (
	"context"

	"bulletin/internal/check"
	"bulletin/internal/feed"
	"bulletin/internal/view"
	"bulletin/internal/write"
)

// feeds publishes the feeds, each in both forms.
func (r *run) feeds(ctx context.Context, put func(write.Output) error) error {
	return r.all(ctx, len(r.plan.Feeds), func(i int) error {
		f := &r.plan.Feeds[i]
		whole := func(dst []byte, e *view.FeedEntry) ([]byte, error) {
			return r.theme.Whole(dst, e.Text, e.Gallery, r.config.Absolute(""), e.URL)
		}
		scratch := make([]byte, 0, 64<<10)
		for _, form := range []struct {
			ending string
			make   func(dst []byte, f *view.Feed, whole feed.Whole) ([]byte, error)
		}{{".xml", feed.Atom}, {".json", feed.JSON}} {
			if r.lost[check.File{Path: f.Path + form.ending}] {
				continue
			}
			body, err := form.make(scratch[:0], f, whole)
			if err != nil {
				return err
			}
			if err := put(write.Output{Path: f.Path + form.ending, Body: body}); err != nil {
				return err
			}
			scratch = body
		}
		return nil
	})
}

// makeSitemap makes the files that list all pages for search engines. A preview
// has none: nobody is to find it.
func (r *run) makeSitemap() {
	if !r.Clock.Preview() {
		r.sitemap = feed.Sitemap(r.plan.Pages, r.config.Absolute(r.config.Link("")))
	}
}
