package render

import (
	"slices"
	"text/template/parse"

	"bulletin/internal/diag"
)

// A call is where a layout calls another one for what it is about itself.
type call struct {
	to   string
	node parse.Node
}

// circles finds layouts that lead back to themselves without anything having
// changed on the way. They would never end: what a layout does depends on its
// dot alone.
func (e *edition) circles() (problems []diag.Problem) {
	calls := make(map[string][]call)
	for name, tree := range e.trees {
		if tree != nil && tree.Root != nil {
			calls[name] = handed(tree.Root, true)
		}
	}
	for name, tree := range e.trees {
		for _, c := range calls[name] {
			if reaches(calls, c.to, name, map[string]bool{}) {
				f := folder{edition: e, file: tree.ParseName, tree: tree}
				problems = append(problems, diag.At(f.at(c.node), "layout.circle", c.to))
			}
		}
	}
	return problems
}

// reaches reports whether calls lead from one layout to another, by others than
// those that were seen.
func reaches(calls map[string][]call, from, to string, seen map[string]bool) bool {
	if from == to || seen[from] {
		return from == to
	}
	seen[from] = true
	return slices.ContainsFunc(calls[from], func(c call) bool { return reaches(calls, c.to, to, seen) })
}

// handed lists the calls of a list of nodes that hand on the dot of the layout.
// dot says whether the dot is still that one.
func handed(l *parse.ListNode, dot bool) (all []call) {
	if l == nil {
		return nil
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TemplateNode:
			if n.Pipe == nil || len(n.Pipe.Cmds) == 1 && len(n.Pipe.Cmds[0].Args) == 1 && whole(n.Pipe.Cmds[0].Args[0], dot) {
				all = append(all, call{n.Name, n})
			}
		case *parse.ActionNode:
			if len(n.Pipe.Cmds) != 1 || len(n.Pipe.Cmds[0].Args) != 2 || !whole(n.Pipe.Cmds[0].Args[1], dot) {
				continue
			}
			name, _ := n.Pipe.Cmds[0].Args[0].(*parse.IdentifierNode)
			if name != nil && slices.Contains([]string{"card", "masthead", "footer"}, name.Ident) {
				all = append(all, call{name.Ident + ".html", n})
			}
		case *parse.IfNode:
			all = append(append(all, handed(n.List, dot)...), handed(n.ElseList, dot)...)
		case *parse.WithNode:
			all = append(append(all, handed(n.List, false)...), handed(n.ElseList, dot)...)
		case *parse.RangeNode:
			all = append(append(all, handed(n.List, false)...), handed(n.ElseList, dot)...)
		}
	}
	return all
}

// whole reports whether a node stands for the dot of the layout.
func whole(n parse.Node, dot bool) bool {
	if v, ok := n.(*parse.VariableNode); ok {
		return len(v.Ident) == 1 && v.Ident[0] == "$"
	}
	return dot && n.Type() == parse.NodeDot
}
