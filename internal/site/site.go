// Package site holds the nouns of a bilingual bulletin and the laws among them.
//
// An Article is one story, whatever the language; an Edition is the article in
// one language, and none is the original by nature. Editions of one article
// share what belongs to the article (section, topics, issue, cover, gallery,
// attachments, weight, pinned); the rest belongs to each edition, which
// inherits from its counterpart what it does not say itself.
//
// The laws are: which editions belong together (Join), what may be seen at a
// given hour (Edition.State), where everything stands (URLs), and where a link
// leads (Resolve). Nothing here reads a file or writes HTML, and a Site does
// not change once Join has returned it.
package site

import (
	"net/url"
	"time"

	"bulletin/internal/diag"
)

// Text is a text by language code.
type Text map[string]string

// Config is site.yaml, with its defaults filled in.
type Config struct {
	Title       Text
	Description Text
	Base        *url.URL       // base_url; its path ends with a slash
	Zone        *time.Location // timezone
	Languages   []*Language    // the first is that of files without a language code
	Sections    []string       // ids in the order of the menu; nil when site.yaml lists none
	SectionsAt  []diag.Pos     // where each of them stands
	Menu        []string       // menus.main: ids of sections and keys of pages; nil for all sections
	MenuAt      []diag.Pos     // where each of Menu stands
	URLs        Form
	Pairing     Pairing
	Permalinks  map[string]string   // by section id
	PatternsAt  map[string]diag.Pos // where the section of each of Permalinks stands
	TrustHTML   bool                // markup.html: trusted
	Images      Images
	Picture     OwnPicture // for previews of links to pages that have none of their own
	Office      Office
	Profile     *Profile // nil for none
	ProfileAt   diag.Pos // where site.yaml names it
	Grey        bool     // every page is grey, as in mourning
	Theme       Theme
	Rules       diag.Settings
	Params      map[string]any
}

// Images says how pictures are published.
type Images struct {
	Widths  []int // in pixels, ascending
	Quality int   // of photos, 1 to 100
	AVIF    bool  // photos are published as AVIF too
}

// A Theme is what the site changes of how pages look.
type Theme struct {
	Style string    // CSS, which stands behind the built-in tokens; often empty
	Paper [2]string // the background on light screens and on dark ones, as in CSS
	Logo  *Logo     // nil for none
}

// A Logo is a picture that stands beside the site's name.
type Logo struct {
	File          string // its path in assets
	Width, Height int    // in pixels
	At            diag.Pos
	URL           string // where it is published, which is known once assets are loaded
}

// A Form is how URLs end.
type Form string

// The forms of URLs.
const (
	Files   Form = "files"   // /zh/news/visit.html
	Folders Form = "folders" // /zh/news/visit/
	Bare    Form = "bare"    // /zh/news/visit, the file being visit.html
)

// Pairing says what becomes of an article that lacks an edition.
type Pairing string

// The ways to deal with a missing counterpart. An article that declares to be
// in some languages only lacks nothing.
const (
	Notice   Pairing = "notice"   // it is published, and its page says so
	Required Pairing = "required" // it is an error
	Hold     Pairing = "hold"     // it waits until every language can be published
)

// A Language is one that the site is published in.
type Language struct {
	Index   int    // its place in Config.Languages
	Code    string // "zh": in URLs and file names
	Tag     string // "zh-Hans": in lang attributes
	Name    string // "中文": in itself
	Strings map[string]string
}

// A Site is everything that was read.
type Site struct {
	*Config
	Clock    Clock
	Sections []*Section       // in the order of the menu
	Articles []*Article       // every article, the newest first
	Pages    []*Article       // texts outside any section, by key
	Topics   []*Topic         // the vocabulary; when there is no topics.yaml, what texts name, by id
	Sources  []*Topic         // the vocabulary of sources
	Issues   []*Issue         // the newest first
	Files    map[string]*File // every other file in content, by its path as document.Name compares it

	byKey     map[string]*Article // articles and pages
	bySection map[string]*Section
	byPath    map[string]*Edition // by Edition.path
	folders   map[string][]*File  // Files by folder
	sidecars  map[string]*Sidecar // by folder
	topics    vocabulary
	sources   vocabulary
	issues    map[string]*Issue
	numbers   vocabulary // of issues
	labelled  []*Topic   // the entries of content/issues.yaml
	rooted    bool       // a translation_key may be taken for a key
}

// A Clock says at which hour the site is seen and what is shown ahead of time.
type Clock struct {
	Now                     time.Time
	Drafts, Future, Expired bool
}

// Preview reports whether the clock shows what the public must not see.
func (c Clock) Preview() bool { return c.Drafts || c.Future || c.Expired }

// A Section is a place in the menu where articles are filed.
type Section struct {
	ID       string     // the folder's name
	Index    []*Edition // the texts of its _index files, by language; nil where there is none
	Articles []*Article // the newest first
	Listed   bool       // site.yaml names it, or names none
	Named    bool       // site.yaml names it
}

