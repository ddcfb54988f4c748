package view

import (
	"fmt"
	"maps"
	"slices"
)

// A Value is what params say, in site.yaml or in front matter: a text, a list
// or a mapping. The program does nothing with it; layouts may.
type Value struct {
	Text   string  // a text or a number; "true" for true, empty for false and for nothing
	List   []Value // a list
	Fields []Field // a mapping, by name
}

// A Field is an entry of a mapping.
type Field struct {
	Name  string
	Value Value
}

// Get is the entry of that name, the empty Value where there is none:
//
//	{{with (.Frame.Params.Get "hotline").Text}}…{{end}}
func (v Value) Get(name string) Value {
	for _, f := range v.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return Value{}
}

// value makes a Value of what was read.
func value(read any) (v Value) {
	switch read := read.(type) {
	case nil:
	case bool:
		if read {
			v.Text = "true"
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(read)) {
			v.Fields = append(v.Fields, Field{name, value(read[name])})
		}
	case []any:
		for _, item := range read {
			v.List = append(v.List, value(item))
		}
	default:
		v.Text = fmt.Sprint(read)
	}
	return v
}
