package render

import (
	"html/template"
	"reflect"
	"strconv"
	"strings"
)

var (
	stringType = reflect.TypeFor[string]()
	intType    = reflect.TypeFor[int]()
	boolType   = reflect.TypeFor[bool]()
)

// A step is an escaper of html/template.
type step uint8

const (
	none         step = iota
	filterURL         // leaves no scheme but http, https and mailto
	normalizeURL      // keeps what has a meaning in URLs
	escapeURL         // keeps nothing that has
	drop              // leaves nothing, for comments
	escapeHTML
	escapeAttr
	escapeTitle // for title and textarea
)

// last reports whether a step is only known at the end.
func (s step) last() bool { return s >= escapeHTML }

// appendEscaped appends a value as the steps make it. It does not know all
// values.
func appendEscaped(dst []byte, v reflect.Value, steps []step) ([]byte, bool) {
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if !v.IsValid() {
		return dst, false
	}
	switch t := v.Type(); t {
	case stringType:
		return appendSteps(dst, v.String(), steps), true
	case intType:
		if steps[0] == drop {
			return dst, true
		}
		return strconv.AppendInt(dst, v.Int(), 10), true // no step changes digits and minus
	case boolType:
		return appendSteps(dst, strconv.FormatBool(v.Bool()), steps), true
	case reflect.TypeFor[template.HTML]():
		if len(steps) == 1 && steps[0] == escapeHTML {
			return append(dst, v.String()...), true
		}
	case reflect.TypeFor[template.URL]():
		if steps[0] == filterURL {
			return appendSteps(dst, v.String(), steps[1:]), true
		}
	}
	return dst, false
}

// appendSteps appends a plain text.
func appendSteps(dst []byte, s string, steps []step) []byte {
	for _, step := range steps {
		switch step {
		case filterURL:
			if !safeURL(s) {
				s = "#ZgotmplZ"
			}
		case normalizeURL:
			s = encodeURL(s, true)
		case escapeURL:
			s = encodeURL(s, false)
		case drop:
			s = ""
		default:
			return appendHTML(dst, s)
		}
	}
	return append(dst, s...)
}

// appendHTML appends a text as html/template escapes it, which is not as
// escape does: + and ' count too.
func appendHTML(dst []byte, s string) []byte {
	const special uint64 = 1<<0 | 1<<'"' | 1<<'&' | 1<<'\'' | 1<<'+' | 1<<'<' | 1<<'>'
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c > '>' || special>>c&1 == 0 {
			continue
		}
		dst = append(dst, s[from:i]...)
		from = i + 1
		switch c {
		case 0:
			dst = append(dst, "\ufffd"...)
		case '"':
			dst = append(dst, "&#34;"...)
		case '&':
			dst = append(dst, "&amp;"...)
		case '\'':
			dst = append(dst, "&#39;"...)
		case '+':
			dst = append(dst, "&#43;"...)
		case '<':
			dst = append(dst, "&lt;"...)
		case '>':
			dst = append(dst, "&gt;"...)
		}
	}
	return append(dst, s[from:]...)
}

// safeURL reports whether a URL is relative or of a harmless scheme.
func safeURL(s string) bool {
	scheme, _, ok := strings.Cut(s, ":")
	if !ok || strings.Contains(scheme, "/") {
		return true
	}
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto")
}

// encodeURL encodes what may not stand in a URL; unless whole, what has a
// meaning there too.
func encodeURL(s string, whole bool) string {
	var dst []byte
	from := 0
	for i := 0; i < len(s); i++ {
		if kept(s, i, whole) {
			continue
		}
		const hex = "0123456789abcdef"
		dst = append(dst, s[from:i]...)
		dst = append(dst, '%', hex[s[i]>>4], hex[s[i]&15])
		from = i + 1
	}
	if from == 0 {
		return s
	}
	return string(append(dst, s[from:]...))
}

func kept(s string, i int, whole bool) bool {
	c := s[i]
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	case c == '-', c == '.', c == '_', c == '~':
		return true
	case !whole:
		return false
	case c == '%':
		return i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])
	}
	return c < 0x80 && strings.IndexByte("!#$&*+,/:;=?@[]", c) >= 0
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
