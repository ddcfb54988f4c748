// Package view says what the site's pages show: every file that will exist,
// each with a closed model of what stands on it.
//
// A view is closed: it holds strings, numbers, dates and views, but nothing
// that leads back into package site. What a page shows of another article is a
// Card. So a page depends on what its view says and on nothing else, and two
// views that say the same make the same page.
//
// Layouts get a *Page as their dot. The fields here are what they may use.
package view

import "bulletin/internal/document"

// A Page is one HTML file that the site will have.
type Page struct {
	Path   string // of the file, with slashes, relative to the destination
	Layout string // the template that makes it, as "article.html"
	Source string // the text it is made from, relative to the site's source; "" for lists and the like
	Frame  Frame  // what stands around the body
	Body   any    // what the page is about: *Home, *List, *Index, *Issue, *Article, *Plain, *Missing, *Front or *Redirect, by the layout
}

// A Frame is what every page carries around its body.
type Frame struct {
	Language    *Language
	Title       string      // of the window: the headline and the site's title
	Heading     string      // the headline alone; the site's title on homes
	Description string      // of the page, in a sentence or two; may be empty
	Meta        []Meta      // for search engines and inspectors: the description, and what the profile of the site wants
	Canonical   string      // the page's absolute URL
	Alternates  []Alternate // this page in each language that has it, this one included; empty when there is only this one
	Switches    []Switch    // to the same page in the other languages
	Missing     []Switch    // those of Switches that have no such page
	Crumbs      []Item      // the way from the home to this page, without the page; empty on homes and on pages in all languages
	Feeds       []Item      // what a feed reader can subscribe to from here
	Story       bool        // it is an article, dated by Published
	Published   string      // RFC 3339; empty where the page is no article
	Modified    string      // when the content was last changed, by its own dates: RFC 3339; empty where nothing tells
	Image       *Picture    // for previews of the link in other programs, its URL absolute; nil when there is none
	Params      Value       // those of the page's own text
	NoIndex     bool        // search engines are asked to stay away
	Grey        bool        // everything on it is grey, as in mourning
	Preview     bool        // built with drafts, future or expired texts: a banner says so
	Mark        string      // in a preview, why the public does not see the page's text: "Draft"; else ""
	Furniture   *Furniture  // masthead and footer, shared by many pages
}

// A Language is one that the site is published in.
type Language struct {
	Code string // in URLs and file names: "zh"
	Tag  string // for lang attributes: "zh-Hans"
	Name string // in itself: "中文"
}

// An Alternate is the page in one language, for hreflang.
type Alternate struct {
	Tag string // a language tag, or "x-default"
	URL string // absolute
}

// A Switch leads to another language.
type Switch struct {
	Language *Language
	URL      string // of the counterpart or of what stands in for it
	Same     bool   // it leads to this very page's counterpart; else to its section or home
	Notice   string // where there is no counterpart: said in the target language; else ""
}

// Furniture is what the pages of one language and section share.
type Furniture struct {
	Language  *Language
	Origin    string    // scheme and host of the site, which make an absolute URL of every other one
	Site      string    // the site's title in this language
	Foreign   []Foreign // the site's title in the others
	Home      string    // URL of the language's home
	Front     string    // URL of the front page of all languages; empty where there is one language
	Paper     string    // the background on light screens, as in CSS, for the bars of browsers
	PaperDark string    // on dark ones
	Logo      *Logo     // a picture that stands beside the title; nil for none
	Menu      []Item
	Pages     []Item   // pages outside any section that the menu does not name
	Ways      []Item   // other ways to the articles: topics, issues, archive, search, feeds
	Params    Value    // those of site.yaml
	Office    *Office  // nil where site.yaml says nothing of it
	Picture   *Picture // for previews of links to pages without an image of their own, its URL absolute; nil when there is none
}

// A Logo is the office's mark. It says nothing that the title does not say.
type Logo struct {
	URL           string
	Width, Height int // in pixels, by which room is kept for it
}

// A Foreign is a text in another language than the page's.
type Foreign struct {
	Language *Language
	Text     string
	URL      string // where it leads; may be empty
}

// An Item is an entry of a menu.
type Item struct {
	Title   string
	URL     string
	Current bool // the page stands below it
}

// A Date is a day as it is shown and as machines read it.
type Date struct {
	Text    string // in the page's language
	Machine string // for <time datetime>: RFC 3339, with the site's zone
	Year    int
	Month   int // 1 to 12
}

