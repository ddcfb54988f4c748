package house

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The map names every room and no other, and tells which are planned.
func TestMap(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	rooms := regexp.MustCompile("(?m)^\\| `([a-z]+)` \\|").FindAllStringSubmatch(string(text), -1)
	var named []string
	for _, room := range rooms {
		named = append(named, room[1])
	}
	planned := regexp.MustCompile(`planned and not built \(([^)]*)\)`).FindStringSubmatch(string(text))
	if planned == nil {
		t.Fatal("the map does not tell what is planned")
	}
	for name := range strings.SplitSeq(planned[1], ", ") {
		name = strings.Trim(name, "`")
		if _, err := os.Stat("../" + name); err == nil {
			t.Errorf("the map says that %s is not built", name)
		}
		named = append(named, name)
	}
	for path := range arrows() {
		name, inside := strings.CutPrefix(path, "internal/")
		if inside && !strings.Contains(name, "/") && !slices.Contains(named, name) {
			t.Errorf("the map has no room %s", name)
		}
	}
	for _, name := range named {
		if _, known := arrows()["internal/"+name]; !known {
			t.Errorf("the map has a room %s, which is not in the table of arrows", name)
		}
	}
}
