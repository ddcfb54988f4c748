package serve

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// The script is small, and of the JavaScript that every browser in use has.
func TestScriptIsSmall(t *testing.T) {
	if len(reloadScript) > 2048 {
		t.Errorf("reload.js has %d bytes", len(reloadScript))
	}
	for _, word := range []string{"innerHTML", "eval", "Function(", "?.", "??", "style="} {
		if strings.Contains(string(reloadScript), word) {
			t.Errorf("reload.js has %q", word)
		}
	}
}

func TestScript(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("BULLETIN_CI") != "" {
			t.Fatal("node is needed to test reload.js")
		}
		t.Skip("reload.js is not tested: there is no node here")
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	out, err := exec.CommandContext(ctx, node, "testdata/reload.js", "reload.js").CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if n := strings.Count(string(out), "ok: "); n < 9 {
		t.Errorf("only %d cases ran:\n%s", n, out)
	}
}
