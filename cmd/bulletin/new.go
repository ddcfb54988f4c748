package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bulletin/internal/diag"
	"bulletin/internal/read"
	"bulletin/internal/site"
)

//go:embed all:start
var start embed.FS

// newSite writes a small site that builds. Files that are there already stay
// as they are.
func newSite(_ context.Context, t *terminal, args []string) (int, error) {
	f := fewFlags("new site DIR")
	rest, status, err := f.take(t, args, 1, t.say("name the folder: bulletin new site DIR", "请写明目录：bulletin new site 目录"))
	if status >= 0 {
		return status, err
	}
	dir := rest[0]
	today := t.now().UTC().Format("2006-01-02") // not after any midnight in China
	err = fs.WalkDir(start, "start", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := start.ReadFile(name)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(name, "start/")))
		return create(t, to, strings.ReplaceAll(string(text), "DATE", today))
	})
	if err != nil {
		return exitMachine, err
	}
	t.report("next: cd %s && bulletin build", "下一步：cd %s && bulletin build", dir)
	return exitDone, nil
}

// create writes a file that is not there yet, and says what it did.
func create(t *terminal, name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		t.report("kept %s", "保留 %s", name)
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := file.WriteString(text); err != nil {
		_ = file.Close()
		return err
	}
	t.report("made %s", "新建 %s", name)
	return file.Close()
}

// newArticle prepares the editions of an article, as drafts.
func newArticle(_ context.Context, t *terminal, args []string) (int, error) {
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
		err := diag.Printer{Format: diag.Format(f.format), Language: t.language, Color: t.color, Line: o.Lines()}.Print(t.err, problems)
		return exitUsage, err
	}
	section, name, err := articleName(t, cfg, rest[0])
	if err != nil {
		return exitUsage, err
	}
	today := t.now().In(cfg.Zone)
	if !dated(name) {
		name = today.Format("2006/01/") + name
	}
	dir := filepath.Join(o.Source, "content", section, filepath.FromSlash(name))
	if _, err := os.Stat(dir); err == nil {
		return exitUsage, usageError{fmt.Sprintf(t.say("%s is there already; choose another name", "%s 已经存在，请换个名称"), dir)}
	}
	for _, l := range cfg.Languages {
		if err := create(t, filepath.Join(dir, "index."+l.Code+".md"), prepared(l, path.Base(name), today.Format("2006-01-02"))); err != nil {
			return exitMachine, err
		}
	}
	t.report("write the texts, put the pictures beside them, and take the line “draft” out to publish", "请写好正文，把图片放在旁边；发布时删去“草稿”一行")
	return exitDone, nil
}

// articleName splits and checks SECTION/NAME.
func articleName(t *terminal, cfg *site.Config, asked string) (section, name string, err error) {
	asked = filepath.ToSlash(asked)
	section, name, ok := strings.Cut(asked, "/")
	if !ok || section == "" || name == "" || path.Clean(asked) != asked || !fs.ValidPath(asked) {
		return "", "", usageError{fmt.Sprintf(t.say("%q is not SECTION/NAME, as news/visit", "%q 不是“栏目/名称”，例如 news/visit"), asked)}
	}
	for part := range strings.SplitSeq(asked, "/") {
		if strings.HasPrefix(part, ".") || strings.HasPrefix(part, "_") || strings.ContainsAny(part, `\:*?"<>|`) {
			return "", "", usageError{fmt.Sprintf(t.say("%q cannot be part of a name here", "名称中不能有 %q"), part)}
		}
	}
	if cfg.Sections != nil && !slices.Contains(cfg.Sections, section) {
		text := fmt.Sprintf(t.say("there is no section %q; the sections are: %s", "没有栏目 %q；已有栏目：%s"), section, strings.Join(cfg.Sections, ", "))
		return "", "", usageError{text}
	}
	return section, name, nil
}

// dated reports whether a name begins with a year and a month of its own.
func dated(name string) bool {
	year, rest, _ := strings.Cut(name, "/")
	month, _, ok := strings.Cut(rest, "/")
	_, err := time.Parse("2006/01", year+"/"+month)
	return ok && err == nil
}

// prepared is a new edition, in the keys of its language: a draft with its name
// for a title and a line of text, so that a preview shows it.
func prepared(l *site.Language, name, date string) string {
	title := strings.ReplaceAll(name, "-", " ")
	if l.Code == "zh" || strings.HasPrefix(l.Code, "zh-") {
		return "---\n标题: " + title + "\n日期: " + date + "\n来源:\n作者:\n主题: []\n摘要:\n草稿: true\n---\n在这里写正文。\n"
	}
	return "---\ntitle: " + title + "\ndate: " + date + "\nsource:\nauthor:\ntopics: []\nsummary:\ndraft: true\n---\nWrite the text here.\n"
}
