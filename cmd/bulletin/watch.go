package main

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	builder "bulletin/internal/build"

	"bulletin/internal/watch"
)

// watchSite builds, and builds again whenever a source changes, until
// interrupted.
func watchSite(ctx context.Context, t *terminal, f *flags, o builder.Options) (int, error) {
	o.Found = limitWatching
	workshop := builder.NewWorkshop(o)
	return t.follow(ctx, f, o, func(changed []string) time.Time {
		start := t.now()
		r, err := workshop.Run(ctx, start, changed...)
		return t.told(ctx, f, o, r, err, start)
	})
}

// follow calls again at once, whenever a source has changed, and when the site
// changes by itself, which again tells. It tells what may have changed; nothing
// stands for everything. A change meanwhile leads to another call.
func (t *terminal) follow(ctx context.Context, f *flags, o builder.Options, again func(changed []string) time.Time) (int, error) {
	options := watch.Options{Roots: []string{o.Source}, Ignore: ignored(o)}
	if f.poll {
		options.Poll = time.Second
	}
	w, err := watch.Start(ctx, options)
	if err != nil {
		return exitMachine, err
	}
	if notice := w.Notice(); notice != "" {
		t.progress("%s", "%s", notice)
	}
	next := again(nil)
	t.progress("watching %s; stop with Ctrl-C", "正在监视 %s，按 Ctrl-C 结束", o.Source)
	for {
		due, stop := t.due(next)
		var changed []string
		select {
		case look, open := <-w.Looks():
			if !open {
				stop()
				return exitDone, nil
			}
			t.progress("changed: %s", "有变化：%s", firstOf(t, o.Source, look))
			if !look.All {
				changed = look.Paths
			}
		case <-due:
			t.progress("a text is to appear or to go now", "有稿件到了发布或下线的时间")
		}
		stop()
		next = again(changed)
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

// told prints what a build did and tells when the site changes by itself. While
// watching, nothing that goes wrong ends the program.
func (t *terminal) told(ctx context.Context, f *flags, o builder.Options, r *builder.Report, err error, start time.Time) time.Time {
	if err == nil {
		err = t.problems(f, o, r)
	}
	switch {
	case ctx.Err() != nil:
	case err != nil:
		t.complain(err)
	default:
		t.summary(r, t.now().Sub(start))
		return byItself(o, r)
	}
	return time.Time{}
}

// byItself is when the site changes without anybody's doing: never, where its
// clock stands still.
func byItself(o builder.Options, r *builder.Report) time.Time {
	if o.AsOf != "" {
		return time.Time{}
	}
	return r.Next
}

// firstOf is the first path of a look, and how many there are besides.
func firstOf(t *terminal, source string, look watch.Look) string {
	if look.All || len(look.Paths) == 0 {
		return t.say("many files", "许多文件")
	}
	name, err := filepath.Rel(source, look.Paths[0])
	if err != nil {
		name = look.Paths[0]
	}
	if more := len(look.Paths) - 1; more > 0 {
		name += t.say(" and ", "等 ") + strconv.Itoa(more) + t.say(" more", " 处")
	}
	return name
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
