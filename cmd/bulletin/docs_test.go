package main

import (
	"bytes"
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"bulletin/internal/diag"
)

// A page is one of documentation.
type page struct {
	name string // from the root of the project, with slashes
	text string
}

// documents reads README.md and docs/.
func documents(t *testing.T) []page {
	t.Helper()
	names, err := filepath.Glob("../../docs/*.md")
	if err != nil || len(names) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	var all []page
	for _, name := range append(names, "../../README.md") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page{strings.TrimPrefix(filepath.ToSlash(name), "../../"), string(text)})
	}
	return all
}

// load is the page of that name.
func load(t *testing.T, name string) page {
	t.Helper()
	for _, p := range documents(t) {
		if p.name == name {
			return p
		}
	}
	t.Fatalf("there is no %s", name)
	return page{}
}

var divided = regexp.MustCompile(`(?:^|[^\\])\|`)

// rows are the rows of all tables of a page, by their cells.
func (p page) rows() (rows [][]string) {
	for line := range strings.Lines(p.text) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|---") {
			continue
		}
		cells := divided.Split(line[1:], -1)
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	return rows
}

var coded = regexp.MustCompile("`([^`]+)`")

// words are what the first cells of a row name: in code or, of Chinese, plainly.
func words(cells []string) (words []string) {
	for _, cell := range cells {
		for _, m := range coded.FindAllStringSubmatch(cell, -1) {
			words = append(words, plain(m[1]))
		}
		words = append(words, strings.Split(cell, "、")...)
	}
	return words
}

// plain is a key as spellings of it are compared.
func plain(key string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(key))
}

// list is the composite literal that declares a table in a source of package
// read.
func list(t *testing.T, file, name string) *ast.CompositeLit {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), "../../internal/read/"+file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var found *ast.CompositeLit
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			if n.Names[0].Name == name && len(n.Values) == 1 {
				found, _ = n.Values[0].(*ast.CompositeLit)
			}
		case *ast.FuncDecl:
			if n.Name.Name == name {
				found, _ = n.Body.List[0].(*ast.ReturnStmt).Results[0].(*ast.CompositeLit)
			}
		}
		return true
	})
	if found == nil || len(found.Elts) == 0 {
		t.Fatalf("%s declares no table %s", file, name)
	}
	return found
}

// texts are the strings that the first value of a row of such a table says.
func texts(t *testing.T, row ast.Expr) (texts []string) {
	t.Helper()
	ast.Inspect(row.(*ast.CompositeLit).Elts[0], func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			s, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, s)
		}
		return true
	})
	return texts
}

// Every key of front matter stands in the tables of both languages, in one row
// with all its names.
func TestKeysAreDocumented(t *testing.T) {
	for _, name := range []string{"docs/reference.en.md", "docs/reference.zh.md"} {
		rows := load(t, name).rows()
		for _, row := range list(t, "keys.go", "keys").Elts {
			names := texts(t, row)
			if !slices.ContainsFunc(rows, func(cells []string) bool {
				said := words(cells[:min(3, len(cells))])
				return !slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(said, plain(n)) })
			}) {
				t.Errorf("%s: no row of a table has the key %v with all its names", name, names)
			}
		}
	}
}

// Every key of site.yaml begins a row of a table in both languages.
func TestSettingsAreDocumented(t *testing.T) {
	for _, name := range []string{"docs/webmaster.en.md", "docs/webmaster.zh.md"} {
		rows := load(t, name).rows()
		for _, row := range list(t, "config.go", "settings").Elts {
			key := texts(t, row)[0]
			if !slices.ContainsFunc(rows, func(cells []string) bool {
				return cells[0] == "`"+key+"`" || strings.HasPrefix(cells[0], "`"+key+": ")
			}) {
				t.Errorf("%s: no row of a table begins with the key %s of site.yaml", name, key)
			}
		}
	}
}

// Every rule begins a row of a table in both languages, with the severity that
// it has, and no rule is there that does not exist. A star says that no setting
// lowers it.
func TestRulesAreDocumented(t *testing.T) {
	for _, name := range []string{"docs/reference.en.md", "docs/reference.zh.md"} {
		var want, got []string
		for _, r := range diag.Rules() {
			star := ""
			if r.Fixed {
				star = " *"
			}
			want = append(want, "`"+r.Name+"`"+star+" "+r.Severity.String())
		}
		for _, cells := range load(t, name).rows() {
			if len(cells) > 1 && slices.Contains([]string{"error", "warning", "advice", "off"}, cells[1]) {
				got = append(got, cells[0]+" "+cells[1])
			}
		}
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: no row of a table begins with %s", name, w)
			}
		}
		for _, g := range got {
			if !slices.Contains(want, g) {
				t.Errorf("%s: there is no rule %s", name, g)
			}
		}
	}
}

var flagged = regexp.MustCompile(`--[a-z][a-z-]*`)

