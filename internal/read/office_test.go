package read

import (
	"testing"

	"bulletin/internal/site"
)

// What an office may say, and what is no such thing.
func TestOfficeForms(t *testing.T) {
	for key, forms := range map[string]struct{ fine, wrong []string }{
		"postcode":  {[]string{"310000", `"000000"`, "SW1A 1AA"}, []string{"邮编", "ab", "31000031000031", "[310000]"}},
		"phone":     {[]string{"0571-12345678", "+86 571 1234 5678", "(000) 5550 0118", "110", "0571-12345678转2", "12345 转 8"}, []string{"12", "0571-12345678转", "转8", "0571-12345678转李", "a", "0571-12345678/9"}},
		"email":     {[]string{"a@b.example", "a.b+c@d.e.example"}, []string{"a", "A <a@b.example>", "a@b.example, c@d.example", "mailto:a@b.example"}},
		"site_code": {[]string{"3300000001", "bm12345678", `"0000000000"`}, []string{"330000001", "33000000011", "330000000号"}},
		"icp":       {[]string{"浙ICP备00000000号-1", "京icp证000000号"}, []string{"浙备00000000号", "浙ICP备"}},
		"police":    {[]string{"浙公网安备33000000000001号", "京公网安备 11000000000001号"}, []string{"浙公网安备3300号", "33000000000001"}},
		"report":    {[]string{"https://r.example/?a=1&b=2", "http://r.example"}, []string{"r.example", "javascript:alert(1)", "//r.example/", "https://", "https://a:b@r.example/"}},
	} {
		said := func(o *site.Office) string {
			return map[string]string{
				"postcode": o.Postcode, "phone": o.Phone, "email": o.Email, "site_code": o.SiteCode, "icp": o.ICP, "police": o.Police, "report": o.Report,
			}[key]
		}
		for _, value := range forms.fine {
			cfg, problems := Config(tree("site.yaml", frame+"office:\n  "+key+": "+value+"\n"))
			if len(problems) > 0 || said(&cfg.Office) == "" {
				t.Errorf("%s: %s is refused: %v", key, value, told(problems))
			}
		}
		for _, value := range forms.wrong {
			cfg, problems := Config(tree("site.yaml", frame+"office:\n  "+key+": "+value+"\n"))
			if len(problems) != 1 || problems[0].Message != "config.kind" || said(&cfg.Office) != "" {
				t.Errorf("%s: %s is taken: %q, %v", key, value, said(&cfg.Office), told(problems))
			}
		}
	}
}

// A picture is named by its path in content, however that is written.
func TestOwnPicture(t *testing.T) {
	for written, want := range map[string]string{
		"files/a.png": "files/a.png", "/files/a.PNG": "files/a.PNG", "content/news/b.jpg": "news/b.jpg", "/content/news/b.jpg": "news/b.jpg",
		`news\图片 1.webp`: "news/图片 1.webp", "../../etc/a.png": "etc/a.png", "a.svg": "", "files/": "", "[a.png]": "",
	} {
		cfg, problems := Config(tree("site.yaml", frame+"picture: "+written+"\n"))
		if cfg.Picture.Name != want || (len(problems) > 0) != (want == "") {
			t.Errorf("%s is %q, %v", written, cfg.Picture.Name, told(problems))
		}
	}
}
