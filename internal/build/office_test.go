package build_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// metas are the names of a page's meta elements, in order, but for those that count
// for some screens only.
func (p *page) metas() (names []string) {
	for _, n := range p.elements {
		if name := value(n, "name"); n.Data == "meta" && name != "" && value(n, "media") == "" {
			names = append(names, name)
		}
	}
	return names
}

// Each kind of page has the tags of the profile, in these words, each once.
func TestProfileTags(t *testing.T) {
	onAny := []string{"SiteName", "SiteDomain", "SiteIDCode"}
	onList := slices.Concat(onAny, []string{"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"})
	onArticle := slices.Concat(onList, []string{"ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description", "Image", "Url"})
	out := goldenSite(t, "office").sources.with(tree{
		"content/news/2024/b.en.md": "---\ntitle: B\ndate: 2024-11-01\nauthor: Lin Yi\nkeywords: Tea\n---\nText.\n",
	}).sound(t)
	for file, want := range map[string][]string{
		"index.html": onAny, "404.html": onAny, "en/index.html": onAny, "en/about.html": onAny, "en/archive/index.html": onAny, "en/archive/2024/index.html": onAny,
		"zh/topics/visits/index.html": onAny, "en/search/index.html": onAny,
		"zh/news/index.html": onList, "en/news/index.html": onList, "en/news/2024/index.html": onList,
		"zh/news/a.html": onArticle, "en/news/a.html": onArticle, "en/news/2024/b.html": onArticle,
	} {
		all := parse(t, file, out[file]).metas()
		var got []string
		seen := map[string]bool{}
		for _, name := range all {
			if folded := strings.ToLower(name); seen[folded] {
				t.Errorf("%s says %s twice", file, name)
			} else {
				seen[folded] = true
			}
			if slices.Contains(onArticle, name) {
				got = append(got, name)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s has %v, wanted %v", file, got, want)
		}
	}
	if article := out["en/news/2024/b.html"]; !strings.Contains(article, `<meta name="ContentSource" content="Foreign Affairs Office">`) {
		t.Errorf("an article without a source is not the office's:\n%s", article)
	}
}

// A tag without a value is not there.
func TestNoEmptyTags(t *testing.T) {
	out := tree{
		"site.yaml":            "title: {zh: 简报, en: Bulletin}\nbase_url: https://b.example/\nprofile: cn-gov\n",
		"content/news/a.zh.md": "---\n标题: 标题\n日期: 2024-11-06\n---\n",
		"content/news/b.zh.md": "---\n标题: 标题\n日期: 2024-11-06\n---\n正文。\n",
	}.sound(t)
	p := parse(t, "zh/news/b.html", out["zh/news/b.html"])
	for _, n := range p.elements {
		if n.Data == "meta" && value(n, "name") != "" && value(n, "content") == "" {
			t.Errorf("%s is empty", value(n, "name"))
		}
	}
	for _, never := range []string{"SiteIDCode", "ColumnDescription", "ContentSource", "Keywords", "Author", "Image"} {
		if slices.Contains(p.metas(), never) {
			t.Errorf("%s is there without a value", never)
		}
	}
}

// The pictures that site.yaml names are published, in what is asked of them alone,
// and no file of them is left unsaid.
func TestOwnPictures(t *testing.T) {
	s := goldenSite(t, "office").sources.with(tree{
		"content/news/own/share.png": goldenSite(t, "office").sources["content/files/share.png"], "content/files/share.png": "",
	})
	s["site.yaml"] = strings.Replace(s["site.yaml"], "picture: files/share.png", "picture: /content/news/own/share.png", 1)
	r, out := s.make(t)
	if r.Failed || len(r.Problems) > 0 || r.Pictures != 2 || r.Developed != 2 {
		t.Errorf("%d pictures, %d made, problems:\n%s", r.Pictures, r.Developed, problems(r))
	}
	var files []string
	for name := range out {
		if strings.HasPrefix(name, "images/") {
			files = append(files, hashes.ReplaceAllString(name, "$1"))
		}
	}
	if slices.Sort(files); !slices.Equal(files, []string{"images/badge-120.png", "images/share-1200.jpg"}) {
		t.Errorf("published are %v", files)
	}
	s["content/news/own/share.png"] = "no picture"
	if r, _ := s.make(t); problems(r) != "site.yaml:4:10: error: picture.format\n" {
		t.Errorf("of a picture that is none is said:\n%s", problems(r))
	}
}

// What is said of the office stands at the foot with its label, and nothing else
// does.
func TestOfficeAlone(t *testing.T) {
	keys := []struct{ said, zh, en string }{
		{"name: {zh: 某办, en: Office}", "<dt>主办单位</dt><dd>某办</dd>", "<dt>Published by</dt><dd>Office</dd>"},
		{"name: Office", "<dt>主办单位</dt><dd>Office</dd>", "<dt>Published by</dt><dd>Office</dd>"},
		{"address: {en: 1 River Road}", "", "<dt>Address</dt><dd>1 River Road</dd>"},
		{"postcode: 310000", "<dt>邮编</dt><dd>310000</dd>", "<dt>Postcode</dt><dd>310000</dd>"},
		{"phone: 0571-12345678", `<dt>电话</dt><dd><a href="tel:057112345678">0571-12345678</a></dd>`, `<dt>Telephone</dt><dd><a href="tel:057112345678">0571-12345678</a></dd>`},
		{"phone: 0571-12345678转2", `<a href="tel:057112345678">0571-12345678转2</a>`, `<a href="tel:057112345678">0571-12345678转2</a>`},
		{"phone: 0571-12345678-801", `<a href="tel:057112345678">0571-12345678-801</a>`, `<a href="tel:057112345678">0571-12345678-801</a>`},
		{"phone: 400-123-4567", `<a href="tel:4001234567">400-123-4567</a>`, `<a href="tel:4001234567">400-123-4567</a>`},
		{"phone: '+86 (0)571 12345678'", `<a href="tel:&#43;8657112345678">&#43;86 (0)571 12345678</a>`, `<a href="tel:&#43;8657112345678">&#43;86 (0)571 12345678</a>`},
		{"phone: (+86) 571 12345678", `<a href="tel:&#43;8657112345678">(&#43;86) 571 12345678</a>`, `<a href="tel:&#43;8657112345678">(&#43;86) 571 12345678</a>`},
		{"email: a@b.example", `<dt>邮箱</dt><dd><a href="mailto:a@b.example">a@b.example</a></dd>`, `<dt>Email</dt><dd><a href="mailto:a@b.example">a@b.example</a></dd>`},
		{"hours: {zh: 工作日}", "<dt>办公时间</dt><dd>工作日</dd>", ""},
		{"site_code: 3300000001", "<dt>网站标识码</dt><dd>3300000001</dd>", "<dt>Website code</dt><dd>3300000001</dd>"},
		{"icp: 浙ICP备1号", `<dt>ICP备案</dt><dd><a href="https://beian.miit.gov.cn/" lang="zh-Hans">浙ICP备1号</a></dd>`, `<dt>ICP filing</dt><dd><a href="https://beian.miit.gov.cn/" lang="zh-Hans">浙ICP备1号</a></dd>`},
		{"police: 浙公网安备 33010000000001号", `<dt>公安备案</dt><dd><a href="https://beian.mps.gov.cn/#/query/webSearch?code=33010000000001" lang="zh-Hans">浙公网安备 33010000000001号</a></dd>`, `<dt>Public security filing</dt>`},
		{"report: https://r.example/?a=1", `<li><a href="https://r.example/?a=1">网站找错</a></li>`, `<li><a href="https://r.example/?a=1">Report an error on this site</a></li>`},
	}
	for _, k := range keys {
		t.Run(k.said, func(t *testing.T) {
			t.Parallel()
			out := tree{"content/about.zh.md": "---\n标题: 关于\n---\n正文。\n", "site.yaml": fmt.Sprintf("title: {zh: 简报, en: Bulletin}\nbase_url: https://b.example/\noffice:\n  %s\n", k.said)}.sound(t)
			for file, want := range map[string]string{"zh/index.html": k.zh, "en/index.html": k.en} {
				foot := reduce(t, file+" foot", "", out)
				if want == "" {
					if strings.Contains(foot, `class="office"`) {
						t.Errorf("%s says of the office:\n%s", file, foot)
					}
					continue
				}
				if !strings.Contains(foot, want) || strings.Count(foot, "<dt>")+strings.Count(foot, "r.example") != 1 {
					t.Errorf("%s: wanted %s and no other label:\n%s", file, want, foot)
				}
			}
		})
	}
}
