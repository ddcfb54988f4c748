package eyes

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A print is what came out of the printer: the text of each page without spaces,
// in the order in which it is read, and how many pictures there are.
type print struct {
	pages    []string
	pictures int
}

// paper prints the page that the tab shows.
func (p *tab) paper() print {
	p.t.Helper()
	file := filepath.Join(p.t.TempDir(), "print.pdf")
	p.pdf(file)
	var made print
	for one := range strings.SplitSeq(strings.TrimSuffix(p.poppler("pdftotext", "-raw", file, "-"), "\f"), "\f") {
		made.pages = append(made.pages, strings.ReplaceAll(strings.Join(strings.Fields(one), ""), "\u2060", "")) // a joint has no width
	}
	made.pictures = strings.Count(p.poppler("pdfimages", "-list", file), "\n") - 2 // the head of the list
	if size := p.poppler("pdfinfo", file); !strings.Contains(size, "(A4)") {
		p.t.Errorf("the paper is no A4:\n%s", size)
	}
	return made
}

// pdf prints the page that the tab shows into a file.
func (p *tab) pdf(file string) {
	p.t.Helper()
	sheets, err := chromedp.Run(p.ctx, func(ctx context.Context, target *chromedp.Target) (page.PrintToPDFResult, error) {
		yes := true
		return cdp.Call(ctx, target, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes})
	})
	if err == nil {
		err = os.WriteFile(file, sheets.Data, 0o666)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

// poppler runs one of its programs.
func (p *tab) poppler(name string, args ...string) string {
	p.t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		const none = "there is no pdftotext: install poppler-utils"
		if os.Getenv("BULLETIN_CI") == "1" {
			p.t.Fatal(none)
		}
		p.t.Skip(none)
	}
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		p.t.Fatal(name, err)
	}
	return string(out)
}

// text is what stands on all pages, without their numbers.
func (made print) text(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for i, one := range made.pages {
		number := fmt.Sprintf("—%d—", i+1)
		if strings.Count(one, number) != 1 {
			t.Errorf("page %d is not numbered: %s", i+1, one)
		}
		all.WriteString(strings.Replace(one, number, "", 1))
	}
	return all.String()
}

// reads wants the print to be what the page says on paper, word by word in that
// order, and nothing else but what stylesheets add: numbers and dots.
func (p *tab) reads(printed string) {
	p.t.Helper()
	p.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	if left := ask[[]string](p, `[...document.querySelectorAll('.skip, nav, button, .footer, .related, details, .preview')].filter((e) => e.getClientRects().length).map((e) => e.className)`); len(left) > 0 {
		p.t.Errorf("what leads on is printed: %q", left)
	}
	rest, seen := printed, 0
	for _, word := range strings.Fields(ask[string](p, `document.body.innerText`)) {
		for !strings.HasPrefix(rest, word) {
			r, size := utf8.DecodeRuneInString(rest)
			if size == 0 || !strings.ContainsRune("0123456789.·", r) {
				p.t.Fatalf("%q is printed where %q belongs", rest[:min(len(rest), 90)], word)
			}
			rest = rest[size:]
		}
		rest, seen = rest[len(word):], seen+1
	}
	if rest != "" || seen < 20 {
		p.t.Errorf("%d words are printed, and then %q", seen, rest)
	}
}

// The article that the product was conceived from, on paper.
func TestPrintArticle(t *testing.T) {
	eyes(t)
	url := served(t)
	for code, begins := range map[string]string{
		"zh": "澜江外事简报LanjiangForeignAffairsBulletin2024年第11期（总第95期）2024年11月6日聚焦实战强本领",
		"en": "LanjiangForeignAffairsBulletin澜江外事简报No.11,2024(No.95inall)6November2024LanjiangMunicipal",
	} {
		p := newTab(t, 1280, 900)
		p.open(url + "/" + code + "/training/2024/11/global-competence.html")
		made := p.paper()
		if len(made.pages) > 4 || made.pictures != 4 {
			t.Errorf("%s: %d pages with %d pictures, not 4 at most with 4", code, len(made.pages), made.pictures)
		}
		text := made.text(t)
		if !strings.HasPrefix(text, begins) {
			t.Errorf("%s: it begins with %s", code, text[:min(len(text), len(begins))])
		}
		if at := "https://bulletin.example.org/" + code + "/training/2024/11/global-competence.html"; !strings.HasSuffix(text, at) {
			t.Errorf("%s: it does not end with its address: %s", code, text[max(0, len(text)-len(at)):])
		}
		source, err := os.ReadFile("../../content/training/2024/11/global-competence/index." + code + ".md")
		if err != nil {
			t.Fatal(err)
		}
		rest, found := text, 0
		for _, line := range written(string(source)) {
			_, after, there := strings.Cut(rest, line)
			if !there {
				t.Fatalf("%s: where is %s", code, line)
			}
			rest, found = after, found+1
		}
		if found < 12 {
			t.Errorf("%s: only %d lines are looked for", code, found)
		}
		p.reads(text)
	}
}

