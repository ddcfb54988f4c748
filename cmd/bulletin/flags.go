package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	builder "bulletin/internal/build"

	"bulletin/assets"
	"bulletin/internal/diag"
	"bulletin/layouts"
)

// errHelp says that help was asked for and given.
var errHelp = errors.New("help")

// A usageError is a wrong use of the program.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

// flags are what build and check understand alike.
type flags struct {
	set                             *flag.FlagSet
	source, destination, base, asOf string
	cache, format, language         string
	drafts, future, expired         bool
	noCache, strict, quiet, verbose bool
	watch                           bool
	poll                            bool
	jobs                            int
}

// fewFlags declares the flags that every command has.
func fewFlags(name string) *flags {
	f := &flags{set: flag.NewFlagSet(name, flag.ContinueOnError), format: string(diag.TextFormat), jobs: 1}
	f.set.SetOutput(io.Discard)
	f.text(&f.source, "source", "s", "")
	f.text(&f.language, "lang", "", "")
	f.yes(&f.quiet, "quiet", "q")
	return f
}

// newFlags declares the flags of a command that builds.
func newFlags(name string) *flags {
	f := fewFlags(name)
	f.text(&f.destination, "destination", "d", "")
	f.text(&f.base, "base-url", "b", "")
	f.yes(&f.drafts, "drafts", "D")
	f.yes(&f.future, "future", "F")
	f.yes(&f.expired, "expired", "E")
	f.text(&f.asOf, "as-of", "", "")
	f.text(&f.cache, "cache", "", "")
	f.yes(&f.noCache, "no-cache", "")
	f.yes(&f.strict, "strict", "")
	f.text(&f.format, "format", "", string(diag.TextFormat))
	f.set.IntVar(&f.jobs, "jobs", runtime.GOMAXPROCS(0), abouts()["jobs"][0])
	f.yes(&f.verbose, "verbose", "v")
	return f
}

func (f *flags) text(p *string, long, short, value string) {
	f.set.StringVar(p, long, value, abouts()[long][0])
	if short != "" {
		f.set.StringVar(p, short, value, "")
	}
}

func (f *flags) yes(p *bool, long, short string) {
	f.set.BoolVar(p, long, false, abouts()[long][0])
	if short != "" {
		f.set.BoolVar(p, short, false, "")
	}
}

// parse reads the arguments, takes the terminal's settings from them and
// returns what is no flag.
func (f *flags) parse(t *terminal, args []string) ([]string, error) {
	var rest []string
	for {
		err := f.set.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			f.help(t)
			return nil, errHelp
		}
		if err != nil {
			return nil, f.wrong(t, err)
		}
		if f.set.NArg() == 0 {
			break
		}
		rest = append(rest, f.set.Arg(0))
		args = f.set.Args()[1:]
	}
	switch f.language {
	case "":
	case "en", "zh":
		t.language = diag.Language(f.language)
	default:
		return nil, usageError{fmt.Sprintf(t.say("--lang %s: write en or zh", "--lang %s：请写 en 或 zh"), f.language)}
	}
	switch diag.Format(f.format) {
	case diag.TextFormat, diag.JSONFormat, diag.GitHubFormat:
	default:
		return nil, usageError{fmt.Sprintf(t.say("--format %s: write text, json or github", "--format %s：请写 text、json 或 github"), f.format)}
	}
	if f.jobs < 1 {
		return nil, usageError{t.say("--jobs needs a number of 1 or more", "--jobs 后面应是 1 或更大的数")}
	}
	t.quiet, t.verbose = f.quiet, f.verbose
	t.document = diag.Format(f.format) == diag.JSONFormat
	return rest, nil
}

// take parses the arguments of a command that needs n of them besides flags. A
// status of 0 or more says that there is nothing left to do.
func (f *flags) take(t *terminal, args []string, n int, usage string) (rest []string, status int, err error) {
	rest, err = f.parse(t, args)
	switch {
	case errors.Is(err, errHelp):
		return nil, exitDone, nil
	case err != nil:
		return nil, exitUsage, err
	case len(rest) != n:
		return nil, exitUsage, usageError{usage}
	}
	return rest, -1, nil
}

// options turns the flags into what a build is asked for.
func (f *flags) options(t *terminal) (builder.Options, error) {
	source, err := findSource(f.source)
	if err != nil {
		return builder.Options{}, err
	}
	o := builder.Options{
		Source:      source,
		Destination: f.destination,
		Cache:       f.cache,
		AsOf:        f.asOf,
		Strict:      f.strict,
		Jobs:        f.jobs,
		Layouts:     layouts.FS,
		Assets:      assets.FS,
		Wrote:       t.wrote,
		Progress:    t.meter.made,
		Pictured:    t.meter.pictured,
		Found: func(texts int) {
			limitMemory(texts)
			t.meter.found(texts)
		},
		Waiting: func() {
			t.progress("waiting for another build into the same folder", "正在等待写入同一目录的另一个构建")
		},
	}
	if o.Program, err = os.Executable(); err != nil {
		o.Program = "" // then nothing is known of the build before
	}
	o.Clock.Now = t.now()
	o.Clock.Drafts, o.Clock.Future, o.Clock.Expired = f.drafts, f.future, f.expired
	if o.Destination == "" {
		o.Destination = filepath.Join(source, "public")
	}
	if o.Cache == "" {
		o.Cache = filepath.Join(source, ".bulletin")
	}
	if f.noCache {
		o.Cache = ""
	}
	if f.given("b", "base-url") {
		if o.Base, err = parseBase(t, f.base); err != nil {
			return o, err
		}
	}
	return o, f.apart(t, o)
}

// limitMemory keeps a build of many texts in bounds: near 14 KB a text the
// collector runs as often as it must. A lower limit costs more than it saves,
// for a build ends near 12 KB. Below it the collector may wait for twice what
// stays: most of what a build makes is dropped soon, and 4 % of its time with it.
func limitMemory(texts int) {
	debug.SetGCPercent(200)
	debug.SetMemoryLimit(80<<20 + int64(texts)*14<<10)
}

// limitWatching is the limit of what goes on for hours: it holds a site of about
// 6 KB a text, and twice that while a changed one takes its place. Below it the
// collector waits until a look is over.
func limitWatching(texts int) {
	debug.SetGCPercent(200)
	debug.SetMemoryLimit(max(400<<20, 60<<20+int64(texts)*9<<10))
}

func parseBase(t *terminal, s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return nil, usageError{fmt.Sprintf(t.say("--base-url %s: write a whole address, as https://bulletin.example.org/",
			"--base-url %s：请写完整的网址，例如 https://bulletin.example.org/"), s)}
	}
	u.Path, u.RawPath = strings.TrimSuffix(path.Clean("/"+u.Path), "/")+"/", ""
	u.Host = strings.ToLower(u.Host)
	return u, nil
}

// given reports whether a flag stands on the command line, by any of its names.
func (f *flags) given(names ...string) (given bool) {
	f.set.Visit(func(g *flag.Flag) { given = given || slices.Contains(names, g.Name) })
	return given
}

// findSource is the folder asked for, else the nearest one upward that has a
// site.yaml, else this one.
func findSource(asked string) (string, error) {
	if asked != "" {
		return filepath.Abs(asked)
	}
	here, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := here; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "site.yaml")); err == nil {
			return dir, nil
		}
		if filepath.Dir(dir) == dir {
			return here, nil
		}
	}
}
