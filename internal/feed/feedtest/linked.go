package feedtest

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// A property is what a type of schema.org can say.
type property struct {
	name string
	kind string // "text", "language", "url", "date", "position", "size", or the types that it leads to, as "Person Organization"
	must bool
	many bool // it may be an array
}

// types are those that pages use, with what Google's documentation requires of
// them and what bulletins want to say besides.
func types() map[string][]property {
	return map[string][]property{
		"NewsArticle": {
			{name: "@id", kind: "url", must: true},
			{name: "url", kind: "url", must: true},
			{name: "mainEntityOfPage", kind: "url"},
			{name: "inLanguage", kind: "language", must: true},
			{name: "headline", kind: "text", must: true},
			{name: "alternativeHeadline", kind: "text"},
			{name: "description", kind: "text"},
			{name: "articleSection", kind: "text"},
			{name: "keywords", kind: "text", many: true},
			{name: "datePublished", kind: "date", must: true},
			{name: "dateModified", kind: "date"},
			{name: "author", kind: "Person Organization", many: true},
			{name: "sourceOrganization", kind: "Organization"},
			{name: "publisher", kind: "Organization", must: true},
			{name: "image", kind: "ImageObject"},
			{name: "isPartOf", kind: "PublicationIssue"},
			{name: "translationOfWork", kind: "twin", many: true},
			{name: "workTranslation", kind: "twin", many: true},
			{name: "correction", kind: "text"},
		},
		"twin": { // an article that is named on the page of another
			{name: "@id", kind: "url", must: true},
			{name: "url", kind: "url", must: true},
			{name: "inLanguage", kind: "language", must: true},
			{name: "headline", kind: "text", must: true},
		},
		"Person":       {{name: "name", kind: "text", must: true}},
		"Organization": {{name: "name", kind: "text", must: true}, {name: "url", kind: "url"}},
		"ImageObject": {
			{name: "url", kind: "url", must: true},
			{name: "width", kind: "size"}, {name: "height", kind: "size"},
			{name: "caption", kind: "text"},
		},
		"PublicationIssue": {
			{name: "name", kind: "text", must: true},
			{name: "url", kind: "url", must: true},
			{name: "inLanguage", kind: "language"},
			{name: "datePublished", kind: "date"},
			{name: "isPartOf", kind: "Periodical"},
			{name: "hasPart", kind: "twin", many: true},
		},
		"Periodical":     {{name: "name", kind: "text", must: true}, {name: "url", kind: "url", must: true}},
		"BreadcrumbList": {{name: "itemListElement", kind: "ListItem", must: true, many: true}},
		"ListItem": {
			{name: "position", kind: "position", must: true},
			{name: "name", kind: "text", must: true},
			{name: "item", kind: "url"}, // the last may lack it
		},
	}
}

// Linked judges the JSON-LD of a page. nodes are the types of what it says, in
// order; a page may say nothing.
func Linked(html []byte) (nodes []string, wrong []string) {
	const start, end = `<script type="application/ld+json">`, `</script>`
	var v verdict
	rest := string(html)
	for n := 0; ; n++ {
		_, after, ok := strings.Cut(rest, start)
		if !ok {
			return nodes, v
		}
		if n == 1 {
			v.add("page: two scripts")
		}
		script, after, ok := strings.Cut(after, end)
		if rest = after; !ok || strings.ContainsAny(script, "<>&\u2028\u2029") {
			v.add("page: a script that is not closed, or holds what could close it")
		}
		var graph map[string]any
		if err := json.Unmarshal([]byte(script), &graph); err != nil {
			v.add("page: %v", err)
			continue
		}
		if graph["@context"] != "https://schema.org" {
			v.add("page: the context is %v", graph["@context"])
		}
		delete(graph, "@context")
		all, several := graph["@graph"].([]any)
		if !several {
			all = []any{graph}
		}
		for _, n := range all {
			nodes = append(nodes, v.thing("page", n, "NewsArticle PublicationIssue BreadcrumbList"))
		}
	}
}

// thing judges an object of one of the kinds, and returns its type.
func (v *verdict) thing(what string, value any, kinds string) string {
	object, _ := value.(map[string]any)
	name, _ := object["@type"].(string)
	what += ": " + name
	kind := name
	if kinds == "twin" && name == "NewsArticle" {
		kind = kinds
	}
	if !slices.Contains(strings.Fields(kinds), kind) {
		v.add("%s: %v is none of %s", what, value, kinds)
		return name
	}
	known := map[string]bool{"@type": true}
	for _, p := range types()[kind] {
		known[p.name] = true
		v.property(what+" "+p.name, object[p.name], p)
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if !known[key] {
			v.add("%s: %q is unknown", what, key)
		}
	}
	if published, modified := object["datePublished"], object["dateModified"]; published != nil && modified != nil {
		from, _ := published.(string)
		to, _ := modified.(string)
		if v.date(what, to).Before(v.date(what, from)) {
			v.add("%s: modified %v before it was published %v", what, modified, published)
		}
	}
	if items, ok := object["itemListElement"].([]any); ok {
		v.way(what, items)
	}
	return name
}

func (v *verdict) property(what string, value any, p property) {
	if value == nil {
		if p.must {
			v.add("%s is missing", what)
		}
		return
	}
	values, several := value.([]any)
	switch {
	case !several:
		values = []any{value}
	case !p.many || len(values) == 0:
		v.add("%s: %v", what, value)
	}
	for _, one := range values {
		v.value(what, one, p.kind)
	}
}

func (v *verdict) value(what string, value any, kind string) {
	text, _ := value.(string)
	number, _ := value.(float64)
	switch kind {
	case "text":
		if strings.TrimSpace(text) == "" {
			v.add("%s: %v is no text", what, value)
		}
	case "language":
		if text == "" || strings.ContainsAny(text, " _/") {
			v.add("%s: %v is no language", what, value)
		}
	case "url":
		v.absolute(what, text)
	case "date":
		v.date(what, text)
	case "position", "size":
		if number < 1 || number != float64(int(number)) {
			v.add("%s: %v is no number", what, value)
		}
	default:
		v.thing(what, value, kind)
	}
}

// way judges breadcrumbs: at least two steps, numbered from 1, each but the
// last with an address.
func (v *verdict) way(what string, items []any) {
	if len(items) < 2 {
		v.add("%s: %d steps", what, len(items))
	}
	for i, one := range items {
		step, _ := one.(map[string]any)
		if step["position"] != float64(i+1) {
			v.add("%s: step %d has the position %v", what, i+1, step["position"])
		}
		if step["item"] == nil && i+1 < len(items) {
			v.add("%s: step %d leads nowhere", what, i+1)
		}
	}
}