// A Card is what other pages show of an article.
type Card struct {
	URL     string
	Kicker  string // may be empty
	Title   string
	Summary string // may be empty
	Date    Date
	Source  string   // may be empty
	Section string   // its section's title
	Mark    string   // in a preview, why the public does not see it: "Draft"; else ""
	Cover   *Picture // nil when the article has none
}

// A Picture is a picture as a page shows it.
type Picture struct {
	URL           string   // of the file that every browser shows
	Sources       []Source // WebPs of it, from small to large; none of a drawing or what moves
	Smaller       []Source // AVIFs of it, likewise; none where the site makes none, nor of what is crisp or transparent
	Large         string   // the URL of the largest
	Width, Height int      // of the largest, in pixels
	Tone          int      // its colour before it is loaded: that of the class tone-N; 0 for none
	Alt           string   // what it shows, for those who do not see it
	Caption       string   // may be empty
	Credit        string   // who took it, as the writer says it
	Label         string   // names the link to the whole picture where there is no Alt
	Lazy          bool     // it stands below the first screen
	Urgent        bool     // it is the first that the page shows
	Recording     string   // "video" or "audio" for one of these, at URL; "" for a picture
	Poster        string   // the URL of the picture that stands for a video until it is played; "" for none
}

// A Source is one size of a picture.
type Source struct {
	URL   string
	Width int // in pixels
}

// A Home is the body of a language's home page (layout home.html).
type Home struct {
	Title  string
	Deck   string  // the site's description; may be empty
	Lead   *Card   // the newest article, or the newest of those that are pinned; nil on an empty site
	Latest []*Card // those that follow: other pinned articles, then the newest; at most 6
	Blocks []Block // one a section that has articles
	Strip  []*Card // articles with covers that the home does not show otherwise, the newest first: 5, or none
	Issue  *Entry  // the newest issue; nil when there are none
	Issues *Item   // all issues; nil when there is one at most
	Date   Date    // of the newest article
}

// A Block is a section on the home page or in an issue.
type Block struct {
	Title   string
	URL     string
	Cards   []*Card  // on the home page those that are pinned and its newest, but for the lead, at most 4; in an issue all that belong to it
	Stories []*Story // in an issue: the same articles in full
}

// A List is the body of a page that lists articles, the newest first, and of
// its older pages: those of a section, of a folder in it, of a topic or of a
// year of the archive (layout list.html).
type List struct {
	Kind   string // "section", "folder", "topic" or "year"
	Title  string
	Deck   string  // the section's description; may be empty
	Body   Text    // the section's own text; often empty
	Parts  []Item  // the folders below, the last first
	Pinned []*Card // articles that stand first whatever their date; on the first page of a section only
	Months []Month // the articles
	Pager  Pager   // to newer and older articles
}

// An Index is the body of a page that leads to other pages: all topics, all
// years of the archive, all issues, all feeds, the search page (layout
// index.html).
type Index struct {
	Kind   string // "topics", "archive", "issues", "feeds" or "search"
	Title  string
	Deck   string // may be empty
	Groups []Group
}

// A Group is a part of an index.
type Group struct {
	Title   string // empty when the index has only this one
	Entries []Entry
}

// An Entry is a line of an index.
type Entry struct {
	Title   string
	URL     string
	Note    string    // a number of articles or a date, in the page's language; may be empty
	Foreign []Foreign // its name in the other languages, where those have such a page
}

// An Issue is the body of the page of an issue of the bulletin: its articles by
// section, in the order of the menu, and below them all in full (layout
// issue.html).
type Issue struct {
	Title  string  // "2024年第12期"
	Date   Date    // of its newest article
	Blocks []Block // one a section that has articles in it
	Newer  *Entry  // the issue after this one; nil for the newest
	Older  *Entry  // the issue before it; nil for the oldest
	Viewer bool    // as in Article
}

// A Story is an article in full on a page with others (layout story.html).
type Story struct {
	ID      string   // of the place on the page
	URL     string   // of its own page
	Mark    string   // as in Card
	Article *Article // without what leads on to other pages
}

// A Month is the part of a list that one month fills.
type Month struct {
	Text  string // "2024年11月", "November 2024"
	Cards []*Card
}

// A Pager leads through the pages of a list. Pages are numbered from the
// oldest and never say how many there are, so that only the first page changes
// when an article is added.
type Pager struct {
	Newer  string // URL; empty on the newest page
	Older  string // URL; empty on the oldest page
	Number int    // as in the page's address; 0 on the newest page
}

