package render

import (
	"fmt"
	"html/template"
	"reflect"
	"text/template/parse"
)

// A program is an escaped template, ready to run.
type program struct {
	name  string
	slots int                // how many variables it has, $ among them
	body  list               // what it does
	why   string             // why it cannot be compiled; "" when it can
	calls []*program         // what it calls
	whole *template.Template // what html/template executes in its place, when it cannot be compiled
}

// A compiler makes the program of one layout and of all that it calls.
type compiler struct {
	edition  *edition
	programs map[string]*program
}

// compile makes a layout's program, or says why there is none.
func (e *edition) compile(tmpl *template.Template) (*program, string) {
	if !escaped(tmpl) {
		return nil, "it cannot be escaped"
	}
	c := &compiler{edition: e, programs: make(map[string]*program)}
	entry := c.program(tmpl.Name())
	if entry == nil {
		return nil, "there is no such template"
	}
	if entry.why != "" {
		return nil, entry.why
	}
	if why := e.settle(entry, make(map[*program]bool)); why != "" {
		return nil, why
	}
	return entry, ""
}

// settle has html/template execute what a program calls and what cannot be
// compiled, or says why it could not.
func (e *edition) settle(p *program, seen map[*program]bool) string {
	for _, callee := range p.calls {
		switch {
		case seen[callee]:
		case callee.why == "":
			seen[callee] = true
			if why := e.settle(callee, seen); why != "" {
				return why
			}
		default:
			seen[callee] = true
			if callee.whole = e.copied(callee.name); callee.whole == nil {
				return callee.name + ": " + callee.why
			}
		}
	}
	return ""
}

// copied is a template to be executed by itself, out of a set of its own, for
// html/template disables one that does not end where HTML text ends; nil then.
func (e *edition) copied(name string) *template.Template {
	set, err := e.spare.Clone()
	if err != nil {
		return nil
	}
	if tmpl := set.Lookup(name); tmpl != nil && escaped(tmpl) {
		return tmpl
	}
	return nil
}

// program is the program of a template, nil where there is no such template.
// It may be unfinished yet, when the template calls itself.
func (c *compiler) program(name string) *program {
	if p := c.programs[name]; p != nil {
		return p
	}
	tree := c.edition.trees[name]
	if tree == nil || tree.Root == nil {
		return nil
	}
	p := &program{name: name}
	c.programs[name] = p
	b := &builder{compiler: c, scope: []string{"$"}, slots: 1}
	p.body = b.list(tree.Root)
	p.slots, p.calls, p.why = b.slots, b.calls, b.why
	return p
}

// A builder compiles one template. The first thing it does not know ends it:
// what it returns from then on is of no use.
type builder struct {
	*compiler
	scope []string // the variables in sight; the place in it is the variable's slot
	slots int      // the most that were ever in sight
	calls []*program
	why   string
}

func (b *builder) refuse(format string, args ...any) {
	if b.why == "" {
		b.why = fmt.Sprintf(format, args...)
	}
}

// declare brings a variable in sight.
func (b *builder) declare(name string) int {
	b.scope = append(b.scope, name)
	b.slots = max(b.slots, len(b.scope))
	return len(b.scope) - 1
}

// slot finds a variable in sight.
func (b *builder) slot(name string) int {
	for i := len(b.scope) - 1; i >= 0; i-- {
		if b.scope[i] == name {
			return i
		}
	}
	b.refuse("variable %s", name)
	return 0
}

func (b *builder) list(l *parse.ListNode) list {
	if l == nil {
		return nil
	}
	all := make(list, 0, len(l.Nodes))
	for _, n := range l.Nodes {
		if o := b.node(n); o != nil {
			all = append(all, o)
		}
	}
	return all
}

