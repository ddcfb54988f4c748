package render

import (
	"html/template"
	"text/template/parse"

	"bulletin/internal/diag"
)

// A folder replaces {{t "key"}} and {{asset "name"}} by what they mean in one
// language. A key or a file that is not there is a problem of the layout.
type folder struct {
	edition  *edition
	code     string
	file     string
	tree     *parse.Tree
	problems []diag.Problem
}

func (f *folder) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	for i, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			if text, ok := f.constant(n); ok {
				l.Nodes[i] = &parse.TextNode{
					NodeType: parse.NodeText, Pos: n.Pos,
					Text: []byte(template.HTMLEscapeString(text)),
				}
			}
		case *parse.IfNode:
			f.list(n.List)
			f.list(n.ElseList)
		case *parse.WithNode:
			f.list(n.List)
			f.list(n.ElseList)
		case *parse.RangeNode:
			f.list(n.List)
			f.list(n.ElseList)
		}
	}
}

// constant is the value of an action that is nothing but t or asset with a
// constant.
func (f *folder) constant(n *parse.ActionNode) (string, bool) {
	if len(n.Pipe.Decl) > 0 || len(n.Pipe.Cmds) != 1 || len(n.Pipe.Cmds[0].Args) != 2 {
		return "", false
	}
	name, ok := n.Pipe.Cmds[0].Args[0].(*parse.IdentifierNode)
	if !ok {
		return "", false
	}
	arg, ok := n.Pipe.Cmds[0].Args[1].(*parse.StringNode)
	if !ok {
		return "", false
	}
	switch name.Ident {
	case "t":
		text, ok := f.edition.strings[arg.Text]
		if !ok {
			f.problems = append(f.problems, diag.At(f.at(n), "string", arg.Text, f.code))
		}
		return text, true
	case "asset":
		url, ok := f.edition.theme.Asset(arg.Text)
		if !ok {
			f.problems = append(f.problems, diag.At(f.at(n), "layout.asset", arg.Text))
		}
		return url, true
	}
	return "", false
}

func (f *folder) at(n parse.Node) diag.Pos {
	location, _ := f.tree.ErrorContext(n)
	return f.edition.theme.problem(f.file, contextError("template: "+location+": "), nil).Pos
}

type contextError string

func (e contextError) Error() string { return string(e) }
