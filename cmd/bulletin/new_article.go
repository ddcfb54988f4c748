package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	builder "bulletin/internal/build"

	"bulletin/internal/diag"
	"bulletin/internal/document"
	"bulletin/internal/read"
	"bulletin/internal/site"
)

// newArticle prepares the editions of an article, as drafts.
func newArticle(ctx context.Context, t *terminal, args []string) (int, error) {
	f := fewFlags("new article SECTION/NAME")
	rest, status, err := f.take(t, args, 1, t.say("name the article: bulletin new article SECTION/NAME", "请写明稿件：bulletin new article 栏目/名称"))
	if status >= 0 {
		return status, err
	}
	o, err := f.options(t)
	if err != nil {
		return exitUsage, err
	}
	cfg, problems := read.Config(os.DirFS(o.Source))
	if cfg == nil || diag.Worst(problems) == diag.Error {
		err := diag.Printer{Format: diag.Format(f.format), Language: t.language, Color: t.colors[t.err], Line: o.Lines()}.Print(t.err, problems)
		return exitUsage, err
	}
	section, name, err := articleName(t, rest[0])
	if err != nil {
		return exitUsage, err
	}
	if section, err = findSection(ctx, t, o, cfg, section); err != nil {
		if errors.As(err, new(usageError)) {
			return exitUsage, err
		}
		return exitMachine, err
	}
	return prepareArticle(t, o, cfg, section, name)
}

// prepareArticle writes the editions of an article that is not there yet.
func prepareArticle(t *terminal, o builder.Options, cfg *site.Config, section, name string) (int, error) {
	day, title := t.now().In(cfg.Zone), path.Base(name)
	if named, rest, ok := dayOf(title, cfg.Zone); ok {
		day, title = named, rest
	}
	if !dated(name) {
		name = day.Format("2006/01/") + name
	}
	root, err := os.OpenRoot(o.Source)
	if err != nil {
		return exitMachine, err
	}
	defer root.Close()
	dir := path.Join("content", section, name)
	for _, other := range namesLike(cfg, dir) {
		if _, err := root.Lstat(other); err == nil {
			return exitUsage, usageError{fmt.Sprintf(t.say("%s is there already; choose another name", "%s 已经存在，请换个名称"), other)}
		}
	}
	if err := root.MkdirAll(dir, 0o777); err != nil {
		return exitMachine, err
	}
	title = strings.ReplaceAll(title, "-", " ")
	for i, l := range cfg.Languages {
		file := path.Join(dir, "index."+l.Code+".md")
		if err := root.WriteFile(file, []byte(prepared(l, i == 0, title, day.Format("2006-01-02"))), 0o666); err != nil {
			_ = root.RemoveAll(dir) // the first error is the one to tell
			return exitMachine, err
		}
		t.report("made %s", "新建 %s", filepath.Join(o.Source, filepath.FromSlash(file)))
	}
	t.report("write the texts, put the pictures beside them, and take the line “draft” out to publish", "请写好正文，把图片放在旁边；发布时删去“草稿”一行")
	return exitDone, nil
}

// namesLike are the files and folders that would be the same article.
func namesLike(cfg *site.Config, dir string) []string {
	names := []string{dir, dir + ".md"}
	for _, l := range cfg.Languages {
		names = append(names, dir+"."+l.Code+".md")
	}
	return names
}

// articleName splits and checks SECTION/NAME. What completion and input methods
// leave in it is no mistake: a slash at the end, content/ before it, ／ for /.
func articleName(t *terminal, asked string) (section, name string, err error) {
	asked = strings.ReplaceAll(filepath.ToSlash(asked), "／", "/")
	plain := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(asked, "./"), "content/"), "/")
	section, name, ok := strings.Cut(plain, "/")
	if !ok || section == "" || name == "" || path.Clean(plain) != plain || !fs.ValidPath(plain) {
		return "", "", usageError{fmt.Sprintf(t.say("%q is not SECTION/NAME, as news/visit", "%q 不是“栏目/名称”，例如 news/visit"), asked)}
	}
	for part := range strings.SplitSeq(plain, "/") {
		if !portable(part) {
			return "", "", usageError{fmt.Sprintf(t.say("%q cannot be part of a name here", "名称中不能有 %q"), part)}
		}
	}
	if stem, text := strings.CutSuffix(plain, ".md"); text {
		return "", "", usageError{fmt.Sprintf(t.say("an article is a folder: write %s, without .md", "稿件是一个目录：请写 %s，不带 .md"), strings.TrimSuffix(stem, path.Ext(stem)))}
	}
	return section, name, nil
}

