package read

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"bulletin/internal/diag"
)

// A table is a file of ours in YAML: site.yaml, a vocabulary, strings. It
// collects what is wrong with it.
type table struct {
	file     string
	kind     diag.Message // of a value that has the wrong shape: "kind" or "config.kind"
	root     *yaml.Node   // nil when nothing could be read
	problems []diag.Problem
	mended   *colons // nil where the text is taken as it is
}

// readTable reads a file; whatever is wrong with it is reported as broken or,
// where a value has the wrong shape, as kind.
func readTable(fsys fs.FS, name, file string, broken, kind diag.Message) (*table, error) {
	return readMended(fsys, name, file, broken, kind, nil)
}

// readMended is readTable of a file in which full-width colons are understood.
func readMended(fsys fs.FS, name, file string, broken, kind diag.Message, mended *colons) (*table, error) {
	t := &table{file: file, kind: kind, mended: mended}
	data, err := load(fsys, name, maxTable, nil)
	if errors.Is(err, errLarge) {
		t.whole(broken, "it is larger than 1 MiB", "文件超过 1 MiB")
		return t, nil
	}
	if err != nil {
		return t, err
	}
	text, problems := decode(file, data)
	t.problems = append(t.problems, problems...)
	if diag.Worst(problems) < diag.Error {
		if mended != nil {
			text = []byte(mended.mend(string(text)))
		}
		t.parse(text, broken)
	}
	return t, nil
}

// parse sets root. The library may panic on what it does not expect.
func (t *table) parse(text []byte, broken diag.Message) {
	defer func() {
		if recover() != nil {
			t.root = nil
			t.whole(broken, "it cannot be understood", "无法理解其内容")
		}
	}()
	var n yaml.Node
	err := yaml.Load(text, &n)
	if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
		t.root = n.Content[0]
	}
	if err == nil {
		return
	}
	var l *yaml.LoadError
	if !errors.As(err, &l) {
		t.whole(broken, err.Error(), verbatim(err.Error()))
		return
	}
	if l.Mark.Line == 0 && strings.Contains(l.Message, "no documents") {
		return // blank, or nothing but comments
	}
	pos := diag.Pos{File: t.file, Line: max(l.Mark.Line, 1), Column: max(l.Mark.Column, 1)}
	if lines := bytes.Split(bytes.TrimRight(text, "\n"), []byte("\n")); pos.Line > len(lines) { // behind the end
		pos.Line, pos.Column = len(lines), utf8.RuneCount(lines[len(lines)-1])+1
	}
	pos.Column = t.column(pos.Line, pos.Column)
	en, zh := yamlFault(l.Message)
	t.problems = append(t.problems, diag.At(pos, broken, en, zh))
}

// yamlFault says what the YAML library found, in both languages.
func yamlFault(message string) (en, zh string) {
	for _, f := range [...]struct{ part, en, zh string }{
		{"mapping values are not allowed", "a colon stands where none may; a value with a colon needs quotation marks", "此处不能有冒号；含冒号的值要放在引号里"},
		{"cannot start any token", "this character cannot begin a value; put the value in quotation marks, and indent with spaces, not tabs", "值不能以此字符开头；请把值放在引号里，缩进用空格而不是制表符"},
		{"did not find expected ',' or", "a comma or a closing bracket is missing before this", "此处之前缺少逗号或右括号"},
		{"did not find expected key", "this line is not indented like its neighbours", "此行的缩进与上下不一致"},
		{"did not find expected '-'", "this line does not belong to the list above it", "此行不属于上面的列表"},
		{"unexpected end of stream", "a quotation mark is opened and never closed", "引号没有结束"},
		{"could not find expected ':'", "a colon after the key is missing", "键名后面缺少冒号"},
		{"unknown anchor", "a value that begins with * needs quotation marks", "以 * 开头的值要放在引号里"},
		{"found multiple", "the file holds more than one document: take out the lines ---", "文件中有多个文档：请删去 --- 行"},
		{"duplicate", "a key is given twice", "同一个键写了两次"},
		{"already defined", "a key is given twice", "同一个键写了两次"},
		{"found a tab", "lines are indented with spaces, not tabs", "缩进要用空格，不能用制表符"},
		{"tabs", "lines are indented with spaces, not tabs", "缩进要用空格，不能用制表符"},
		{"node content", "a value is missing before this", "此处之前缺少一个值"},
		{"unknown escape", `within "…" a \ begins an escape: write \\ or use '…'`, `双引号里的 \ 表示转义：请写 \\，或改用单引号`},
		{"unexpected document indicator", "a quotation mark is opened and never closed", "引号没有结束"},
		{"block sequence entries", "an item of a list cannot stand here: put it on a line of its own", "此处不能有列表项：请另起一行"},
		{"mapping keys are not allowed", "a key cannot stand here", "此处不能有键名"},
		{"expected comment or line break", "nothing may follow here on this line", "此处之后不能再有内容"},
		{"aliasing", "values that begin with * repeat too much", "以 * 引用的内容重复太多"},
		{"tag", "a value that begins with ! needs quotation marks", "以 ! 开头的值要放在引号里"},
		{"directive", "a line that begins with % needs quotation marks", "以 % 开头的内容要放在引号里"},
		{"alphabetic or numeric", "a value that begins with & or * needs quotation marks", "以 & 或 * 开头的值要放在引号里"},
		{"max depth", "lists and mappings are nested too deep", "列表和键值嵌套太深"},
		{"UTF", "the file is not valid UTF-8", "文件不是有效的 UTF-8"},
		{"control characters", "the file contains control characters", "文件中有控制字符"},
	} {
		if strings.Contains(message, f.part) {
			return f.en, f.zh
		}
	}
	return message, verbatim(message)
}

