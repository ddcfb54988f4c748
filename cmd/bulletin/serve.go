package main

import (
	"context"
	"os/exec"
	"runtime"
	"time"

	builder "bulletin/internal/build"

	"bulletin/internal/serve"
)

// usualAddress is where a preview stands unless it is told otherwise.
const usualAddress = "localhost:1414"

// serveSite shows the site on this machine, as it is now and after every change,
// until interrupted. It writes nothing.
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
	if err != nil {
		return exitMachine, err
	}
	s := serve.New(serve.Options{Hosts: door.Hosts, Language: t.language})
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, door) }()
	p := &preview{terminal: t, flags: f, options: o, server: s, workshop: builder.NewWorkshop(o), url: door.URL, browse: browse}
	status, err = t.follow(ctx, f, o, func(changed []string) time.Time { return p.look(ctx, changed) })
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
}

// look looks again at what may have changed and shows what is there, or what is
// wrong.
func (p *preview) look(ctx context.Context, changed []string) time.Time {
	start := p.now()
	r, held, err := p.workshop.Hold(ctx, start, changed...)
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
		err = p.problems(p.flags, p.options, r)
	}
	if err != nil {
		p.complain(err)
		return time.Time{}
	}
	p.shown(r, held, p.now().Sub(start))
	return byItself(p.options, r)
}

// shown prints a line about the look, and opens the browser after the first.
func (p *preview) shown(r *builder.Report, held *builder.Held, took time.Duration) {
	url := p.url
	if held == nil {
		errs, warnings := tally(r)
		p.progress("%s, %s; the last good pages stay", "%s，%s；继续显示上一次无误的页面",
			p.count(errs, "error", "个错误"), p.count(warnings, "warning", "个警告"))
	} else {
		url += held.Prefix()
		p.report("%s in %s: %s", "%s，用时 %s：%s", p.count(total(r), "page", "个页面"), round(took), url)
	}
	if p.browse {
		p.browse = false
		if err := openBrowser(url); err != nil {
			p.progress("the browser could not be opened: %s", "无法打开浏览器：%s", err)
		}
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
