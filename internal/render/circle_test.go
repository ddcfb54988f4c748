package render

import (
	"strings"
	"testing"
	"testing/fstest"

	"bulletin/assets"
	"bulletin/internal/asset"
)

// Layouts that lead back to themselves with the same dot are found; those that
// go on with a part of it are as they should be.
func TestCircles(t *testing.T) {
	set, err := asset.Load(assets.FS, "")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		`{{template "a.html" .}}`:                                "a.html",
		`{{template "a.html"}}`:                                  "a.html",
		`{{with .Body}}{{template "a.html" $}}{{end}}`:           "a.html",
		`{{if .Path}}x{{else}}{{template "a.html" .}}{{end}}`:    "a.html",
		`{{range .List}}{{else}}{{template "a.html" .}}{{end}}`:  "a.html",
		`{{template "b.html" .}}`:                                "b.html",
		`{{card .}}`:                                             "card.html",
		`{{range .List}}{{template "a.html" .}}{{end}}`:          "",
		`{{range .Fields}}{{template "a.html" .Value}}{{end}}`:   "",
		`{{with .Frame}}{{template "a.html" .}}{{end}}`:          "",
		`{{template "c.html" .}}{{card .Lead}}{{printf "%v" .}}`: "",
	} {
		_, problems := Load(Options{
			Layouts: fstest.MapFS{
				"a.html":    {Data: []byte(text)},
				"b.html":    {Data: []byte(`{{template "a.html" .}}`)},
				"c.html":    {Data: []byte(`c`)},
				"card.html": {Data: []byte(`{{template "a.html" .}}`)},
			},
			Assets: set, Strings: map[string]map[string]string{"en": {}},
		})
		found := ""
		for _, p := range problems {
			if strings.HasSuffix(p.Pos.File, "/a.html") && p.Message == "layout.circle" {
				found = p.Args[0].(string)
			}
		}
		if found != want {
			t.Errorf("%s: %q is without end, want %q: %v", text, found, want, problems)
		}
	}
}
