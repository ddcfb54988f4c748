package house

import (
	"go/ast"
	"testing"
)

// The largest a function and a file may be, in lines.
const (
	maxFunction = 60
	maxFile     = 400
)

func TestSizes(t *testing.T) {
	p := load(t)
	for _, f := range p.files {
		if n := p.places.File(f.tree.FileStart).LineCount() - 1; n > maxFile {
			t.Errorf("%s: %d lines, over %d: is it one thing?", f.path, n, maxFile)
		}
		for _, d := range f.tree.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			n := p.places.Position(fn.End()).Line - p.places.Position(fn.Pos()).Line
			if n > maxFunction {
				t.Errorf("%s: %s has %d lines, over %d: what are its parts?", p.at(fn.Pos()), fn.Name.Name, n, maxFunction)
			}
		}
	}
}
