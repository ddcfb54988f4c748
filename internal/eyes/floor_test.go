package eyes

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"bulletin/assets"
)

// What browsers of 2021 do not know stands by itself: one unknown selector in a list
// loses the whole rule, and an unknown value the declaration.
func TestFloor(t *testing.T) {
	younger := regexp.MustCompile(`color-mix\(|light-dark\(|oklch\(|\d(dvh|svh|lvh|cqw|cqi)\b|@container|@layer|@scope|@property|(^|[;{])\s*&|text-box|\binset-area|anchor\(`)
	rule := regexp.MustCompile(`([^{}]*)\{`)
	comment := regexp.MustCompile(`(?s)/\*.*?\*/`)
	files, err := fs.Glob(assets.FS, "css/*.css")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		body, err := fs.ReadFile(assets.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		css := comment.ReplaceAllString(string(body), "")
		if found := younger.FindString(css); found != "" {
			t.Errorf("%s: %q is younger than the browsers that must show the pages", path.Base(file), found)
		}
		for _, m := range rule.FindAllStringSubmatch(css, -1) {
			if strings.Contains(m[1], ":has(") && strings.Contains(inParentheses.ReplaceAllString(m[1], ""), ",") {
				t.Errorf("%s: %s: without :has the whole rule is lost", path.Base(file), strings.TrimSpace(m[1]))
			}
		}
	}
}

// inParentheses is the innermost of them; those around stay, and lists in :is with
// :has in it are found as well.
var inParentheses = regexp.MustCompile(`\([^()]*\)`)
