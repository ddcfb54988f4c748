package read

import (
	"testing"

	"bulletin/internal/site"
)

func TestCodesOfThreeLetters(t *testing.T) {
	names := newNaming([]*site.Language{{Code: "zh", Tag: "zh-Hans"}, {Code: "en", Tag: "en"}})
	for name, want := range map[string]string{"a37.eng.md": "a37 en", "a37.zho.md": "a37 zh", "a37.CHI.md": "a37 zh", "v2.old.md": "v2.old "} {
		stem, l, alien := names.split(name)
		got := stem + " "
		if l != nil {
			got += l.Code
		}
		if got != want || alien != "" {
			t.Errorf("%s is %q, %q, want %q", name, got, alien, want)
		}
	}
}
