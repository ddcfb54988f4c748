package feedtest

import (
	"slices"
	"strings"
)

const atomSpace = "http://www.w3.org/2005/Atom"

// Atom judges a feed.
func Atom(body []byte) []string {
	var v verdict
	feed, err := tree(body)
	switch {
	case err != nil:
		v.add("feed: %v", err)
		return v
	case feed.name.Space != atomSpace || feed.name.Local != "feed":
		v.add("feed: it is <%s> of %q", feed.name.Local, feed.name.Space)
		return v
	}
	v.names("feed", feed, atomSpace, "id", "title", "subtitle", "updated", "author", "link", "category", "icon", "logo", "rights", "generator", "contributor", "entry")
	if feed.attr["lang"] == "" {
		v.add("feed: no language")
	}
	v.atomSame("feed", feed)
	v.self(feed)
	newest, ids := "", map[string]bool{}
	for _, e := range feed.all("entry") {
		what := "entry " + e.value("id")
		if v.entry(what, e); ids[e.value("id")] {
			v.add("%s: twice", what)
		}
		ids[e.value("id")] = true
		if len(feed.all("author"))+len(e.all("author")) == 0 {
			v.add("%s: no author", what)
		}
		if newest == "" || v.date(what, e.value("updated")).After(v.date(what, newest)) {
			newest = e.value("updated")
		}
	}
	if len(ids) > 0 && feed.value("updated") != newest {
		v.add("feed: updated %s, its entries %s", feed.value("updated"), newest)
	}
	return v
}

// self wants a feed to say where it stands.
func (v *verdict) self(feed *node) {
	self := slices.DeleteFunc(feed.all("link"), func(n *node) bool { return n.attr["rel"] != "self" })
	if len(self) != 1 || self[0].attr["type"] != "application/atom+xml" {
		v.add("feed: %d links to itself, want 1 of its type", len(self))
	}
}

func (v *verdict) entry(what string, e *node) {
	v.names(what, e, atomSpace, "id", "title", "link", "published", "updated", "author", "contributor", "category", "summary", "content", "rights", "source")
	v.atomSame(what, e)
	if len(e.all("published")) > 0 {
		v.date(what+": published", v.one(what, e, "published"))
	}
	for _, name := range []string{"summary", "content"} {
		if n := len(e.all(name)); n > 1 {
			v.add("%s: %d <%s>", what, n, name)
		}
	}
	content := e.all("content")
	if len(content) > 0 && content[0].attr["type"] == "html" {
		v.html(what+": content", content[0].text)
	} else if len(content) > 0 {
		v.add("%s: content of type %q", what, content[0].attr["type"])
	}
	page := slices.ContainsFunc(e.all("link"), func(n *node) bool { return n.attr["rel"] == "alternate" && n.attr["type"] == "text/html" })
	if !page {
		v.add("%s: no link to its page", what)
	}
}

// atomSame judges what feeds and entries have in common.
func (v *verdict) atomSame(what string, n *node) {
	v.iri(what+": id", v.one(what, n, "id"))
	if t := v.one(what, n, "title"); strings.TrimSpace(t) == "" {
		v.add("%s: the title is empty", what)
	}
	v.date(what+": updated", v.one(what, n, "updated"))
	for _, a := range n.all("author") {
		v.names(what+": author", a, atomSpace, "name", "uri", "email")
		if v.one(what+": author", a, "name") == "" {
			v.add("%s: an author without name", what)
		}
	}
	for _, c := range n.all("category") {
		if c.attr["term"] == "" {
			v.add("%s: a category without term", what)
		}
	}
	seen := map[[2]string]bool{}
	for _, l := range n.all("link") {
		v.absolute(what+": link", l.attr["href"])
		rel := l.attr["rel"]
		if !slices.Contains([]string{"alternate", "self", "enclosure", "related", "via"}, rel) {
			v.add("%s: a link of rel %q", what, rel)
		}
		key := [2]string{l.attr["type"], l.attr["hreflang"]}
		if rel == "alternate" && seen[key] {
			v.add("%s: two alternates of type %q in %q", what, key[0], key[1])
		}
		seen[key] = seen[key] || rel == "alternate"
		if t := l.attr["type"]; t != "" && strings.Count(t, "/") != 1 {
			v.add("%s: %q is no media type", what, t)
		}
	}
}
