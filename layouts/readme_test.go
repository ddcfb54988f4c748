package layouts

import (
	"bytes"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	texttemplate "text/template"
)

var update = flag.Bool("update", false, "write README.md anew")

// README.md says to designers what layouts are about. It is made of the first
// line of each layout, of the comments of the types of views and of those
// beside the functions, so that it says what they say.
func TestReadme(t *testing.T) {
	form, err := texttemplate.New("README.tmpl").Delims("[[", "]]").ParseFiles("testdata/README.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	types := viewTypes(t)
	pages, parts := headed(t, types)
	var made bytes.Buffer
	if err := form.Execute(&made, map[string]any{
		"Pages": pages, "Parts": parts, "Functions": functions(t, types), "Types": types.described(),
	}); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("README.md", made.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if is, err := os.ReadFile("README.md"); err != nil || !bytes.Equal(is, made.Bytes()) {
		t.Errorf("README.md is not what the sources say (%v): go test ./layouts -run Readme -update", err)
	}
	if files, err := FS.ReadDir("."); err != nil || slices.ContainsFunc(files, func(f os.DirEntry) bool { return filepath.Ext(f.Name()) == ".md" }) {
		t.Errorf("README.md is inside the program (%v)", err)
	}
}

// A row of a table: a layout, a function or a field, what it shows, and what
// its dot is or the field itself.
type row struct{ Name, Shows, Dot string }

var head = regexp.MustCompile(`^\{\{- /\* (.+?\.) Its dot is (?:an? |the )?(.+?)(?:, its body an? (\w+))?\. \*/ -\}\}\n`)

// headed reads the first lines of the layouts: those that make a page and name
// its body, and the parts.
func headed(t *testing.T, types types) (pages, parts []row) {
	names, err := filepath.Glob("*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		m := head.FindStringSubmatch(string(text))
		switch {
		case err != nil || m == nil:
			t.Errorf("%s does not begin with a line {{- /* What it shows. Its dot is a Card. */ -}} (%v)", name, err)
		case m[3] == "":
			parts = append(parts, row{name, marked(m[1]), types.linked("", m[2])})
		case m[2] != "Page" || !strings.Contains(types[m[3]].doc, "(layout "+name+")"):
			t.Errorf("%s: the type %s is not the body of a page with this layout", name, m[3])
		default:
			pages = append(pages, row{name, marked(m[1]), types.linked("", m[3])})
		}
	}
	return pages, parts
}

// functions reads what stands beside the functions in the renderer's table.
func functions(t *testing.T, types types) (rows []row) {
	places := token.NewFileSet()
	file, err := parser.ParseFile(places, "../internal/render/functions.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	beside := map[int]string{} // by line
	for _, c := range file.Comments {
		beside[places.Position(c.Pos()).Line] = c.Text()
	}
	ast.Inspect(file, func(n ast.Node) bool {
		table, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		for _, e := range table.Elts {
			pair := e.(*ast.KeyValueExpr)
			key, ok := pair.Key.(*ast.BasicLit)
			if !ok {
				return true
			}
			name, _ := strconv.Unquote(key.Value)
			call, shows, ok := strings.Cut(strings.TrimSpace(beside[places.Position(pair.Pos()).Line]), "}} ")
			if !ok || !strings.HasPrefix(call, "{{"+name+" ") {
				t.Errorf("functions.go: beside %q there is no comment {{%s …}} what it prints", name, name)
			}
			rows = append(rows, row{Name: call + "}}", Shows: types.linked("", marked(shows))})
		}
		return false
	})
	return rows
}

// types are those of package view, by name.
type types map[string]*viewType

// A viewType is one of them. One that holds what is not of package view is
// printed by a function, and its fields are nothing for layouts.
type viewType struct {
	Name, Meaning string
	Fields        []row
	doc           string
	needs         []string // types of its fields
	opaque        bool
}

// viewTypes reads package view.
func viewTypes(t *testing.T) types {
	names, err := filepath.Glob("../internal/view/*.go")
	if err != nil {
		t.Fatal(err)
	}
	all, places := types{}, token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(places, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
		for _, d := range file.Decls {
			if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.TYPE {
				all.declare(d)
			}
		}
	}
	for _, v := range all {
		if v.opaque {
			v.Fields, v.needs = nil, nil
		}
	}
	for _, file := range files {
		for _, d := range file.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Recv != nil && d.Name.IsExported() {
				all.method(d)
			}
		}
	}
	return all
}

// declare takes the type of a declaration.
func (all types) declare(d *ast.GenDecl) {
	spec := d.Specs[0].(*ast.TypeSpec)
	fields, ok := spec.Type.(*ast.StructType)
	if !ok || !spec.Name.IsExported() {
		return
	}
	v := &viewType{Name: spec.Name.Name, doc: strings.Join(strings.Fields(d.Doc.Text()), " ")}
	for _, f := range fields.Fields.List {
		is, of := kind(f.Type)
		meaning := strings.TrimSpace(f.Comment.Text())
		switch {
		case is == "":
			v.opaque = true
		case is == "any":
			is = "by the layout"
			v.needs = append(v.needs, regexp.MustCompile(`[A-Z]\w+`).FindAllString(meaning, -1)...)
		}
		var names []string
		for _, n := range f.Names {
			names = append(names, "."+n.Name)
		}
		v.needs = append(v.needs, of)
		v.Fields = append(v.Fields, row{strings.Join(names, "`, `"), meaning, is})
	}
	all[v.Name] = v
}

// method takes a method that layouts can call.
func (all types) method(d *ast.FuncDecl) {
	_, of := kind(d.Recv.List[0].Type)
	v := all[of]
	if v == nil || d.Type.Results == nil {
		return
	}
	name := "." + d.Name.Name
	for _, p := range d.Type.Params.List {
		name += " " + strconv.Quote(p.Names[0].Name)
	}
	is, _ := kind(d.Type.Results.List[0].Type)
	doc, _, _ := strings.Cut(d.Doc.Text(), "\n\n")
	_, meaning, _ := strings.Cut(strings.Join(strings.Fields(doc), " "), " ") // without its name
	meaning = strings.TrimPrefix(strings.TrimPrefix(meaning, "is "), "reports ")
	v.Fields = append(v.Fields, row{name, strings.TrimRight(meaning, ".:"), is})
}

// kind says what a Go type is, and which type of views is in it; "" where it
// is from elsewhere.
func kind(e ast.Expr) (is, of string) {
	switch e := e.(type) {
	case *ast.Ident:
		if plain := map[string]string{"string": "text", "bool": "yes/no", "int": "number", "any": "any"}[e.Name]; plain != "" {
			return plain, ""
		}
		return e.Name, e.Name
	case *ast.StarExpr:
		return kind(e.X)
	case *ast.ArrayType:
		is, of = kind(e.Elt)
		return "list of " + is, of
	}
	return "", ""
}

// described are the types that a page leads to, the nearest first.
func (all types) described() (found []viewType) {
	seen, todo := map[string]bool{"": true}, []string{"Page"}
	for ; len(todo) > 0; todo = todo[1:] {
		v := all[todo[0]]
		if seen[todo[0]] || v == nil {
			continue
		}
		seen[v.Name] = true
		todo = append(todo, v.needs...)
		d := viewType{Name: v.Name, Meaning: all.linked(v.Name, marked(v.doc))}
		for _, f := range v.Fields {
			d.Fields = append(d.Fields, row{f.Name, all.linked(v.Name, marked(f.Shows)), all.linked("", f.Dot)})
		}
		found = append(found, d)
	}
	return found
}

var word = regexp.MustCompile("`[^`]*`|\\*?\\b[A-Z][A-Za-z]+\\b")

// linked makes links of the types that a text names, but for its own.
func (all types) linked(own, text string) string {
	return word.ReplaceAllStringFunc(text, func(w string) string {
		name := strings.TrimPrefix(w, "*")
		if all[name] == nil || name == own {
			return name
		}
		return "[" + name + "](#" + strings.ToLower(name) + ")"
	})
}

var (
	markup = regexp.MustCompile(`<[^>]+>`)
	layout = regexp.MustCompile(`\(layout ([a-z]+\.html)\)`)
	absent = regexp.MustCompile(`\bnil\b`)
)

// marked writes a comment as Markdown, for those who do not know Go.
func marked(text string) string {
	text = markup.ReplaceAllString(text, "`$0`")
	text = layout.ReplaceAllString(text, "([$1]($1))")
	text = absent.ReplaceAllString(text, "nothing")
	return strings.ReplaceAll(text, "|", `\|`)
}
