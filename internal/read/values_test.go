package read

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// shown lists the fields that are set.
func shown(h site.Header) string {
	var out []string
	v := reflect.ValueOf(h)
	for i := range v.NumField() {
		f := v.Field(i)
		if !f.FieldByName("Set").Bool() {
			continue
		}
		text := ""
		switch x := f.FieldByName("Value").Interface().(type) {
		case time.Time:
			text = x.Format("2006-01-02 15:04:05 -0700")
		case []string:
			text = strings.Join(x, "|")
		case site.Gallery:
			text = fmt.Sprint(x.All, x.Names)
		case []site.Attachment:
			for _, a := range x {
				text += fmt.Sprintf("<%s %s %d:%d+%d>", a.Path, a.Title, a.Spot.Line, a.Spot.Column, a.Spot.Width)
			}
		default:
			text = fmt.Sprint(x)
		}
		out = append(out, v.Type().Field(i).Name+"="+text)
	}
	return strings.Join(out, "; ")
}

// noted lists problems: where, what, and the words of front-matter problems.
func noted(problems []diag.Problem) string {
	var out []string
	for _, p := range problems {
		s := fmt.Sprintf("%d:%d+%d %s", p.Pos.Line, p.Pos.Column, p.Pos.Width, p.Message)
		if p.Message == "front-matter" || strings.HasPrefix(string(p.Message), "unknown-key") || p.Message.Rule() == "duplicate-key" {
			s += fmt.Sprint(" ", p.Args)
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// A valueCase is a block between fences and what becomes of it.
type valueCase struct{ in, want, problems string }

func (c valueCase) run(t *testing.T, fence string) {
	t.Helper()
	text := fence + "\n" + c.in + "\n" + fence + "\nbody\n"
	h, body, line, problems := header("a.md", []byte(text), china())
	if got := shown(h); got != c.want {
		t.Errorf("%s\n got %s\nwant %s", c.in, got, c.want)
	}
	if got := noted(problems); got != c.problems {
		t.Errorf("%s\n got problems %s\nwant problems %s", c.in, got, c.problems)
	}
	if string(body) != "body\n" || line != strings.Count(c.in, "\n")+4 {
		t.Errorf("%s\nbody %q on line %d", c.in, body, line)
	}
}

func TestText(t *testing.T) {
	for _, c := range []valueCase{
		{"title: x", "Title=x", ""},
		{"title:  x  ", "Title=x", ""},
		{"title:", "", ""},
		{"title: ~", "", ""},
		{"title: null", "", ""},
		{"title: 2024", "Title=2024", ""},
		{"title: 2024-11-06", "Title=2024-11-06", ""},
		{"title: yes", "Title=yes", ""},
		{"title: 北京: 2024", "Title=北京: 2024", ""},
		{"title: 北京：2024", "Title=北京：2024", ""},
		{"title: “一带一路”倡议", "Title=“一带一路”倡议", ""},
		{"title: @外事", "Title=@外事", ""},
		{"title: *重点*", "Title=*重点*", ""},
		{"title: & more", "Title=& more", ""},
		{"title: !important", "Title=!important", ""},
		{"title: 100% x", "Title=100% x", ""},
		{"title: %x", "Title=%x", ""},
		{"title: `x`", "Title=`x`", ""},
		{"title: [图文] 访问", "Title=[图文] 访问", ""},
		{"title: [图文]", "Title=[图文]", ""},
		{"title: {a}", "Title={a}", ""},
		{"title: - x", "Title=- x", ""},
		{"title: > x", "Title=> x", ""},
		{"title: | x", "Title=| x", ""},
		{"title: ? x", "Title=? x", ""},
		{"title: a, b", "Title=a, b", ""},
		{`title: "x: #y"`, "Title=x: #y", ""},
		{`title: "a \"b\" \u4e2d\t"`, "Title=a \"b\" 中", ""},
		{`title: 'it''s'`, "Title=it's", ""},
		{`title: "Belt" and Road`, `Title="Belt" and Road`, ""},
		{`title: '90s music`, "Title='90s music", ""},
		{`title: ""`, "", ""},
		{`title: "x" # note`, "Title=x", ""},
		{`title: "x`, "", "2:8+2 front-matter.quote"},
		{`title: "\q"`, "", "2:8+4 front-matter [not valid YAML 不是有效的 YAML]"},
		{"title: C# x", "Title=C# x", ""},
		{"title: C # x", "Title=C", "2:10+3 comment"},
		{"title: 北京 #1 号", "Title=北京", "2:11+4 comment"},
		{"title: # x", "", "2:8+3 comment"},
		{"标题：#x", "Title=#x", ""},
		{"标题：x", "Title=x", ""},
		{"标题： x", "Title=x", ""},
		{"标题:x", "Title=x", ""},
		{"标题:\u00a0x\u00a0y\u00a0", "Title=x y", ""},
		{"标题:\u3000x\u3000y", "Title=x\u3000y", ""},
		{"标题 : x", "Title=x", ""},
		{"\u00a0标题: x", "Title=x", ""},
		{"  title: x\n  deck: y", "Title=x; Deck=y", ""},
		{"\"title\": x", "Title=x", ""},
		{"TITLE: x", "Title=x", ""},
		{"title:\n  x", "Title=x", ""},
		{"title:\n  北京：x", "Title=北京：x", ""},
		{"title: a\n  b", "Title=a b", ""},
		{"title: 北京\n  上海", "Title=北京上海", ""},
		{"title: a: b\n  c: d", "Title=a: b c: d", ""},
		{"title: |\n  a\n  b", "Title=a b", ""},
		{"summary: |\n  a\n  b", "Summary=a\nb", ""},
		{"summary: >-\n  a\n  b\n\n  c", "Summary=a b\nc", ""},
		{"summary: >\n  北京\n  上海", "Summary=北京上海", ""},
		{"summary: |\n  a: b\n  # c\n  ---\n\n  d", "Summary=a: b\n# c\n---\n\nd", ""},
		{"summary: |\n\ta", "Summary=a", ""},
		{"summary: |", "", ""},
		{"summary: \"a\n  b\"", "Summary=a b", ""},
		{"summary: \"a\n  b", "", "2:10+2 front-matter.quote"},
		{"title: x\n draft: true", "Title=x", "3:2+5 front-matter.indent"},
		{"title:\n- a\n- b", "", "3:1+3 kind"},
		{"title:\n  a: b", "", "3:3+4 kind"},
		{"issue: 第１２期", "Issue=第１２期", ""},
		{"issue: ２０２４-12", "Issue=2024-12", ""},
		{"only: zh", "Only=zh", ""},
		{"仅: 中文", "Only=中文", ""},
		{"images: [a.png, b.png]", "Cover=a.png", ""},
		{"images:\n  - a.png", "Cover=a.png", ""},
		{"cover: 图片 1.png", "Cover=图片 1.png", ""},
		{"title: x\n\n# note\nslug: y", "Title=x; Slug=y", ""},
		{"title: x\n  # note\nslug: y", "Title=x; Slug=y", ""},
	} {
		c.run(t, "---")
	}
}

func TestLists(t *testing.T) {
	for _, c := range []valueCase{
		{"topics: a", "Topics=a", ""},
		{"topics: a, b", "Topics=a|b", ""},
		{"topics: a、b，c;d；e", "Topics=a|b|c|d|e", ""},
		{"topics: [a, b]", "Topics=a|b", ""},
		{"topics: [ a,b, ]", "Topics=a|b", ""},
		{"topics: []", "", ""},
		{"topics: ［a，b］", "Topics=a|b", ""},
		{"topics：［a，b］", "Topics=a|b", ""},
		{"topics: ［“a”，b c］", "Topics=“a”|b c", ""},
		{`topics: ["a, b", 'c']`, "Topics=a, b|c", ""},
		{`topics: "a", "b"`, "Topics=a|b", ""},
		{"topics: [a, b] # note", "Topics=a|b", ""},
		{"topics: [\n  a, # one\n  b\n]", "Topics=a|b", ""},
		{"topics: [a,\n  b]", "Topics=a|b", ""},
		{"topics: [a, b", "", "2:9+1 front-matter.list"},
		{"topics: [a, b\ntitle: x", "Title=x", "2:9+1 front-matter.list"},
		{"topics:\n  - a\n  - b", "Topics=a|b", ""},
		{"topics:\n- a\n-b\n-\u00a0c", "Topics=a|b|c", ""},
		{"topics:\n  - a: b\n  - \"c\"\n  -\n  - d # e", "Topics=a: b|c|d", ""},
		{"topics:\n  # one\n  - a\n\n  - b\n\n", "Topics=a|b", ""},
		{"topics:\n\t- a\n\t- b", "Topics=a|b", ""},
		{"topics:\n  - a\n    b", "Topics=a b", ""},
		{"topics:\n  - a\n draft: true", "Topics=a", "4:2+5 front-matter.indent"},
		{"topics:\n  a: b", "", "3:3+4 kind"},
		{"topics: [[a], b]", "", "2:9+8 kind"},
		{"topics: a,\n  b", "Topics=a|b", ""},
		{"topics: {a: 1}", "", "2:9+6 kind"},
		{"topics: {a: 1} # x", "", "2:9+10 kind"},
		{"author: {name: x}", "", "2:9+9 kind"},
		{"title: {a: b}", "", "2:8+6 kind"},
		{"title: {a: b,\n  c: d}", "", "2:8+6 kind"},
		{"date: {a: b}", "", "2:7+6 kind"},
		{"draft: {a: b}", "", "2:8+6 kind"},
		{"title: {重要} 通知", "Title={重要} 通知", ""},
		{"title: {{ a: b }}", "Title={{ a: b }}", ""},
		{"title: {a: b} c", "Title={a: b} c", ""},
		{"topics: {a}", "Topics={a}", ""},
		{"cover: {image: 图 1.png, alt: x, caption: y}", "Cover=图 1.png", ""},
		{"cover:\n  image: 图 1.png\n  alt: x", "Cover=图 1.png", ""},
		{"cover: {image: ''}", "", ""},
		{"cover: {alt: x}", "", "2:8+8 kind"},
		{"cover:\n  alt: x", "", "3:3+6 kind"},
		{"cover: a.png\nimages: [b.png]", "Cover=a.png", "3:1+6 duplicate-key.other [images cover 2]"},
		{"topics:", "", ""},
		{"author: 张三", "Author=张三", ""},
		{"author: 张三、李四", "Author=张三|李四", ""},
		{"供稿: [张三, 李四]", "Author=张三|李四", ""},
		{"aliases: /old/, /older/", "Aliases=/old/|/older/", ""},
		{"gallery: true", "Gallery=true []", ""},
		{"图集: 是", "Gallery=true []", ""},
		{"gallery: no", "Gallery=false []", ""},
		{"gallery: 图片 1.png、图片 2.png", "Gallery=false [图片 1.png 图片 2.png]", ""},
		{"gallery:\n  - 图片 1.png\n  - 图片 2.png", "Gallery=false [图片 1.png 图片 2.png]", ""},
		{"gallery:\n  a: b", "", "3:3+4 kind"},
		{"附件: 报名表, 2024.pdf；须知.docx", "Attachments=<报名表, 2024.pdf  2:5+13><须知.docx  2:19+7>", ""},
		{"attachments: [a.pdf, b.pdf]", "Attachments=<a.pdf  2:15+5><b.pdf  2:22+5>", ""},
		{"attachments:\n  - a.pdf\n  - path: b.pdf\n    title: 北京: 2024\n  - 文件：c.pdf\n    标题：C", "Attachments=<a.pdf  3:5+5><b.pdf 北京: 2024 4:11+5><c.pdf C 6:8+5>", ""},
		{"attachments:\n  - {path: b.pdf, title: B}\n  - c.pdf", "Attachments=<b.pdf B 3:5+23><c.pdf  4:5+5>", ""},
		{"attachments: [{file: b.pdf, title: B}]", "Attachments=<b.pdf B 2:14+25>", ""},
		{"附件:\n  文件: x.pdf\n  标题: X", "Attachments=<x.pdf X 3:7+5>", ""},
		{"attachments:\n  - title: x", "", "3:5+8 kind"},
		{"params:\n  a: 1\n  b: {c: [d]}", "Params=map[a:1 b:map[c:[d]]]", ""},
		{"params: {a: b}", "Params=map[a:b]", ""},
		{"params:", "", ""},
		{"params: x", "", "2:9+1 kind"},
		{"params:\n  a: b\n  c: [d", "", "4:3+5 front-matter.list"},
		{"params:\n  a: b: c", "", "3:3+7 front-matter [a colon stands where none may 此处不能有冒号]"},
	} {
		c.run(t, "---")
	}
}

func TestOtherValues(t *testing.T) {
	for _, c := range []valueCase{
		{"draft: true", "Draft=true", ""},
		{"draft: YES # x", "Draft=true", ""},
		{"草稿：否", "Draft=false", ""},
		{"draft: 真", "Draft=true", ""},
		{"draft: 0", "Draft=false", ""},
		{"draft: \"on\"", "Draft=true", ""},
		{"draft: maybe", "", "2:8+5 kind.truth"},
		{"draft:\n- a", "", "3:1+3 kind"},
		{"weight: 10", "Weight=10", ""},
		{"排序: －５", "Weight=-5", ""},
		{"weight: 1.5", "", "2:9+3 kind"},
		{"weight: [1]", "", "2:9+3 kind"},
		{"date: 2024-11-06", "Date=2024-11-06 00:00:00 +0800", ""},
		{"日期：２０２４年１１月６日", "Date=2024-11-06 00:00:00 +0800", ""},
		{"date: \"2024-11-06 10:30\" # x", "Date=2024-11-06 10:30:00 +0800", ""},
		{"日期: 2024-13-45", "", "2:5+10 date"},
		{"日期: \"2024-13-45\"", "", "2:6+10 date"},
		{"date: 06/11/2024", "", "2:7+10 date.ambiguous"},
		{"date: [2024]", "", "2:7+6 date"},
		{"date:\n  - x", "", "3:3+3 kind"},
	} {
		c.run(t, "---")
	}
}

func TestKeys(t *testing.T) {
	for _, c := range []valueCase{
		{"titel: x", "", "2:1+5 unknown-key.like [titel title]"},
		{"标題: x", "", "2:1+2 unknown-key.like [标題 标题]"},
		{"foobarbaz: x", "", "2:1+9 unknown-key [foobarbaz]"},
		{"categories: [x]", "", "2:1+10 unknown-key [categories]"},
		{"url: x", "", "2:1+3 unknown-key [url]"},
		{"type: x\nlayout: y", "", ""},
		{"备注：x", "", "2:1+2 unknown-key [备注]"},
		{"title: a\n标题: b", "Title=a", "3:1+2 duplicate-key.other [标题 title 2]"},
		{"foo: [x\n  y: \"\ntitle: a", "Title=a", "2:1+3 unknown-key [foo]"},
		{"title: x\nprose, and more\n\nAlso: this\nand this\ndraft: true", "Title=x; Draft=true", "3:1+15 front-matter.line"},
		{"- x\ntitle: y", "Title=y", "2:1+3 front-matter.line"},
		{"http://x", "", "2:1+8 front-matter.line"},
		{": x", "", "2:1+3 front-matter.line"},
	} {
		c.run(t, "---")
	}
}

// TestSourceURL leaves out what is no address of the web.
func TestSourceURL(t *testing.T) {
	for written, want := range map[string]string{
		"https://example.org/a?b=1#c": "", "http://example.org": "", "HTTPS://example.org/": "",
		"javascript:alert(1)": "2:13+19 unsafe.source", "data:text/html,x": "2:13+16 unsafe.source", "//example.org/": "2:13+14 unsafe.source", "example.org": "2:13+11 unsafe.source", "https:": "2:13+6 unsafe.source",
	} {
		h, _, _, problems := header("a.md", []byte("---\nsource_url: "+written+"\n---\n"), nil)
		if noted(problems) != want || h.SourceURL.Set != (want == "") {
			t.Errorf("%s: %q, %q", written, h.SourceURL.Value, noted(problems))
		}
	}
}

// TestSpellings tries every spelling of every key.
func TestSpellings(t *testing.T) {
	spellings := map[string]string{
		"Title": "title 标题", "Kicker": "kicker 肩题 引题", "Deck": "deck 副标题 副题", "ShortTitle": "short_title 短标题 linkTitle",
		"Date": "date 日期 发布日期 发布时间", "Updated": "updated 更新日期 lastmod lastMod", "Source": "source 来源", "SourceURL": "source_url 来源链接 sourceURL",
		"Author": "author 作者 供稿 authors", "Editor": "editor 责任编辑 责编", "Reviewer": "reviewer 审核", "Translator": "translator 翻译 译者",
		"Photographer": "photographer 摄影", "Section": "section 栏目", "Topics": "topics 主题 专题 tags", "Keywords": "keywords 关键词",
		"Summary": "summary 摘要 description", "Issue": "issue 期号 期次", "Cover": "cover 题图 封面 images", "Gallery": "gallery 图集",
		"Attachments": "attachments 附件", "Correction": "correction 更正", "Classification": "classification 密级", "Draft": "draft 草稿",
		"Slug": "slug 网址名", "Aliases": "aliases 旧网址", "Weight": "weight 排序", "Pinned": "pinned 置顶", "Only": "only 仅",
		"Publish": "publish_date publishDate publishdate PublishDate publish-date 定时发布", "Expiry": "expiry_date expiryDate 下线日期",
		"Reason": "reason 理由", "TranslationKey": "translation_key translationKey translationkey", "StaleNotice": "stale_notice", "ColumnType": "column_type columnType 栏目类别", "Params": "params",
	}
	if n := reflect.TypeFor[site.Header]().NumField(); len(spellings) != n {
		t.Errorf("%d fields are tried, the header has %d", len(spellings), n)
	}
	values := map[string]string{"Params": "{a: b}", "SourceURL": "https://example.org/"}
	for _, f := range []string{"Date", "Updated", "Publish", "Expiry"} {
		values[f] = "2024-11-06"
	}
	for _, f := range []string{"Draft", "Pinned", "StaleNotice", "Weight", "Gallery"} {
		values[f] = "1"
	}
	for field, words := range spellings {
		for _, w := range strings.Fields(words) {
			value := values[field]
			if value == "" {
				value = "x"
			}
			for _, colon := range []string{": ", "：", ":\u00a0"} {
				h, _, _, problems := header("a.md", []byte("---\n"+w+colon+value+"\n---\n"), nil)
				f := reflect.ValueOf(h).FieldByName(field)
				if !f.FieldByName("Set").Bool() || len(problems) > 0 {
					t.Errorf("%s%s%s: %s is not set: %s", w, colon, value, field, noted(problems))
				}
			}
		}
	}
}

func TestSpots(t *testing.T) {
	h, _, _, _ := header("a.md", []byte("\n---\n标题：  北京\ntopics:\n  - \"一 二\"\n  - b\nsummary: |\n  多行\n"+
		"draft: 是 # x\n作者: 张三、李四\n---\n"), nil)
	for _, c := range []struct{ got, want site.Spot }{
		{h.Title.Spot, site.Spot{Line: 3, Column: 6, Width: 2}},
		{h.Topics.Spot, site.Spot{Line: 5, Column: 6, Width: 3}},
		{h.Summary.Spot, site.Spot{Line: 8, Column: 3, Width: 2}},
		{h.Draft.Spot, site.Spot{Line: 9, Column: 8, Width: 1}},
		{h.Author.Spot, site.Spot{Line: 10, Column: 5, Width: 5}},
	} {
		if c.got != c.want {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}

func TestTOML(t *testing.T) {
	for _, c := range []valueCase{
		{"title = \"北京: 2024\"\n标题2 = 1", "", "3:1+0 front-matter [not valid TOML 不是有效的 TOML]"},
		{"title = \"北京: 2024\"\n\"标题\" = 'x'", "Title=北京: 2024", "3:1+4 duplicate-key.other [标题 title 2]"},
		{"title = \"\"", "", ""},
		{"date = 2024-11-06", "Date=2024-11-06 00:00:00 +0800", ""},
		{"date = 2024-11-06T10:30:00Z", "Date=2024-11-06 18:30:00 +0800", ""},
		{"date = 2024-11-06 10:30:00.5", "Date=2024-11-06 10:30:00 +0800", ""},
		{"date = \"2024年11月6日\"", "Date=2024-11-06 00:00:00 +0800", ""},
		{"date = \"2024-13-45\"", "", "2:9+10 date"},
		{"tags = [\"a\", 'b'] # x\ndraft = true\nweight = 7", "Topics=a|b; Draft=true; Weight=7", ""},
		{"tags = \"a、b\"", "Topics=a|b", ""},
		{"tags = [[1]]", "", "2:10+1 kind"},
		{"title = 7", "Title=7", ""},
		{"title = [\"a\"]", "", "2:11+1 kind"},
		{"summary = \"\"\"\na\nb\"\"\"", "Summary=a\nb", ""},
		{"images = [\"a.png\"]", "Cover=a.png", ""},
		{"[cover]\nimage = 'a.png'\nalt = 'x'", "Cover=a.png", ""},
		{"cover = {image = 'a.png'}", "Cover=a.png", ""},
		{"[cover]\nalt = 'x'", "", "2:2+5 kind"},
		{"title = {a = 'b'}", "", "2:1+5 kind"},
		{"gallery = true", "Gallery=true []", ""},
		{"attachments = [{path = \"a.pdf\", title = \"A\"}, \"b.pdf\"]", "Attachments=<a.pdf A 2:25+5><b.pdf  2:48+5>", ""},
		{"[[attachments]]\npath = \"a.pdf\"\n[[attachments]]\npath = \"b.pdf\"\ntitle = 'B'\n[params]\nx.y = 1", "Attachments=<a.pdf  3:9+5><b.pdf B 5:9+5>; Params=map[x:map[y:1]]", ""},
		{"params.x = 1\nparams.y = 2", "Params=map[x:1 y:2]", ""},
		{"[menu.main]\nname = 'x'", "", "2:2+4 unknown-key [menu]"},
		{"titel = 'x'", "", "2:1+5 unknown-key.like [titel title]"},
		{"title = 'x'\ndate = ", "", "3:8+0 front-matter [not valid TOML 不是有效的 TOML]"},
	} {
		c.run(t, "+++")
	}
}
