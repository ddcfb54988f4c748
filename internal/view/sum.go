package view

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"sync"

	"bulletin/internal/digest"
	"bulletin/internal/document"
)

// Sums takes the sums of pages and feeds: two that say the same have the same
// sum, and a page that says anything else has another one. What many share is
// taken once. Any number of goroutines may ask.
type Sums struct{ known sync.Map } // by *Card and *Furniture

// Of is the sum of a *Page or a *Feed; zero where one cannot be taken, because a
// text has none.
func (s *Sums) Of(view any) digest.Sum {
	room := rooms.Get().(*summing)
	defer rooms.Put(room)
	*room = summing{sums: s, b: room.b[:0]}
	if p, ok := view.(*Page); ok {
		room.page(p)
	} else {
		room.value(reflect.ValueOf(view))
	}
	if room.unknown {
		return digest.Sum{}
	}
	return digest.Of(room.b)
}

var rooms = sync.Pool{New: func() any { return new(summing) }}

// A summing writes a view down, so that no two are written alike.
type summing struct {
	sums    *Sums
	b       []byte
	unknown bool
}

func (s *summing) page(p *Page) {
	s.text(p.Path)
	s.text(p.Layout)
	s.text(p.Source)
	s.frame(&p.Frame)
	if a, ok := p.Body.(*Article); ok {
		s.text("article")
		s.article(a)
		return
	}
	body := reflect.ValueOf(p.Body)
	s.text(body.Type().String())
	s.value(body)
}

func (s *summing) number(n uint64) { s.b = binary.AppendUvarint(s.b, n) }

func (s *summing) text(t string) {
	s.number(uint64(len(t)))
	s.b = append(s.b, t...)
}

func (s *summing) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		s.text(v.String())
	case reflect.Bool:
		s.yes(v.Bool())
	case reflect.Int, reflect.Uint8, reflect.Int64:
		s.whole(v)
	case reflect.Struct:
		for i := range v.NumField() {
			s.value(v.Field(i))
		}
	case reflect.Slice:
		s.number(uint64(v.Len()))
		for i := range v.Len() {
			s.value(v.Index(i))
		}
	case reflect.Pointer:
		s.pointer(v)
	default:
		panic(fmt.Sprintf("a view holds a %s", v.Kind())) // which a test keeps from happening
	}
}

func (s *summing) whole(v reflect.Value) {
	if v.CanInt() {
		s.number(uint64(v.Int()))
	} else {
		s.number(v.Uint())
	}
}

// pointer writes what a pointer leads to.
func (s *summing) pointer(v reflect.Value) {
	switch to := v.Interface().(type) {
	case *document.Document:
		s.document(to)
	case *Card:
		s.shared(to, to == nil)
	case *Furniture:
		s.shared(to, to == nil)
	default:
		if s.yes(!v.IsNil()); !v.IsNil() {
			s.value(v.Elem())
		}
	}
}

// shared writes the sum of what a pointer leads to that many views share.
func (s *summing) shared(to any, none bool) {
	if s.yes(!none); none {
		return
	}
	sum, known := s.sums.known.Load(to)
	if !known {
		start := len(s.b) // what follows is taken away again
		if c, ok := to.(*Card); ok {
			s.card(c)
		} else {
			s.value(reflect.ValueOf(to).Elem())
		}
		sum = digest.Of(s.b[start:])
		s.b = s.b[:start]
		s.sums.known.Store(to, sum)
	}
	whole := sum.(digest.Sum)
	s.b = append(s.b, whole[:]...)
}

func (s *summing) document(d *document.Document) {
	if s.yes(d != nil); d != nil {
		s.unknown = s.unknown || d.Sum == digest.Sum{}
		s.b = append(s.b, d.Sum[:]...)
	}
}
