package read

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"

	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// quoted reads a value that only a YAML parser can: a block of lines, a text
// in quotation marks with escapes or of several lines. What > folds is folded
// here, for YAML would put spaces between Han.
func (m *matter) quoted(p given) value {
	fold := p.first[0] == '>'
	if fold {
		p.first = "|" + p.first[1:]
	}
	n := m.parse(p)
	if n == nil || n.Kind != yaml.ScalarNode {
		return value{}
	}
	text := trim(n.Value)
	if fold {
		text = foldLines(text)
	}
	if text == "" {
		return value{}
	}
	at := p.at
	if p.rest != "" && p.first[0] == '|' {
		at = m.below(p)
	}
	return value{form: plain, text: text, at: at}
}

// foldLines joins lines into paragraphs.
func foldLines(s string) string {
	if !strings.Contains(s, "\n") {
		return s
	}
	var paragraphs, parts []string
	for _, row := range rows(s+"\n\n", 0) {
		if row = trim(row); row != "" {
			parts = append(parts, row)
		} else if len(parts) > 0 {
			paragraphs, parts = append(paragraphs, join(parts...)), parts[:0]
		}
	}
	return strings.Join(paragraphs, "\n")
}

// tree reads a value of nested lists and records.
func (m *matter) tree(p given) value {
	n := m.parse(p)
	if n == nil {
		return value{}
	}
	left := 10_000
	return branch(n, p.at, &left)
}

// branch makes a value of a node. left bounds what aliases can make of it.
func branch(n *yaml.Node, at site.Spot, left *int) value {
	for ; n.Kind == yaml.AliasNode && n.Alias != nil; n = n.Alias {
	}
	if *left--; *left < 0 {
		return value{}
	}
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Value == "" || n.ShortTag() == "!!null" {
			return value{}
		}
		return value{form: plain, text: n.Value, at: at}
	case yaml.SequenceNode:
		v := value{form: list, at: at}
		for _, c := range n.Content {
			if item := branch(c, at, left); item.form != nothing {
				v.items = append(v.items, item)
			}
		}
		return v
	case yaml.MappingNode:
		v := value{form: record, at: at}
		for i := 0; i+1 < len(n.Content); i += 2 {
			item := branch(n.Content[i+1], at, left)
			item.name = n.Content[i].Value
			v.items = append(v.items, item)
		}
		return v
	}
	return value{}
}

// parse hands a value to the YAML library, nil when it is broken.
func (m *matter) parse(p given) (n *yaml.Node) {
	defer func() { // the library may panic on what it does not expect
		if recover() != nil {
			m.broken(p, nil)
			n = nil
		}
	}()
	var b strings.Builder
	margin := strings.Repeat(" ", m.base)
	b.WriteString(margin + "k: " + p.first + "\n")
	for _, s := range rows(p.rest, 0) {
		text := trimLeft(s)
		b.WriteString(strings.Repeat(" ", strings.Index(s, text)) + text + "\n")
	}
	var doc yaml.Node
	if err := yaml.Load([]byte(b.String()), &doc); err != nil {
		m.broken(p, err)
		return nil
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode || len(doc.Content[0].Content) != 2 {
		m.broken(p, nil)
		return nil
	}
	return doc.Content[0].Content[1]
}

// broken reports a value that is not YAML, at the line of the file.
func (m *matter) broken(p given, err error) {
	at, row := p.at, 0
	msg, args := diag.Message("front-matter"), []any{"not valid YAML", "不是有效的 YAML"}
	var l *yaml.LoadError
	if errors.As(err, &l) {
		row = l.Mark.Line - 1
		for _, r := range [...]struct {
			part string
			msg  diag.Message
			args []any
		}{
			{"stream", "front-matter.quote", nil},
			{"',' or ']'", "front-matter.list", nil},
			{"',' or '}'", "front-matter.brace", nil},
			{"mapping values", "front-matter", []any{"a colon stands where none may", "此处不能有冒号"}},
			{"expected key", "front-matter", []any{"this line is not indented like its neighbours", "此行的缩进与上下不一致"}},
			{"unknown anchor", "front-matter", []any{"a value that begins with * needs quotation marks", "以 * 开头的值要放在引号里"}},
		} {
			if strings.Contains(l.Message, r.part) {
				msg, args = r.msg, r.args
				if args == nil && l.ContextMark.Line > 0 { // something is not closed
					row = l.ContextMark.Line - 1
				}
				break
			}
		}
	}
	for line, s := range rows(p.rest, p.at.Line+1) {
		if int(line-p.at.Line) == row && trim(s) != "" {
			at = spot(s, trim(s), int(line))
		}
	}
	m.report(at, msg, args...)
}
