package check

import (
	"path"
	"slices"
	"strings"

	"bulletin/internal/diag"
	"bulletin/internal/document"
	"bulletin/internal/site"
)

// links finds links that lead nowhere, to a heading that is not there, out of
// the site, or to a text that is not published, and attachments that are no
// files.
func links(s *site.Site, e *site.Edition) (problems []diag.Problem) {
	targets := s.Targets(e)
	for i, l := range e.Body.Links {
		if p, bad := link(s, e, l, targets[i]); bad {
			problems = append(problems, p)
		}
	}
	for _, a := range e.Attachments.Value {
		if !e.Attachments.Set {
			continue
		}
		switch t := s.Resolve(e, document.Name(a.Path)); {
		case t.File != nil:
		case t.Found():
			problems = append(problems, diag.At(e.Place(a.Spot), "link.file", a.Path))
		default:
			problems = append(problems, missing(s, e, e.Place(a.Spot), "link", a.Path))
		}
	}
	return problems
}

func link(s *site.Site, e *site.Edition, l document.Link, t site.Target) (diag.Problem, bool) {
	at := e.At(l.Place)
	switch {
	case t.Outside:
		return diag.At(at, "outside.link", l.Path), true
	case !t.Found():
		return missing(s, e, at, "link", l.Path), true
	case t.Section != nil && !t.Section.Seen():
		return diag.At(at, "unpublished-link", l.Path, site.Blank.English(), site.Blank.Chinese()), e.Published()
	case t.Edition == nil:
		return diag.Problem{}, false
	case t.Edition != e && !t.Edition.Published():
		if !e.Published() {
			return diag.Problem{}, false
		}
		return diag.At(at, "unpublished-link", l.Path, t.Edition.State.English(), t.Edition.State.Chinese()), true
	case l.Fragment != "":
		if _, ok := t.Edition.Anchor(l.Fragment); !ok {
			if len(t.Edition.IDs()) == 0 {
				return diag.At(at, "anchor.none", l.Fragment, t.Edition.File), true
			}
			return diag.At(at, "anchor", l.Fragment, t.Edition.File, ids(t.Edition)), true
		}
	}
	return diag.Problem{}, false
}

// ids lists an edition's headings as a hint shows them: what a link may say,
// the words of the heading first, where they can stand in a link.
func ids(e *site.Edition) string {
	const most = 8
	var shown []string
	for i, id := range e.IDs()[:min(len(e.IDs()), most)] {
		words := strings.Join(strings.Fields(e.Body.Headings[i].Text), "-")
		if found, ok := e.Anchor(words); ok && found == id && words != id && !strings.EqualFold(words, id) && !strings.ContainsAny(words, "()<>[]#%`\\\"") {
			id = words + " (#" + id + ")"
		}
		shown = append(shown, "#"+id)
	}
	if len(e.IDs()) > most {
		shown = append(shown, "…")
	}
	return strings.Join(shown, ", ")
}

// digits are those of a name.
func digits(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case '0' <= r && r <= '9':
			return r
		case '０' <= r && r <= '９':
			return r - '０' + '0'
		}
		return -1
	}, name)
}

// missing is the problem of a file or text that is not there, with the name of
// one that is when a slip of the hand would explain it.
func missing(s *site.Site, e *site.Edition, at diag.Pos, rule diag.Message, written string) diag.Problem {
	near, name := s.Near(e, written), path.Base(written)
	if rule == "picture" { // 图片 1.png is no slip for 图片 3.png
		near = slices.DeleteFunc(near, func(other string) bool { return digits(other) != digits(name) })
	}
	like := diag.Suggest(name, near)
	if like == "" { // texts are known without their ending
		ending := path.Ext(name)
		if like = diag.Suggest(strings.TrimSuffix(name, ending), near); like != "" && path.Ext(like) == "" {
			like += ending
		}
	}
	if like == "" {
		return diag.At(at, rule, written)
	}
	return diag.At(at, rule+".like", written, path.Join(path.Dir(written), like))
}
