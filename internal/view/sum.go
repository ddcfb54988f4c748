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
type Sums struct{ known sync.Map } // by *Card, *Furniture and *Language

// Of is the sum of a *Page or a *Feed; zero where one cannot be taken, because a
// text has none.
func (s *Sums) Of(view any) digest.Sum {
	room := rooms.Get().(*summing)
	defer rooms.Put(room)
	*room = summing{sums: s, b: room.b[:0]}
	room.value(reflect.ValueOf(view))
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
		n := uint64(0)
		if v.Bool() {
			n = 1
		}
		s.number(n)
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
	case reflect.Interface: // the body of a page
		s.text(v.Elem().Type().String())
		s.value(v.Elem())
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

// pointer writes what a pointer leads to: of what many share its sum.
func (s *summing) pointer(v reflect.Value) {
	if v.IsNil() {
		s.number(0)
		return
	}
	s.number(1)
	switch to := v.Interface().(type) {
	case *document.Document:
		s.unknown = s.unknown || to.Sum == digest.Sum{}
		s.b = append(s.b, to.Sum[:]...)
	case *Card, *Furniture, *Language:
		sum, known := s.sums.known.Load(to)
		if !known {
			part := summing{sums: s.sums}
			part.value(v.Elem())
			sum = digest.Of(part.b)
			s.sums.known.Store(to, sum)
		}
		whole := sum.(digest.Sum)
		s.b = append(s.b, whole[:]...)
	default:
		s.value(v.Elem())
	}
}
