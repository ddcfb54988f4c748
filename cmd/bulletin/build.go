package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	builder "bulletin/internal/build"

	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// build makes the site, and again at every change when it is to watch.
func build(ctx context.Context, t *terminal, args []string) (int, error) {
	f := newFlags("build")
	f.yes(&f.watch, "watch", "")
	f.yes(&f.poll, "poll", "")
	verify := false
	f.yes(&verify, "verify", "")
	why := ""
	f.text(&why, "why", "", "")
	o, status, err := f.ready(t, args)
	if err != nil || status >= 0 {
		return status, err
	}
	if why != "" && f.watch {
		return exitUsage, usageError{t.say("--why tells of one build: leave out --watch", "--why 只能说明一次构建，请不要与 --watch 同用")}
	}
	if verify && f.watch {
		return exitUsage, usageError{t.say("--verify compares after one build: leave out --watch", "--verify 只能在一次构建之后核对，请不要与 --watch 同用")}
	}
	o.Why = outputOf(o.Destination, why)
	if f.watch {
		return watchSite(ctx, t, f, o)
	}
	start := t.now()
	end := t.measure()
	r, err := builder.Run(ctx, o)
	end()
	if err != nil {
		return exitMachine, err
	}
	if err := t.problems(f, o, r); err != nil {
		return exitMachine, err
	}
	status = t.summary(r, t.now().Sub(start))
	if r.Why != nil && !t.why(r) {
		return exitUsage, nil
	}
	if verify && status == exitDone {
		return t.verify(ctx, o)
	}
	return status, nil
}

// verify compares the destination with a clean build.
func (t *terminal) verify(ctx context.Context, o builder.Options) (int, error) {
	end := t.measure()
	d, err := builder.Verify(ctx, o)
	end()
	if err != nil {
		return exitMachine, err
	}
	if d == nil {
		t.report("verified: every byte is that of a clean build", "已核对：每个字节都与从头生成的一致")
		return exitDone, nil
	}
	switch d.Kind {
	case builder.Missing:
		t.insist("verified: %s is missing", "核对：缺少 %s", d.Path)
	case builder.Surplus:
		t.insist("verified: %s is not made by a clean build", "核对：从头生成时没有 %s", d.Path)
	default:
		t.insist("verified: %s differs from a clean build at byte %d", "核对：%s 从第 %d 字节起与从头生成的不同", d.Path, d.At+1)
	}
	return exitMachine, nil
}

// checkSite finds every problem. They are its result and go to standard output.
func checkSite(ctx context.Context, t *terminal, args []string) (int, error) {
	f := newFlags("check")
	t.found = t.out
	o, status, err := f.ready(t, args)
	if err != nil || status >= 0 {
		return status, err
	}
	end := t.measure()
	r, err := builder.Check(ctx, o)
	end()
	if err != nil {
		return exitMachine, err
	}
	if err := t.problems(f, o, r); err != nil {
		return exitMachine, err
	}
	if diag.Format(f.format) == diag.TextFormat {
		if len(r.Problems) == 0 {
			t.progress("no problems", "没有问题")
		} else {
			t.progress("%s", "%s", t.tallied(r))
		}
	}
	return exitOf(r), nil
}

// ready parses the arguments of build and check. A status of 0 or more says
// that there is nothing left to do.
func (f *flags) ready(t *terminal, args []string) (builder.Options, int, error) {
	rest, err := f.parse(t, args)
	switch {
	case errors.Is(err, errHelp):
		return builder.Options{}, exitDone, nil
	case err != nil:
		return builder.Options{}, exitUsage, err
	case len(rest) > 0:
		return builder.Options{}, exitUsage, usageError{t.say("what is meant by ", "不明白：") + rest[0]}
	}
	o, err := f.options(t)
	if err != nil {
		return o, exitUsage, err
	}
	return o, -1, nil
}

// problems prints what is wrong with the site.
func (t *terminal) problems(f *flags, o builder.Options, r *builder.Report) error {
	return diag.Printer{
		Format: diag.Format(f.format), Language: t.language, Color: t.colors[t.found], Line: o.Lines(),
	}.Print(t.found, r.Problems)
}

// exitOf is the exit status after a build. What site.yaml says wrongly is wrong there
// too where only the content tells, as of a picture that is not in it. What merely has
// no better place, as a file in the way of a page, is laid at the whole of site.yaml.
func exitOf(r *builder.Report) int {
	whole := diag.Whole("site.yaml")
	inConfig := func(p diag.Problem) bool {
		return p.Severity == diag.Error && p.Pos.File == whole.File && p.Pos != whole
	}
	switch {
	case r.Config, r.Failed && slices.ContainsFunc(r.Problems, inConfig):
		return exitUsage
	case r.Failed:
		return exitContent
	}
	return exitDone
}

