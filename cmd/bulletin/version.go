package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

// version prints what the program is made of.
func version(_ context.Context, t *terminal, args []string) (int, error) {
	f := fewFlags("version")
	if _, status, err := f.take(t, args, 0, t.say("version takes no arguments", "version 不需要参数")); status >= 0 {
		return status, err
	}
	number, commit := "devel", "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		if v := info.Main.Version; v != "" && v != "(devel)" {
			number = v
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = s.Value
			}
		}
	}
	fmt.Fprintf(t.out, "bulletin %s\ncommit %s\n%s %s/%s\npictures: published as committed, without metadata (no encoder)\n",
		number, commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return exitDone, nil
}
