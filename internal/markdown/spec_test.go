package markdown

import (
	"bytes"
	"encoding/json"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	render "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

type example struct {
	Markdown, HTML, Section string
	Example                 int
}

func examples(t *testing.T) []example {
	data, err := os.ReadFile("testdata/spec.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	if err := json.Unmarshal(data, &all); err != nil || len(all) < 600 {
		t.Fatal(len(all), err)
	}
	return all
}

// TestSpecGrammar lets goldmark's own renderer print what our grammar makes of
// the examples of CommonMark: the language is CommonMark but for these.
func TestSpecGrammar(t *testing.T) {
	deliberate := map[int]string{
		602: "a bare address is a link", 608: "a bare address is a link",
		611: "a bare address is a link", 612: "a bare address is a link",
	}
	ours := renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(render.NewRenderer(render.WithUnsafe(), render.WithXHTML()), 1000)))
	g := goldmark.New(goldmark.WithParser(grammar(addressParser{www: true})), goldmark.WithRenderer(ours))
	for _, e := range examples(t) {
		pc := parser.NewContext()
		pc.Set(stateKey, &state{grammar: g.Parser()})
		source := []byte(e.Markdown)
		var out bytes.Buffer
		if err := ours.Render(&out, source, g.Parser().Parse(text.NewReader(source), parser.WithContext(pc))); err != nil {
			t.Fatal(err)
		}
		reason := deliberate[e.Example]
		if same := out.String() == e.HTML; same != (reason == "") {
			t.Errorf("%d %s (%s)\n%s\ngot:\n%s\nwant:\n%s", e.Example, e.Section, reason, e.Markdown, out.String(), e.HTML)
		}
	}
}

// TestSpecRender compares what Parse prints, but for the sections of which it
// prints something else by design: raw HTML goes through the allow-list,
// pictures are holes, and links inside the site lose their query.
func TestSpecRender(t *testing.T) {
	elsewhere := map[string]string{
		"HTML blocks": "allow-list", "Raw HTML": "allow-list", "Images": "holes", "Links": "holes",
		"Link reference definitions": "holes", "Entity and numeric character references": "links in the examples are holes",
	}
	deliberate := map[int]string{
		79:  "empty headings are dropped",
		144: "; is no name of a language",
		308: "comments never reach the page", 309: "comments never reach the page",
		353: "a no-break space after the mark of a list is a space",
		596: "unknown scheme", 598: "unknown scheme", 599: "unknown scheme", 601: "unknown scheme",
		602: "a bare address is a link", 608: "a bare address is a link",
		611: "a bare address is a link", 612: "a bare address is a link",
	}
	p := New(Options{TrustHTML: true})
	for _, e := range examples(t) {
		if elsewhere[e.Section] != "" {
			continue
		}
		d, _ := p.Parse([]byte(e.Markdown), 1, nil)
		got, want := comparable(answer(d)), comparable(lowered(e.HTML))
		reason := deliberate[e.Example]
		if same := got == want; same != (reason == "") {
			t.Errorf("%d %s (%s)\n%q\ngot:\n%s\nwant:\n%s", e.Example, e.Section, reason, e.Markdown, got, want)
		}
	}
}

var (
	preformatted = regexp.MustCompile(`(?s)<pre.*?</pre>`)
	spans        = regexp.MustCompile(`<span class="[a-z0-9]+">|</span>| class="chroma"`)
	aroundTags   = regexp.MustCompile(`\s*(</?(?:p|ul|ol|li|blockquote|h[1-6]|hr|br|pre|div)\b[^>]*>)\s*`)
	gaps         = regexp.MustCompile(`\s+`)
)

// lowered moves headings down by one if there is any of level 1.
func lowered(s string) string {
	if !strings.Contains(s, "<h1>") {
		return s
	}
	return strings.NewReplacer("h1>", "h2>", "h2>", "h3>", "h3>", "h4>", "h4>", "h5>", "h5>", "h6>").Replace(s)
}

// comparable takes away what makes no difference to a reader: where lines are
// broken outside of code, XHTML's slashes, escaped quotes, the colours of code.
func comparable(s string) string {
	s = strings.ReplaceAll(s, " />", ">")
	var kept []string
	s = preformatted.ReplaceAllStringFunc(s, func(pre string) string {
		kept = append(kept, html.UnescapeString(spans.ReplaceAllString(pre, "")))
		return "<pre>\x00</pre>"
	})
	s = aroundTags.ReplaceAllString(gaps.ReplaceAllString(html.UnescapeString(s), " "), "$1")
	for _, pre := range kept {
		s = strings.Replace(s, "<pre>\x00</pre>", pre, 1)
	}
	return strings.TrimSpace(s)
}
