package read

import (
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"bulletin/internal/diag"
	"bulletin/internal/site"
)

// vocabulary reads content/topics.yaml, sources.yaml or issues.yaml: a label in
// each language for each id, in the order of the file. It is empty, not nil,
// when the file says nothing, and nil when it cannot be read: what it would say of
// the topics of texts, nobody knows.
func vocabulary(fsys fs.FS, file string, cfg *site.Config) ([]*site.Topic, []diag.Problem, error) {
	t, err := readTable(fsys, file, file, "kind.broken", "kind")
	if err != nil {
		if p, ok := unread(file, err); ok {
			return nil, []diag.Problem{p}, nil
		}
		return nil, nil, err
	}
	if slices.ContainsFunc(t.problems, func(p diag.Problem) bool { return p.Message == "kind.broken" }) {
		return nil, t.problems, nil
	}
	topics := []*site.Topic{}
	if t.root == nil || isNull(t.root) {
		return topics, t.problems, nil
	}
	const example = "training: {zh: 培训, en: Training}"
	list, ok := t.entries(t.root)
	if !ok {
		t.wrong(t.root, file, expected{"lines of an id and its labels", example, "若干行标识和各语言名称"})
	}
	v := owners{table: t, names: newNaming(cfg.Languages), labels: map[string]string{}}
	numbers := make(map[string]string) // of issues, to their ids
	for _, e := range list {
		v.claim(e.name, e.key, e.key)
		if file != contentDir+"/issues.yaml" {
			continue
		}
		n := site.IssueNumber(e.key)
		if first, taken := numbers[n]; taken {
			t.at(e.name, "issue.twice", e.key, first)
		} else {
			numbers[n] = e.key
		}
	}
	for _, e := range list {
		topic := &site.Topic{ID: e.key, Labels: v.entry(e, example)}
		topics = append(topics, topic)
		for _, l := range cfg.Languages {
			if topic.Labels[l.Code] == "" {
				t.at(e.name, "vocabulary", e.key, l.Code)
			}
		}
	}
	return topics, t.sorted(), nil
}

// owners knows which id a name belongs to: texts may name a topic by its id or
// by any of its labels.
type owners struct {
	*table
	names  *naming
	labels map[string]string
}

// entry reads the labels of one id. One text alone is the label in the first
// language.
func (v *owners) entry(e pair, example string) site.Text {
	if s, ok := wordOf(e.value); ok {
		v.claim(e.value, s, e.key)
		return site.Text{v.names.languages[0].Code: s}
	}
	if isNull(e.value) {
		return site.Text{}
	}
	text, ok := v.table.labels(e.value, e.key, example, v.names)
	if !ok {
		text = make(site.Text)
		for _, l := range v.names.languages {
			text[l.Code] = e.key // reported: not missing as well
		}
		return text
	}
	list := slices.Clone(actual(e.value).Content)
	for i := 0; i+1 < len(list); i += 2 {
		if s, ok := wordOf(list[i+1]); ok {
			v.claim(list[i+1], s, e.key)
		}
	}
	return text
}

func (v *owners) claim(n *yaml.Node, label, id string) {
	folded := strings.ToLower(label)
	if first, taken := v.labels[folded]; taken && first != id {
		v.at(n, "vocabulary.twice", label, first, id)
		return
	}
	v.labels[folded] = id
}
