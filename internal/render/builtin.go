package render

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
)

// A function is one of html/template's own. It knows the ordinary arguments;
// of all others it knows nothing.
type function func(args []reflect.Value) (reflect.Value, bool)

// builtin finds a function and how many arguments it takes.
func builtin(name string) (f function, least, most int) {
	switch name {
	case "not":
		return not, 1, 1
	case "len":
		return length, 1, 1
	case "index":
		return index, 2, math.MaxInt
	case "eq":
		return eq, 2, math.MaxInt
	case "ne":
		return ne, 2, 2
	case "lt":
		return ordered(func(c int) bool { return c < 0 }), 2, 2
	case "le":
		return ordered(func(c int) bool { return c <= 0 }), 2, 2
	case "gt":
		return ordered(func(c int) bool { return c > 0 }), 2, 2
	case "ge":
		return ordered(func(c int) bool { return c >= 0 }), 2, 2
	case "print":
		return formatted(fmt.Sprint), 0, math.MaxInt
	case "println":
		return formatted(fmt.Sprintln), 0, math.MaxInt
	case "printf":
		return printf, 1, math.MaxInt
	}
	return nil, 0, 0
}

// indirect follows pointers and interfaces to what they lead to, or to one
// that leads nowhere.
func indirect(v reflect.Value) (reflect.Value, bool) {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return v, true
		}
		v = v.Elem()
	}
	return v, false
}

// concrete is what lies in an interface.
func concrete(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface {
		return v.Elem()
	}
	return v
}

// truth is what if makes of a value.
func truth(v reflect.Value) (yes, ok bool) {
	v = concrete(v)
	switch v.Kind() {
	case reflect.Invalid:
		return false, true
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() > 0, true
	case reflect.Bool:
		return v.Bool(), true
	case reflect.Chan, reflect.Func, reflect.Pointer:
		return !v.IsNil(), true
	case reflect.Struct:
		return true, true
	}
	switch {
	case v.CanInt():
		return v.Int() != 0, true
	case v.CanUint():
		return v.Uint() != 0, true
	case v.CanFloat():
		return v.Float() != 0, true
	}
	return false, false
}

func not(args []reflect.Value) (reflect.Value, bool) {
	yes, ok := truth(args[0])
	return reflect.ValueOf(!yes), ok
}

func length(args []reflect.Value) (reflect.Value, bool) {
	v, isNil := indirect(args[0])
	if isNil {
		return v, false
	}
	switch v.Kind() {
	case reflect.Array, reflect.Chan, reflect.Map, reflect.Slice, reflect.String:
		return reflect.ValueOf(v.Len()), true
	}
	return v, false
}

func index(args []reflect.Value) (reflect.Value, bool) {
	v := concrete(args[0])
	for _, i := range args[1:] {
		i = concrete(i)
		var isNil bool
		if v, isNil = indirect(v); isNil || !i.CanInt() {
			return v, false
		}
		if v.Kind() != reflect.Slice && v.Kind() != reflect.Array {
			return v, false
		}
		if i.Int() < 0 || i.Int() >= int64(v.Len()) {
			return v, false
		}
		v = v.Index(int(i.Int()))
	}
	return v, true
}

// equal compares texts, whole numbers and booleans of one kind.
func equal(a, b reflect.Value) (yes, ok bool) {
	switch {
	case a.Kind() == reflect.String && b.Kind() == reflect.String:
		return a.String() == b.String(), true
	case a.CanInt() && b.CanInt():
		return a.Int() == b.Int(), true
	case a.Kind() == reflect.Bool && b.Kind() == reflect.Bool:
		return a.Bool() == b.Bool(), true
	}
	return false, false
}

func eq(args []reflect.Value) (reflect.Value, bool) {
	for _, b := range args[1:] {
		yes, ok := equal(concrete(args[0]), concrete(b))
		if yes || !ok {
			return reflect.ValueOf(yes), ok
		}
	}
	return reflect.ValueOf(false), true
}

func ne(args []reflect.Value) (reflect.Value, bool) {
	yes, ok := equal(concrete(args[0]), concrete(args[1]))
	return reflect.ValueOf(!yes), ok
}

// ordered compares texts and whole numbers.
func ordered(want func(int) bool) function {
	return func(args []reflect.Value) (reflect.Value, bool) {
		a, b := concrete(args[0]), concrete(args[1])
		switch {
		case a.Kind() == reflect.String && b.Kind() == reflect.String:
			return reflect.ValueOf(want(cmp.Compare(a.String(), b.String()))), true
		case a.CanInt() && b.CanInt():
			return reflect.ValueOf(want(cmp.Compare(a.Int(), b.Int()))), true
		}
		return reflect.Value{}, false
	}
}

func formatted(f func(...any) string) function {
	return func(args []reflect.Value) (reflect.Value, bool) {
		all, ok := boxed(args)
		if !ok {
			return reflect.Value{}, false
		}
		return reflect.ValueOf(f(all...)), true
	}
}

func printf(args []reflect.Value) (reflect.Value, bool) {
	format := concrete(args[0])
	all, ok := boxed(args[1:])
	if !ok || !format.IsValid() || format.Type() != stringType {
		return format, false
	}
	return reflect.ValueOf(fmt.Sprintf(format.String(), all...)), true
}

func boxed(args []reflect.Value) ([]any, bool) {
	all := make([]any, 0, len(args))
	for _, v := range args {
		if !v.IsValid() {
			return nil, false
		}
		all = append(all, v.Interface())
	}
	return all, true
}
