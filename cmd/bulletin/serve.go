package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"time"

	builder "bulletin/internal/build"

	"bulletin/internal/serve"
)

// usualAddress is where a preview stands unless it is told otherwise.
const usualAddress = "localhost:1414"

// serveSite shows the site on this machine, as it is now and after every change,
// until interrupted. It writes nothing but what it keeps in the cache.
func serveSite(ctx context.Context, t *terminal, args []string) (int, error) {
	f := newFlags("serve")
	address, browse := "", false
	f.text(&address, "addr", "", "")
	f.yes(&browse, "open", "")
	f.yes(&f.poll, "poll", "")
	o, status, err := f.ready(t, args)
	if err != nil || status >= 0 {
		return status, err
	}
	o.Found = limitWatching
	door, err := t.listen(ctx, address)
	if wrong, ok := errors.AsType[*serve.AddressError](err); ok {
		return exitUsage, usageError{t.say("--addr takes HOST:PORT, as localhost:1414, not ", "--addr 的写法是 HOST:PORT，如 localhost:1414，而不是 ") + wrong.Address}
	}
	if address != "" && serve.Taken(err) {
		return exitMachine, fmt.Errorf("%w; %s", err, t.say("choose another port, or leave out --addr and have the next that is free", "请换一个端口，或不写 --addr，自动使用下一个空闲端口"))
	}
	if err != nil {
		return exitMachine, err
	}
	s := serve.New(serve.Options{Hosts: door.Hosts, Language: t.language})
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, door) }()
	p := &preview{terminal: t, flags: f, options: o, server: s, workshop: builder.NewWorkshop(o), url: door.URL, browse: browse}
	status, err = t.follow(ctx, f, o, func(what string, changed []string) time.Time {
		return p.look(ctx, what, changed)
	})
	if err != nil {
		return status, err
	}
	return status, <-ended
}

// listen opens the address, or the usual one, or the next that is free.
func (t *terminal) listen(ctx context.Context, address string) (*serve.Door, error) {
	fixed := address != ""
	if !fixed {
		address = usualAddress
	}
	door, err := serve.Listen(ctx, address, fixed)
	if err == nil && door.Moved {
		t.progress("port 1414 is taken; using %d", "1414 端口已被占用，改用 %d", door.Port)
	}
	return door, err
}

// A preview is the site as it is shown.
type preview struct {
	*terminal
	flags    *flags
	options  builder.Options
	server   *serve.Server
	workshop *builder.Workshop
	url      string // of the server, without the path of the site
	browse   bool   // the browser is still to be opened
	good     bool   // the site was shown
}

// look looks again at what may have changed and shows what is there, or what is
// wrong.
func (p *preview) look(ctx context.Context, what string, changed []string) time.Time {
	start := p.now()
	end := p.measure()
	r, held, err := p.workshop.Hold(ctx, start, changed...)
	end()
	switch {
	case ctx.Err() != nil:
		return time.Time{}
	case err != nil:
		p.server.Fail(serve.Failure{Err: err})
	case held == nil:
		p.server.Fail(serve.Failure{Problems: r.Problems, Line: p.options.Lines()})
	default:
		p.server.Show(serve.Site{Content: held, Prefix: held.Prefix(), Bare: held.Bare()})
	}
	if err == nil {
		err = p.news(p.flags, p.options, r)
	}
	if err != nil {
		p.complain(err)
	}
	if err != nil || held == nil {
		p.failed(what, r, err)
	} else {
		p.shown(what, r, held, p.now().Sub(start))
	}
	if err != nil {
		return time.Time{}
	}
	return byItself(p.options, r)
}

// shown prints a line about a look at a site that can be shown: of the first
// where it stands.
func (p *preview) shown(what string, r *builder.Report, held *builder.Held, took time.Duration) {
	if p.good {
		p.report("%s: %s, %s", "%s：%s，用时 %s", what, p.count(r.Made, "page", "个页面"), round(took))
		return
	}
	p.good = true
	url := p.url + held.Prefix()
	p.report("%s in %s: %s", "%s，用时 %s：%s", p.count(total(r), "page", "个页面"), round(took), url)
	p.open(url)
}

// failed prints what stands in the place of the site now that it cannot be
// shown as it is.
func (p *preview) failed(what string, r *builder.Report, err error) {
	about := ""
	if err == nil {
		about = p.tallied(r) + p.say("; ", "；")
	}
	if what != "" && about != "" {
		about = what + p.say(": ", "：") + about
	}
	if p.good {
		p.progress("%sthe last good pages stay", "%s继续显示上一次无误的页面", about)
		return
	}
	p.progress("%swhat is wrong is shown at %s", "%s请在 %s 查看问题", about, p.url+"/")
	p.open(p.url + "/")
}

// open opens the browser, once, if it was asked for.
func (p *preview) open(url string) {
	if !p.browse {
		return
	}
	p.browse = false
	if err := openBrowser(url); err != nil {
		p.progress("the browser could not be opened: %s", "无法打开浏览器：%s", err)
	}
}

// openBrowser has the system open an address.
func openBrowser(url string) error {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	c := exec.Command(name, args...)
	if err := c.Start(); err != nil {
		return err
	}
	go func() { _ = c.Wait() }() // nothing is left of it
	return nil
}
