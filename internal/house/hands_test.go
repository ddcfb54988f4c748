package house

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
)

// forbidden are the names by which a package would speak, or learn what it was
// not told. A name that ends in * stands for all that begin so; * alone is the
// whole package.
func forbidden() map[string][]string {
	return map[string][]string{
		"fmt":      {"Print*"},
		"log":      {"*"},
		"log/slog": {"*"},
		"os":       {"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Args", "Exit", "Stdin", "Stdout", "Stderr", "Hostname"},
		"time":     {"Now", "Since", "Until"},
	}
}

// allowed are the exceptions, each with its reason.
func allowed() map[[2]string]string {
	return map[[2]string]string{
		{"internal/watch", "time.Now"}:   "to wait until a burst of events is over",
		{"internal/watch", "time.Since"}: "to wait until a burst of events is over",
		{"internal/watch", "time.Until"}: "to wait until a burst of events is over",
	}
}

func TestHands(t *testing.T) {
	p, table, excused := load(t), forbidden(), allowed()
	for _, f := range p.files {
		if !strings.HasPrefix(f.path, "internal/") || strings.HasPrefix(f.path, "internal/corpus/cmd/") {
			continue
		}
		known := f.named(table)
		ast.Inspect(f.tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if id, ok := n.Fun.(*ast.Ident); ok && (id.Name == "print" || id.Name == "println") {
					t.Errorf("%s: %s: packages never print", p.at(n.Pos()), id.Name)
				}
			case *ast.SelectorExpr:
				x, ok := n.X.(*ast.Ident)
				if !ok || known[x.Name] == "" {
					return true
				}
				from := known[x.Name]
				if matches(table[from], n.Sel.Name) && excused[[2]string{f.dir(), from + "." + n.Sel.Name}] == "" {
					t.Errorf("%s: %s.%s: packages never print, log or read the clock or the environment; cmd hands those in",
						p.at(n.Pos()), from, n.Sel.Name)
				}
			}
			return true
		})
	}
}

// named gives the watched packages that the file imports, by the name they
// have in it.
func (f file) named(watched map[string][]string) map[string]string {
	names := map[string]string{}
	f.imports(func(_ token.Pos, imported string) {
		if watched[imported] != nil {
			names[path.Base(imported)] = imported
		}
	})
	for _, i := range f.tree.Imports {
		imported := strings.Trim(i.Path.Value, `"`)
		if i.Name != nil && watched[imported] != nil {
			delete(names, path.Base(imported))
			names[i.Name.Name] = imported
		}
	}
	return names
}

func matches(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		start, open := strings.CutSuffix(p, "*")
		return p == name || open && strings.HasPrefix(name, start)
	})
}
