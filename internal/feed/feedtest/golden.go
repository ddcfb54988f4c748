package feedtest

import (
	"bytes"
	"os"
	"testing"
)

// Golden compares with the file of that name, or with update writes it.
func Golden(t *testing.T, update bool, name string, got []byte) {
	t.Helper()
	if update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s:\n got %s\nwant %s", name, got, want)
	}
}
