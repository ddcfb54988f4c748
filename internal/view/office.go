package view

import (
	"regexp"
	"strings"

	"bulletin/internal/site"
)

// An Office is who publishes the site, as the foot of each page says it. What is
// not known is empty.
type Office struct {
	Name      string
	Address   string
	Postcode  string
	Phone     string
	Dial      string // Phone as a telephone dials it
	Email     string
	Hours     string
	SiteCode  string // 网站标识码
	ICP       string // ICP备案号
	Police    string // 公安备案号
	PoliceURL string // where the police confirm it
	Badge     *Picture
	BadgeURL  string // what confirms the badge
	Report    string // URL where readers report mistakes
	Map       string // URL of the page from which everything can be found, where a profile wants a map
}

// office is the office in a language; nil where nothing is said of it.
func (p *planner) office(l *site.Language) *Office {
	from := &p.site.Office
	o := Office{
		Name: from.Name[l.Code], Address: from.Address[l.Code], Hours: from.Hours[l.Code],
		Postcode: from.Postcode, Phone: from.Phone, Dial: dial(from.Phone), Email: from.Email,
		SiteCode: from.SiteCode, ICP: from.ICP, Police: from.Police, Report: from.Report,
	}
	if o.Police != "" {
		o.PoliceURL = "https://beian.mps.gov.cn/#/query/webSearch?code=" + numerals(o.Police)
	}
	if f := p.site.Own(from.Badge.Picture); f != nil && f.Picture != nil {
		o.BadgeURL = from.Badge.URL
		o.Badge = p.picture(f)
	}
	if p.site.Profile != nil && p.site.Profile.Map {
		o.Map = p.indexItem(l, "search").URL
	}
	if o == (Office{}) {
		return nil
	}
	return &o
}

// extension is what an exchange connects, behind a number with its area code.
var extension = regexp.MustCompile(`^(\(?0\d{2,3}\)?[- ]?\d{7,8})-\d{1,6}$`)

// dial is a telephone number without what only people read.
func dial(number string) string {
	number, _, _ = strings.Cut(number, "转")
	number = extension.ReplaceAllString(strings.TrimSpace(number), "$1")
	if before, after, abroad := strings.Cut(number, "+"); abroad && numerals(before) == "" {
		return "+" + numerals(strings.Replace(after, "(0)", "", 1)) // the 0 is for callers at home
	}
	return numerals(number)
}

// numerals are the digits of a text.
func numerals(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || '9' < r {
			return -1
		}
		return r
	}, s)
}

// share is the picture that stands for pages without one of their own where other
// programs show a link to them, its URL absolute.
func (p *planner) share() *Picture { return p.preview(p.site.Own(p.site.Config.Picture)) }

// ownFiles adds what is published of the pictures that site.yaml names.
func (p *planner) ownFiles(add func(Copy)) {
	if f := p.site.Own(p.site.Config.Picture); f != nil && f.Picture != nil {
		p.previewFile(f, add)
	}
	if f := p.site.Own(p.site.Office.Badge.Picture); f != nil && f.Picture != nil {
		add(partOf(f, len(f.Picture.Files)-1))
	}
}
