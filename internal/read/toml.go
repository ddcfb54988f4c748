package read

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"bulletin/internal/site"
)

// toml reads a block of TOML whose first line has the number line.
func (m *matter) toml(raw []byte, line int) {
	t := tomlBlock{m: m, raw: raw, line: line}
	if err := toml.Unmarshal(raw, &t.doc); err != nil {
		t.broken(err)
		return
	}
	t.p.Reset(raw)
	var table *value // the table whose keys follow, nil at the top
	name := ""
	done := func() {
		if table != nil {
			t.put(name, *table)
		}
	}
	for t.p.NextExpression() {
		e := t.p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			path, at := t.path(e.Key())
			if e.Kind == unstable.ArrayTable && table != nil && path == name {
				table.items = append(table.items, value{form: record, at: at})
				continue
			}
			done()
			name, table = path, &value{form: record, name: path, at: at}
			if e.Kind == unstable.ArrayTable {
				*table = value{form: list, name: path, at: at, items: []value{{form: record, at: at}}}
			}
		case unstable.KeyValue:
			path, at := t.path(e.Key())
			v := t.value(e.Value(), at)
			v.name = path
			switch {
			case table == nil:
				t.top(path, at, v)
			case table.form == list:
				last := &table.items[len(table.items)-1]
				last.items = append(last.items, v)
			default:
				table.items = append(table.items, v)
			}
		}
	}
	done()
}

// A tomlBlock is front matter in TOML while it is read.
type tomlBlock struct {
	m    *matter
	raw  []byte
	line int
	p    unstable.Parser
	doc  map[string]any
	free bool // params were taken
}

// put takes a whole table.
func (t *tomlBlock) put(path string, v value) { t.top(path, v.at, v) }

// top gives the field of a key at the top its value.
func (t *tomlBlock) top(path string, at site.Spot, v value) {
	name, _, dotted := strings.Cut(path, ".")
	row := known(name)
	if row >= 0 && keys[row].names[0] == "params" {
		t.params(name, at)
		return
	}
	if dotted {
		t.m.unknown(name, at)
		return
	}
	if row, ok := t.m.row(name, at); ok {
		t.m.put(keys[row].field(&t.m.h), name, v)
	}
}

func (t *tomlBlock) params(name string, at site.Spot) {
	if t.free {
		return
	}
	t.free = true
	for key, v := range t.doc {
		if free, ok := v.(map[string]any); ok && alike(key, name) {
			t.m.h.Params = site.Field[map[string]any]{Value: free, Spot: at, Set: true}
			return
		}
	}
	t.m.wrong(value{at: at}, name, "a map of names and values", "{…: …}", "键值表")
}

// path is a key with its dots, and where it stands.
func (t *tomlBlock) path(parts unstable.Iterator) (path string, at site.Spot) {
	for parts.Next() {
		n := parts.Node()
		if path == "" {
			at = t.spot(n.Raw)
			path = string(n.Data)
			continue
		}
		path += "." + string(n.Data)
	}
	return path, at
}

// value makes a value of a node; key is where its key stands.
func (t *tomlBlock) value(n *unstable.Node, key site.Spot) value {
	switch n.Kind {
	case unstable.Array:
		v := value{form: list, at: key}
		for it := n.Children(); it.Next(); {
			if c := it.Node(); c.Kind != unstable.Comment {
				v.items = append(v.items, t.value(c, key))
			}
		}
		if len(v.items) == 0 {
			return value{}
		}
		v.at = v.items[0].at
		return v
	case unstable.InlineTable:
		v := value{form: record, at: key}
		for it := n.Children(); it.Next(); {
			if c := it.Node(); c.Kind == unstable.KeyValue {
				path, at := t.path(c.Key())
				item := t.value(c.Value(), at)
				item.name = path
				v.items = append(v.items, item)
			}
		}
		return v
	case unstable.String:
		if len(n.Data) == 0 {
			return value{}
		}
		at := t.spot(n.Raw)
		if raw := t.p.Raw(n.Raw); !bytes.HasPrefix(raw, []byte(`"""`)) && !bytes.HasPrefix(raw, []byte("'''")) {
			at.Column, at.Width = at.Column+1, at.Width-2
			return value{form: plain, text: trim(string(n.Data)), at: at, exact: string(raw[1:len(raw)-1]) == trim(string(n.Data))}
		}
		return value{form: plain, text: trim(string(n.Data)), at: at}
	}
	return value{form: plain, text: string(n.Data), at: t.spot(n.Raw)}
}

// spot is where a part of the block stands in the file.
func (t *tomlBlock) spot(r unstable.Range) site.Spot {
	before := t.raw[:r.Offset]
	text, _, _ := bytes.Cut(t.raw[r.Offset:r.Offset+r.Length], []byte{'\n'})
	return site.Spot{
		Line:   int32(t.line + bytes.Count(before, []byte{'\n'})),
		Column: int32(1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])),
		Width:  int32(utf8.RuneCount(text)),
	}
}

// broken reports what is not TOML, at the line of the file.
func (t *tomlBlock) broken(err error) {
	at := site.Spot{Line: int32(t.line), Column: 1}
	var d *toml.DecodeError
	if errors.As(err, &d) {
		row, column := d.Position()
		for line, s := range rows(string(t.raw), 1) {
			if int(line) == row {
				at.Line += line - 1
				at.Column = int32(1 + utf8.RuneCountInString(s[:min(max(column-1, 0), len(s))]))
			}
		}
	}
	t.m.report(at, "front-matter", "not valid TOML", "不是有效的 TOML")
}
