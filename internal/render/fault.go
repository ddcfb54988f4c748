package render

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bulletin/internal/diag"
	"bulletin/internal/view"
)

// A fault is a mistake in a layout as html/template words it, and the message
// that says it so that a designer can mend it.
type fault struct {
	words   *regexp.Regexp // what is in parentheses are the arguments of the message
	message diag.Message
}

func faults() []fault {
	table := [][2]string{
		{`executing "([^"]+)" at .*exceeded maximum template depth`, "layout.circle"},
		{`can't evaluate field (\w+) in type \*?(?:view\.)?(\w+|interface \{\})`, "layout.field"},
		{`function "(\w+)" not defined`, "layout.function"},
		{`(?:no such template|template) "([^"]+)"(?: not defined|$)`, "layout.template"},
		{`wrong type for value; expected \*?view\.(\w+); got \*?(?:view\.)?(\w+)`, "layout.value"},
		{`range can't iterate over`, "layout.list"},
		{`undefined variable "(\$\w*)"`, "layout.variable"},
		{`wrong number of args for (\w+)`, "layout.arguments"},
		{`unexpected EOF`, "layout.open"},
		{`unexpected (\{\{(?:end|else)\}\})`, "layout.end"},
		{`(unterminated|unclosed|bad character|unrecognized character|unexpected|missing value|malformed|invalid syntax)`, "layout.action"},
		{`(different contexts|non-text context|ambiguous context|in (?:unquoted )?attr|slash|bad HTML)`, "layout.context"},
	}
	all := make([]fault, len(table))
	for i, row := range table {
		all[i] = fault{regexp.MustCompile(row[0]), diag.Message(row[1])}
	}
	return all
}

// worded is a problem of a layout in words of ours, where we have some.
func (t *Theme) worded(pos diag.Pos, text string, p *view.Page) diag.Problem {
	for _, f := range faults() {
		m := f.words.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		switch f.message {
		case "layout.field":
			return t.noField(pos, m[1], m[2], p)
		case "layout.function", "layout.template":
			return t.unknown(pos, f.message, m[1])
		case "layout.context":
			if name := t.open(); name != "" && pos.File != "layouts/"+name {
				pos = diag.Whole("layouts/" + name)
			}
		case "layout.open":
			pos.Line, pos.Column = t.opened(pos)
		}
		args := []any{}
		for _, a := range m[1:] {
			args = append(args, a)
		}
		return diag.At(pos, f.message, args...)
	}
	return diag.At(pos, "layout", text)
}

// endingOpen is the layout at whose end a tag, a quotation mark or a comment is open,
// by which others are cut in two; "" where there is none.
func (t *Theme) endingOpen() string {
	var open []string
	for _, e := range t.languages {
		for name := range e.trees {
			if e.endsOpen(name) {
				open = append(open, name)
			}
		}
		for _, name := range slices.Sorted(slices.Values(open)) {
			calls := e.spare.Lookup(name).Tree.Root.String()
			if !slices.ContainsFunc(open, func(other string) bool { return strings.Contains(calls, strconv.Quote(other)) }) {
				return name
			}
		}
		break // the layouts are those of all languages
	}
	return ""
}

// endsOpen reports whether no text may follow a layout. html/template tells before it
// executes anything.
func (e *edition) endsOpen(name string) bool {
	set, err := e.spare.Clone()
	if err != nil {
		return false
	}
	if set, err = set.New("alone").Parse(fmt.Sprintf("{{template %q .}}", name)); err != nil {
		return false
	}
	bad, ok := errors.AsType[*template.Error](set.Execute(io.Discard, nil))
	return ok && bad.ErrorCode == template.ErrEndContext
}

// noField tells of a field that is not there and of the one most like it.
func (t *Theme) noField(pos diag.Pos, field, of string, p *view.Page) diag.Problem {
	if strings.HasPrefix(of, "interface") {
		if of = "Page"; p != nil && p.Body != nil {
			of = reflect.TypeOf(p.Body).Elem().Name()
		}
	}
	if like := diag.Suggest(field, fields(of)); like != "" {
		return diag.At(pos, "layout.field.like", field, of, like)
	}
	return diag.At(pos, "layout.field", field, of)
}

// unknown tells of a name that no function or layout has, and of the one most
// like it. The place is the name's.
func (t *Theme) unknown(pos diag.Pos, m diag.Message, name string) diag.Problem {
	var known []string
	for _, e := range t.languages {
		for layout := range e.trees {
			known = append(known, layout)
		}
	}
	if m == "layout.function" {
		known = known[:0]
		for f := range new(edition).functions() {
			known = append(known, f)
		}
	}
	slices.Sort(known)
	if i := strings.Index(t.line(pos), name); i >= 0 {
		pos.Column = t.column(strings.TrimPrefix(pos.File, "layouts/"), pos.Line, i)
	}
	own := strings.TrimPrefix(pos.File, "layouts/") // which cannot be what it calls
	known = slices.DeleteFunc(known, func(k string) bool { return k == own })

	const ending = ".html" // makes all names alike
	for i := range known {
		known[i] = strings.TrimSuffix(known[i], ending)
	}
	if like := diag.Suggest(strings.TrimSuffix(name, ending), slices.Compact(known)); like != "" {
		if m == "layout.template" {
			like += ending
		}
		return diag.At(pos, m+".like", name, like)
	}
	return diag.At(pos, m, name)
}

var block = regexp.MustCompile(`\{\{-?\s*(if|with|range|block|define|end)\b`)

// opened is where the block begins that the end of the layout leaves open.
func (t *Theme) opened(pos diag.Pos) (line, column int) {
	var stack [][2]int
	name := strings.TrimPrefix(pos.File, "layouts/")
	for n := 1; n <= pos.Line; n++ {
		text := t.line(diag.Pos{File: pos.File, Line: n})
		for _, m := range block.FindAllStringSubmatchIndex(text, -1) {
			switch {
			case text[m[2]:m[3]] != "end":
				stack = append(stack, [2]int{n, t.column(name, n, m[2])})
			case len(stack) > 0:
				stack = stack[:len(stack)-1]
			}
		}
	}
	if len(stack) == 0 {
		return pos.Line, pos.Column
	}
	return stack[len(stack)-1][0], stack[len(stack)-1][1]
}

// fields are those of a type of package view, by its name.
func fields(name string) (names []string) {
	for _, t := range viewed(reflect.TypeFor[view.Page](), nil) {
		if t.Name() == name {
			for i := range t.NumField() {
				names = append(names, t.Field(i).Name)
			}
		}
	}
	return names
}

// viewed are the types that views hold.
func viewed(t reflect.Type, seen []reflect.Type) []reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || slices.Contains(seen, t) {
		return seen
	}
	seen = append(seen, t)
	for i := range t.NumField() {
		seen = viewed(t.Field(i).Type, seen)
	}
	if t == reflect.TypeFor[view.Page]() {
		for _, body := range []any{view.Home{}, view.List{}, view.Index{}, view.Issue{}, view.Article{}, view.Plain{}, view.Missing{}, view.Front{}, view.Redirect{}} {
			seen = viewed(reflect.TypeOf(body), seen)
		}
	}
	return seen
}
