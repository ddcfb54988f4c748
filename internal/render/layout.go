package render

import (
	"errors"
	"html/template"
	"sync/atomic"
	texttemplate "text/template"
)

// A layout is a template that pages, or functions like card, are made with.
type layout struct {
	tmpl     *template.Template
	started  atomic.Bool             // somebody compiles it, or did
	program  atomic.Pointer[program] // nil while there is none, or where there can be none
	failures atomic.Int32
}

// patience is how often a program may leave its work to html/template before
// it is no longer tried.
const patience = 64

// execute appends what the layout makes of dot. Whatever the program cannot
// finish html/template does from the start, so that its errors are the ones
// that are told.
func (l *layout) execute(e *edition, dst *Buffer, dot any) error {
	mark := len(dst.b)
	if p := l.compiled(e); p != nil {
		if p.run(dst, dot) {
			return nil
		}
		l.blame()
		dst.b = dst.b[:mark]
	}
	return l.tmpl.Execute(dst, dot)
}

// compiled is the layout's program. Nobody waits for it: while one page
// compiles, the others are made by html/template, for to compile is to execute
// and a layout may lead back to itself.
func (l *layout) compiled(e *edition) *program {
	if p := l.program.Load(); p != nil {
		return p
	}
	if l.started.Load() || !l.started.CompareAndSwap(false, true) {
		return nil
	}
	p, _ := e.compile(l.tmpl)
	l.program.Store(p)
	return p
}

// blame counts a page that the program could not finish.
func (l *layout) blame() {
	if l.failures.Add(1) == patience {
		l.program.Store(nil)
	}
}

var errStop = errors.New("stop")

// A wall stops an execution at its first byte.
type wall struct{}

func (wall) Write([]byte) (int, error) { return 0, errStop }

// escaped has html/template escape a template, which it does before it
// executes one for the first time, and reports whether it could. It panics
// over a template that calls one that it has disabled.
func escaped(tmpl *template.Template) (done bool) {
	defer func() {
		if recover() != nil {
			done = false
		}
	}()
	err := tmpl.Execute(wall{}, nil)
	var late texttemplate.ExecError
	return err == nil || errors.Is(err, errStop) || errors.As(err, &late)
}
