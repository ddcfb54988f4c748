package render

import (
	"reflect"
	"sync"
)

// A machine is what a program runs on: the page so far and the variables.
type machine struct {
	out   Buffer
	vars  []reflect.Value // those of the callers, then those of this program
	base  int             // where those of this program begin
	args  []reflect.Value // of the calls under way
	depth int             // how many programs are under way
}

// deepest is how far programs call one another; html/template goes on from
// there, and knows where to end.
const deepest = 500

// machines hold no state between pages.
var machines = sync.Pool{New: func() any { return new(machine) }}

// run appends what the program makes of data and reports whether it could. A
// function that panics is an error, as in html/template.
func (p *program) run(dst *Buffer, data any) (done bool) {
	m := machines.Get().(*machine)
	m.out.b = dst.b
	defer func() {
		if recover() != nil {
			done = false
			return
		}
		dst.b, m.out.b = m.out.b, nil
		clear(m.vars[:cap(m.vars)])
		clear(m.args[:cap(m.args)])
		machines.Put(m)
	}()
	return p.call(m, reflect.ValueOf(data)) == next
}

// call runs the program with variables of its own.
func (p *program) call(m *machine, data reflect.Value) flow {
	if p.whole != nil {
		if p.whole.Execute(&m.out, data) != nil {
			return failed
		}
		return next
	}
	if m.depth == deepest {
		return failed
	}
	base := m.base
	m.base = len(m.vars)
	m.vars = append(m.vars, make([]reflect.Value, p.slots)...)
	m.vars[m.base] = data
	m.depth++
	f := p.body.run(m, data)
	m.depth--
	m.vars = m.vars[:m.base]
	m.base = base
	return f
}

// set gives variables a value.
func (m *machine) set(slots []int, v reflect.Value) {
	for _, s := range slots {
		m.vars[m.base+s] = v
	}
}

// A flow says where the program goes on.
type flow uint8

const (
	next      flow = iota
	broken         // behind the loop
	continued      // at the loop's next turn
	failed         // nowhere: html/template has to make the page
)

// An op is a step of a program.
type op interface {
	run(m *machine, dot reflect.Value) flow
}

type list []op

func (l list) run(m *machine, dot reflect.Value) flow {
	for _, o := range l {
		if f := o.run(m, dot); f != next {
			return f
		}
	}
	return next
}

type text []byte

func (t text) run(m *machine, _ reflect.Value) flow {
	m.out.b = append(m.out.b, t...)
	return next
}

type jump flow

func (j jump) run(*machine, reflect.Value) flow { return flow(j) }

// emit prints a value, escaped.
type emit struct {
	of    value
	steps []step
}

func (o *emit) run(m *machine, dot reflect.Value) flow {
	v, ok := o.of.eval(m, dot)
	if !ok {
		return failed
	}
	if m.out.b, ok = appendEscaped(m.out.b, v, o.steps); !ok {
		return failed
	}
	return next
}

// assign sets variables.
type assign struct {
	of    value
	slots []int
}

func (o *assign) run(m *machine, dot reflect.Value) flow {
	v, ok := o.of.eval(m, dot)
	if !ok {
		return failed
	}
	m.set(o.slots, v)
	return next
}

// branch is if and with.
type branch struct {
	of              value
	slots           []int
	with            bool
	then, otherwise list
}

func (o *branch) run(m *machine, dot reflect.Value) flow {
	v, ok := o.of.eval(m, dot)
	if !ok {
		return failed
	}
	m.set(o.slots, v)
	yes, ok := truth(v)
	switch {
	case !ok:
		return failed
	case !yes:
		return o.otherwise.run(m, dot)
	case o.with:
		return o.then.run(m, v)
	}
	return o.then.run(m, dot)
}

// loop is range over a slice or an array.
type loop struct {
	of              value
	slots           []int // the element's; or the index's and the element's
	body, otherwise list
}

func (o *loop) run(m *machine, dot reflect.Value) flow {
	v, ok := o.of.eval(m, dot)
	if !ok {
		return failed
	}
	m.set(o.slots, v)
	v, isNil := indirect(v)
	if isNil {
		return failed
	}
	switch v.Kind() {
	case reflect.Invalid:
		return o.otherwise.run(m, dot)
	case reflect.Slice, reflect.Array:
	default:
		return failed
	}
	if v.Len() == 0 {
		return o.otherwise.run(m, dot)
	}
	for i := 0; i < v.Len(); i++ {
		element := v.Index(i)
		switch len(o.slots) {
		case 2:
			m.vars[m.base+o.slots[0]] = reflect.ValueOf(i)
			m.vars[m.base+o.slots[1]] = element
		case 1:
			m.vars[m.base+o.slots[0]] = element
		}
		switch f := o.body.run(m, element); f {
		case broken:
			return next
		case failed:
			return failed
		}
	}
	return next
}

// invoke is a call of another template.
type invoke struct {
	program *program
	of      value
}

func (o *invoke) run(m *machine, dot reflect.Value) flow {
	v, ok := o.of.eval(m, dot)
	if !ok {
		return failed
	}
	return o.program.call(m, v)
}
