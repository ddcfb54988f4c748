package main

import (
	"context"
	"fmt"
	"strings"

	"bulletin/internal/diag"
)

// named reports whether the arguments begin with the words of a command.
func named(name string, args []string) ([]string, bool) {
	words := strings.Fields(name)
	if len(args) < len(words) {
		return nil, false
	}
	for i, w := range words {
		if args[i] != w {
			return nil, false
		}
	}
	return args[len(words):], true
}

// begins reports whether a command of two words begins with this one.
func begins(word string) bool {
	for _, c := range commands() {
		if first, _, two := strings.Cut(c.name, " "); two && first == word {
			return true
		}
	}
	return false
}

// help lists the commands; a word that is none of them is wrong usage.
func help(t *terminal, args []string) (int, error) {
	if len(args) > 1 && args[0] == "help" {
		for _, c := range commands() {
			if _, ok := named(c.name, args[1:]); ok {
				return c.run(context.Background(), t, []string{"--help"})
			}
		}
	}
	asked := len(args) > 0 && (args[0] == "help" || args[0] == "-h" || args[0] == "--help")
	out, status := t.out, exitDone
	if !asked {
		out, status = t.err, exitUsage
	}
	if len(args) > 0 && !asked && !begins(args[0]) {
		var names []string
		for _, c := range commands() {
			names = append(names, c.name)
		}
		word := strings.Join(args[:min(2, len(args))], " ")
		fmt.Fprintf(out, t.say("bulletin: there is no command %q", "bulletin：没有命令 %q"), word)
		if like := diag.Suggest(args[0], names); like != "" {
			fmt.Fprintf(out, t.say("; did you mean %q?", "，是不是想用 %q？"), like)
		}
		fmt.Fprint(out, "\n\n")
	}
	fmt.Fprintln(out, t.say("Bulletin builds bilingual bulletins from Markdown.\n\nCommands:", "Bulletin 由 Markdown 生成双语简报网站。\n\n命令："))
	for _, c := range commands() {
		left := strings.TrimSpace(c.name + " " + t.say(c.usage[0], c.usage[1]))
		fmt.Fprintf(out, "  bulletin %s%s %s\n", left, strings.Repeat(" ", max(29-columns(left), 0)), t.say(c.about[0], c.about[1]))
	}
	fmt.Fprintln(out, t.say("\nFlags: bulletin COMMAND --help", "\n参数：bulletin 命令 --help"))
	return status, nil
}
