package main

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"bulletin/internal/picture"
)

// release and commit are what .ci/release says with -ldflags -X; else they are
// empty and Go knows, if the program was built in a clone.
var release, commit string

// version prints what the program is made of.
func version(_ context.Context, t *terminal, args []string) (int, error) {
	f := fewFlags("version")
	if _, status, err := f.take(t, args, 0, t.say("version takes no arguments", "version 不需要参数")); status >= 0 {
		return status, err
	}
	number, from := release, commit
	if info, ok := debug.ReadBuildInfo(); ok {
		if v := info.Main.Version; number == "" && v != "(devel)" {
			number = v
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && from == "" {
				from = s.Value
			}
		}
	}
	fmt.Fprintf(t.out, "bulletin %s\ncommit %s\n%s %s/%s\npictures: WebP by %s\n",
		cmp.Or(number, "devel"), cmp.Or(from, "unknown"), runtime.Version(), runtime.GOOS, runtime.GOARCH, picture.Encoder)
	return exitDone, nil
}
