package view

import (
	"html/template"
	"strings"
	"testing"
)

func TestParams(t *testing.T) {
	v := value(map[string]any{
		"hotline": "010-12345678", "floor": 3, "open": true, "closed": false, "nothing": nil,
		"desks": []any{"A", map[string]any{"name": "B"}},
	})
	layout := template.Must(template.New("").Parse(
		`{{(.Get "hotline").Text}} {{(.Get "floor").Text}} {{with (.Get "open").Text}}open{{end}}` +
			`{{with (.Get "closed").Text}}closed{{end}}{{with (.Get "nothing").Text}}nothing{{end}}` +
			`{{with (.Get "gone").Text}}gone{{end}}{{range (.Get "desks").List}} {{.Text}}{{(.Get "name").Text}}{{end}}` +
			`{{range .Fields}} {{.Name}}{{end}}`))
	var b strings.Builder
	if err := layout.Execute(&b, v); err != nil {
		t.Fatal(err)
	}
	if want := "010-12345678 3 open A B closed desks floor hotline nothing open"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}
