package build_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"go.yaml.in/yaml/v4"
	"golang.org/x/net/html"

	"bulletin/layouts"
)

// bracketed are the interface strings of a language in which every word of the
// interface stands in brackets: ⟦key⟧. What a string has filled in stays.
func bracketed(t *testing.T) string {
	t.Helper()
	b, err := layouts.FS.ReadFile("strings.en.yaml")
	check(t, err)
	var english map[string]string
	check(t, yaml.Unmarshal(b, &english))
	hole := regexp.MustCompile(`\{\w+\}`)
	var out strings.Builder
	for _, key := range slices.Sorted(maps.Keys(english)) {
		text := "⟦" + strings.Join(append([]string{key}, hole.FindAllString(english[key], -1)...), " ") + "⟧"
		if key == "months" {
			text = strings.TrimSuffix(strings.Repeat("⟦month⟧,", 12), ",")
		}
		fmt.Fprintf(&out, "%s: %q\n", key, text)
	}
	return out.String()
}

// Whatever a page, a feed or a label for machines says besides what writers
// wrote comes from the interface strings of its language: in a language whose
// strings stand in brackets and whose writers only ever write x, no other letter
// is left.
func TestNoWordsButStrings(t *testing.T) {
	s := goldenSite(t, "bulletin").sources
	s = s.with(tree{
		"layouts/strings.xx.yaml": bracketed(t),
		"site.yaml": `title: {zh: 简报, xx: xxx}
description: {zh: 对外交往。, xx: xx xxx}
base_url: https://bulletin.example.org/
languages: [zh, {code: xx, tag: xx, name: Xx}]
sections: [news, training]
`,
		"content/topics.yaml": "training: {zh: 培训, xx: xxxx}\nsister-cities: {zh: 友城, xx: xxxxx}\nunused: {zh: 无人用过, xx: xx}\n",
		"content/issues.yaml": "",
	})
	for name, body := range s {
		if rest, ok := strings.CutSuffix(name, ".en.md"); ok {
			head, _, _ := strings.Cut(strings.TrimPrefix(body, "---\n"), "---\n")
			text := "---\n" + xs(head) + "---\nxx xxx.\n\n![xx](harbour.png \"xxx\")\n\n[xx](plan.txt) [xx](/training/seminar)[^1]\n\n[^1]: xx\n"
			if !strings.Contains(name, "visit") {
				text = "---\n" + xs(head) + "---\nxx xxx.\n"
			}
			s = s.with(tree{name: "", rest + ".xx.md": text})
		}
	}
	out := s.sound(t, base(t, "https://bulletin.example.org/"))
	seen := 0
	for _, name := range out.pages() {
		if strings.HasPrefix(name, "xx/") {
			seen++
			p := parse(t, name, out[name])
			for _, said := range p.says("xx") {
				if strings.HasPrefix(said, "https://bulletin.example.org/xx/") && strings.HasSuffix(said, "feed.xml") {
					continue // the address of a feed
				}
				for _, own := range p.links("canonical") {
					said = strings.ReplaceAll(said, value(own, "href"), "") // its address, which is printed
				}
				if left := unexplained(said); left != "" {
					t.Errorf("%s says %q, of which no string and no writer said %q", name, said, left)
				}
			}
		}
	}
	for name, body := range out {
		if strings.HasPrefix(name, "xx/") && strings.HasSuffix(name, "feed.xml") {
			seen++
			for _, said := range feedSays(t, body) {
				if left := unexplained(said); left != "" {
					t.Errorf("%s says %q, of which no string and no writer said %q", name, said, left)
				}
			}
		}
	}
	if seen < 25 {
		t.Errorf("only %d pages and feeds were read", seen)
	}
}

// xs is front matter with its texts in a language of one letter.
func xs(head string) string {
	texts := regexp.MustCompile(`(?m)^(title|summary|author|translator|reason): .*$`)
	return strings.Replace(texts.ReplaceAllString(head, "$1: xxx"), "only: en", "only: xx", 1)
}

// says lists everything that a page tells its readers, and programs on their
// behalf, in its own language.
func (p *page) says(language string) []string {
	var all []string
	for n := range p.root.Descendants() {
		switch {
		case foreign(n, language):
		case n.Type == html.TextNode && n.Parent.Data == "script":
			all = append(all, graphSays(n.Data)...)
		case n.Type == html.TextNode:
			all = append(all, n.Data)
		case n.Type == html.ElementNode:
			for _, key := range []string{"alt", "title", "aria-label", "aria-description", "placeholder"} {
				all = append(all, value(n, key))
			}
			property := value(n, "property")
			if n.Data == "meta" && (value(n, "name") == "description" || slices.Contains([]string{"og:title", "og:description", "og:site_name"}, property)) {
				all = append(all, value(n, "content"))
			}
		}
	}
	return all
}

// foreign reports whether a node is in another language than the page.
func foreign(n *html.Node, language string) bool {
	for ; n != nil; n = n.Parent {
		if tag := value(n, "lang"); tag != "" {
			return tag != language
		}
	}
	return false
}

// graphSays lists the names and texts of JSON-LD that are not of another
// language.
func graphSays(data string) []string {
	var all []string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			if tag, ok := v["inLanguage"]; ok && tag != "xx" {
				return
			}
			for key, item := range v {
				if text, ok := item.(string); ok && slices.Contains([]string{"name", "headline", "description", "articleSection"}, key) {
					all = append(all, text)
				}
				walk(item)
			}
		}
	}
	var read any
	if err := json.Unmarshal([]byte(data), &read); err != nil {
		return []string{err.Error()}
	}
	walk(read)
	return all
}

// feedSays lists the titles, summaries and names of a feed.
func feedSays(t *testing.T, body string) []string {
	t.Helper()
	var all []string
	element := ""
	for d := xml.NewDecoder(strings.NewReader(body)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return all
		}
		check(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			element = token.Name.Local
		case xml.CharData:
			if slices.Contains([]string{"title", "subtitle", "summary", "name"}, element) {
				all = append(all, string(token))
			}
		}
	}
}

// unexplained is what is left of a text without strings in brackets, the
// writers' letter, names of files and units of size.
func unexplained(said string) string {
	var left strings.Builder
	depth := 0
	for _, r := range said {
		switch {
		case r == '⟦':
			depth++
		case r == '⟧':
			depth--
		case depth == 0:
			left.WriteRune(r)
		}
	}
	rest := regexp.MustCompile(`plan\.txt|TXT|\d+ K?B|市外办|Xx|x+`).ReplaceAllString(left.String(), "")
	return strings.TrimFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
}
