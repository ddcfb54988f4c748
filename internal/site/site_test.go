package site

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"bulletin/internal/diag"
	"bulletin/internal/document"
)

// A bench makes sites out of a few words.
type bench struct {
	cfg   *Config
	parts Parts
}

func newBench() *bench {
	base, _ := url.Parse("https://example.org/")
	return &bench{
		cfg: &Config{
			Base: base, Zone: time.UTC, URLs: Files,
			Languages: []*Language{{Index: 0, Code: "zh", Tag: "zh-Hans"}, {Index: 1, Code: "en", Tag: "en"}},
		},
		parts: Parts{Files: map[string]*File{}},
	}
}

// text adds an edition by its source file, with headings of the level given
// before each: "2 First", "3 Below".
func (b *bench) text(file string, headings ...string) *Edition {
	key := strings.TrimSuffix(strings.TrimPrefix(file, "content/"), ".md")
	l := b.cfg.Languages[0]
	if rest, ok := strings.CutSuffix(key, ".en"); ok {
		key, l = rest, b.cfg.Languages[1]
	}
	key = strings.TrimSuffix(strings.TrimSuffix(key, ".zh"), "/index")
	doc := &document.Document{HTML: []byte("<p>text</p>")}
	for _, h := range headings {
		words, id, _ := strings.Cut(h[2:], "#")
		doc.Headings = append(doc.Headings, document.Heading{Level: int(h[0] - '0'), Text: words, ID: id})
	}
	e := &Edition{Language: l, Key: key, File: file, Body: Body{Document: doc}}
	e.Title = Field[string]{Value: "Title of " + key, Spot: Spot{2, 1, 1}, Set: true}
	e.Date = at(2024, 11, 6)
	b.parts.Editions = append(b.parts.Editions, e)
	return e
}

func at(year int, month time.Month, day int) Field[time.Time] {
	return Field[time.Time]{Value: time.Date(year, month, day, 0, 0, 0, 0, time.UTC), Spot: Spot{3, 1, 1}, Set: true}
}

func said[T any](value T) Field[T] {
	return Field[T]{Value: value, Spot: Spot{4, 1, 1}, Set: true}
}

