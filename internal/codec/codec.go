// Package codec writes values down as bytes and reads them back exactly: what
// is made of a text is kept that way between builds.
//
// It knows strings, booleans, numbers, slices, arrays of bytes, pointers,
// structs of exported fields, time.Time, and any that holds one of those that
// YAML and TOML have. Of a struct only the fields that are not zero are written:
// most are. Texts that are read back are parts of what was read, not copies.
//
// What is read may be anything. It gives an error or a value, takes no more
// memory than a multiple of its length, and does not panic.
package codec

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"reflect"
	"time"
)

var (
	errBroken  = errors.New("this was not written by the codec")
	errUnknown = errors.New("a value that the codec does not know")
)

// deepest is how far values may be nested.
const deepest = 100

// An Encoder appends values to Bytes. Times in Zone are read back in the zone of
// the decoder, all others with their offset.
type Encoder struct {
	Bytes []byte
	Zone  *time.Location
}

// Encode appends what v points to.
func (e *Encoder) Encode(v any) error { return e.value(reflect.ValueOf(v).Elem(), 0) }

// Text appends a text, for Decoder.Text.
func (e *Encoder) Text(t []byte) {
	e.number(uint64(len(t)))
	e.Bytes = append(e.Bytes, t...)
}

func (e *Encoder) number(n uint64) { e.Bytes = binary.AppendUvarint(e.Bytes, n) }

func (e *Encoder) text(s string) {
	e.number(uint64(len(s)))
	e.Bytes = append(e.Bytes, s...)
}

func (e *Encoder) value(v reflect.Value, depth int) error {
	if depth > deepest {
		return errUnknown
	}
	switch v.Kind() {
	case reflect.String:
		e.text(v.String())
	case reflect.Bool:
		e.number(yes(v.Bool()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n := v.Int()
		e.number(uint64(n)<<1 ^ uint64(n>>63))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		e.number(v.Uint())
	case reflect.Float64:
		e.Bytes = binary.LittleEndian.AppendUint64(e.Bytes, math.Float64bits(v.Float()))
	case reflect.Array:
		return e.bytes(v)
	case reflect.Slice:
		return e.slice(v, depth)
	case reflect.Pointer:
		e.number(yes(!v.IsNil()))
		if !v.IsNil() {
			return e.value(v.Elem(), depth+1)
		}
	case reflect.Struct:
		if v.Type() == timeType {
			e.time(v.Interface().(time.Time))
			return nil
		}
		return e.fields(v, depth)
	case reflect.Interface:
		return e.any(v.Interface(), depth)
	case reflect.Map:
		return e.any(v.Interface(), depth)
	default:
		return fmt.Errorf("%w: a %s", errUnknown, v.Kind())
	}
	return nil
}

var timeType = reflect.TypeFor[time.Time]()

func yes(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func (e *Encoder) bytes(v reflect.Value) error {
	if v.Type().Elem().Kind() != reflect.Uint8 {
		return fmt.Errorf("%w: a %s", errUnknown, v.Type())
	}
	if v.CanAddr() {
		e.Bytes = append(e.Bytes, v.Bytes()...)
		return nil
	}
	for i := range v.Len() {
		e.Bytes = append(e.Bytes, byte(v.Index(i).Uint()))
	}
	return nil
}

// slice tells nil from empty: what is read back is the same.
func (e *Encoder) slice(v reflect.Value, depth int) error {
	if v.IsNil() {
		e.number(0)
		return nil
	}
	e.number(uint64(v.Len()) + 1)
	for i := range v.Len() {
		if err := e.value(v.Index(i), depth+1); err != nil {
			return err
		}
	}
	return nil
}

// fields writes which fields are not zero, and those.
func (e *Encoder) fields(v reflect.Value, depth int) error {
	n := v.NumField()
	if n > 64 {
		return fmt.Errorf("%w: %s has too many fields", errUnknown, v.Type())
	}
	var set uint64
	for i := range n {
		if !v.Field(i).IsZero() {
			set |= 1 << i
		}
	}
	e.number(set)
	for ; set != 0; set &= set - 1 {
		i := bits.TrailingZeros64(set)
		f := v.Field(i)
		if !f.CanInterface() { // it is not exported
			return fmt.Errorf("%w: %s.%s", errUnknown, v.Type(), v.Type().Field(i).Name)
		}
		if err := e.value(f, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// The zones of times.
const (
	ownZone = iota // the one of the encoder and the decoder
	utc
	offset
)

func (e *Encoder) time(t time.Time) {
	zone := uint64(offset)
	switch t.Location() {
	case e.Zone:
		zone = ownZone
	case time.UTC:
		zone = utc
	}
	e.number(zone)
	e.number(uint64(t.Unix()))
	e.number(uint64(t.Nanosecond()))
	if zone == offset {
		name, seconds := t.Zone()
		e.text(name)
		e.number(uint64(seconds + math.MaxInt32))
	}
}
