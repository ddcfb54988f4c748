package view

import (
	"cmp"
	"slices"
	"strings"

	"bulletin/internal/site"
)

// A Meta is what a page says of itself to machines under a name.
type Meta struct {
	Name    string
	Content string
}

// A subject is what a page is about.
type subject struct {
	language *site.Language
	section  *site.Section // whose articles it lists, or that its article is part of; nil for none
	edition  *site.Edition // the article that it shows; nil for none
}

func (s subject) kind() site.Kind {
	switch {
	case s.edition != nil:
		return site.OfArticle
	case s.section != nil:
		return site.OfSection
	}
	return site.AnyPage
}

// meta lists the tags of a page: its description, and those that the profile of the
// site wants. Names tell no upper case from lower: a tag of the profile takes the
// place of one of ours. They speak of the page's own text and of front matter of its
// section's text, which site.Renew never changes.
func (p *planner) meta(about subject, f *Frame) []Meta {
	var all []Meta
	if p.site.Profile != nil {
		for _, t := range p.site.Profile.Tags {
			if t.On > about.kind() {
				continue
			}
			if content := p.says(t.Value, about, f); content != "" {
				all = append(all, Meta{t.Name, content})
			}
		}
	}
	described := func(m Meta) bool { return strings.EqualFold(m.Name, "description") }
	if d := f.Description; d != "" && !slices.ContainsFunc(all, described) {
		all = append(all, Meta{"description", d})
	}
	return all
}

// says is a value of a tag.
func (p *planner) says(v site.Value, about subject, f *Frame) string {
	l := about.language
	switch v {
	case site.SiteTitle:
		return p.site.Title[l.Code]
	case site.SiteHost:
		return p.site.Base.Hostname()
	case site.SiteCode:
		return p.site.Office.SiteCode
	}
	switch {
	case v <= site.SectionType && about.section != nil:
		return p.saysSection(v, about.section, l)
	case v > site.SectionType && about.edition != nil:
		return p.saysArticle(v, about.edition, f)
	}
	return ""
}

func (p *planner) saysSection(v site.Value, sec *site.Section, l *site.Language) string {
	title := p.titles[sec][l.Index]
	own := sec.In(l)
	if own == nil {
		own = &site.Edition{}
	}
	switch v {
	case site.SectionSummary:
		return own.Summary.Value
	case site.SectionKeywords:
		return cmp.Or(strings.Join(own.Keywords.Value, ","), title)
	case site.SectionType:
		return cmp.Or(own.ColumnType.Value, title)
	}
	return title
}

func (p *planner) saysArticle(v site.Value, e *site.Edition, f *Frame) string {
	switch v {
	case site.ArticleTitle:
		return e.Title.Value
	case site.ArticleTime:
		return e.Date.Value.In(p.site.Zone).Format("2006-01-02 15:04")
	case site.ArticleSource:
		return cmp.Or(p.site.SourceLabel(e), p.site.Office.Name[e.Language.Code])
	case site.ArticleKeywords:
		var topics []string
		for _, t := range p.site.TopicsOf(e) {
			topics = append(topics, t.Labels[e.Language.Code])
		}
		return cmp.Or(strings.Join(e.Keywords.Value, ","), strings.Join(topics, ","))
	case site.ArticleAuthor:
		return cmp.Or(strings.Join(e.Author.Value, ","), strings.Join(e.Editor.Value, ","))
	case site.ArticleDescription:
		return f.Description
	case site.ArticlePicture:
		if f.Image != nil {
			return f.Image.URL
		}
		if f.Furniture.Picture != nil {
			return f.Furniture.Picture.URL
		}
	case site.ArticleURL:
		return f.Canonical
	}
	return ""
}
