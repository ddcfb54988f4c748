package build_test

import (
	"fmt"
	"strings"
	"testing"

	"bulletin/assets"
	"bulletin/internal/picture"
)

// The classes of the stylesheet are the palette of package picture.
func TestTones(t *testing.T) {
	css, err := assets.FS.ReadFile("css/52-tones.css")
	check(t, err)
	var want strings.Builder
	want.WriteString("/* The colour of a picture before it is loaded, by its class: the palette of\n   package picture. */\n")
	for i, tone := range picture.Tones() {
		if tone != "" {
			fmt.Fprintf(&want, ".tone-%d { background: %s; }\n", i, tone)
		}
	}
	if string(css) != want.String() {
		t.Errorf("css/52-tones.css is not\n%s", want.String())
	}
}
