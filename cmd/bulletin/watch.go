package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	builder "bulletin/internal/build"
	"bulletin/internal/diag"

	"bulletin/internal/watch"
)

// watchSite builds, and builds again whenever a source changes, until
// interrupted.
func watchSite(ctx context.Context, t *terminal, f *flags, o builder.Options) (int, error) {
	o.Found = limitWatching
	workshop := builder.NewWorkshop(o)
	return t.follow(ctx, f, o, func(what string, changed []string) time.Time {
		start := t.now()
		end := t.measure()
		r, err := workshop.Run(ctx, start, changed...)
		end()
		return t.told(ctx, f, o, what, r, err, start)
	})
}

// follow calls again at once, whenever a source has changed, and when the site
// changes by itself, which again tells. It tells what may have changed, in words,
// of which there are none at first, and as paths; none stand for everything. A
// change meanwhile leads to another call.
func (t *terminal) follow(ctx context.Context, f *flags, o builder.Options, again func(what string, changed []string) time.Time) (int, error) {
	options := watch.Options{Roots: []string{o.Source}, Ignore: ignored(o)}
	if f.poll {
		options.Poll = time.Second
	}
	w, err := watch.Start(ctx, options)
	if err != nil {
		return exitMachine, err
	}
	select {
	case met := <-w.Limits():
		t.limit(met)
	default:
	}
	next := again("", nil)
	t.remark("watching %s; stop with Ctrl-C", "正在监视 %s，按 Ctrl-C 结束", o.Source)
	for {
		due, stop := t.due(next)
		var what string
		var changed []string
		select {
		case look, open := <-w.Looks():
			if !open {
				stop()
				return exitDone, nil
			}
			if what = t.firstOf(o.Source, look); !look.All {
				changed = look.Paths
			}
		case met := <-w.Limits(): // what it leads to comes by itself
			stop()
			t.limit(met)
			continue
		case <-due:
			what = t.say("a text appears or goes", "有稿件到了发布或下线的时间")
		}
		stop()
		next = again(what, changed)
	}
}

// limit says why files are compared now although that was not asked for.
func (t *terminal) limit(met watch.Limit) {
	switch met.Kind {
	case watch.TooManyFolders:
		t.progress("too many folders to watch, so files are compared every second instead; to raise the limit: sudo sysctl fs.inotify.max_user_watches=524288",
			"要监视的文件夹太多，改为每秒比对一次文件；可提高上限：sudo sysctl fs.inotify.max_user_watches=524288")
	case watch.TooManyWatchers:
		t.progress("too many watchers or open files, so files are compared every second instead; to raise the limit: sudo sysctl fs.inotify.max_user_instances=1024, or ulimit -n 4096",
			"监视或打开的文件太多，改为每秒比对一次文件；可提高上限：sudo sysctl fs.inotify.max_user_instances=1024，或 ulimit -n 4096")
	default:
		t.progress("the system cannot watch files (%v), so they are compared every second instead", "系统无法监视文件（%v），改为每秒比对一次", met.Err)
	}
}

// due tells when an instant has come; the zero time never does.
func (t *terminal) due(next time.Time) (<-chan time.Time, func()) {
	if next.IsZero() {
		return nil, func() {}
	}
	timer := time.NewTimer(max(0, next.Sub(t.now())))
	return timer.C, func() { timer.Stop() }
}

// told prints what a build did, of the first everything and of others a line, and
// tells when the site changes by itself. While watching, nothing that goes wrong
// ends the program.
func (t *terminal) told(ctx context.Context, f *flags, o builder.Options, what string, r *builder.Report, err error, start time.Time) time.Time {
	if err == nil {
		err = t.news(f, o, r)
	}
	switch {
	case ctx.Err() != nil:
	case err != nil:
		t.complain(err)
	case what == "":
		first := *r
		first.Next = time.Time{} // nobody need build it then
		t.summary(&first, t.now().Sub(start))
		return byItself(o, r)
	default:
		t.rebuilt(what, r, t.now().Sub(start))
		return byItself(o, r)
	}
	return time.Time{}
}

