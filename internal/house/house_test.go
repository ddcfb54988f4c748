package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const module = "bulletin/"

// A file is one Go file of the project that is not a test.
type file struct {
	path string // from the root of the project, with slashes
	tree *ast.File
}

// dir is the folder of the file, which is its package's path in the module.
func (f file) dir() string { return path.Dir(f.path) }

// imports calls visit with the path of each import and its place.
func (f file) imports(visit func(at token.Pos, path string)) {
	for _, i := range f.tree.Imports {
		if p, err := strconv.Unquote(i.Path.Value); err == nil {
			visit(i.Pos(), p)
		}
	}
}

// A project is every Go file that is no test, parsed once for all rules.
type project struct {
	places *token.FileSet
	files  []file
}

// at says where in the project a thing stands.
func (p project) at(pos token.Pos) string {
	where := p.places.Position(pos)
	return where.Filename + ":" + strconv.Itoa(where.Line)
}

var parsed = sync.OnceValues(func() (project, error) {
	p := project{places: token.NewFileSet()}
	root := os.DirFS(filepath.Join("..", ".."))
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && skipped(name, d.Name()):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(p.places, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		p.files = append(p.files, file{path: name, tree: tree})
		return nil
	})
	return p, err
})

// skipped are the folders that hold no packages of ours.
func skipped(name, base string) bool {
	return name != "." && (base[0] == '.' || base[0] == '_') ||
		slices.Contains([]string{"testdata", "node_modules", "public", "dist"}, base)
}

func load(t *testing.T) project {
	t.Helper()
	p, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	return p
}
