package feedtest

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// JSON judges a feed.
func JSON(body []byte) []string {
	var v verdict
	var feed map[string]any
	if err := json.Unmarshal(body, &feed); err != nil {
		v.add("feed: %v", err)
		return v
	}
	v.keys("feed", feed, "version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url",
		"icon", "favicon", "authors", "language", "expired", "hubs", "items")
	if feed["version"] != "https://jsonfeed.org/version/1.1" {
		v.add("feed: version %v", feed["version"])
	}
	for _, key := range []string{"title", "language"} {
		if s, ok := feed[key].(string); !ok || s == "" {
			v.add("feed: %s is %v", key, feed[key])
		}
	}
	v.addresses("feed", feed, "home_page_url", "feed_url")
	v.people("feed", feed["authors"])
	v.alternates("feed", feed)
	items, ok := feed["items"].([]any)
	if !ok {
		v.add("feed: items are %T", feed["items"])
	}
	ids := map[string]bool{}
	for _, i := range items {
		item, ok := i.(map[string]any)
		if !ok {
			v.add("feed: an item is %T", i)
			continue
		}
		id, ok := item["id"].(string)
		if !ok || id == "" || ids[id] {
			v.add("item %v: the id is no text, empty, or another's", item["id"])
		}
		ids[id] = true
		v.item("item "+id, item)
	}
	return v
}

func (v *verdict) item(what string, item map[string]any) {
	v.keys(what, item, "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image",
		"banner_image", "date_published", "date_modified", "authors", "tags", "language", "attachments")
	v.addresses(what, item, "url")
	if item["image"] != nil {
		v.addresses(what, item, "image")
	}
	for _, key := range []string{"date_published", "date_modified"} {
		s, _ := item[key].(string)
		v.date(what+": "+key, s)
	}
	html, isHTML := item["content_html"].(string)
	if isHTML {
		v.html(what+": content_html", html)
	} else if _, isText := item["content_text"].(string); !isText {
		v.add("%s: no content", what)
	}
	for _, key := range []string{"title", "summary", "language"} {
		if _, ok := item[key].(string); item[key] != nil && !ok {
			v.add("%s: %s is %T", what, key, item[key])
		}
	}
	if item["authors"] != nil {
		v.people(what, item["authors"])
	}
	if tags, ok := item["tags"].([]any); item["tags"] != nil && (!ok || len(tags) == 0) {
		v.add("%s: tags are %v", what, item["tags"])
	}
	v.alternates(what, item)
}

// keys wants every key to be known, or one of our own, which begin with _.
func (v *verdict) keys(what string, object map[string]any, known ...string) {
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if !slices.Contains(known, key) && !strings.HasPrefix(key, "_") {
			v.add("%s: %q is unknown", what, key)
		}
	}
}

func (v *verdict) addresses(what string, object map[string]any, keys ...string) {
	for _, key := range keys {
		s, _ := object[key].(string)
		v.absolute(what+": "+key, s)
	}
}

func (v *verdict) people(what string, authors any) {
	all, _ := authors.([]any)
	if len(all) == 0 {
		v.add("%s: authors are %v", what, authors)
	}
	for _, a := range all {
		person, _ := a.(map[string]any)
		if name, _ := person["name"].(string); name == "" {
			v.add("%s: an author without name", what)
		}
	}
}

// alternates judges our own key.
func (v *verdict) alternates(what string, object map[string]any) {
	ours, ok := object["_bulletin"].(map[string]any)
	if !ok {
		return
	}
	all, _ := ours["alternates"].([]any)
	if len(all) == 0 {
		v.add("%s: alternates are %v", what, ours["alternates"])
	}
	for _, a := range all {
		alternate, _ := a.(map[string]any)
		v.addresses(what+": alternate", alternate, "url")
		if l, _ := alternate["language"].(string); l == "" || l == object["language"] {
			v.add("%s: an alternate in %q", what, l)
		}
	}
}

// Same judges whether the two forms of a feed say the same.
func Same(atom, feed []byte) []string {
	var v verdict
	x, err := tree(atom)
	if err != nil {
		v.add("feed: %v", err)
		return v
	}
	var j struct {
		Title, Language string
		Items           []struct {
			ID, Title, Summary string
			Published          string `json:"date_published"`
			Modified           string `json:"date_modified"`
			HTML               string `json:"content_html"`
			Text               string `json:"content_text"`
		}
	}
	if err := json.Unmarshal(feed, &j); err != nil {
		v.add("feed: %v", err)
		return v
	}
	v.equal("title", x.value("title"), j.Title)
	v.equal("language", x.attr["lang"], j.Language)
	entries := x.all("entry")
	if len(entries) != len(j.Items) {
		v.add("feed: %d entries and %d items", len(entries), len(j.Items))
		return v
	}
	for i, e := range entries {
		item := j.Items[i]
		v.equal("id", e.value("id"), item.ID)
		v.equal("title", e.value("title"), item.Title)
		v.equal("summary", e.value("summary"), item.Summary+item.Text)
		v.equal("published", e.value("published"), item.Published)
		v.equal("updated", e.value("updated"), item.Modified)
		v.equal("content", e.value("content"), item.HTML)
	}
	return v
}

func (v *verdict) equal(what, atom, feed string) {
	if atom != feed {
		v.add("%s: %q in Atom, %q in JSON Feed", what, atom, feed)
	}
}
