package main

import (
	"flag"
	"fmt"
	"regexp"
	"strings"

	"bulletin/internal/diag"
)

// abouts says in both languages what a flag does. What stands between backticks
// is its value.
func abouts() map[string][2]string {
	return map[string][2]string{
		"source":      {"`DIR` the folder with site.yaml; default: the nearest one upward that has it", "`目录` 有 site.yaml 的目录；默认从当前目录向上找最近的一个"},
		"lang":        {"`en|zh` the language of messages; default: from the environment", "`en|zh` 信息的语言；默认由系统环境决定"},
		"quiet":       {"print problems only, and what was asked for by name", "只输出问题和专门查询的结果"},
		"destination": {"`DIR` the folder that becomes the site; default: public beside site.yaml", "`目录` 网站写到这里；默认是 site.yaml 旁边的 public"},
		"base-url":    {"`URL` where the site will stand, instead of base_url", "`网址` 网站的地址，代替 site.yaml 中的 base_url"},
		"drafts":      {"show drafts: the build is a preview", "包括草稿：生成的是预览"},
		"future":      {"show what is to be published later: the build is a preview", "包括定时发布的稿件：生成的是预览"},
		"expired":     {"show what has expired: the build is a preview", "包括已下线的稿件：生成的是预览"},
		"as-of":       {"`TIME` the hour to build for, as 2024-11-06 or 2024-11-06T10:00; default: now", "`时间` 按这个时间生成，如 2024-11-06 或 2024-11-06T10:00；默认是现在"},
		"cache":       {"`DIR` the folder for what is kept between builds; default: .bulletin beside site.yaml", "`目录` 缓存目录；默认是 site.yaml 旁边的 .bulletin"},
		"no-cache":    {"neither read nor write the cache", "不读写缓存"},
		"strict":      {"warnings fail", "有警告也算失败"},
		"format":      {"`FORM` how problems are printed: text, json or github", "`格式` 问题的输出格式：text、json 或 github"},
		"jobs":        {"`N` how many things are done at once", "`数` 同时进行的任务数"},
		"verbose":     {"name every file that is new or changed", "列出每个新增或更新的文件"},
		"watch":       {"build again whenever a source changes, until interrupted", "有改动就重新生成，直到中断"},
		"verify":      {"afterwards build again from nothing and compare every byte", "完成后从头再生成一遍，逐字节比对"},
		"why":         {"`PATH` afterwards say what made this file of the site be built again, or that it was not", "`路径` 完成后说明网站的这个文件为何重新生成，或没有重新生成"},
		"poll":        {"while watching: compare files every second, for network drives", "随改随建时每秒比对文件，用于网络盘"},
		"addr":        {"`HOST:PORT` where to listen; default: localhost:1414, or the next free port", "`主机:端口` 预览的地址；默认是 localhost:1414，被占用则用下一个端口"},
		"open":        {"open the browser", "打开浏览器"},
	}
}

// help explains the flags of a command.
func (f *flags) help(t *terminal) {
	fmt.Fprintf(t.out, "bulletin %s\n\n", f.set.Name())
	f.set.VisitAll(func(g *flag.Flag) {
		if g.Usage == "" {
			return
		}
		said := *g
		if about, ok := abouts()[g.Name]; ok {
			said.Usage = t.say(about[0], about[1])
		}
		value, about := flag.UnquoteUsage(&said)
		about = strings.TrimPrefix(about, value+" ")
		left := strings.TrimSpace(f.short(g) + "--" + g.Name + " " + value)
		fmt.Fprintf(t.out, "  %s%s %s\n", left, strings.Repeat(" ", max(24-columns(left), 0)), about)
	})
}

// columns is how wide a text is on a terminal.
func columns(s string) (n int) {
	for _, r := range s {
		if n++; r >= 0x2E80 {
			n++
		}
	}
	return n
}

// short is the one-letter form of a flag, if it has one.
func (f *flags) short(g *flag.Flag) string {
	short := ""
	f.set.VisitAll(func(o *flag.Flag) {
		if len(o.Name) == 1 && o.Usage == "" && strings.EqualFold(o.Name, g.Name[:1]) && o.Value == g.Value {
			short = "-" + o.Name + ", "
		}
	})
	return short
}

// What package flag says of arguments that it cannot read.
var (
	undefined = regexp.MustCompile(`^flag provided but not defined: -(.*)$`)
	needy     = regexp.MustCompile(`^flag needs an argument: -(.*)$`)
	invalid   = regexp.MustCompile(`(?s)^invalid (boolean )?value "(.*)" for (?:flag )?-(\S+): .*$`)
)

// wrong says what package flag says, as the rest of the program does.
func (f *flags) wrong(t *terminal, err error) error {
	said := err.Error()
	if m := undefined.FindStringSubmatch(said); m != nil {
		text := fmt.Sprintf(t.say("there is no flag %s", "没有参数 %s"), dashed(m[1]))
		var names []string
		f.set.VisitAll(func(g *flag.Flag) {
			if g.Usage != "" {
				names = append(names, g.Name)
			}
		})
		if like := diag.Suggest(m[1], names); like != "" {
			text += fmt.Sprintf(t.say("; did you mean %s?", "，是不是想用 %s？"), dashed(like))
		} else {
			text += t.say("; --help lists them", "；用 --help 可列出全部参数")
		}
		return usageError{text}
	}
	if m := needy.FindStringSubmatch(said); m != nil {
		return usageError{fmt.Sprintf(t.say("%s needs a value behind it", "%s 后面要写值"), dashed(m[1]))}
	}
	if m := invalid.FindStringSubmatch(said); m != nil && m[1] != "" {
		return usageError{fmt.Sprintf(t.say("%s is on or off and takes no value %q", "%s 不带值 %q"), dashed(m[3]), m[2])}
	} else if m != nil {
		return usageError{fmt.Sprintf(t.say("%s %s: write a number", "%s %s：请写数字"), dashed(m[3]), m[2])}
	}
	return usageError{fmt.Sprintf(t.say("wrong arguments: %s", "参数有误：%s"), said)}
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// spoken takes the language from the arguments before anything is said, and
// returns the arguments without it where it stands before the command.
func (t *terminal) spoken(args []string) []string {
	leading := true
	for i := 0; i < len(args) && args[i] != "--"; i++ {
		name, value, joined := strings.Cut(strings.TrimLeft(args[i], "-"), "=")
		if name != "lang" || !strings.HasPrefix(args[i], "-") {
			leading = false
			continue
		}
		after := i + 1
		if !joined && after < len(args) {
			value, after = args[after], after+1
		}
		if l := diag.Language(value); l != diag.English && l != diag.Chinese {
			continue // the command says so
		}
		t.language = diag.Language(value)
		if leading {
			args, i = args[after:], -1
		}
	}
	return args
}