// verbatim are words of a library in a Chinese message.
func verbatim(s string) string { return "解析程序的原话：“" + s + "”" }

func (t *table) whole(m diag.Message, args ...any) {
	t.problems = append(t.problems, diag.At(diag.Whole(t.file), m, args...))
}

func (t *table) at(n *yaml.Node, m diag.Message, args ...any) {
	t.problems = append(t.problems, diag.At(t.pos(n), m, args...))
}

// pos is where a value stands.
func (t *table) pos(n *yaml.Node) diag.Pos {
	p := diag.Pos{File: t.file, Line: max(n.Line, 1), Column: t.column(n.Line, max(n.Column, 1))}
	if n.Kind != yaml.ScalarNode || strings.Contains(n.Value, "\n") {
		return p
	}
	p.Width = utf8.RuneCountInString(n.Value)
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		p.Width += 2
	}
	return p
}

// column is a column as it is in the file.
func (t *table) column(line, column int) int {
	if t.mended == nil {
		return column
	}
	return t.mended.back(line, column)
}

// sorted returns the problems in the order of their places.
func (t *table) sorted() []diag.Problem {
	slices.SortStableFunc(t.problems, func(a, b diag.Problem) int {
		return cmp.Or(a.Pos.Line-b.Pos.Line, a.Pos.Column-b.Pos.Column)
	})
	return t.problems
}

// An expected names what a value must be, in both languages, with an example.
type expected struct{ en, example, zh string }

func (t *table) wrong(n *yaml.Node, name string, s expected) {
	t.at(n, t.kind, name, s.en, s.example, s.zh)
}

// A pair is one line of a mapping.
type pair struct {
	key         string
	name, value *yaml.Node
}

// entries lists what a mapping holds, in its order, a key given twice only
// once. ok is false when the value is no mapping.
func (t *table) entries(n *yaml.Node) (list []pair, ok bool) {
	n = actual(n)
	if n.Kind != yaml.MappingNode {
		return nil, false
	}
	lines := make(map[string]int, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := actual(n.Content[i]), actual(n.Content[i+1])
		key := strings.TrimSpace(name.Value)
		if name.Kind != yaml.ScalarNode || key == "" {
			t.wrong(n.Content[i], "?", expected{"a name", "key: value", "名称"})
			continue
		}
		if line, twice := lines[key]; twice {
			t.at(n.Content[i], "duplicate-key", key, line)
			continue
		}
		lines[key] = n.Content[i].Line
		list = append(list, pair{key, n.Content[i], value})
	}
	return list, true
}

// wordOf is a scalar as it is written; ok is false when the value is none or
// blank.
func wordOf(n *yaml.Node) (s string, ok bool) {
	n = actual(n)
	s = strings.TrimSpace(n.Value)
	return s, n.Kind == yaml.ScalarNode && !isNull(n) && s != ""
}

// actual is what an alias stands for.
func actual(n *yaml.Node) *yaml.Node {
	for i := 0; n.Kind == yaml.AliasNode && n.Alias != nil && i < 100; i++ {
		n = n.Alias
	}
	return n
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// unknown reports a key that nobody knows, with the one most like it.
func (t *table) unknown(n *yaml.Node, key string, known []string) {
	if like := diag.Suggest(key, known); like != "" {
		t.at(n, "unknown-key.like", key, like)
		return
	}
	t.at(n, "unknown-key", key)
}

// freeValue is a value of a free map as templates use it: maps, lists, texts,
// numbers, true and false. left bounds what aliases can make of a small file.
func freeValue(n *yaml.Node, depth int, left *int) any {
	n = actual(n)
	if *left--; *left < 0 || depth > 50 {
		return nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[actual(n.Content[i]).Value] = freeValue(n.Content[i+1], depth+1, left)
		}
		return m
	case yaml.SequenceNode:
		l := make([]any, len(n.Content))
		for i, c := range n.Content {
			l[i] = freeValue(c, depth+1, left)
		}
		return l
	case yaml.ScalarNode:
		return scalarValue(n)
	}
	return nil
}

// scalarValue is a text, number, truth value or nil; dates stay as written.
func scalarValue(n *yaml.Node) any {
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool", "!!int", "!!float":
		var v any
		if n.Decode(&v) == nil {
			return v
		}
	}
	return n.Value
}
