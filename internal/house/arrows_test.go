package house

import (
	"go/token"
	"slices"
	"strings"
	"testing"
)

// arrows says which of our packages each package may import. A package that is
// not here has no place in the house yet: give it one.
func arrows() map[string][]string {
	return map[string][]string{
		"content": {},
		"layouts": {},
		"assets":  {},

		"internal/house":    {},
		"internal/eyes":     {},
		"internal/digest":   {},
		"internal/codec":    {},
		"internal/diag":     {},
		"internal/pinyin":   {},
		"internal/document": {"internal/digest"},
		"internal/site":     {"internal/document", "internal/pinyin", "internal/diag"},
		"internal/markdown": {"internal/document", "internal/media", "internal/diag"},
		"internal/picture":  {"internal/diag"},
		"internal/media":    {},
		"internal/overlay":  {},
		"internal/asset":    {"internal/overlay"},
		"internal/read":     {"internal/codec", "internal/digest", "internal/site", "internal/markdown", "internal/picture", "internal/media", "internal/document", "internal/diag"},
		"internal/view":     {"internal/digest", "internal/site", "internal/document"},
		"internal/feed":     {"internal/view"},
		"internal/search":   {"internal/document", "internal/view"},
		"internal/render":   {"internal/digest", "internal/view", "internal/asset", "internal/diag", "internal/document"},
		"internal/check":    {"internal/site", "internal/view", "internal/diag", "internal/document"},
		"internal/write":    {"internal/digest"},
		"internal/ledger":   {"internal/digest"},
		"internal/watch":    {},
		"internal/serve":    {"internal/diag"},

		"internal/feed/feedtest": {},

		"internal/corpus":            {},
		"internal/corpus/cmd/corpus": {"internal/corpus"},

		"internal/build": {anything},
		"cmd/bulletin":   {anything},
	}
}

// anything stands for every package but the ones below.
const anything = "*"

// private packages are for tests and benchmarks: no package of the product
// imports them, not even one that may import anything.
func private() []string {
	return []string{"internal/corpus", "internal/feed/feedtest", "internal/house", "internal/eyes", "cmd/bulletin"}
}

func TestArrows(t *testing.T) {
	p, table := load(t), arrows()
	for _, f := range p.files {
		allowed, known := table[f.dir()]
		if !known {
			t.Errorf("%s: package %s is not in the table of arrows", f.path, f.dir())
			continue
		}
		f.imports(func(at token.Pos, path string) {
			name, ours := strings.CutPrefix(path, module)
			if !ours || slices.Contains(allowed, name) {
				return
			}
			if !slices.Contains(allowed, anything) || slices.Contains(private(), name) {
				t.Errorf("%s: %s may not import %s; it may import %v", p.at(at), f.dir(), name, allowed)
			}
		})
	}
}

// Each arrow leads to what stands further left in the sentence: no circles, so
// that the table itself is an order.
func TestArrowsAreAnOrder(t *testing.T) {
	table := arrows()
	var walk func(name string, trail []string)
	walk = func(name string, trail []string) {
		if slices.Contains(trail, name) {
			t.Fatalf("the table leads in a circle: %v", append(trail, name))
		}
		for _, next := range table[name] {
			if next != anything {
				walk(next, append(trail, name))
			}
		}
	}
	for name := range table {
		walk(name, nil)
	}
}

// importers says which package alone imports a third-party library, so that
// the library can be replaced there. golang.org/x is as good as the standard
// library.
func importers() map[string]string {
	return map[string]string{
		"github.com/adrg/frontmatter":        "internal/read",
		"github.com/alecthomas/chroma/v2":    "internal/markdown",
		"github.com/chai2010/webp":           "internal/picture",
		"github.com/fsnotify/fsnotify":       "internal/watch",
		"github.com/tetratelabs/wazero":      "internal/picture",
		"github.com/zeebo/xxh3":              "internal/digest",
		"github.com/microcosm-cc/bluemonday": "internal/markdown",
		"github.com/mozillazg/go-pinyin":     "internal/pinyin",
		"github.com/pelletier/go-toml/v2":    "internal/read",
		"github.com/yuin/goldmark":           "internal/markdown",
		"go.yaml.in/yaml/v4":                 "internal/read",
	}
}

// exempt are imports beyond the one importer, each with its reason.
func exempt() map[[2]string]string {
	return map[[2]string]string{
		{"internal/corpus/cmd/corpus", "github.com/yuin/goldmark"}: "the least work, which builds are measured against, is goldmark and nothing of ours",
	}
}

func TestOneImporter(t *testing.T) {
	p, table, excused := load(t), importers(), exempt()
	for _, f := range p.files {
		f.imports(func(at token.Pos, path string) {
			if !foreign(path) {
				return
			}
			library := libraryOf(path, table)
			switch {
			case library == "":
				t.Errorf("%s: no package is named as the importer of %s", p.at(at), path)
			case table[library] != f.dir() && excused[[2]string{f.dir(), library}] == "":
				t.Errorf("%s: only %s imports %s", p.at(at), table[library], library)
			}
		})
	}
}

// foreign reports whether the import comes from outside the project, the
// standard library and golang.org/x.
func foreign(path string) bool {
	host, _, _ := strings.Cut(path, "/")
	return strings.Contains(host, ".") && host != "golang.org"
}

func libraryOf(path string, table map[string]string) string {
	for library := range table {
		if path == library || strings.HasPrefix(path, library+"/") {
			return library
		}
	}
	return ""
}
