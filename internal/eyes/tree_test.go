package eyes

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
)

// A branch of a page is what a screen reader is told of one thing on it: what
// it is and what it is called; or a text.
type branch struct {
	role, name, lang string
	states           []string
	children         []*branch
}

// spoken are the roles that are written down, with the names they have in ARIA.
// What is in anything else is part of what is around it. Browsers differ in the
// others, and from one version to the next.
func spoken(role string) string {
	switch role {
	case "img":
		return "image"
	case "DescriptionListTerm":
		return "term"
	case "DescriptionListDetail":
		return "definition"
	case "Details":
		return "group"
	case "DisclosureTriangle":
		return "summary"
	case "RootWebArea":
		return "page"
	case "Audio", "Video":
		return strings.ToLower(role)
	case "alert", "alertdialog", "article", "banner", "blockquote", "button", "cell", "checkbox", "columnheader", "combobox", "complementary",
		"contentinfo", "definition", "dialog", "doc-backlink", "doc-endnote", "doc-endnotes", "doc-noteref", "figure", "form", "group", "heading",
		"image", "link", "list", "listbox", "listitem", "main", "navigation", "note", "option", "paragraph", "radio", "radiogroup", "region",
		"row", "rowheader", "search", "searchbox", "separator", "slider", "status", "switch", "table", "term", "textbox":
		return role
	}
	return ""
}

// A reader follows the tree of what is said of a page, and the tree of its
// elements beside it.
type reader struct {
	nodes    map[accessibility.NodeID]*accessibility.Node
	elements map[cdp.BackendNodeID]element
}

type element struct{ lang, current string }

// tree reads the page that the tab shows.
func (p *tab) tree() *branch {
	p.t.Helper()
	r := reader{map[accessibility.NodeID]*accessibility.Node{}, map[cdp.BackendNodeID]element{}}
	whole := int64(-1)
	document := told(p, dom.GetDocument, dom.GetDocumentParams{Depth: &whole}).Root
	r.learn(document, "")
	all := told(p, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	for _, n := range all.Nodes {
		r.nodes[n.NodeID] = n
	}
	page := r.read(all.Nodes[0], "")[0]
	for _, c := range document.Children {
		if c.LocalName == "html" {
			page.lang = r.elements[c.BackendNodeID].lang
		}
	}
	return page
}

// learn notes the language of the element and of those in it.
func (r reader) learn(n *cdp.Node, lang string) {
	e := element{lang: lang}
	for i := 0; i+1 < len(n.Attributes); i += 2 {
		switch n.Attributes[i] {
		case "lang":
			e.lang = n.Attributes[i+1]
		case "aria-current":
			e.current = n.Attributes[i+1]
		}
	}
	r.elements[n.BackendNodeID] = e
	for _, c := range n.Children {
		r.learn(c, e.lang)
	}
}

// read gives what is said of a node inside something in that language; of a node
// of which nothing is said, what is said in it.
func (r reader) read(n *accessibility.Node, lang string) []*branch {
	role := text(n.Role)
	e, known := r.elements[n.BackendDOMNodeID]
	if !known {
		e.lang = lang
	}
	if role == "StaticText" {
		return []*branch{{name: text(n.Name), lang: e.lang}}
	}
	b := &branch{role: spoken(role), name: text(n.Name), lang: e.lang}
	var children []*branch
	for _, id := range n.ChildIDs {
		if c := r.nodes[id]; c != nil && role != "ListMarker" {
			children = append(children, r.read(c, e.lang)...)
		}
	}
	if n.Ignored || b.role == "" {
		if slices.Contains([]string{"generic", "none", "time"}, role) { // may stand apart
			children = append([]*branch{{name: " ", lang: e.lang}}, append(children, &branch{name: " ", lang: e.lang})...)
		}
		return children
	}
	b.states = states(n, e)
	b.children = joined(children)
	if b.name != "" && (plain(only(b.children)) == plain(b.name) || slices.Contains([]string{"link", "button", "doc-backlink", "doc-noteref"}, b.role)) {
		b.children = slices.DeleteFunc(b.children, func(c *branch) bool { return c.role == "" })
	}
	return []*branch{b}
}

// joined makes one text of texts that follow each other in one language.
func joined(all []*branch) (list []*branch) {
	for _, b := range all {
		if last := len(list) - 1; b.role == "" && last >= 0 && list[last].role == "" && list[last].lang == b.lang {
			list[last].name += b.name
		} else {
			list = append(list, b)
		}
	}
	for _, b := range list {
		b.name = strings.Join(strings.Fields(b.name), " ")
	}
	return slices.DeleteFunc(list, func(b *branch) bool { return b.role == "" && b.name == "" })
}

// only is the text in the branches, if there is nothing else.
func only(list []*branch) (all string) {
	for _, b := range list {
		if b.role != "" {
			return ""
		}
		all += b.name
	}
	return all
}

// plain is a text without its spaces, of which names have other ones.
func plain(s string) string { return strings.Join(strings.Fields(s), "") }

func states(n *accessibility.Node, e element) (list []string) {
	for _, p := range n.Properties {
		value := text(p.Value)
		switch p.Name {
		case accessibility.PropertyNameLevel:
			if text(n.Role) == "heading" {
				list = append(list, "level="+value)
			}
		case accessibility.PropertyNameExpanded, accessibility.PropertyNameChecked, accessibility.PropertyNamePressed:
			list = append(list, fmt.Sprintf("%s=%s", p.Name, value))
		case accessibility.PropertyNameDisabled, accessibility.PropertyNameModal:
			if value == "true" {
				list = append(list, string(p.Name))
			}
		case accessibility.PropertyNameLive:
			if value != "off" {
				list = append(list, "live="+value)
			}
		}
	}
	if e.current != "" {
		list = append(list, "current="+e.current)
	}
	if about := text(n.Description); about != "" {
		list = append(list, fmt.Sprintf("described %q", about))
	}
	slices.Sort(list)
	return list
}

// text is a value as it is written down.
func text(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var s string
	if json.Unmarshal(v.Value, &s) != nil {
		return string(v.Value)
	}
	return strings.ReplaceAll(s, "\u2060", "") // it joins words, and is not seen
}

// write writes a branch, a line for each thing. What is in it is one step
// farther in; a text alone stands behind what it is in.
func (b *branch) write(out *strings.Builder, step int, lang string) {
	line := b.role
	if line == "" {
		line = "text"
	}
	if b.name != "" && b.role != "" {
		line += " " + quoted(b.name)
	}
	for _, s := range b.states {
		line += " " + s
	}
	if b.lang != lang {
		line += " [" + b.lang + "]"
	}
	if b.role == "" {
		line += ": " + short(b.name)
	}
	children := b.children
	if len(children) == 1 && children[0].role == "" && children[0].lang == b.lang {
		line += ": " + short(children[0].name)
		children = nil
	}
	out.WriteString(strings.Repeat("  ", step) + line + "\n")
	for _, c := range children {
		c.write(out, step+1, b.lang)
	}
}

func quoted(s string) string { return `"` + short(strings.Join(strings.Fields(s), " ")) + `"` }

// short is the beginning of a text that is longer than a line.
func short(s string) string {
	const most = 120
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
