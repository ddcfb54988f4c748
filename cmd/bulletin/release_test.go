package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestRelease makes the binary of this system as .ci/release hands it out, from
// elsewhere and twice: its bytes are the same, and it knows its version.
func TestRelease(t *testing.T) {
	if os.Getenv("BULLETIN_CI") == "" {
		t.Skip("compiles everything anew; set BULLETIN_CI=1")
	}
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip(err)
	}
	script, err := filepath.Abs("../../.ci/release")
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	t.Setenv("DIST", "made") // beside whoever asks for it
	target := runtime.GOOS + "/" + runtime.GOARCH
	first := in(t, elsewhere, "bash", script, "v1.2.3", target)
	name := "bulletin-" + strings.ReplaceAll(target, "/", "-")
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if !strings.HasSuffix(strings.TrimSpace(first), "  "+name) {
		t.Errorf("the sums are %q, not that of %s", first, name)
	}
	if second := in(t, elsewhere, "bash", script, "v1.2.3", target); second != first {
		t.Errorf("the second time the sum is %q, not %q", second, first)
	}
	if said := in(t, elsewhere, filepath.Join("made", name), "version"); !strings.HasPrefix(said, "bulletin v1.2.3\ncommit ") {
		t.Errorf("it says of itself: %q", said)
	}
	refused := exec.Command("bash", script, "v1 -X main.x=y", target)
	if err := refused.Run(); err == nil {
		t.Error("a version that is no word must be refused")
	}
}
