// Package feedtest judges, for tests, what the site says to programs: feeds,
// the sitemap and the JSON-LD of its pages. It knows their specifications and
// nothing of how they are written:
//
//	Atom     RFC 4287
//	JSON     https://jsonfeed.org/version/1.1
//	Sitemap  https://www.sitemaps.org/protocol.html, with the links between
//	         languages as search engines want them
//	Linked   the types and properties of https://schema.org that pages use
//
// Every function but Golden returns what is wrong, in words; nothing where all is well.
package feedtest

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A verdict collects what is wrong.
type verdict []string

func (v *verdict) add(format string, args ...any) { *v = append(*v, fmt.Sprintf(format, args...)) }

// absolute wants an absolute address of the web.
func (v *verdict) absolute(what, address string) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.ContainsAny(address, " <>\"\n\t") {
		v.add("%s: %q is not an absolute address", what, address)
	}
}

// iri wants an absolute IRI of any scheme.
func (v *verdict) iri(what, id string) {
	if u, err := url.Parse(id); err != nil || u.Scheme == "" || u.Opaque == "" && u.Host == "" {
		v.add("%s: %q is not an absolute IRI", what, id)
	}
}

// date wants a time of RFC 3339, and returns it.
func (v *verdict) date(what, text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		v.add("%s: %q is not a time of RFC 3339", what, text)
	}
	return t
}

// html wants HTML whose elements are closed in order and whose addresses are
// absolute.
func (v *verdict) html(what, text string) {
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict, d.Entity = false, xml.HTMLEntity
	var open []string
	for {
		token, err := d.RawToken()
		if err != nil {
			if err != io.EOF {
				v.add("%s: %v", what, err)
			}
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			name := strings.ToLower(t.Name.Local)
			for _, a := range t.Attr {
				if slices.Contains([]string{"href", "src", "poster", "cite"}, a.Name.Local) {
					v.iri(what+": "+name+" "+a.Name.Local, a.Value)
				}
			}
			if !slices.Contains([]string{"area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"}, name) {
				open = append(open, name)
			}
		case xml.EndElement:
			name, last := strings.ToLower(t.Name.Local), len(open)-1
			if last < 0 || open[last] != name {
				v.add("%s: </%s> within %v", what, name, open)
				return
			}
			open = open[:last]
		}
	}
	if len(open) > 0 {
		v.add("%s: %v are not closed", what, open)
	}
}

// A node is an element of XML.
type node struct {
	name     xml.Name
	attr     map[string]string
	children []*node
	text     string
}

// tree parses XML.
func tree(body []byte) (*node, error) {
	d := xml.NewDecoder(strings.NewReader(string(body)))
	top := &node{}
	open := []*node{top}
	for {
		token, err := d.Token()
		if err == io.EOF && len(top.children) == 1 {
			return top.children[0], nil
		}
		if err != nil {
			return nil, err
		}
		in := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			n := &node{name: t.Name, attr: map[string]string{}}
			for _, a := range t.Attr {
				n.attr[a.Name.Local] = a.Value
			}
			in.children = append(in.children, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			in.text += string(t)
		}
	}
}

// all are the children of a name.
func (n *node) all(name string) []*node {
	var found []*node
	for _, c := range n.children {
		if c.name.Local == name {
			found = append(found, c)
		}
	}
	return found
}

// value is the text of the first child of a name.
func (n *node) value(name string) string {
	if found := n.all(name); len(found) > 0 {
		return found[0].text
	}
	return ""
}

// names wants every child to be in a namespace and among those known.
func (v *verdict) names(what string, n *node, space string, known ...string) {
	for _, c := range n.children {
		if c.name.Space != space || !slices.Contains(known, c.name.Local) {
			v.add("%s: <%s> of %q does not belong there", what, c.name.Local, c.name.Space)
		}
	}
}

// one wants exactly one child of a name, and returns its text.
func (v *verdict) one(what string, n *node, name string) string {
	if found := len(n.all(name)); found != 1 {
		v.add("%s: %d <%s>, want 1", what, found, name)
	}
	return n.value(name)
}
