package site

import (
	"cmp"

	"bulletin/internal/diag"
)

// An Office is who publishes the site, as site.yaml says it. What it does not say
// is empty.
type Office struct {
	Name, Address, Hours   Text
	Postcode, Phone, Email string
	SiteCode               string // 网站标识码: ten letters and digits
	ICP                    string // ICP备案号, of the ministry
	Police                 string // 公安备案号
	Badge                  Badge
	Report                 string // URL of the page where readers report mistakes; "" for none
}

// Lacks is the first key, with a language where one is missing, that says too little
// of the office; "" where one of the keys says enough.
func (o *Office) Lacks(keys []string, languages []*Language) string {
	one := map[string]string{
		"postcode": o.Postcode, "phone": o.Phone, "email": o.Email, "site_code": o.SiteCode,
		"icp": o.ICP, "police": o.Police, "badge": o.Badge.URL, "report": o.Report,
	}
	words := map[string]Text{"name": o.Name, "address": o.Address, "hours": o.Hours}
	first := ""
	for _, key := range keys {
		lacks := ""
		if one[key] == "" && len(words[key]) == 0 {
			lacks = key
		}
		for _, l := range languages {
			if lacks == "" && one[key] == "" && words[key][l.Code] == "" {
				lacks = key + "." + l.Code
			}
		}
		if lacks == "" {
			return ""
		}
		first = cmp.Or(first, lacks)
	}
	return first
}

// A Badge is the picture that marks the site of an office, and the URL of the page
// that confirms it.
type Badge struct {
	URL     string
	Picture OwnPicture
}

// An OwnPicture is a picture that site.yaml names.
type OwnPicture struct {
	Name string // its path in content, as document.Name compares it; "" for none
	At   diag.Pos
}

// OwnPictures are those that site.yaml names.
func (c *Config) OwnPictures() []OwnPicture {
	var all []OwnPicture
	for _, p := range [...]OwnPicture{c.Picture, c.Office.Badge.Picture} {
		if p.Name != "" {
			all = append(all, p)
		}
	}
	return all
}

// Own is the file of a picture that site.yaml names; nil when it is not there.
func (s *Site) Own(p OwnPicture) *File { return s.Files[p.Name] }