// written lists the paragraphs and headings of a text, without marks and spaces.
func written(source string) (lines []string) {
	_, body, _ := strings.Cut(strings.TrimPrefix(source, "---\n"), "\n---\n")
	for line := range strings.Lines(body) {
		line = strings.Join(strings.Fields(strings.ReplaceAll(strings.TrimLeft(line, "# "), "**", "")), "")
		if line != "" && !strings.HasPrefix(line, "![") {
			lines = append(lines, line)
		}
	}
	return lines
}

// An issue is printed as one document: its head once, the contents, each article
// in full in their order, its address once at the end.
func TestPrintIssue(t *testing.T) {
	text := func(day, title, more, body string) string {
		return "---\n标题: " + title + "\n日期: 2024-11-" + day + "\n期号: 2024-11\n" + more + "---\n" + body
	}
	url := built(t, map[string]string{
		"site.yaml":                      "title: {zh: 外事简报, en: Bulletin}\nbase_url: https://bulletin.example.org/\nlanguages: [zh, en]\nsections: [news, notices]\npairing: notice\n",
		"content/news/visit/index.zh.md": text("06", "代表团来访", "来源: 市外办\n", strings.Repeat("代表团参观港口，座谈交流。\n\n", 60)+"## 港口\n\n![港口](a.jpg \"清晨的港口\")\n\n见注[^1]。\n\n[^1]: 港口在东。\n"),
		"content/news/visit/a.jpg":       photo(t, 1, 1300, 860),
		"content/notices/holiday.zh.md":  text("05", "放假通知", "更正: 原文误作五日。\n", "元旦放假三日。\n\n## 安排\n\n值班电话不变。\n"),
		"content/notices/register.zh.md": text("04", "登记须知", "肩题: 便民\n副题: 三步办成\n", "带上证件。\n"),
		"content/notices/_index.zh.md":   "---\n标题: 通知\n---\n",
		"content/news/_index.zh.md":      "---\n标题: 要闻\n---\n",
		"content/news/other/index.zh.md": "---\n标题: 不在本期\n日期: 2024-11-07\n---\n别处。\n",
		"content/news/other/index.en.md": "---\ntitle: Elsewhere\n---\nElsewhere.\n",
	})
	p := newTab(t, 1280, 900)
	p.open(url + "/zh/issues/2024-11.html")
	made := p.paper()
	printed := made.text(t)
	const at = "网址https://bulletin.example.org/zh/issues/2024-11.html"
	for said, times := range map[string]int{"外事简报": 1, "2024年第11期": 1, "目录": 1, "代表团来访": 2, "放假通知": 2, "登记须知": 2, "不在本期": 0, "https://": 1, "清晨的港口": 1} {
		if n := strings.Count(printed, said); n != times {
			t.Errorf("%q is printed %d times, not %d", said, n, times)
		}
	}
	if len(made.pages) < 3 || made.pictures != 1 || !strings.HasSuffix(printed, at) {
		t.Errorf("%d pages, %d pictures, at the end %s", len(made.pages), made.pictures, printed[max(0, len(printed)-len(at)):])
	}
	_, rest, _ := strings.Cut(printed, "目录")
	for _, said := range []string{
		"代表团来访", "放假通知", "登记须知", "代表团来访", "市外办", "代表团参观港口", "港口", "清晨的港口", "港口在东。",
		"放假通知", "原文误作五日。", "元旦放假三日。", "安排", "便民", "登记须知", "三步办成", "带上证件。", at,
	} {
		_, after, there := strings.Cut(rest, said)
		if !there {
			t.Fatalf("%s is not printed where it belongs:\n%s", said, printed)
		}
		rest = after
	}
	p.reads(printed)
}
