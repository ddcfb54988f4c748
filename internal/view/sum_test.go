package view

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"bulletin/internal/digest"
	"bulletin/internal/document"
)

// full fills a view with values by chance, every part of it, to a depth.
func full(r *rand.Rand, v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("s", r.IntN(1e6)))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int:
		v.SetInt(r.Int64N(1e6))
	case reflect.Struct:
		for i := range v.NumField() {
			full(r, v.Field(i), depth)
		}
	case reflect.Slice:
		if depth > 0 {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			full(r, v.Index(0), depth-1)
			full(r, v.Index(1), depth-1)
		}
	case reflect.Pointer:
		if v.Type() == reflect.TypeFor[*document.Document]() {
			d := &document.Document{}
			for i := range d.Sum {
				d.Sum[i] = byte(r.Uint32())
			}
			v.Set(reflect.ValueOf(d))
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		full(r, v.Elem(), depth)
	}
}

// flips changes one thing after another, calls check, and takes it back.
func flips(v reflect.Value, at string, check func(at string)) {
	with := func(other any) {
		old := reflect.New(v.Type()).Elem()
		old.Set(v)
		v.Set(reflect.ValueOf(other).Convert(v.Type()))
		check(at)
		v.Set(old)
	}
	switch v.Kind() {
	case reflect.String:
		with(v.String() + "x")
		with("")
	case reflect.Bool:
		with(!v.Bool())
	case reflect.Int:
		with(v.Int() + 1)
	case reflect.Struct:
		for i := range v.NumField() {
			flips(v.Field(i), at+"."+v.Type().Field(i).Name, check)
		}
	case reflect.Slice:
		for i := range v.Len() {
			flips(v.Index(i), fmt.Sprintf("%s[%d]", at, i), check)
		}
		if v.Len() > 1 {
			with(v.Slice(0, 1).Interface())
			with(reflect.AppendSlice(v.Slice(1, 2), v.Slice(0, 1)).Interface())
		}
	case reflect.Pointer:
		if d, ok := v.Interface().(*document.Document); ok {
			other := *d
			other.Sum[3]++
			with(&other)
		} else if !v.IsNil() {
			flips(v.Elem(), at, check)
		}
		if v.CanSet() {
			with(reflect.Zero(v.Type()).Interface())
		}
	case reflect.Interface:
		flips(v.Elem(), at, check)
	}
}

// Whatever changes in a view, its sum is another one; two views that say the
// same have the same sum.
func TestSums(t *testing.T) {
	views := append(bodies(), reflect.TypeFor[Feed]())
	for _, kind := range views {
		made := func() any {
			r := rand.New(rand.NewPCG(7, 7))
			body := reflect.New(kind)
			full(r, body.Elem(), 3)
			if f, ok := body.Interface().(*Feed); ok {
				return f
			}
			p := &Page{}
			full(r, reflect.ValueOf(p).Elem(), 3)
			p.Body = body.Interface()
			return p
		}
		first := new(Sums).Of(made())
		if first == (digest.Sum{}) || first != new(Sums).Of(made()) {
			t.Errorf("%s: the sum is left to chance", kind)
		}
		view := made()
		seen := map[digest.Sum]string{first: "nothing"}
		n := 0
		flips(reflect.ValueOf(view).Elem(), kind.Name(), func(at string) {
			sum := new(Sums).Of(view)
			if other, twice := seen[sum]; twice && sum == first {
				t.Errorf("%s: a change of %s does not show (nor does %s)", kind, at, other)
			}
			seen[sum] = at
			n++
		})
		if n < 10 && kind.NumField() > 2 {
			t.Errorf("%s: only %d changes were made", kind, n)
		}
	}
	if got := new(Sums).Of(&Page{Body: &Plain{Body: Text{Document: &document.Document{}}}}); got != (digest.Sum{}) {
		t.Error("a text without a sum has not stopped the sum of its page")
	}
}
