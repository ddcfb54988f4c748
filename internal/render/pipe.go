package render

import (
	"reflect"
	"strconv"
	"text/template/parse"
)

// pipe compiles a pipeline and the variables that it sets.
func (b *builder) pipe(p *parse.PipeNode) (value, []int) {
	v := &opened{b.commands(p.Cmds)}
	var slots []int
	for _, d := range p.Decl {
		if p.IsAssign {
			slots = append(slots, b.slot(d.Ident[0]))
		} else {
			slots = append(slots, b.declare(d.Ident[0]))
		}
	}
	return v, slots
}

// commands compiles a chain of commands: what one gives is the last argument
// of the next.
func (b *builder) commands(cmds []*parse.CommandNode) value {
	var v value
	for i, cmd := range cmds {
		if i == 0 {
			v = b.command(cmd)
			continue
		}
		name, ok := cmd.Args[0].(*parse.IdentifierNode)
		if !ok || name.Ident == "and" || name.Ident == "or" {
			b.refuse("%s at the end of a pipe", cmd)
			return nil
		}
		v = b.call(name.Ident, append(b.args(cmd.Args[1:]), &opened{v}))
	}
	return v
}

func (b *builder) command(cmd *parse.CommandNode) value {
	if name, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		return b.call(name.Ident, b.args(cmd.Args[1:]))
	}
	if len(cmd.Args) > 1 {
		b.refuse("%s: a method with arguments", cmd)
	}
	return b.arg(cmd.Args[0])
}

func (b *builder) args(nodes []parse.Node) []value {
	all := make([]value, 0, len(nodes)+1)
	for _, n := range nodes {
		all = append(all, b.arg(n))
	}
	return all
}

// arg compiles what stands for a value by itself.
func (b *builder) arg(n parse.Node) value {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot{}
	case *parse.FieldNode:
		return chainOf(dot{}, n.Ident)
	case *parse.VariableNode:
		return chainOf(variable(b.slot(n.Ident[0])), n.Ident[1:])
	case *parse.ChainNode:
		if p, ok := n.Node.(*parse.PipeNode); ok {
			return chainOf(b.inner(p), n.Field)
		}
	case *parse.PipeNode:
		return b.inner(n)
	case *parse.StringNode:
		return constant{reflect.ValueOf(n.Text)}
	case *parse.BoolNode:
		return constant{reflect.ValueOf(n.True)}
	case *parse.NumberNode:
		// The other ways to write a number are left to html/template.
		if i, err := strconv.Atoi(n.Text); err == nil && n.IsInt && int64(i) == n.Int64 {
			return constant{reflect.ValueOf(i)}
		}
	}
	b.refuse("%s", n)
	return constant{}
}

// inner compiles a pipeline in parentheses.
func (b *builder) inner(p *parse.PipeNode) value {
	if len(p.Decl) > 0 {
		b.refuse("%s: it declares", p)
	}
	return &opened{b.commands(p.Cmds)}
}

func chainOf(of value, names []string) value {
	if len(names) == 0 {
		return of
	}
	c := &chain{of: of, steps: make([]field, len(names))}
	for i, name := range names {
		c.steps[i].name = name
	}
	return c
}

// call compiles a call of a function.
func (b *builder) call(name string, args []value) value {
	e := b.edition
	if p := e.printer(name); p != nil && len(args) == 1 {
		return &printed{print: p, of: args[0]}
	}
	if f, least, most := builtin(name); f != nil && least <= len(args) && len(args) <= most {
		return &called{f: f, args: args}
	}
	switch {
	case (name == "and" || name == "or") && len(args) > 0:
		return &logic{or: name == "or", args: args}
	case name == "t" && len(args) == 1:
		return &word{f: e.t, of: args[0]}
	case name == "asset" && len(args) == 1:
		return &word{f: e.asset, of: args[0]}
	}
	b.refuse("function %s with %d arguments", name, len(args))
	return constant{}
}
