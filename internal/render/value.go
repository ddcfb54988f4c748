package render

import (
	"html/template"
	"reflect"
	"sync/atomic"
)

// A value is an expression. What it cannot tell for certain as text/template
// would, it does not tell: nothing here explains an error.
type value interface {
	eval(m *machine, dot reflect.Value) (reflect.Value, bool)
}

type constant struct{ v reflect.Value }

func (c constant) eval(*machine, reflect.Value) (reflect.Value, bool) { return c.v, true }

type dot struct{}

func (dot) eval(_ *machine, d reflect.Value) (reflect.Value, bool) { return d, true }

// A variable is its slot.
type variable int

func (s variable) eval(m *machine, _ reflect.Value) (reflect.Value, bool) {
	return m.vars[m.base+int(s)], true
}

// opened is what a command gives to its pipeline: of an empty interface, what
// lies in it.
type opened struct{ of value }

func (o *opened) eval(m *machine, dot reflect.Value) (reflect.Value, bool) {
	v, ok := o.of.eval(m, dot)
	if ok && v.Kind() == reflect.Interface && v.Type().NumMethod() == 0 {
		v = v.Elem()
	}
	return v, ok
}

// chain is .A.B behind a value.
type chain struct {
	of    value
	steps []field
}

func (c *chain) eval(m *machine, dot reflect.Value) (reflect.Value, bool) {
	v, ok := c.of.eval(m, dot)
	for i := 0; ok && i < len(c.steps); i++ {
		v, ok = c.steps[i].of(v)
	}
	return v, ok
}

// A field is a field, or a method without arguments, by name. It keeps what
// the name means in each type that was met.
type field struct {
	name string
	met  atomic.Pointer[meaning]
}

// A meaning is what a name means in a type.
type meaning struct {
	in     reflect.Type
	addr   bool  // the methods of the pointer count too
	index  []int // of the field
	method int   // of the method; -1 for none
	other  *meaning
}

func (f *field) of(v reflect.Value) (reflect.Value, bool) {
	v, isNil := indirect(v)
	if isNil || !v.IsValid() {
		return v, false
	}
	in, addr := v.Type(), v.CanAddr()
	known := f.met.Load()
	n := known
	for n != nil && (n.in != in || n.addr != addr) {
		n = n.other
	}
	if n == nil {
		n = meaningOf(f.name, in, addr)
		n.other = known
		f.met.CompareAndSwap(known, n)
	}
	switch {
	case len(n.index) == 1:
		return v.Field(n.index[0]), true
	case n.method >= 0:
		if addr {
			v = v.Addr()
		}
		return v.Method(n.method).Call(nil)[0], true
	case len(n.index) > 1:
		v, err := v.FieldByIndexErr(n.index)
		return v, err == nil
	}
	return v, false
}

// meaningOf looks for methods first, as text/template does.
func meaningOf(name string, in reflect.Type, addr bool) *meaning {
	n := &meaning{in: in, addr: addr, method: -1}
	with := in
	if addr {
		with = reflect.PointerTo(in)
	}
	if method, ok := with.MethodByName(name); ok {
		t := method.Type
		if t.NumIn() == 1 && t.NumOut() == 1 && t.Out(0) != reflect.TypeFor[reflect.Value]() {
			n.method = method.Index
		}
		return n
	}
	if in.Kind() == reflect.Struct {
		if f, ok := in.FieldByName(name); ok && f.IsExported() {
			n.index = f.Index
		}
	}
	return n
}

// printed is a call of a function that makes HTML.
type printed struct {
	print printer
	of    value
}

// run appends the HTML to the page.
func (p *printed) run(m *machine, dot reflect.Value) flow {
	v, ok := p.of.eval(m, dot)
	if !ok || !p.print(m, v) {
		return failed
	}
	return next
}

func (p *printed) eval(m *machine, dot reflect.Value) (reflect.Value, bool) {
	mark := len(m.out.b)
	if p.run(m, dot) != next {
		return reflect.Value{}, false
	}
	html := template.HTML(m.out.b[mark:])
	m.out.b = m.out.b[:mark]
	return reflect.ValueOf(html), true
}

// word is a call of a function from a text to a text.
type word struct {
	f  func(string) (string, error)
	of value
}

func (w *word) eval(m *machine, dot reflect.Value) (reflect.Value, bool) {
	v, ok := w.of.eval(m, dot)
	if v = concrete(v); !ok || !v.IsValid() || v.Type() != stringType {
		return v, false
	}
	s, err := w.f(v.String())
	return reflect.ValueOf(s), err == nil
}

// logic is and and or, which look no further than they must.
type logic struct {
	or   bool
	args []value
}

func (l *logic) eval(m *machine, dot reflect.Value) (v reflect.Value, ok bool) {
	for _, a := range l.args {
		if v, ok = a.eval(m, dot); !ok {
			return v, false
		}
		yes, ok := truth(v)
		if !ok {
			return v, false
		}
		if yes == l.or {
			return v, true
		}
	}
	return v, true
}

// called is a call of a function of html/template.
type called struct {
	f    function
	args []value
}

func (c *called) eval(m *machine, dot reflect.Value) (reflect.Value, bool) {
	mark := len(m.args)
	for _, a := range c.args {
		v, ok := a.eval(m, dot)
		if !ok {
			return v, false
		}
		m.args = append(m.args, v)
	}
	v, ok := c.f(m.args[mark:])
	m.args = m.args[:mark]
	return v, ok
}
