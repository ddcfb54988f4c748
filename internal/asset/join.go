package asset

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
)

// A loader turns the files of a tree into a Set. A stylesheet's name depends on
// the names of what it refers to, so those come first.
type loader struct {
	files source
	state map[string]bool // false while a file is under way, true when it is done
	made  map[string]made
	roots map[string]bool // what stands at the top of the site
	set   *Set
}

// A made stylesheet and the published paths that it needs.
type made struct {
	sheet
	needs []string
}

// publish gives a file its path, and first those it refers to. It is false for
// a file that is not there or refers to itself in a circle.
func (l *loader) publish(name string) (string, bool) {
	body, ok := l.files.bodies[name]
	if !ok {
		return "", false
	}
	if done, begun := l.state[name]; begun {
		return l.set.published[name], done
	}
	l.state[name] = false
	var needs []string
	if strings.EqualFold(path.Ext(name), ".css") {
		s := l.sheet(name)
		body, needs = []byte(charset(s.head+s.body)), s.needs
	}
	l.keep(name, body, needs)
	return l.set.published[name], true
}

func (l *loader) keep(name string, body []byte, needs []string) {
	p := fingerprint(name, body)
	l.state[name] = true
	l.set.published[name] = p
	l.set.bodies[p] = body
	l.set.needs[p] = needs
}

// joined publishes css/*.css and custom.css as one stylesheet, unless the tree
// has one of its own at the top.
func (l *loader) joined() {
	if _, ok := l.files.bodies[Sheet]; ok {
		return
	}
	var head, body strings.Builder
	var needs []string
	found := false
	parts := slices.DeleteFunc(slices.Clone(l.files.names), func(name string) bool { return !part(name) })
	if _, ok := l.files.bodies[custom]; ok {
		parts = append(parts, custom)
	}
	for _, name := range parts {
		s := l.sheet(name)
		head.WriteString(s.head)
		body.WriteString(s.body)
		needs = append(needs, s.needs...)
		found = true
	}
	if found {
		slices.Sort(needs)
		l.keep(Sheet, []byte(charset(head.String()+body.String())), slices.Compact(needs))
	}
}

// part reports whether a file is one of those that are joined.
func part(name string) bool {
	return path.Dir(name) == "css" && path.Ext(name) == ".css"
}

// sheet shrinks one stylesheet and rewrites what it refers to.
func (l *loader) sheet(name string) made {
	if m, ok := l.made[name]; ok {
		return m
	}
	var needs []string
	resolve := func(target string, line int) (string, bool) {
		p, kind := l.resolve(name, target)
		switch kind {
		case here:
			needs = append(needs, p)
			_, suffix := split(target)
			return escape(strings.TrimPrefix(p, "assets/")) + plain(suffix), true
		case remote, missing:
			l.set.dangling = append(l.set.dangling, Reference{File: name, Line: line, Target: target, Remote: kind == remote})
		}
		return "", false
	}
	m := made{sheet: shrink(string(l.files.bodies[name]), resolve)}
	slices.Sort(needs)
	m.needs = slices.Compact(needs)
	l.made[name] = m
	if m.slip.Line > 0 {
		m.slip.File = name
		l.set.slips = append(l.set.slips, m.slip)
	}
	return m
}

// The kinds of what a stylesheet can refer to.
const (
	here    = iota // a file of the tree
	inline         // a fragment, data, or a file under root/: good as it is
	remote         // another host
	missing        // a file that is not in the tree
)

// resolve finds the published path of what a stylesheet refers to: from the
// stylesheet's folder, as browsers would have it, or from the top of the tree.
func (l *loader) resolve(from, target string) (string, int) {
	name, _ := split(target)
	u, err := url.Parse(name)
	switch {
	case name == "":
		return "", inline
	case err != nil:
		return "", missing
	case strings.EqualFold(u.Scheme, "data"):
		return "", inline
	case u.Scheme != "" || u.Host != "" || strings.HasPrefix(name, "//"):
		return "", remote
	case l.roots[strings.TrimPrefix(u.Path, "/")] && u.Path[0] == '/':
		return "", inline
	case u.Path == "" || u.Path[0] == '/':
		return "", missing
	}
	for _, candidate := range []string{path.Join(path.Dir(from), u.Path), path.Join(".", u.Path)} {
		if p, ok := l.publish(candidate); ok {
			return p, here
		}
	}
	return "", missing
}

// split parts an address from its query and fragment.
func split(target string) (name, suffix string) {
	if i := strings.IndexAny(target, "?#"); i >= 0 {
		return target[:i], target[i:]
	}
	return target, ""
}

// escape writes a name so that it needs no quotation marks in a url() and is
// not taken for a scheme.
func escape(name string) string {
	return strings.ReplaceAll(plain(url.PathEscape(name)), ":", "%3A")
}

// plain percent-encodes what has a meaning in a url() or a string of CSS.
func plain(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`"'()\`, c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// charset says how a stylesheet is encoded if it matters.
func charset(css string) string {
	for i := range len(css) {
		if css[i] >= 0x80 {
			return `@charset "utf-8";` + css
		}
	}
	return css
}