// portable reports whether every system can store a file of this name, and the
// site would read it. It may then also stand for the title.
func portable(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || strings.HasSuffix(name, ".") || strings.TrimSpace(name) != name ||
		slices.Contains(strings.Fields("con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9"), stem) {
		return false
	}
	letters := 0
	for _, r := range name {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			letters++
		case r < unicode.MaxASCII && !strings.ContainsRune(" -_.,()+", r) || unicode.IsControl(r) || r == unicode.ReplacementChar:
			return false
		}
	}
	return letters > 0
}

// findSection is the id of the section that is meant: by its id, or by its
// title in any language.
func findSection(ctx context.Context, t *terminal, o builder.Options, cfg *site.Config, asked string) (string, error) {
	if slices.Contains(cfg.Sections, asked) {
		return asked, nil
	}
	s, _, err := read.Site(ctx, os.DirFS(o.Source), cfg, read.Options{})
	if err != nil {
		return "", err
	}
	ids := map[string]string{} // by what they are called
	var names, shown []string
	for _, sec := range s.Sections {
		if !sec.Listed {
			continue
		}
		shown = append(shown, sec.ID)
		called := []string{sec.ID}
		for _, e := range sec.Index {
			if e != nil && e.Title.Value != "" {
				called = append(called, e.Title.Value)
			}
		}
		for _, c := range called {
			if _, twice := ids[c]; !twice {
				ids[c] = sec.ID
				names = append(names, c)
			}
		}
	}
	if id := ids[asked]; id != "" || len(shown) == 0 {
		return cmp.Or(id, asked), nil // the first section needs no leave
	}
	list := strings.Join(shown, t.say(", ", "、"))
	if like := diag.Suggest(asked, names); like != "" {
		return "", usageError{fmt.Sprintf(t.say("there is no section %q; did you mean %q? The sections are: %s",
			"没有栏目 %q，是不是想写 %q？已有栏目：%s"), asked, like, list)}
	}
	return "", usageError{fmt.Sprintf(t.say("there is no section %q; the sections are: %s", "没有栏目 %q；已有栏目：%s"), asked, list)}
}

// dated reports whether a name begins with a year and a month of its own.
func dated(name string) bool {
	year, rest, _ := strings.Cut(name, "/")
	month, _, ok := strings.Cut(rest, "/")
	_, err := time.Parse("2006/01", year+"/"+month)
	return ok && err == nil
}

// dayOf is the day that a name begins with, as 2024-11-06-visit, and the rest.
func dayOf(name string, zone *time.Location) (day time.Time, rest string, ok bool) {
	const form = "2006-01-02-"
	if len(name) <= len(form) {
		return day, name, false
	}
	day, err := time.ParseInLocation(form, name[:len(form)], zone)
	return day, name[len(form):], err == nil
}

// prepared is a new edition, in the keys of its language: a draft with its name
// for a title and a line of text, so that a preview shows it. What belongs to
// the article stands in the first edition alone, so that they cannot disagree.
func prepared(l *site.Language, first bool, title, date string) string {
	chinese := l.Code == "zh" || strings.HasPrefix(l.Code, "zh-")
	var lines []string
	add := func(zh, en string) {
		if chinese {
			en = zh
		}
		lines = append(lines, en)
	}
	add("---", "---")
	if first {
		add("# 主题见 content/topics.yaml。发布时删去“草稿”一行", "# topics are those of content/topics.yaml; to publish, take out the line draft")
	} else {
		add("# 这里没有的（日期、主题）与第一个版本相同。发布时删去“草稿”一行", "# what is not here (date, topics) is that of the first edition; to publish, take out the line draft")
	}
	add("标题: "+title, "title: "+title)
	if first {
		add("日期: "+date, "date: "+date)
		add("主题: []", "topics: []")
	}
	add("来源:", "source:")
	add("作者:", "author:")
	if !first {
		add("翻译:", "translator:")
	}
	add("摘要:", "summary:")
	add("草稿: true", "draft: true")
	add("---", "---")
	add(document.Prepared())
	return strings.Join(lines, "\n") + "\n"
}