// An Article is the body of an article's page (layout article.html).
type Article struct {
	Section     Item   // the section that it belongs to
	Kicker      string // a small line above the headline; may be empty
	Headline    string
	Deck        string    // a line or two below the headline; may be empty
	Size        string    // "long" when the headline is over 28 Han or 80 letters wide, else ""
	Twins       []Twin    // its counterparts in other languages
	Date        Date      // when it was published
	Updated     *Date     // when it was last changed; nil when nothing tells
	Source      string    // where it comes from: an office, a paper; may be empty
	SourceURL   string    // where the source has it; may be empty
	People      []Person  // who made it
	Authors     []string  // their names, apart; they are among People as well
	Topics      []Item    // those without a page have no URL
	Issue       *Item     // the issue that it is part of; nil when it is of none
	Correction  string    // what was wrong in it; may be empty
	Contents    []Heading // of a long text; empty else
	Body        Text
	Gallery     []*Picture // pictures that the front matter adds below the text
	Viewer      bool       // it shows pictures that open in full
	Attachments []Attachment
	Previous    *Card   // the next older article of the section
	Next        *Card   // the next newer one
	Related     []*Card // those that share most topics with it, the nearest in date first; at most 4
}

// A Twin is the counterpart of an edition: its headline, in its own language.
type Twin struct {
	Language *Language
	Text     string
	URL      string
	Original bool // this edition is a translation of it; else it is one of this edition
}

// A Heading is a line of a list of contents.
type Heading struct {
	Text string
	ID   string // what a link to it has after #
	Sub  bool   // it stands below the one before it
}

// A Person is a role and who filled it.
type Person struct {
	Role  string // the label in the page's language: "Author"
	Names string // in one line
}

// An Attachment is a file that belongs to the article.
type Attachment struct {
	URL   string
	Title string
	Type  string // "PDF"
	Size  string // "120 KB"
}

// A Plain is the body of a page outside any section (layout page.html).
type Plain struct {
	Headline    string
	Kicker      string // a small line above the headline; may be empty
	Deck        string // a line or two below the headline; may be empty
	Size        string // as in Article
	Twins       []Twin // its counterparts in other languages
	Updated     *Date  // when it was last changed; nil when nothing tells
	Body        Text
	Gallery     []*Picture // as in Article
	Viewer      bool       // as in Article
	Attachments []Attachment
}

// A Missing is the body of 404.html (layout missing.html): one entry a
// language, in that language.
type Missing struct {
	Entries []MissingEntry
}

// A MissingEntry says in one language that a page is not there.
type MissingEntry struct {
	Language *Language
	Title    string
	Text     string
	Home     Item
	Sections []Item
}

// A Front is the body of the front page at / (layout front.html).
type Front struct {
	Columns []Column
	Rows    []Row // the latest articles, counterparts on the same row
}

// A Column is one language on the front page.
type Column struct {
	Language *Language
	Title    string // the site's title
	Deck     string // the site's description; may be empty
	Home     Item   // its title says "to the home page" in this language
}

// A Row is one article on the front page: a card a column, nil where the
// article lacks the language.
type Row struct {
	Cards []*Card
}

// A Redirect is the body of a page that leads to where its text stands now
// (layout redirect.html).
type Redirect struct {
	Title string // of the page that it leads to
	URL   string
}

// A Text is a parsed text and the answers to what it asks of the site. Layouts
// print it by the function body.
type Text struct {
	Document *document.Document // nil when there is no text
	Answers  []Answer           // one a hole, in order
	Scope    string             // what its ids begin with on a page that shows several texts; "" on its own page
	Deeper   int                // how many levels its headings stand below those on its own page
}

// Empty reports whether there is nothing to show.
func (t Text) Empty() bool { return t.Document == nil || t.Document.Empty() }

// An Answer fills one hole of a document; which fields count depends on the
// hole's kind.
type Answer struct {
	URL      string     // LinkStart, LinkEnd: where the link leads; empty prints its words as plain text
	Language *Language  // LinkStart: the language it leads to, when that is not the page's; nil else
	Text     string     // LinkEnd: the mark of a foreign language, or ""; HeadingStart: the id; LabelHole: the string
	Picture  *Picture   // PictureHole: nil prints its replacement text
	Pictures []*Picture // BlockHole: those of the gallery; none prints nothing
}