// A Topic is an entry of a bilingual vocabulary: of topics or of sources.
type Topic struct {
	ID     string
	Labels Text
}

// An Issue is a number of the bulletin.
type Issue struct {
	ID       string     // as front matter says it: "2024-12"
	Labels   Text       // what content/issues.yaml calls it; nil where it does not
	Articles []*Article // the newest first
}

// An Article is one story in all its languages.
type Article struct {
	Key      string     // its path in content without language and ending: "news/2024/11/visit"
	Section  *Section   // nil for a page
	Editions []*Edition // by Language.Index; nil where the article lacks the language
	Topics   []*Topic   // in the order given; nil without a vocabulary, where each edition has its own
	Issue    *Issue     // nil when it is part of none

	captions  *captions                  // from its sidecar; nil when it has none
	ids       func() [][]string          // see IDs
	fragments func() map[string][]string // see meant
}

// An Edition is an article in one language.
type Edition struct {
	Article  *Article // set by Join
	Language *Language
	Key      string // as Article.Key, before translation_key
	File     string // its source file, relative to the site's source: "content/news/…/index.zh.md"
	Header
	Body Body

	topics   []*Topic // without a vocabulary: its own; set by Join
	State    State    // whether it is seen at the site's hour; set by Join
	targets  []Target // see Targets
	borrowed bool     // its attachments are its counterpart's
	names    bool     // see NamesFiles; set by Join
	url      string   // where it stands; set by Join
	path     string   // of its URL without form: "zh/news/2024/11/visit"
	tree     string   // the folder of its language in content, as "zh"; "" where languages lie beside each other
}

// Place is a position in the source file of an edition.
func (e *Edition) Place(s Spot) diag.Pos {
	if s.Line == 0 {
		return diag.Whole(e.File)
	}
	return diag.Pos{File: e.File, Line: int(s.Line), Column: int(s.Column), Width: int(s.Width)}
}

// A Spot is where a value stands in its file; the zero Spot means nowhere.
type Spot struct{ Line, Column, Width int32 }

// A Field is a value that a writer may give, and where it was given.
type Field[T any] struct {
	Value T
	Spot  Spot
	Set   bool // this edition says it; false when it is empty, a default or inherited
}

// A Header is the front matter of an edition.
type Header struct {
	Title, ShortTitle, Kicker, Deck      Field[string]
	Date, Updated, Publish, Expiry       Field[time.Time]
	Source, SourceURL                    Field[string]
	Author, Editor, Reviewer, Translator Field[[]string]
	Photographer                         Field[[]string]
	Section                              Field[string]
	Topics, Keywords                     Field[[]string]
	Summary, Issue, Cover                Field[string]
	Gallery                              Field[Gallery]
	Attachments                          Field[[]Attachment]
	Correction, Classification           Field[string]
	Draft, Pinned, StaleNotice           Field[bool]
	Slug                                 Field[string]
	Aliases                              Field[[]string]
	Weight                               Field[int]
	Only                                 Field[[]string]
	Reason, TranslationKey, ColumnType   Field[string]
	Params                               Field[map[string]any]
}

// A Gallery is what an article adds below its text.
type Gallery struct {
	All   bool     // gallery: true – every picture of the folder that the text does not show
	Names []string // or these, by name
}

// An Attachment is a file that an article carries.
type Attachment struct {
	Path  string
	Title string // "" for the file's name
	Spot  Spot
}

// A File is a file in content that is no text: a picture, an attachment.
type File struct {
	Path    string   // relative to the site's source, as it is on disk
	Size    int64    // of what is published, for attachments; else of the source
	Picture *Picture // nil until something shows it, or when it is no picture

	Recording *Recording // of a video or a sound; nil of anything else
}

// A Recording is what a page must know of a video or a sound.
type Recording struct {
	Video         bool
	Width, Height int // of its picture in pixels; 0 until something shows it, or when the file does not tell
}

// A Picture is what a page must know of a picture before it is made.
type Picture struct {
	Width, Height int           // upright, in pixels
	Tone          int           // its colour before it is loaded, in the palette of package picture; 0 for none
	Sum           string        // of its bytes and of the way it is published, in hexadecimal
	Files         []PictureFile // what is published of it: from small to large, then the one that every browser shows
	Smaller       []PictureFile // AVIFs from small to large; nil where the site has none of it
	Preview       *PictureFile  // for previews of links to a page; nil where no program would show it
}

// A PictureFile is a published file of a picture.
type PictureFile struct {
	Path          string // relative to the destination: "images/NAME.HASH-WIDTH.EXT"
	Width, Height int
}

// Large is the largest published file of the picture, but for AVIFs.
func (p *Picture) Large() PictureFile { return p.Files[max(0, len(p.Files)-2)] }

// Plain is the file that every browser shows.
func (p *Picture) Plain() PictureFile { return p.Files[len(p.Files)-1] }
