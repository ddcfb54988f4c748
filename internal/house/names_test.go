package house

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
)

// drawers are names under which anything can be put.
func drawers() []string {
	return []string{"util", "utils", "common", "helper", "helpers", "manager", "misc", "base", "shared"}
}

func TestNoDrawers(t *testing.T) {
	for _, f := range load(t).files {
		for _, name := range []string{f.tree.Name.Name, path.Base(f.dir())} {
			if slices.Contains(drawers(), name) {
				t.Errorf("%s: package %s says nothing about what is in it", f.path, name)
			}
		}
	}
}

// TestPackageComments wants one comment on every package, beginning as godoc
// expects it.
func TestPackageComments(t *testing.T) {
	found := map[string]int{}
	for _, f := range load(t).files {
		found[f.dir()] += 0
		if f.tree.Doc == nil {
			continue
		}
		found[f.dir()]++
		if !begins(inOneLine(f.tree.Doc), f.tree.Name.Name, path.Base(f.dir())) {
			t.Errorf("%s: the package comment should begin with \"Package %s\", or a command's with its name", f.path, f.tree.Name.Name)
		}
	}
	for dir, n := range found {
		if n != 1 {
			t.Errorf("%s: %d package comments, not 1", dir, n)
		}
	}
}

func begins(comment, name, dir string) bool {
	if name != "main" {
		return strings.HasPrefix(comment, "Package "+name+" ")
	}
	return strings.HasPrefix(comment, "Command "+dir+" ") || strings.HasPrefix(strings.ToLower(comment), dir+" ")
}

// TestDocumented wants a comment on every exported name in internal. Those of
// functions, methods and types begin with the name; one comment may serve a
// group of constants or variables.
func TestDocumented(t *testing.T) {
	p := load(t)
	for _, f := range p.files {
		if !strings.HasPrefix(f.path, "internal/") {
			continue
		}
		for _, d := range f.tree.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && exportedReceiver(d) && !selfEvident(d) {
					p.wantDoc(t, d.Name, d.Doc)
				}
			case *ast.GenDecl:
				p.wantDocs(t, d)
			}
		}
	}
}

func (p project) wantDocs(t *testing.T, d *ast.GenDecl) {
	t.Helper()
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() {
				p.wantDoc(t, s.Name, first(s.Doc, d.Doc))
			}
		case *ast.ValueSpec:
			for _, name := range s.Names {
				if name.IsExported() && first(s.Doc, s.Comment, d.Doc) == nil {
					t.Errorf("%s: %s has no comment", p.at(name.Pos()), name.Name)
				}
			}
		}
	}
}

func (p project) wantDoc(t *testing.T, name *ast.Ident, doc *ast.CommentGroup) {
	t.Helper()
	if doc == nil {
		t.Errorf("%s: %s has no comment", p.at(name.Pos()), name.Name)
		return
	}
	text := inOneLine(doc)
	for _, article := range []string{"A ", "An ", "The "} {
		text = strings.TrimPrefix(text, article)
	}
	after, ok := strings.CutPrefix(text, name.Name)
	if !ok || after == "" || token.IsIdentifier("x"+after[:1]) {
		t.Errorf("%s: the comment of %s should begin with its name", p.at(name.Pos()), name.Name)
	}
}

// exportedReceiver reports whether the function can be called from outside: it
// has no receiver, or one of an exported type.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	exported := true
	ast.Inspect(d.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			exported = id.IsExported()
			return false
		}
		return true
	})
	return exported
}

// selfEvident methods do what the standard library says methods of their name
// do.
func selfEvident(d *ast.FuncDecl) bool {
	return d.Recv != nil && slices.Contains([]string{"String", "Error", "Unwrap"}, d.Name.Name)
}

func first(groups ...*ast.CommentGroup) *ast.CommentGroup {
	for _, g := range groups {
		if g != nil {
			return g
		}
	}
	return nil
}

func inOneLine(g *ast.CommentGroup) string {
	return strings.Join(strings.Fields(g.Text()), " ")
}
