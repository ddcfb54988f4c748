package view

// A Feed is the newest articles of a language, of a section or of a topic, as
// feed readers get them: one file for Atom and one for JSON Feed, which say the
// same.
type Feed struct {
	Path       string // of the files, less their endings .xml and .json: "zh/news/feed"
	URL        string // of the files, less their endings, absolute
	Language   *Language
	Title      string       // "News – Foreign Affairs Bulletin"
	Deck       string       // may be empty
	Site       string       // the site's title, its author where an entry has none
	Home       string       // absolute URL of the page that lists the same articles
	Modified   string       // of the entry changed last: RFC 3339
	Alternates []Alternate  // the same feed in the other languages: absolute, less the endings
	Entries    []*FeedEntry // the newest first, at most 20; never empty
}

// A FeedEntry is one article in a feed.
type FeedEntry struct {
	ID          string // an IRI that stays the same when title, slug or the form of URLs change
	URL         string // absolute
	Title       string
	Summary     string
	Published   string // RFC 3339
	Modified    string // RFC 3339; Published when it was never updated
	Authors     []string
	Topics      []string    // labels
	Image       *Picture    // its cover, the URL absolute; nil when it has none
	Alternates  []Alternate // the counterparts, absolute
	Whole       bool        // the feed carries the text; else only the summary
	Text        Text
	Gallery     []*Picture   // pictures below the text
	Attachments []Attachment // their URLs absolute
}
