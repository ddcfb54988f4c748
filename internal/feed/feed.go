// Package feed writes what programs read of the site rather than people: feeds
// and the sitemap.
//
// A view.Feed is written twice, as Atom (RFC 4287) and as JSON Feed 1.1, which
// say the same. Where a feed carries whole texts, the caller appends them: HTML
// in which every URL is absolute. Both name a feed's counterparts in the other
// languages, and those of each entry: Atom as links of rel alternate with
// hreflang, JSON Feed, which has no word for them, as
//
//	"_bulletin": {"alternates": [{"language": "en", "url": "…"}]}
//
// The sitemap (sitemaps.org) lists the pages that search engines may show,
// with their counterparts and the time of their last change. Beyond the
// protocol's limits it becomes an index of several.
//
// Whatever the texts are, what is written can be parsed: bytes that are no
// UTF-8 are replaced, characters that XML forbids are left out. The same views
// make the same bytes; nothing here knows the time.
package feed

import "bulletin/internal/view"

// A Whole appends the whole text of an entry, as HTML.
type Whole func(dst []byte, e *view.FeedEntry) ([]byte, error)