// news prints what is wrong with the site, less what the look before has told: all
// errors, for they keep it from being built, and warnings that are new.
func (t *terminal) news(f *flags, o builder.Options, r *builder.Report) error {
	if diag.Format(f.format) != diag.TextFormat {
		return t.problems(f, o, r)
	}
	now, some := make(map[string]bool), *r
	some.Problems = nil
	for _, p := range r.Problems {
		what := fmt.Sprint(p)
		if now[what] = true; p.Severity == diag.Error || !t.said[what] {
			some.Problems = append(some.Problems, p)
		}
	}
	t.said = now
	return t.problems(f, o, &some)
}

// rebuilt prints the line about a build after the first.
func (t *terminal) rebuilt(what string, r *builder.Report, took time.Duration) {
	if r.Config || r.Failed {
		t.progress("%s: not built: %s; the site is as it was", "%s：未构建：%s；网站保持原样", what, t.tallied(r))
		return
	}
	removed := ""
	if n := r.Stats.Removed; n > 0 {
		removed = t.say(", "+t.count(n, "file", "")+" removed", "，删除 "+t.count(n, "", "个文件"))
	}
	t.report("%s: %s, %s written%s, %s", "%s：%s，写入 %s%s，用时 %s", what, t.count(r.Made, "page", "个页面"),
		t.count(r.Stats.Created+r.Stats.Changed, "file", "个文件"), removed, round(took))
}

// byItself is when the site changes without anybody's doing: never, where its
// clock stands still.
func byItself(o builder.Options, r *builder.Report) time.Time {
	if o.AsOf != "" {
		return time.Time{}
	}
	return r.Next
}

// firstOf is the first path of a look, if it can be one that is there, and how
// many there are. A folder says nothing beside what lies in it.
func (t *terminal) firstOf(source string, look watch.Look) string {
	if look.All {
		return t.say("many files", "许多文件")
	}
	above := map[string]bool{source: true}
	for _, at := range look.Paths {
		for dir := filepath.Dir(at); !above[dir] && len(dir) > len(source); dir = filepath.Dir(dir) {
			above[dir] = true
		}
	}
	names := slices.DeleteFunc(slices.Clone(look.Paths), func(at string) bool { return above[at] })
	if len(names) == 0 {
		return t.say("the folder of the site", "网站的文件夹")
	}
	first := names[max(0, slices.IndexFunc(names, func(at string) bool {
		_, err := os.Lstat(at)
		return err == nil
	}))]
	if rel, err := filepath.Rel(source, first); err == nil {
		first = filepath.ToSlash(rel)
	}
	if n := len(names); n > 1 {
		first += t.say(" and "+decimal(n-1)+" more", " 等 "+decimal(n)+" 处")
	}
	return first
}

// ignored tells paths that are no sources: all that is not site.yaml, content,
// layouts or assets, the program's own output, and what editors leave behind.
func ignored(o builder.Options) func(string) bool {
	destination, _ := filepath.Abs(o.Destination)
	cache, _ := filepath.Abs(o.Cache)
	return func(path string) bool {
		if path == destination || o.Cache != "" && path == cache {
			return true
		}
		rel, err := filepath.Rel(o.Source, path)
		if err != nil || rel == "." {
			return false
		}
		base := filepath.Base(rel)
		if strings.HasSuffix(base, "~") || strings.HasSuffix(base, ".swp") || strings.HasSuffix(base, ".tmp") {
			return true
		}
		top, below, _ := strings.Cut(filepath.ToSlash(rel), "/")
		switch top {
		case "assets":
			return strings.HasPrefix(base, ".") && !strings.HasPrefix(below, "root/")
		case "site.yaml", "content", "layouts":
			return strings.HasPrefix(base, ".")
		}
		return true
	}
}

func decimal(n int) string { return strconv.Itoa(n) }

// round is a duration as people read it.
func round(d time.Duration) string {
	if d >= time.Second {
		return strconv.FormatFloat(d.Seconds(), 'f', 2, 64) + " s"
	}
	return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
}
