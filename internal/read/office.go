package read

import (
	"net/mail"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"

	"bulletin/internal/document"
	"bulletin/internal/site"
)

// office reads who publishes the site.
func (c *configuration) office(n *yaml.Node) {
	if absent(n) {
		return
	}
	o := &c.cfg.Office
	reads := []struct {
		key  string
		read func(n *yaml.Node, key string)
	}{
		{"name", c.words(&o.Name, "name: {zh: 某市外事办公室, en: Foreign Affairs Office}")},
		{"address", c.words(&o.Address, "address: {zh: 某市某路1号, en: 1 River Road}")},
		{"postcode", c.one(&o.Postcode, isPostcode, expected{"a postal code", `postcode: "310000"`, "邮政编码"})},
		{"phone", c.one(&o.Phone, isPhone, expected{"one telephone number, with its area code", "phone: 0571-12345678", "一个带区号的电话号码"})},
		{"email", c.one(&o.Email, isMail, expected{"an e-mail address", "email: office@example.org", "电子邮箱地址"})},
		{"hours", c.words(&o.Hours, "hours: {zh: 工作日 9:00–17:00, en: 9 am to 5 pm on working days}")},
		{"site_code", c.one(&o.SiteCode, isSiteCode, expected{"the code of the site, ten letters and digits", "site_code: 3300000001", "十位字母或数字的网站标识码"})},
		{"icp", c.one(&o.ICP, isICP, expected{"the number of the ICP filing, as the ministry gave it", "icp: 浙ICP备00000000号-1", "工信部核发的 ICP 备案号"})},
		{"police", c.one(&o.Police, isPolice, expected{"the number of the public security filing, with its 14 digits", "police: 浙公网安备33000000000000号", "含 14 位数字的公安备案号"})},
		{"badge", c.badge},
		{"report", c.one(&o.Report, isAddress, wantAddress("report: https://report.example.org/"))},
	}
	list, ok := c.entries(n)
	if !ok {
		c.wrong(n, "office", expected{"a mapping", "office: {phone: 0571-12345678}", "一组键值"})
	}
	known := make([]string, len(reads))
	for i, r := range reads {
		known[i] = r.key
	}
	for _, e := range list {
		switch i := slices.Index(known, e.key); {
		case i < 0:
			c.unknown(e.name, e.key, known)
		case !isNull(e.value):
			reads[i].read(e.value, "office."+e.key)
		}
	}
}

// words reads a text by language.
func (c *configuration) words(into *site.Text, example string) func(*yaml.Node, string) {
	return func(n *yaml.Node, key string) { *into = c.text(n, key, example) }
}

// one reads a text that is the same in every language and has a form.
func (c *configuration) one(into *string, fine func(string) bool, want expected) func(*yaml.Node, string) {
	return func(n *yaml.Node, key string) {
		if s, ok := wordOf(n); ok && fine(s) {
			*into = s
			return
		}
		c.wrong(n, key, want)
	}
}

func (c *configuration) badge(n *yaml.Node, key string) {
	list, ok := c.fields(n)
	if !ok || absent(list["url"]) || absent(list["picture"]) || len(list) > 2 {
		c.wrong(n, key, expected{"an address and a picture", "badge: {url: https://badge.example.org/, picture: files/badge.png}", "一个网址和一张图片"})
		return
	}
	b := &c.cfg.Office.Badge
	c.one(&b.URL, isAddress, wantAddress("url: https://badge.example.org/"))(list["url"], key+".url")
	b.Picture = c.ownPicture(list["picture"], key+".picture")
}

func (c *configuration) picture(n *yaml.Node) {
	if !absent(n) {
		c.cfg.Picture = c.ownPicture(n, "picture")
	}
}

// ownPicture reads the name of a picture in content. Whether it is there is seen
// when content has been read.
func (c *configuration) ownPicture(n *yaml.Node, key string) site.OwnPicture {
	s, _ := wordOf(n)
	name := strings.TrimPrefix(path.Clean("/"+document.Name(s)), "/")
	name = strings.TrimPrefix(name, contentDir+"/")
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".webp", ".gif":
		return site.OwnPicture{Name: name, At: c.pos(n)}
	}
	c.wrong(n, key, expected{"a PNG, JPEG, WebP or GIF in content, by its path", "picture: files/share.jpg", "content 中一张 PNG、JPEG、WebP 或 GIF 图片的路径"})
	return site.OwnPicture{}
}

func wantAddress(example string) expected {
	return expected{"a web address, from https:// on", example, "以 https:// 开头的完整网址"}
}

func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil && !strings.ContainsAny(s, " \"<>")
}

func isPostcode(s string) bool {
	return len(s) <= 12 && strings.ContainsAny(s, "0123456789") && only(s, "- ")
}

// isPhone takes a number, and one behind 转 that the exchange connects.
func isPhone(s string) bool {
	s, extension, connected := strings.Cut(s, "转")
	if connected && (digits(extension) == 0 || strings.Trim(extension, "0123456789 ") != "") {
		return false
	}
	return digits(s) >= 3 && digits(s) <= 20 && strings.Trim(s, "0123456789+()- ") == ""
}

func isMail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && !strings.ContainsAny(s, "?&%") // which begin more than an address in a link
}

func isSiteCode(s string) bool { return len(s) == 10 && only(s, "") }

func isICP(s string) bool {
	return strings.Contains(strings.ToUpper(s), "ICP") && digits(s) > 0
}

func isPolice(s string) bool { return strings.Contains(s, "公网安备") && digits(s) == 14 }

// only reports whether s is made of ASCII letters, digits and these signs.
func only(s, signs string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r >= unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(signs, r)
	})
}

// digits counts the ASCII digits of a text.
func digits(s string) (n int) {
	for _, r := range s {
		if '0' <= r && r <= '9' {
			n++
		}
	}
	return n
}
