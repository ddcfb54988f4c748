package read

import (
	"unicode/utf8"

	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// A key is a row of the table of front matter.
type key struct {
	names []string // as writers spell it, the first being ours; case, "_" and "-" do not matter
	field func(h *site.Header) any
}

// keys are those of front matter. What kind of value a key wants is the type
// of its field. A key without a field is Hugo's and does nothing here.
var keys = [...]key{
	{[]string{"title", "标题"}, func(h *site.Header) any { return &h.Title }},
	{[]string{"date", "日期", "发布日期", "发布时间"}, func(h *site.Header) any { return &h.Date }},
	{[]string{"source", "来源"}, func(h *site.Header) any { return &h.Source }},
	{[]string{"topics", "主题", "专题", "tags"}, func(h *site.Header) any { return &h.Topics }},
	{[]string{"summary", "摘要", "description"}, func(h *site.Header) any { return &h.Summary }},
	{[]string{"author", "作者", "供稿", "authors"}, func(h *site.Header) any { return &h.Author }},
	{[]string{"kicker", "肩题", "引题"}, func(h *site.Header) any { return &h.Kicker }},
	{[]string{"deck", "副标题", "副题"}, func(h *site.Header) any { return &h.Deck }},
	{[]string{"short_title", "短标题", "link_title"}, func(h *site.Header) any { return &h.ShortTitle }},
	{[]string{"updated", "更新日期", "lastmod"}, func(h *site.Header) any { return &h.Updated }},
	{[]string{"source_url", "来源链接"}, func(h *site.Header) any { return &h.SourceURL }},
	{[]string{"editor", "责任编辑", "责编"}, func(h *site.Header) any { return &h.Editor }},
	{[]string{"reviewer", "审核"}, func(h *site.Header) any { return &h.Reviewer }},
	{[]string{"translator", "翻译", "译者"}, func(h *site.Header) any { return &h.Translator }},
	{[]string{"photographer", "摄影"}, func(h *site.Header) any { return &h.Photographer }},
	{[]string{"section", "栏目"}, func(h *site.Header) any { return &h.Section }},
	{[]string{"keywords", "关键词"}, func(h *site.Header) any { return &h.Keywords }},
	{[]string{"issue", "期号", "期次"}, func(h *site.Header) any { return &h.Issue }},
	{[]string{"cover", "题图", "封面", "images"}, func(h *site.Header) any { return (*cover)(&h.Cover) }},
	{[]string{"gallery", "图集"}, func(h *site.Header) any { return &h.Gallery }},
	{[]string{"attachments", "附件"}, func(h *site.Header) any { return &h.Attachments }},
	{[]string{"correction", "更正"}, func(h *site.Header) any { return &h.Correction }},
	{[]string{"classification", "密级"}, func(h *site.Header) any { return &h.Classification }},
	{[]string{"draft", "草稿"}, func(h *site.Header) any { return &h.Draft }},
	{[]string{"slug", "网址名"}, func(h *site.Header) any { return &h.Slug }},
	{[]string{"aliases", "旧网址"}, func(h *site.Header) any { return &h.Aliases }},
	{[]string{"weight", "排序"}, func(h *site.Header) any { return &h.Weight }},
	{[]string{"pinned", "置顶"}, func(h *site.Header) any { return &h.Pinned }},
	{[]string{"only", "仅"}, func(h *site.Header) any { return &h.Only }},
	{[]string{"reason", "理由"}, func(h *site.Header) any { return &h.Reason }},
	{[]string{"publish_date", "定时发布"}, func(h *site.Header) any { return &h.Publish }},
	{[]string{"expiry_date", "下线日期"}, func(h *site.Header) any { return &h.Expiry }},
	{[]string{"column_type", "栏目类别"}, func(h *site.Header) any { return &h.ColumnType }},
	{[]string{"translation_key"}, func(h *site.Header) any { return &h.TranslationKey }},
	{[]string{"stale_notice"}, func(h *site.Header) any { return &h.StaleNotice }},
	{[]string{"params"}, func(h *site.Header) any { return &h.Params }},
	{[]string{"type"}, nil},
	{[]string{"layout"}, nil},
}

const titleRow = 0

// A cover may be a list, as Hugo's images are: its first is taken.
type cover site.Field[string]

// foreign are keys of other programs that resemble ours by chance.
var foreign = [...]string{
	"url", "categories", "isCJKLanguage", "markup", "outputs", "resources", "menu", "menus", "cascade", "toc", "build",
	"headless", "series", "sitemap", "math", "comments", "featured", "template", "taxonomies", "extra", "id", "permalink",
}

// known returns the row of a key, -1 when there is none.
func known(name string) int {
	if name == "" {
		return -1
	}
	first := lower(name[0])
	for i := range keys {
		for _, n := range keys[i].names {
			if n[0] == first && alike(name, n) {
				return i
			}
		}
	}
	return -1
}

// alike compares two spellings of a key.
func alike(a, b string) bool {
	i, j := 0, 0
	for {
		for i < len(a) && joiner(a[i]) {
			i++
		}
		for j < len(b) && joiner(b[j]) {
			j++
		}
		if i == len(a) || j == len(b) {
			return i == len(a) && j == len(b)
		}
		if lower(a[i]) != lower(b[j]) {
			return false
		}
		i, j = i+1, j+1
	}
}

func joiner(c byte) bool { return c == '_' || c == '-' || c == ' ' }

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// unknown reports a key that is not in the table, with what may be meant: for
// the first few, as whoever has dozens of them means none of ours.
func (m *matter) unknown(name string, at site.Spot) {
	if len(m.problems) > 30 {
		m.report(at, "unknown-key", name)
		return
	}
	for _, f := range foreign {
		if alike(name, f) {
			m.report(at, "unknown-key", name)
			return
		}
	}
	var names []string
	for i := range keys {
		if keys[i].field != nil {
			names = append(names, keys[i].names...)
		}
	}
	if like := diag.Suggest(name, names); like != "" && utf8.RuneCountInString(name) > 1 {
		m.report(at, "unknown-key.like", name, like)
		return
	}
	m.report(at, "unknown-key", name)
}
