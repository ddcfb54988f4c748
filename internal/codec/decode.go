package codec

import (
	"encoding/binary"
	"math"
	"reflect"
	"time"
)

// A Decoder reads values from the front of Rest.
type Decoder struct {
	Rest string
	Zone *time.Location

	broken bool
}

// Decode reads a value into what into points to, which must be zero.
func (d *Decoder) Decode(into any) error {
	d.value(reflect.ValueOf(into).Elem(), 0)
	if d.broken {
		return errBroken
	}
	return nil
}

// Text reads what Encoder.Text has written.
func (d *Decoder) Text() (string, error) {
	t := d.text()
	if d.broken {
		return "", errBroken
	}
	return t, nil
}

func (d *Decoder) take(n uint64) string {
	if d.broken || n > uint64(len(d.Rest)) {
		d.broken, d.Rest = true, ""
		return ""
	}
	taken := d.Rest[:n]
	d.Rest = d.Rest[n:]
	return taken
}

func (d *Decoder) number() (n uint64) {
	for i := 0; i < len(d.Rest) && i < binary.MaxVarintLen64; i++ {
		n |= uint64(d.Rest[i]&0x7f) << (7 * i)
		if d.Rest[i] < 0x80 {
			d.Rest = d.Rest[i+1:]
			return n
		}
	}
	d.broken, d.Rest = true, ""
	return 0
}

func (d *Decoder) text() string { return d.take(d.number()) }

func (d *Decoder) value(v reflect.Value, depth int) {
	if depth > deepest {
		d.broken, d.Rest = true, ""
	}
	if d.broken {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(d.text())
	case reflect.Bool:
		v.SetBool(d.number() != 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n := d.number()
		v.SetInt(int64(n>>1) ^ -int64(n&1))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(d.number())
	case reflect.Float64:
		if raw := d.take(8); len(raw) == 8 {
			v.SetFloat(math.Float64frombits(binary.LittleEndian.Uint64([]byte(raw))))
		}
	case reflect.Array:
		reflect.Copy(v, reflect.ValueOf([]byte(d.take(uint64(v.Len())))))
	case reflect.Slice:
		d.slice(v, depth)
	case reflect.Pointer:
		if d.number() != 0 {
			v.Set(reflect.New(v.Type().Elem()))
			d.value(v.Elem(), depth+1)
		}
	case reflect.Struct:
		if v.Type() == timeType {
			v.Set(reflect.ValueOf(d.time()))
		} else {
			d.fields(v, depth)
		}
	case reflect.Interface, reflect.Map:
		if held := d.any(depth); held != nil {
			d.hold(v, reflect.ValueOf(held))
		}
	default:
		d.broken = true
	}
}

// hold sets a map or an any, if that can be.
func (d *Decoder) hold(v, held reflect.Value) {
	if !held.Type().AssignableTo(v.Type()) {
		d.broken = true
		return
	}
	v.Set(held)
}

// slice makes room as elements come, so that a number alone takes none.
func (d *Decoder) slice(v reflect.Value, depth int) {
	n := d.number()
	if n == 0 {
		return
	}
	n--
	if n > uint64(len(d.Rest)) { // each takes a byte at least
		d.broken, d.Rest = true, ""
		return
	}
	const atOnce = 64
	v.Set(reflect.MakeSlice(v.Type(), 0, int(min(n, atOnce))))
	for i := range int(n) {
		if d.broken {
			return
		}
		if i == v.Cap() {
			v.Grow(min(i, int(n)-i))
		}
		v.SetLen(i + 1)
		d.value(v.Index(i), depth+1)
	}
}

func (d *Decoder) fields(v reflect.Value, depth int) {
	set := d.number()
	for i := range v.NumField() {
		if set&(1<<i) != 0 && !d.broken {
			if f := v.Field(i); f.CanSet() {
				d.value(f, depth+1)
			} else {
				d.broken = true
			}
		}
	}
}

func (d *Decoder) time() time.Time {
	zone := d.number()
	t := time.Unix(int64(d.number()), int64(d.number()%1e9))
	switch zone {
	case ownZone:
		return t.In(d.Zone)
	case utc:
		return t.UTC()
	case offset:
		name, seconds := d.text(), d.number()
		if seconds > 2*math.MaxInt32 {
			d.broken = true
			return time.Time{}
		}
		return zoned(t, name, int(seconds)-math.MaxInt32)
	}
	d.broken = true
	return time.Time{}
}