// summary prints what a build did.
func (t *terminal) summary(r *builder.Report, took time.Duration) int {
	errs, warnings := tally(r)
	if r.Config || r.Failed {
		t.progress("not built: %s; the site is as it was", "未构建：%s；网站保持原样", t.tallied(r))
		if errs == 0 {
			t.progress("warnings fail because of --strict", "因为用了 --strict，有警告即不构建")
		}
		return exitOf(r)
	}
	english, chinese := "built %s (%s) in %s", "已生成 %s（%s），用时 %s"
	if r.Idle {
		english, chinese = "up to date: %s (%s), looked at in %s", "已是最新：%s（%s），核对用时 %s"
	}
	t.report(english, chinese, t.count(total(r), "page", "个页面"), languages(t, r), round(took))
	t.report("files: %d new, %d changed, %d removed, %d unchanged; %s; %s",
		"文件：新增 %d 个，更新 %d 个，删除 %d 个，不变 %d 个；%s；%s",
		r.Stats.Created, r.Stats.Changed, r.Stats.Removed, r.Stats.Same,
		t.pictures(r), t.count(warnings, "warning", "个警告"))
	t.hidden(r)
	if r.Preview {
		t.report("this is a preview: do not publish it", "这是预览，请勿发布")
	}
	if !r.Next.IsZero() {
		t.report("the site changes by itself at %s: build it then", "网站内容将于 %s 自行变化，请届时重新构建", r.Next.Format("2006-01-02 15:04 -07:00"))
	}
	return exitDone
}

// pictures says how many there are, and how many of them were made now.
func (t *terminal) pictures(r *builder.Report) string {
	all := t.count(r.Pictures, "picture", "张图片")
	if r.Developed == 0 {
		return all
	}
	return all + fmt.Sprintf(t.say(" (%s made, %s reused)", "（新制 %s 张，沿用 %s 张）"), decimal(r.Developed), decimal(r.Pictures-r.Developed))
}

// hidden says how many texts nobody sees yet, or any more, and why; with -v which.
func (t *terminal) hidden(r *builder.Report) {
	var states []site.State
	counts := make(map[site.State]int)
	for _, h := range r.Hidden {
		if counts[h.State]++; counts[h.State] == 1 {
			states = append(states, h.State)
		}
	}
	slices.Sort(states)
	text := ""
	for _, s := range states {
		if text != "" {
			text += t.say(", ", "，")
		}
		text += t.some(s, counts[s])
	}
	if text == "" {
		return
	}
	t.report("texts that are not shown: %s", "未显示的稿件：%s", text)
	if t.verbose {
		for _, h := range r.Hidden {
			t.report("  %s: %s", "  %s：%s", h.File, t.say(h.State.English(), h.State.Chinese()))
		}
	}
}

// some is a number of texts in a state.
func (t *terminal) some(s site.State, n int) string {
	switch s {
	case site.Draft:
		return t.count(n, "draft", "篇草稿")
	case site.Future:
		return t.count(n, "scheduled text", "篇尚未到发布时间")
	case site.Expired:
		return t.count(n, "expired text", "篇已下线")
	}
	return t.count(n, "held text", "篇等待对应版本")
}

// tally counts errors and warnings.
func tally(r *builder.Report) (errs, warnings int) {
	for _, p := range r.Problems {
		switch p.Severity {
		case diag.Error:
			errs++
		case diag.Warning:
			warnings++
		}
	}
	return errs, warnings
}

// tallied says how many errors and warnings there are.
func (t *terminal) tallied(r *builder.Report) string {
	errs, warnings := tally(r)
	return t.count(errs, "error", "个错误") + t.say(", ", "，") + t.count(warnings, "warning", "个警告")
}

// count is a number of things.
func (t *terminal) count(n int, english, chinese string) string {
	if t.language == diag.Chinese {
		return decimal(n) + " " + chinese
	}
	if n != 1 {
		english += "s"
	}
	return decimal(n) + " " + english
}

func total(r *builder.Report) (n int) {
	for _, c := range r.Pages {
		n += c.Pages
	}
	return n
}

// languages counts the pages of each language.
func languages(t *terminal, r *builder.Report) string {
	text := ""
	for _, c := range r.Pages {
		name := c.Language
		if name == "" {
			name = t.say("all languages", "各语言共用")
		}
		if text != "" {
			text += t.say(", ", "，")
		}
		text += name + " " + decimal(c.Pages)
	}
	return text
}
