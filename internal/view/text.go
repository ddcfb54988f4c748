package view

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"bulletin/internal/document"
	"bulletin/internal/site"
)

// text answers what the edition's text asks of the site.
func (p *planner) text(e *site.Edition) Text { return p.textBelow(e, "", 0) }

// textBelow is text on a page with others, where its ids begin with scope and its
// headings stand so many levels deeper.
func (p *planner) textBelow(e *site.Edition, scope string, deeper int) Text {
	doc := e.Body.Document
	answers := make([]Answer, len(doc.Holes))
	targets := p.site.Targets(e)
	eager := scope == "" // the first picture is loaded at once
	for i, h := range doc.Holes {
		switch h.Kind {
		case document.LinkStart:
			answers[i] = p.link(e, doc.Links[h.Index], targets[h.Index])
			if id, here := strings.CutPrefix(answers[i].URL, "#"); here {
				answers[i].URL = "#" + scope + id
			}
		case document.LinkEnd:
			answers[i] = linkEnd(e.Language, answers[:i], doc.Holes, h.Index)
		case document.PictureHole:
			in := &doc.Pictures[h.Index]
			answers[i].Picture = p.shown(e, p.site.Picture(e, in.Path), in, &eager)
		case document.BlockHole:
			for _, show := range p.site.Block(e, h.Index) {
				if picture := p.shown(e, show.File, &document.Picture{}, &eager); picture != nil {
					answers[i].Pictures = append(answers[i].Pictures, picture)
				}
			}
		case document.HeadingStart:
			answers[i].Text = e.IDs()[h.Index]
		case document.LabelHole:
			answers[i].Text = e.Language.Strings[doc.Labels[h.Index]]
		}
	}
	return Text{doc, answers, scope, deeper}
}

func (p *planner) shown(e *site.Edition, f *site.File, in *document.Picture, eager *bool) *Picture {
	if f != nil && f.Recording != nil {
		return p.recording(e, f, in)
	}
	picture := p.picture(f)
	if picture == nil {
		return nil
	}
	picture.Alt, picture.Caption, picture.Credit = e.Words(f, in.Alt, in.Caption)
	picture.Lazy, picture.Urgent = !*eager, *eager
	if picture.Alt == "" {
		picture.Label = e.Language.Strings["open_picture"]
	}
	*eager = false
	return picture
}

// recording is a video or a sound. What stands for its alternative text is what is
// said of it below.
func (p *planner) recording(e *site.Edition, f *site.File, in *document.Picture) *Picture {
	r := &Picture{URL: p.site.Link(site.Escape(e.Beside(f))), Recording: "audio", Width: f.Recording.Width, Height: f.Recording.Height}
	if f.Recording.Video {
		r.Recording = "video"
	}
	alt, caption, credit := e.Words(f, in.Alt, in.Caption)
	r.Caption, r.Credit = cmp.Or(caption, alt), credit
	if poster := p.picture(p.site.Poster(f)); poster != nil {
		r.Poster = poster.URL
		if r.Width == 0 {
			r.Width, r.Height = poster.Width, poster.Height
		}
	}
	return r
}

// link answers where a link leads: nowhere, if its target is not published.
func (p *planner) link(e *site.Edition, l document.Link, t site.Target) Answer {
	switch {
	case t.File != nil:
		return Answer{URL: p.fileURL(e, t.File)}
	case t.Section != nil && !t.Section.Seen():
		return Answer{}
	case t.Section != nil:
		return Answer{URL: p.site.Link(t.Section.Path(e.Language))}
	case t.Home:
		return Answer{URL: p.homeURL(e.Language)}
	case t.Edition != nil && (t.Edition == e || t.Edition.Published()):
		return p.toEdition(e, t.Edition, l)
	}
	return Answer{}
}

func (p *planner) toEdition(from, to *site.Edition, l document.Link) Answer {
	a := Answer{}
	if to != from || l.Fragment == "" {
		a.URL = to.URL(p.site.Config)
	}
	if l.Fragment != "" {
		if id, ok := to.Anchor(l.Fragment); ok {
			a.URL += "#" + id
		}
	}
	if to.Language != from.Language {
		a.Language = p.languages[to.Language.Index]
	}
	return a
}

// linkEnd closes the link that was opened last with that index, and marks it
// where it leads to another language.
func linkEnd(reader *site.Language, answers []Answer, holes []document.Hole, index int) Answer {
	for i := len(answers) - 1; i >= 0; i-- {
		if holes[i].Kind == document.LinkStart && holes[i].Index == index {
			end := Answer{URL: answers[i].URL}
			if to := answers[i].Language; to != nil {
				end.Text = mark(reader, to)
			}
			return end
		}
	}
	return Answer{}
}

// mark is what stands behind a link that leads to another language.
func mark(reader *site.Language, to *Language) string {
	name := reader.Strings["in_language_"+to.Code]
	if name == "" {
		name = to.Name
	}
	return strings.ReplaceAll(reader.Strings["foreign_mark"], "{name}", name)
}

// date is a day in the language.
func date(l *site.Language, t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	return Date{
		Text:    expandDate(l, "date_pattern", t),
		Machine: t.Format(time.RFC3339),
		Year:    t.Year(),
		Month:   int(t.Month()),
	}
}

// date is the day of a card, made once.
func (p *planner) date(l *site.Language, t time.Time) Date {
	return p.dates.get(instant{l, t.UnixNano()}, func() Date { return date(l, t) })
}

// An instant is a time in a language.
type instant struct {
	language *site.Language
	nano     int64
}

// expandDate fills one of the language's patterns of dates: {year}, {month},
// {monthname} and {day}.
func expandDate(l *site.Language, pattern string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	var text []byte
	rest := l.Strings[pattern]
	for {
		before, after, found := strings.Cut(rest, "{")
		text = append(text, before...)
		name, after, closed := strings.Cut(after, "}")
		if !found || !closed {
			return string(text)
		}
		switch name {
		case "year":
			text = strconv.AppendInt(text, int64(t.Year()), 10)
		case "month":
			text = strconv.AppendInt(text, int64(t.Month()), 10)
		case "day":
			text = strconv.AppendInt(text, int64(t.Day()), 10)
		case "monthname":
			text = append(text, monthName(l, t.Month())...)
		}
		rest = after
	}
}

// monthName is the month in the language, from its list of twelve.
func monthName(l *site.Language, m time.Month) string {
	rest := l.Strings["months"]
	for i := time.January; ; i++ {
		name, after, found := strings.Cut(rest, ",")
		if i == m {
			return strings.TrimSpace(name)
		}
		if !found {
			return strconv.Itoa(int(m))
		}
		rest = after
	}
}

// stamp is an instant for machines.
func stamp(t time.Time) string { return t.Format(time.RFC3339) }

// fill puts a value in the place of a name in braces.
func fill(pattern, name, value string) string {
	return strings.ReplaceAll(pattern, "{"+name+"}", value)
}