func (b *bench) join(c Clock) (*Site, []string) {
	if c.Now.IsZero() {
		c.Now = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	s, problems := Join(b.cfg, c, b.parts)
	var names []string
	for _, p := range problems {
		names = append(names, string(p.Message))
	}
	slices.Sort(names)
	return s, names
}

func TestStates(t *testing.T) {
	b := newBench()
	b.text("content/news/plain.zh.md")
	b.text("content/news/draft.zh.md").Draft = said(true)
	b.text("content/news/later.zh.md").Publish = at(2025, 2, 1)
	b.text("content/news/ahead.zh.md").Date = at(2025, 3, 1)
	b.text("content/news/early.zh.md").Date = at(2025, 3, 1)
	b.parts.Editions[4].Publish = at(2024, 12, 1)
	b.text("content/news/over.zh.md").Expiry = at(2025, 1, 1)
	b.text("content/news/still.zh.md").Expiry = at(2025, 1, 2)
	empty := b.text("content/news/empty.zh.md")
	empty.Body.Document, empty.Title = &document.Document{}, Field[string]{}
	photos := b.text("content/news/photos.zh.md")
	photos.Body.Document, photos.Gallery = &document.Document{}, said(Gallery{All: true})
	want := []State{Published, Draft, Future, Future, Published, Expired, Published, Blank, Published}
	s, problems := b.join(Clock{})
	if len(problems) > 0 {
		t.Error(problems)
	}
	for i, e := range b.parts.Editions {
		if e.State != want[i] {
			t.Errorf("%s is %s, not %s", e.Key, e.State.English(), want[i].English())
		}
	}
	if next := s.Next(); !next.Equal(time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("the site changes next at %s", next)
	}
	b.join(Clock{Drafts: true, Future: true, Expired: true})
	for _, e := range b.parts.Editions {
		if e.State != Published && e.State != Blank {
			t.Errorf("%s is %s in a preview", e.Key, e.State.English())
		}
	}
}

func TestInherit(t *testing.T) {
	b := newBench()
	zh, en := b.text("content/news/a.zh.md"), b.text("content/news/a.en.md")
	zh.Source, zh.Publish, zh.Slug = said("外办"), at(2024, 12, 1), said("visit")
	zh.Deck, zh.Translator = said("副题"), said([]string{"译者"})
	en.Date, en.Author = Field[time.Time]{}, said([]string{"Li"})
	if _, problems := b.join(Clock{}); len(problems) > 0 {
		t.Error(problems)
	}
	if en.Source.Value != "外办" || !en.Publish.Set || en.Slug.Value != "visit" || !en.Date.Value.Equal(zh.Date.Value) {
		t.Errorf("the English edition did not inherit: %+v", en.Header)
	}
	if len(zh.Author.Value) != 1 {
		t.Error("the Chinese edition did not inherit the author")
	}
	if en.Deck.Set || en.Translator.Set {
		t.Error("a Chinese deck or translator went to the English edition")
	}
}

// TestNext: only what changes the site counts, in a preview its marks too.
func TestNext(t *testing.T) {
	day := func(d int) Field[time.Time] { return at(2025, 1, d) }
	for _, c := range []struct {
		clock Clock
		want  int // the day of January 2025; 0 for never
	}{
		{Clock{}, 5},
		{Clock{Future: true}, 4},
		{Clock{Expired: true}, 5},
		{Clock{Future: true, Expired: true}, 5}, // when a text is not scheduled any more
		{Clock{Drafts: true}, 2},
		{Clock{Drafts: true, Future: true}, 3},
		{Clock{Drafts: true, Expired: true}, 2},
	} {
		b := newBench()
		b.text("content/news/now.zh.md").Expiry = day(20)
		b.text("content/news/ever.zh.md").Expiry = at(9999, 12, 31) // means never
		draft := b.text("content/news/draft.zh.md")
		draft.Draft, draft.Publish, draft.Expiry = said(true), day(2), day(3)
		never := b.text("content/news/never.zh.md")
		never.Publish, never.Expiry = day(6), day(4)
		b.text("content/news/later.zh.md").Publish = day(5)
		s, problems := b.join(c.clock)
		if got := strings.Join(problems, " "); got != "differs.expiry" {
			t.Errorf("problems %q", got)
		}
		var want time.Time
		if c.want > 0 {
			want = day(c.want).Value
		}
		if next := s.Next(); !next.Equal(want) {
			t.Errorf("%+v: the site changes next at %s, not %s", c.clock, next, want)
		}
	}
}

func TestAgree(t *testing.T) {
	for name, set := range map[string]func(zh, en *Header){
		"disagree section": func(zh, en *Header) { zh.Section, en.Section = said("news"), said("other") },
		"disagree issue":   func(zh, en *Header) { zh.Issue, en.Issue = said("1"), said("2") },
		"disagree weight":  func(zh, en *Header) { zh.Weight, en.Weight = said(1), said(2) },
		"disagree pinned":  func(zh, en *Header) { zh.Pinned, en.Pinned = said(true), said(false) },
		"disagree cover":   func(zh, en *Header) { zh.Cover, en.Cover = said("a.png"), said("b.png") },
		"disagree gallery": func(zh, en *Header) { zh.Gallery, en.Gallery = said(Gallery{All: true}), said(Gallery{}) },
		"disagree attachments": func(zh, en *Header) {
			zh.Attachments, en.Attachments = said([]Attachment{{Path: "a.pdf"}}), said([]Attachment{})
		},
		"disagree topics": func(zh, en *Header) { zh.Topics, en.Topics = said([]string{"培训"}), said([]string{"visits"}) },
		"differs":         func(zh, en *Header) { en.Date = at(2024, 11, 7) },
		" same cover":     func(zh, en *Header) { zh.Cover, en.Cover = said("图 1.png"), said("图\u00a01.png") },
		" same topics":    func(zh, en *Header) { zh.Topics, en.Topics = said([]string{"培训"}), said([]string{"Training"}) },
		" other order": func(zh, en *Header) {
			zh.Topics, en.Topics = said([]string{"培训", "visits"}), said([]string{"visits", "Training", "training"})
		},
		" one alone": func(zh, en *Header) { en.Issue = said("3") },
		" fees": func(zh, en *Header) {
			zh.Attachments, en.Attachments = said([]Attachment{{Path: "fees.zh.pdf"}}), said([]Attachment{{Path: "fees.en.pdf"}})
		},
	} {
		b := newBench()
		b.parts.Topics = []*Topic{
			{ID: "training", Labels: Text{"zh": "培训", "en": "Training"}},
			{ID: "visits", Labels: Text{"zh": "访问", "en": "Visits"}},
		}
		zh, en := b.text("content/news/a.zh.md"), b.text("content/news/a.en.md")
		b.text("content/other/b.zh.md") // so that there is such a section
		set(&zh.Header, &en.Header)
		_, problems := b.join(Clock{})
		want, _, _ := strings.Cut(name, " ")
		if got := strings.Join(problems, " "); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestDraftsAreTheirOwn: a translation just begun withdraws nothing, and shows
// nothing of itself.
func TestDraftsAreTheirOwn(t *testing.T) {
	b := newBench()
	zh, en := b.text("content/news/a.zh.md"), b.text("content/news/a.en.md")
	en.Draft = said(true)
	b.join(Clock{})
	if !zh.Published() || en.Published() {
		t.Errorf("the Chinese edition is %s, the English %s", zh.State.English(), en.State.English())
	}
}

// TestManyHeadings: a text of equal headings costs what as many others cost.
func TestManyHeadings(t *testing.T) {
	b := newBench()
	headings := make([]string, 50_000)
	for i := range headings {
		headings[i] = "2 Same"
	}
	e := b.text("content/news/a.zh.md", headings...)
	began := time.Now()
	b.join(Clock{})
	if last := e.IDs()[len(headings)-1]; last != "same-50000" {
		t.Errorf("the last id is %q", last)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}

// TestFirstLanguageHolds: where a disagreement is lowered, the article still has
// one value.
func TestFirstLanguageHolds(t *testing.T) {
	b := newBench()
	zh, en := b.text("content/news/a.zh.md"), b.text("content/news/a.en.md")
	zh.Issue, en.Issue = said("1"), said("2")
	b.join(Clock{})
	if en.Issue.Value != "1" {
		t.Errorf("the English edition keeps issue %q", en.Issue.Value)
	}
}

func TestIDs(t *testing.T) {
	b := newBench()
	zh := b.text("content/news/a.zh.md", "2 聚焦精准", "3 其一", "2 聚焦精准", "2 结语#end")
	en := b.text("content/news/a.en.md", "2 Focus", "3 One", "2 Focus", "2 End", "2 Only here")
	b.join(Clock{})
	wantZH := []string{"ju-jiao-jing-zhun", "qi-yi", "ju-jiao-jing-zhun-2", "end"}
	if !slices.Equal(zh.IDs(), wantZH) {
		t.Errorf("Chinese ids %v", zh.IDs())
	}
	if want := append(wantZH, "only-here"); !slices.Equal(en.IDs(), want) {
		t.Errorf("English ids %v", en.IDs())
	}
	for fragment, want := range map[string]string{
		"qi-yi": "qi-yi", "one": "qi-yi", "One": "qi-yi", "focus": "ju-jiao-jing-zhun",
		"聚焦精准": "ju-jiao-jing-zhun", "end": "end", "nothing": "", "only-here": "only-here",
	} {
		if got, ok := en.Anchor(fragment); got != want || ok != (want != "") {
			t.Errorf("#%s means %q", fragment, got)
		}
	}
	if got, ok := zh.Anchor("only-here"); ok {
		t.Errorf("#only-here means %q in Chinese, where it is not", got)
	}
}

// Headings are not looked through anew for every link that leads to none.
func TestManyAnchors(t *testing.T) {
	b := newBench()
	var headings []string
	for i := range 5000 {
		headings = append(headings, "2 标题"+strconv.Itoa(i))
	}
	e := b.text("content/news/long.md", headings...)
	b.join(Clock{})
	begin := time.Now()
	for i := range 5000 {
		if got, ok := e.Anchor("nosuch" + strconv.Itoa(i)); ok {
			t.Fatalf("#nosuch%d means %q", i, got)
		}
	}
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("5000 links took %v", took)
	}
}

func TestResolve(t *testing.T) {
	b := newBench()
	from := b.text("content/news/2024/visit/index.zh.md")
	own := b.text("content/news/2024/visit/index.en.md")
	fees := b.text("content/notices/fees.zh.md")
	only := b.text("content/notices/only.en.md")
	about := b.text("content/about.zh.md")
	fees.Slug = said("tariff")
	pdf := &File{Path: "content/news/2024/visit/图 1.png"}
	b.parts.Files["news/2024/visit/图 1.png"] = pdf
	shared := &File{Path: "content/files/form.pdf"}
	b.parts.Files["files/form.pdf"] = shared
	s, _ := b.join(Clock{})
	for path, want := range map[string]Target{
		"":                            {Edition: from},
		"图 1.png":                     {File: pdf},
		"/files/form.pdf":             {File: shared},
		"../../../notices/fees.zh.md": {Edition: fees},
		"../../../notices/fees.en.md": {Edition: fees},
		"/notices/fees":               {Edition: fees},
		"/notices/fees/":              {Edition: fees},
		"/zh/notices/tariff.html":     {Edition: fees},
		"/notices/only":               {Edition: only},
		"index.en.md":                 {Edition: own},
		"/about":                      {Edition: about},
		"/notices/":                   {Section: s.bySection["notices"]},
		"/":                           {Home: true},
		"/zh/":                        {Home: true},
		"/en/index.html":              {Home: true},
		"/zh/notices/":                {Section: s.bySection["notices"]},
		"/notices/tariff":             {Edition: fees},
		"/notices/tariff.html":        {Edition: fees},
		"/nowhere":                    {},
		"../../../../secret":          {Outside: true},
	} {
		if got := s.Resolve(from, path); got != want {
			t.Errorf("%q leads to %+v", path, got)
		}
	}
	from.Attachments = said([]Attachment{{Path: "图%201.png"}})
	if got := s.Attached(from); len(got) != 1 || got[0].File != pdf {
		t.Errorf("attached is %+v", got)
	}
}

func TestRoutes(t *testing.T) {
	for _, c := range []struct {
		form          Form
		pattern, slug string
		url, output   string
		problems      string
	}{
		{Files, "", "", "/zh/news/2024/tu-pian.html", "zh/news/2024/tu-pian.html", ""},
		{Folders, "", "", "/zh/news/2024/tu-pian/", "zh/news/2024/tu-pian/index.html", ""},
		{Bare, "", "", "/zh/news/2024/tu-pian", "zh/news/2024/tu-pian.html", ""},
		{Files, "", "visit", "/zh/news/2024/visit.html", "zh/news/2024/visit.html", ""},
		{Files, "/:section/:year/:month/:slug", "visit", "/zh/news/2024/11/visit.html", "zh/news/2024/11/visit.html", ""},
		{Files, "", "../visit", "/zh/news/2024/tu-pian.html", "zh/news/2024/tu-pian.html", "outside"},
		{Files, "", "..", "/zh/news/2024/tu-pian.html", "zh/news/2024/tu-pian.html", "outside"},
	} {
		b := newBench()
		b.cfg.URLs = c.form
		if c.pattern != "" {
			b.cfg.Permalinks = map[string]string{"news": c.pattern}
		}
		e := b.text("content/news/2024/图片.zh.md")
		if c.slug != "" {
			e.Slug = said(c.slug)
		}
		_, problems := b.join(Clock{})
		if got := e.URL(b.cfg); got != c.url {
			t.Errorf("%+v: %s", c, got)
		}
		if got := e.Output(b.cfg); got != c.output {
			t.Errorf("%+v: %s", c, got)
		}
		if got := strings.Join(problems, " "); got != c.problems {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestDemands(t *testing.T) {
	b := newBench()
	b.text("content/news/title.zh.md").Title = Field[string]{}
	b.text("content/news/date.zh.md").Date = Field[time.Time]{}
	b.text("content/page.zh.md").Date = Field[time.Time]{}
	b.text("content/news/bad.zh.md").Date = Field[time.Time]{Spot: Spot{3, 1, 1}}
	draft := b.text("content/news/draft.zh.md")
	draft.Draft, draft.Date = said(true), Field[time.Time]{}
	b.text("content/news/open.zh.md").Classification = said("公开")
	secret := b.text("content/news/secret.zh.md")
	secret.Classification, secret.Draft = said("秘密"), said(true)
	b.text("content/news/title.zh.md")
	_, problems := b.join(Clock{})
	if got, want := strings.Join(problems, " "), "classified date.missing disagree.twice title"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
	if !diag.Fixed("classified") {
		t.Error("a setting can lower classified")
	}
}