func (b *builder) node(n parse.Node) op {
	switch n := n.(type) {
	case *parse.TextNode:
		return text(n.Text)
	case *parse.CommentNode:
		return nil
	case *parse.ActionNode:
		return b.action(n.Pipe)
	case *parse.IfNode:
		return b.branch(&n.BranchNode, false)
	case *parse.WithNode:
		return b.branch(&n.BranchNode, true)
	case *parse.RangeNode:
		return b.loop(n)
	case *parse.BreakNode:
		return jump(broken)
	case *parse.ContinueNode:
		return jump(continued)
	case *parse.TemplateNode:
		return b.template(n)
	}
	b.refuse("%s", n)
	return nil
}

// action compiles a pipeline that sets variables, or that prints. One that
// prints must end with an escaper: this is what proves the template escaped.
func (b *builder) action(p *parse.PipeNode) op {
	if len(p.Decl) > 0 {
		v, slots := b.pipe(p)
		return &assign{of: v, slots: slots}
	}
	cmds, steps := b.escapers(p.Cmds)
	if len(steps) == 0 || len(cmds) == 0 {
		b.refuse("%s: no escaper", p)
		return nil
	}
	v := b.commands(cmds)
	if made, ok := v.(*printed); ok {
		if len(steps) > 1 || steps[0] != escapeHTML {
			b.refuse("%s: HTML where there are no tags", p)
		}
		return made
	}
	return &emit{of: &opened{v}, steps: steps}
}

// escapers cuts off the escapers at the end of a pipeline.
func (b *builder) escapers(cmds []*parse.CommandNode) ([]*parse.CommandNode, []step) {
	end := len(cmds)
	var steps []step
	for ; end > 0; end-- {
		s := stepOf(cmds[end-1])
		if s == none {
			break
		}
		if s.last() && len(steps) > 0 {
			b.refuse("%s before an escaper", cmds[end-1])
		}
		steps = append([]step{s}, steps...)
	}
	return cmds[:end], steps
}

func stepOf(cmd *parse.CommandNode) step {
	name, ok := cmd.Args[0].(*parse.IdentifierNode)
	if !ok || len(cmd.Args) > 1 {
		return none
	}
	switch name.Ident {
	case "_html_template_htmlescaper":
		return escapeHTML
	case "_html_template_attrescaper":
		return escapeAttr
	case "_html_template_rcdataescaper":
		return escapeTitle
	case "_html_template_urlfilter":
		return filterURL
	case "_html_template_urlnormalizer":
		return normalizeURL
	case "_html_template_urlescaper":
		return escapeURL
	case "_html_template_commentescaper":
		return drop
	}
	return none
}

// branch compiles if and with. As html/template does, it forgets at the end
// what was declared on the way.
func (b *builder) branch(n *parse.BranchNode, with bool) op {
	defer b.forget(len(b.scope))
	v, slots := b.pipe(n.Pipe)
	o := &branch{of: v, slots: slots, with: with}
	mark := len(b.scope)
	o.then = b.list(n.List)
	b.forget(mark)
	o.otherwise = b.list(n.ElseList)
	return o
}

func (b *builder) forget(mark int) { b.scope = b.scope[:mark] }

func (b *builder) loop(n *parse.RangeNode) op {
	defer b.forget(len(b.scope))
	if n.Pipe.IsAssign {
		b.refuse("%s: it assigns", n.Pipe)
	}
	v, slots := b.pipe(n.Pipe)
	o := &loop{of: v, slots: slots}
	mark := len(b.scope)
	o.body = b.list(n.List)
	b.forget(mark)
	o.otherwise = b.list(n.ElseList)
	return o
}

func (b *builder) template(n *parse.TemplateNode) op {
	p := b.program(n.Name)
	if p == nil {
		b.refuse("%s is not in HTML text", n.Name)
		return nil
	}
	b.calls = append(b.calls, p)
	o := &invoke{program: p}
	if n.Pipe != nil {
		if len(n.Pipe.Decl) > 0 {
			b.refuse("%s: it declares", n.Pipe)
		}
		o.of, _ = b.pipe(n.Pipe)
	} else {
		o.of = constant{reflect.Value{}}
	}
	return o
}
