package main

import (
	"cmp"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	builder "bulletin/internal/build"

	"bulletin/internal/write"
)

// outputOf is the path of an output as people write it: from here, from the
// destination, or as an address of the site.
func outputOf(destination, written string) string {
	if written == "" {
		return ""
	}
	if at, err := url.Parse(written); err == nil && (at.Scheme == "http" || at.Scheme == "https") {
		written = cmp.Or(at.Path, "/")
	}
	folder := strings.HasSuffix(written, "/") || strings.HasSuffix(written, string(filepath.Separator))
	if within(written, destination) {
		if rel, err := filepath.Rel(actual(destination), actual(written)); err == nil {
			written = rel
		}
	}
	name := strings.TrimPrefix(path.Clean("/"+filepath.ToSlash(written)), "/")
	if folder || name == "" {
		name = path.Join(name, "index.html")
	}
	return name
}

// most is how many causes are named.
const most = 10

// why says what became of an output and for what reasons. It reports false when
// the site has no such file.
func (t *terminal) why(r *builder.Report) bool {
	w := r.Why
	switch {
	case !w.Known:
		t.insist("--why %s: the site has no such file, or no more; write it as the site has it, as en/news/visit.html",
			"--why %s：网站中没有或不再有这个文件；请按网站中的路径写，例如 zh/news/visit.html", w.Path)
		return false
	case r.Idle:
		t.answer("%s was not built again: nothing has changed since the last build", "%s 没有重新生成：上次构建之后什么都没变", w.Path)
		return true
	case !w.Made:
		t.answer("%s was not made again: nothing that it shows has changed, nor have the layouts", "%s 没有重新生成：网页上的内容和版式都没变", w.Path)
		return true
	case w.Change == write.Created && slices.Contains(w.Causes, builder.Cause{Kind: builder.OutputChanged, Path: w.Path}):
		t.answer("%s had been taken away and was made again. What differs from the last build:", "%s 被人删除，已重新生成。与上次构建相比，变化有：", w.Path)
	case w.Change == write.Created:
		t.answer("%s is new. What differs from the last build:", "%s 是新文件。与上次构建相比，变化有：", w.Path)
	case w.Change == write.Changed:
		t.answer("%s was built again and is another. What differs from the last build:", "%s 重新生成，内容有变。与上次构建相比，变化有：", w.Path)
	default:
		t.answer("%s was built again and came out the same. What differs from the last build:", "%s 重新生成，内容没变。与上次构建相比，变化有：", w.Path)
	}
	causes := slices.Clone(w.Causes)
	slices.SortStableFunc(causes, func(a, b builder.Cause) int { return near(b, w) - near(a, w) })
	for _, c := range causes[:min(len(causes), most)] {
		t.answer("  %s", "  %s", t.cause(c, w))
	}
	if more := len(causes) - most; more > 0 {
		t.answer("  and %d more", "  另有 %d 处", more)
	}
	return true
}

// near is 1 for a cause that lies in the output itself or in its text.
func near(c builder.Cause, w *builder.Why) int {
	if c.Path != "" && (c.Path == w.Source || c.Path == w.Path) {
		return 1
	}
	return 0
}

// cause is a cause in words.
func (t *terminal) cause(c builder.Cause, w *builder.Why) string {
	switch c.Kind {
	case builder.OtherHour:
		return t.say("the hour: a text appears or no longer does, or the clock was set back", "时间：有稿件到期发布或下线，或者时钟往回调了")
	case builder.OtherProgram:
		return t.say("the program", "程序")
	case builder.SourceChanged:
		if c.Path == w.Source {
			return c.Path + t.say(" (the text of this page)", "（这个网页的稿件）")
		}
		return c.Path
	case builder.NamesChanged:
		return c.Path + t.say("/ (files came, went or changed their names)", "/（有文件增加、删除或改名）")
	case builder.OutputChanged:
		return c.Path + t.say(" (changed in the destination by somebody else)", "（在输出目录中被改动）")
	case builder.OtherManifest:
		return t.say("the destination: it was built otherwise meanwhile, or its manifest is gone", "输出目录：其间有过别的构建，或清单丢失")
	}
	return t.say("all of it: no earlier build with these flags is remembered", "全部：没有记住以前用同样参数的构建")
}
