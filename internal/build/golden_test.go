package build_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"bulletin/layouts"
)

var update = flag.Bool("update", false, "write what the golden sites are now")

// A golden is a site and what is made of it, in one file. After a comment that
// says what is shown come the sources, then what is expected:
//
//	=> problems        every problem, a line each
//	=> files           the paths of all files
//	=> PATH            a file
//	=> PATH main       what stands in the page's <main>
//	=> PATH head       what stands in its <head>
//	=> PATH top        what stands between <body> and <main>
//	=> PATH foot       what stands in its <footer>
//
// Where eyes cannot tell it, ␣ stands for U+00A0, and HASH for the hashes in
// names, which change with every stylesheet. The source of a picture is
// "FORMAT WIDTHxHEIGHT SHADE". That of the strings of a language that is not
// built in may be "as en".
type golden struct {
	name    string
	comment []byte
	sources tree
	wanted  []txtar.File // in order
}

const shownSpace = "␣"

var hashes = regexp.MustCompile(`\.[0-9a-f]{10}(-[0-9]+\.[a-z]+|\.[a-z]+)`)

// goldens are all golden sites.
func goldens(t testing.TB) []golden {
	t.Helper()
	files, err := filepath.Glob("testdata/golden/*.txtar")
	check(t, err)
	if len(files) < 5 {
		t.Fatalf("only %d golden sites", len(files))
	}
	var all []golden
	for _, file := range files {
		all = append(all, load(t, file))
	}
	return all
}

// goldenSite is one of them.
func goldenSite(t testing.TB, name string) golden {
	t.Helper()
	return load(t, filepath.Join("testdata", "golden", name+".txtar"))
}

func load(t testing.TB, file string) golden {
	t.Helper()
	a, err := txtar.ParseFile(file)
	check(t, err)
	g := golden{name: strings.TrimSuffix(filepath.Base(file), ".txtar"), comment: a.Comment, sources: tree{}}
	for _, f := range a.Files {
		name, body := spaces(f.Name), spaces(string(f.Data))
		switch {
		case strings.HasPrefix(f.Name, "=> "):
			g.wanted = append(g.wanted, f)
			continue
		case slices.Contains([]string{".png", ".jpg"}, filepath.Ext(name)):
			var format string
			var width, height int
			var shade uint8
			if _, err := fmt.Sscanf(body, "%s %dx%d %d", &format, &width, &height, &shade); err != nil {
				t.Fatalf("%s: %s: %v", file, name, err)
			}
			body = pictureOf(t, format, width, height, shade)
		case strings.HasPrefix(name, "layouts/strings.") && body == "as en\n":
			english, err := layouts.FS.ReadFile("strings.en.yaml")
			check(t, err)
			body = string(english)
		}
		g.sources[name] = body
	}
	return g
}

func spaces(s string) string { return strings.ReplaceAll(s, shownSpace, "\u00a0") }

// reduce is the part of the outcome that a golden shows under a name.
func reduce(t testing.TB, what string, found string, out tree) string {
	t.Helper()
	file, part, _ := strings.Cut(what, " ")
	switch file {
	case "problems":
		return found
	case "files":
		return strings.Join(slices.Sorted(maps.Keys(out)), "\n") + "\n"
	}
	body, ok := out[file]
	if !ok {
		return "(there is no such file)\n"
	}
	from, to := "", ""
	switch part {
	case "main":
		from, to = "<main", "</main>"
	case "head":
		from, to = "<head>", "</head>"
	case "top":
		from, to = "<body>", "<main"
	case "foot":
		from, to = "<footer", "</footer>"
	case "":
		return body
	default:
		t.Fatalf("%s: there is no such part", what)
	}
	_, body, _ = strings.Cut(body, from)
	body, _, ok = strings.Cut(body, to)
	if !ok {
		return "(there is no such part)\n"
	}
	return strings.TrimSpace(strings.TrimPrefix(from, "<head>")+body) + "\n"
}

func TestGoldens(t *testing.T) {
	for _, g := range goldens(t) {
		t.Run(g.name, func(t *testing.T) {
			t.Parallel()
			r, out := g.sources.make(t)
			for i, want := range g.wanted {
				got := reduce(t, strings.TrimPrefix(want.Name, "=> "), problems(r), out)
				got = hashes.ReplaceAllString(strings.ReplaceAll(got, "\u00a0", shownSpace), ".HASH$1")
				if got != string(want.Data) && !*update {
					t.Errorf("%s is not as expected (-update writes it anew): %s\n%s", want.Name, difference(string(want.Data), got), got)
				}
				g.wanted[i].Data = []byte(got)
			}
			if len(g.wanted) == 0 {
				t.Error("nothing is expected of this site")
			}
			if *update {
				g.rewrite(t)
			}
		})
	}
}

// rewrite puts what is there now in place of what was expected.
func (g golden) rewrite(t testing.TB) {
	t.Helper()
	file := filepath.Join("testdata", "golden", g.name+".txtar")
	a, err := txtar.ParseFile(file)
	check(t, err)
	a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "=> ") })
	a.Files = append(a.Files, g.wanted...)
	check(t, os.WriteFile(file, txtar.Format(a), 0o666))
}
