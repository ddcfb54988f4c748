// Package markdown turns the Markdown of one text into a document.Document.
//
// The language is CommonMark with tables, ~~deletions~~, task lists,
// footnotes and definition lists, bent where bulletins in Chinese need it:
//
//   - Emphasis works beside Chinese punctuation (emphasis.go), and a line break
//     inside Chinese text leaves no space (break.go).
//   - Whatever names a picture is a picture, with spaces in its name
//     (picture.go), or alone on a line (bare.go). Alone in its paragraph it is a
//     figure; several in a row are a gallery.
//   - Two headings of one level on adjacent lines are a kicker and a deck
//     (heading.go). Headings of level 1 move down one: the page has its own.
//   - Addresses are links wherever they stand, after Chinese text too
//     (address.go). Links inside the site are holes; links elsewhere are
//     printed; addresses that are neither are left out (link.go). They may have
//     spaces in them (loose.go) and lack their scheme (mend.go).
//   - Raw HTML passes an allow-list tag by tag and always ends balanced
//     (html.go). Comments never pass, whatever they span (comment.go).
//   - No-break spaces, which word processors leave behind, are spaces, and
//     those that indent a paragraph by hand are left out (text.go).
//   - Template syntax of other programs is printed and reported (shortcode.go),
//     and so are links in full-width brackets (wide.go), footnotes without a
//     mark, marks without a note (note.go), and lines that were meant for a
//     heading, a table or a picture (slip.go).
//   - Blocks of Chinese with a long foreign word are not justified (ragged.go),
//     and short cells of tables are not broken (table.go): both are classes.
//   - What would take unreasonable time is refused before it starts (limit.go).
//
// The result depends on the text, the names beside it and the options, and on
// nothing else. Nothing in a text can make the parser fail: what is wrong with
// it is among the problems.
package markdown

import (
	"bytes"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
	xast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"

	"bulletin/internal/diag"
	"bulletin/internal/document"
)

// Options are what a site can choose.
type Options struct {
	TrustHTML bool // raw HTML is printed as it stands, but for comments

	// Keep puts the HTML of a document somewhere, and the document gets the
	// reference in its stead; the bytes are the caller's only until Keep
	// returns. It is called by several goroutines at once. Nil leaves the HTML in
	// the document.
	Keep func(html []byte) (document.Ref, error)
}

// Beside names the files that lie beside a text: document.Name of the file's
// name leads to the exact name.
type Beside map[string]string

// find looks a name up as writers write it.
func (b Beside) find(name string) (exact string, ok bool) {
	if len(b) == 0 {
		return "", false
	}
	exact, ok = b[document.Name(trim(name))]
	return exact, ok
}

// A Parser parses texts. It may be used by several goroutines at once.
type Parser struct {
	options Options
	grammar parser.Parser             // without addresses that begin with www
	wide    parser.Parser             // with them
	policy  func() *bluemonday.Policy // made when raw HTML is met: few texts have any, and it takes as long as many texts
	lexers  sync.Map                  // language → chroma.Lexer
	writers sync.Pool                 // *writer
	failed  atomic.Pointer[error]     // what Keep failed with first
}

// Err is what Keep failed with first. A document whose HTML could not be kept
// has none.
func (p *Parser) Err() error {
	if err := p.failed.Load(); err != nil {
		return *err
	}
	return nil
}

// New makes a parser.
func New(o Options) *Parser {
	p := &Parser{options: o, grammar: grammar(addressParser{}), wide: grammar(addressParser{www: true}), policy: sync.OnceValue(policy)}
	p.writers.New = func() any { return new(writer) }
	return p
}

// Parse parses a text: UTF-8 without byte order mark, its lines ended by \n.
// line is the number that the text's first line has in its file. The problems'
// positions have no File: the caller knows it.
func (p *Parser) Parse(text []byte, line int, beside Beside) (*document.Document, []diag.Problem) {
	if !utf8.Valid(text) {
		text = bytes.ToValidUTF8(text, []byte("\uFFFD"))
	}
	if l := exceeds(text); l != nil {
		return l.document(text), []diag.Problem{l.problem(line)}
	}
	return p.parse(text, line, beside)
}

// parse does the work of Parse. A panic can only be a slip in a library that
// some odd text brings out: it costs that text, not the build.
func (p *Parser) parse(source []byte, line int, beside Beside) (doc *document.Document, problems []diag.Problem) {
	w := p.writers.Get().(*writer)
	defer func() {
		if recover() != nil {
			doc, problems = broken.document(source), []diag.Problem{broken.problem(line)}
			return // the writer may be in any state: it is not used again
		}
		w.reset()
		p.writers.Put(w)
	}()
	r := p.tree(source, beside)
	if r.limit != nil {
		return r.limit.document(source), []diag.Problem{r.limit.problem(line)}
	}
	w.begin(p, r, source, line, beside)
	w.document(r.root)
	w.noteSlips(r.state.notes)
	if r.state.crowded {
		w.problems = append(w.problems, crowd.problem(line))
	}
	if r.unclosed >= 0 {
		w.unclosed(r.unclosed)
	}
	return w.finish()
}

// grammarFor spares texts without www. a look at every full stop.
func (p *Parser) grammarFor(source []byte) parser.Parser {
	if bytes.Contains(source, []byte("www.")) || bytes.Contains(source, []byte("WWW.")) {
		return p.wide
	}
	return p.grammar
}

// state is what our parsers know while goldmark works on one text.
type state struct {
	beside  Beside
	grammar parser.Parser // for replacement texts
	words   bool          // this is one
	crowded bool          // a block held more marks than are looked at
	notes   []*xast.Footnote
	tally   tally
}

var stateKey = parser.NewContextKey()

func stateOf(pc parser.Context) *state { return pc.Get(stateKey).(*state) }
