package codec

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"
)

// A kind says what an any holds.
type kind uint64

const (
	isNil kind = iota
	isString
	isBool
	isInt
	isInt64
	isUint64
	isFloat
	isTime
	isList
	isMap
	kinds
)

// types are the types of kinds that are written like any other value.
var types = [kinds]reflect.Type{
	isString: reflect.TypeFor[string](), isBool: reflect.TypeFor[bool](), isInt: reflect.TypeFor[int](),
	isInt64: reflect.TypeFor[int64](), isUint64: reflect.TypeFor[uint64](), isFloat: reflect.TypeFor[float64](),
	isTime: timeType, isList: reflect.TypeFor[[]any](),
}

func (e *Encoder) any(v any, depth int) error {
	if v == nil {
		e.number(uint64(isNil))
		return nil
	}
	if m, ok := v.(map[string]any); ok {
		return e.mapping(m, depth)
	}
	k := slices.Index(types[:], reflect.TypeOf(v))
	if k < 0 {
		return fmt.Errorf("%w: a %T", errUnknown, v)
	}
	e.number(uint64(k))
	return e.value(reflect.ValueOf(v), depth+1)
}

func (e *Encoder) mapping(m map[string]any, depth int) error {
	if m == nil {
		e.number(uint64(isNil))
		return nil
	}
	e.number(uint64(isMap))
	e.number(uint64(len(m)))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		e.text(key)
		if err := e.value(reflect.ValueOf(&m).Elem().MapIndex(reflect.ValueOf(key)), depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (d *Decoder) any(depth int) any {
	switch k := kind(d.number()); {
	case k == isMap:
		return d.mapping(depth)
	case k == isNil || k >= kinds:
		d.broken = d.broken || k >= kinds
		return nil
	default:
		v := reflect.New(types[k]).Elem()
		d.value(v, depth+1)
		return v.Interface()
	}
}

func (d *Decoder) mapping(depth int) any {
	n := d.number()
	m := map[string]any{}
	for ; n > 0 && !d.broken; n-- {
		var v any
		key := d.text()
		d.value(reflect.ValueOf(&v).Elem(), depth+1)
		m[key] = v
	}
	return m
}

// zoned is a time in a zone that has nothing but an offset.
func zoned(t time.Time, name string, seconds int) time.Time {
	return t.In(time.FixedZone(name, seconds))
}