// Every command and every flag stands in the tables of both languages.
func TestCommandsAreDocumented(t *testing.T) {
	for _, name := range []string{"docs/webmaster.en.md", "docs/webmaster.zh.md"} {
		var first []string
		for _, cells := range load(t, name).rows() {
			first = append(first, cells[0])
		}
		said := strings.Join(first, "\n")
		for _, c := range commands() {
			if !strings.Contains(said, "`bulletin "+c.name+" ") && !strings.Contains(said, "`bulletin "+c.name+"`") {
				t.Errorf("%s: no row of a table begins with bulletin %s", name, c.name)
			}
			var out bytes.Buffer
			if _, err := c.run(context.Background(), &terminal{out: &out, err: &out, now: time.Now}, []string{"--help"}); err != nil {
				t.Fatal(err)
			}
			for _, f := range flagged.FindAllString(out.String(), -1) {
				if !strings.Contains(said, "`"+f+" ") && !strings.Contains(said, "`"+f+"`") {
					t.Errorf("%s: no row of a table begins with %s, a flag of bulletin %s", name, f, c.name)
				}
			}
		}
	}
}

// Every function and every layout that makes a page, as layouts/README.md has
// them from the sources, stands in the tables of both languages.
func TestLayoutsAreDocumented(t *testing.T) {
	data, err := os.ReadFile("../../layouts/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, functions, _ := strings.Cut(string(data), "## Functions\n")
	functions, _, _ = strings.Cut(functions, "\n## ")
	names := regexp.MustCompile("`{{[a-z]+ ").FindAllString(functions, -1)
	_, pages, _ := strings.Cut(string(data), "## Layouts that make a page\n")
	pages, _, _ = strings.Cut(pages, "\n## ")
	names = append(names, regexp.MustCompile("`[a-z]+\\.html`").FindAllString(pages, -1)...)
	if len(names) < 10 {
		t.Fatalf("layouts/README.md names only %v", names)
	}
	for _, name := range []string{"docs/theme.en.md", "docs/theme.zh.md"} {
		for _, want := range names {
			if !strings.Contains(load(t, name).text, want) {
				t.Errorf("%s does not tell of %s", name, want)
			}
		}
	}
}

var (
	linkTo  = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#{1,6} (.+)$`)
	fenced  = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
	inCode  = regexp.MustCompile("`[^`\n]*`")
)

// anchors are the ids that GitHub gives to the headings of a page.
func (p page) anchors() (ids []string) {
	for _, m := range heading.FindAllStringSubmatch(fenced.ReplaceAllString(p.text, ""), -1) {
		id := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, strings.TrimSpace(m[1]))
		ids = append(ids, id)
	}
	return ids
}

// Every relative link of the documentation leads to a file of the project, and
// what follows # to one of its headings.
func TestLinksOfDocuments(t *testing.T) {
	pages := documents(t)
	for _, p := range pages {
		text := inCode.ReplaceAllString(fenced.ReplaceAllString(p.text, ""), "")
		for _, m := range linkTo.FindAllStringSubmatch(text, -1) {
			u, err := url.Parse(m[1])
			if err != nil {
				t.Errorf("%s: %v", p.name, err)
				continue
			}
			if u.Scheme != "" {
				continue
			}
			to := p.name
			if u.Path != "" {
				to = path.Join(path.Dir(p.name), u.Path)
			}
			if _, err := os.Stat(filepath.Join("../..", filepath.FromSlash(to))); err != nil {
				t.Errorf("%s: the link %s leads nowhere", p.name, m[1])
				continue
			}
			i := slices.IndexFunc(pages, func(p page) bool { return p.name == to })
			if u.Fragment != "" && (i < 0 || !slices.Contains(pages[i].anchors(), u.Fragment)) {
				t.Errorf("%s: the link %s leads to no heading", p.name, m[1])
			}
		}
	}
}

// Each document is there in both languages, and each begins with a link to the
// other.
func TestDocumentsInTwoLanguages(t *testing.T) {
	for _, p := range documents(t) {
		if p.name == "README.md" {
			continue
		}
		name, code, _ := strings.Cut(strings.TrimSuffix(path.Base(p.name), ".md"), ".")
		other := name + ".zh.md"
		if code == "zh" {
			other = name + ".en.md"
		}
		if _, err := os.Stat("../../docs/" + other); err != nil {
			t.Errorf("%s has no counterpart %s", p.name, other)
		}
		if top := strings.SplitN(p.text, "\n", 4); len(top) < 4 || !strings.Contains(top[2], "("+other+")") {
			t.Errorf("%s does not begin with a link to %s", p.name, other)
		}
	}
}

var comment = regexp.MustCompile(`(?m)^ *#.*\n| +# .*$`)

// The workflows in README.md are those that new site writes, less their comments.
func TestWorkflowsAreThoseWritten(t *testing.T) {
	readme := load(t, "README.md").text
	for _, name := range []string{"start/dot-github/workflows/bulletin.yml", "start/dot-gitlab-ci.yml"} {
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		bare := strings.TrimSpace(comment.ReplaceAllString(string(file), ""))
		if !strings.Contains(readme, "\n```yaml\n"+bare+"\n```\n") {
			t.Errorf("README.md does not hold %s:\n%s", name, bare)
		}
	}
}
