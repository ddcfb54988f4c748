// Command bulletin builds bilingual bulletins: Markdown articles with front
// matter become a static site in every language of the office.
//
// Run "bulletin help" for its commands. Exit status: 0 done, 1 the content has
// errors, 2 wrong usage or an error in site.yaml, 3 the machine failed, 130
// interrupted.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // zones for machines that have none
)

// The exit statuses of the program.
const (
	exitDone        = 0
	exitContent     = 1
	exitUsage       = 2
	exitMachine     = 3
	exitInterrupted = 130
)

// A command is one thing the program does. run returns the exit status.
type command struct {
	name  string    // one word or two
	usage [2]string // what follows the name
	about [2]string
	run   func(ctx context.Context, t *terminal, args []string) (int, error)
}

func commands() []command {
	few := [2]string{"[flags]", "[参数]"}
	return []command{
		{"build", few, [2]string{"make the site in public/; with --watch, again at every change", "把网站生成到 public/；加 --watch 则随改随建"}, build},
		{"serve", few, [2]string{"preview the site on this machine, reloading at every change", "在本机预览网站，随改随刷新"}, serveSite},
		{"check", few, [2]string{"name every problem, write nothing", "找出所有问题，不写任何文件"}, checkSite},
		{"new site", [2]string{"DIR", "目录"}, [2]string{"begin a site that builds", "新建一个可以直接构建的网站"}, newSite},
		{"new article", [2]string{"SECTION/NAME", "栏目/名称"}, [2]string{"prepare an article in every language", "新建一篇稿件，各语言版本齐备"}, newArticle},
		{"new theme-copy", [2]string{"NAME", "名称"}, [2]string{"copy a file of the built-in theme, to change it", "复制内置版式的一个文件，以便修改"}, newThemeCopy},
		{"version", [2]string{}, [2]string{"version, commit, Go version, picture encoder", "版本、提交、Go 版本、图片编码器"}, version},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // whoever interrupts twice means it
	t := newTerminal(os.Stdout, os.Stderr, os.Getenv, time.Now)
	status, err := run(ctx, t, os.Args[1:])
	switch {
	case errors.Is(err, context.Canceled):
		status = exitInterrupted
	case err != nil:
		t.complain(err)
	}
	stop()
	os.Exit(status)
}

// run finds the command that the arguments name.
func run(ctx context.Context, t *terminal, args []string) (int, error) {
	args = t.spoken(args)
	for _, c := range commands() {
		if rest, ok := named(c.name, args); ok {
			return c.run(ctx, t, rest)
		}
	}
	return help(t, args)
}
