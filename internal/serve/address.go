package serve

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// An answer is what stands at an address.
type answer struct {
	status int
	name   string // the output that it is, which tells its type
	body   []byte
	to     string // where the address leads instead
}

// An address is one as a browser asks for it, taken apart.
type address struct {
	parts  []string // decoded
	folder bool     // it ends in a slash
}

// reserved begins the first part of what is never an output: the manifest and
// what lies beside it, and the preview's own files.
const reserved = ".bulletin"

// parse reads the path of a URL as it was sent. It is false for whatever can
// be no output.
func parse(escaped string) (address, bool) {
	rest, ok := strings.CutPrefix(escaped, "/")
	if !ok {
		return address{}, escaped == ""
	}
	if rest == "" {
		return address{folder: true}, true
	}
	rest, folder := strings.CutSuffix(rest, "/")
	a := address{folder: folder}
	for raw := range strings.SplitSeq(rest, "/") {
		part, err := url.PathUnescape(raw)
		if err != nil || !plausible(part) {
			return address{}, false
		}
		a.parts = append(a.parts, part)
	}
	return a, true
}

func plausible(part string) bool {
	return part != "" && part != "." && part != ".." && utf8.ValidString(part) &&
		!strings.ContainsFunc(part, func(r rune) bool { return r == '/' || r == '\\' || r < ' ' || r == 0x7f })
}

// A place is a site where it stands.
type place struct {
	Site
	prefix []string // parts of the prefix
	base   string   // the prefix as a browser asks for it, with slashes around it
}

func settle(site Site) *place {
	p := &place{Site: site, base: "/"}
	for part := range strings.SplitSeq(site.Prefix, "/") {
		if part != "" {
			p.prefix = append(p.prefix, part)
			p.base += url.PathEscape(part) + "/"
		}
	}
	return p
}

// below is the address seen from the prefix. Where it only leads there, to is
// the prefix.
func (p *place) below(a address) (rest address, to string, ok bool) {
	n := len(p.prefix)
	switch {
	case len(a.parts) == 0 && n > 0:
		return address{}, p.base, true
	case len(a.parts) < n || !slices.Equal(a.parts[:n], p.prefix):
		return address{}, "", false
	case len(a.parts) == n && n > 0 && !a.folder:
		return address{}, p.base, true
	}
	return address{parts: a.parts[n:], folder: a.folder}, "", true
}

// find says what stands at the path of a URL.
func (s *Server) find(st *state, escaped string) answer {
	if st.site == nil {
		return answer{status: http.StatusServiceUnavailable, name: "problem.html", body: s.problemPage(st.trouble)}
	}
	a, ok := parse(escaped)
	if ok {
		rest, to, inside := st.site.below(a)
		switch {
		case to != "":
			return answer{status: http.StatusFound, to: to}
		case !inside:
			return answer{status: http.StatusNotFound}
		}
		if found, ok := st.site.output(rest); ok {
			return found
		}
	}
	body, ok := st.site.Content.Output("404.html")
	if !ok {
		return answer{status: http.StatusNotFound}
	}
	return answer{status: http.StatusNotFound, name: "404.html", body: body}
}

// output is the output at an address below the prefix, or the way to it.
func (p *place) output(a address) (answer, bool) {
	if len(a.parts) > 0 && strings.HasPrefix(a.parts[0], reserved) {
		return answer{}, false
	}
	name := strings.Join(a.parts, "/")
	index := strings.TrimPrefix(name+"/index.html", "/")
	if a.folder || name == "" {
		body, ok := p.Content.Output(index)
		return answer{status: http.StatusOK, name: index, body: body}, ok
	}
	if body, ok := p.Content.Output(name); ok {
		return answer{status: http.StatusOK, name: name, body: body}, true
	}
	if p.Bare {
		if body, ok := p.Content.Output(name + ".html"); ok {
			return answer{status: http.StatusOK, name: name + ".html", body: body}, true
		}
	}
	_, ok := p.Content.Output(index)
	return answer{status: http.StatusFound, to: p.base + escape(a.parts) + "/"}, ok
}

func escape(parts []string) string {
	escaped := make([]string, len(parts))
	for i, part := range parts {
		escaped[i] = url.PathEscape(part)
	}
	return strings.Join(escaped, "/")
}
