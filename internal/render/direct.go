package render

import (
	"bytes"
	"html/template"
	"reflect"

	"bulletin/internal/view"
)

// A printer is a function that makes HTML, as a program calls it: the HTML
// goes to the page itself, without a copy in between.
type printer func(m *machine, v reflect.Value) bool

// printer finds a function that makes HTML.
func (e *edition) printer(name string) printer {
	switch name {
	case "masthead":
		return furnish(e.furnished(0, "masthead.html"))
	case "footer":
		return furnish(e.furnished(1, "footer.html"))
	case "card":
		return e.printCard
	case "body":
		return e.printBody
	case "figure":
		return printFigure
	case "picture":
		return printPicture(leading)
	case "thumb":
		return printPicture(func(dst []byte, p *view.Picture) []byte { return shown(dst, p, thumb) })
	case "day":
		return printDay
	case "linked":
		return printLinked
	}
	return nil
}

func furnish(furnished func(*view.Furniture) (template.HTML, error)) printer {
	return func(m *machine, v reflect.Value) bool {
		f, ok := pointer[view.Furniture](v)
		if !ok || f == nil {
			return false
		}
		html, err := furnished(f)
		m.out.b = append(m.out.b, html...)
		return err == nil
	}
}

func (e *edition) printCard(m *machine, v reflect.Value) bool {
	c, ok := pointer[view.Card](v)
	if !ok || c == nil {
		return ok
	}
	if html, known := e.cards.Load(c); known {
		m.out.b = append(m.out.b, html.([]byte)...)
		return true
	}
	l := e.pages["card.html"]
	if l == nil {
		return false
	}
	mark := len(m.out.b)
	done := false
	if p := l.compiled(e); p != nil {
		if done = p.call(m, reflect.ValueOf(c)) == next; !done {
			l.blame()
			m.out.b = m.out.b[:mark]
		}
	}
	if done = done || l.tmpl.Execute(&m.out, c) == nil; done {
		e.cards.Store(c, bytes.Clone(m.out.b[mark:]))
	}
	return done
}

func (e *edition) printBody(m *machine, v reflect.Value) bool {
	t, ok := plain[view.Text](v)
	if !ok {
		return false
	}
	var err error
	m.out.b, err = e.theme.text(m.out.b, *t)
	return err == nil
}

func printFigure(m *machine, v reflect.Value) bool {
	p, ok := pointer[view.Picture](v)
	if !ok || p == nil {
		return false
	}
	m.out.b = figure(m.out.b, p, rowed(p))
	return true
}

// printPicture prints a picture without its caption.
func printPicture(put func(dst []byte, p *view.Picture) []byte) printer {
	return func(m *machine, v reflect.Value) bool {
		p, ok := pointer[view.Picture](v)
		if ok {
			m.out.b = put(m.out.b, p)
		}
		return ok
	}
}

func printDay(m *machine, v reflect.Value) bool {
	d, ok := plain[view.Date](v)
	if ok {
		m.out.b = appendDay(m.out.b, d)
	}
	return ok
}

func printLinked(m *machine, v reflect.Value) bool {
	p, ok := pointer[view.Page](v)
	if ok {
		m.out.b = appendLinked(m.out.b, p)
	}
	return ok
}

// pointer is the argument for a parameter that is a pointer; it may be nil.
func pointer[T any](v reflect.Value) (*T, bool) {
	v = concrete(v)
	if !v.IsValid() || v.Type() != reflect.TypeFor[*T]() {
		return nil, false
	}
	return v.Interface().(*T), true
}

// plain is the argument for a parameter that is a struct; a pointer to one
// will do.
func plain[T any](v reflect.Value) (*T, bool) {
	v = concrete(v)
	if !v.IsValid() || v.Type() != reflect.TypeFor[T]() {
		t, ok := pointer[T](v)
		return t, ok && t != nil
	}
	if v.CanAddr() {
		return v.Addr().Interface().(*T), true
	}
	t := v.Interface().(T)
	return &t, true
}
