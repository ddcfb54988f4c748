package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestFork does what an office does with a fork: it takes the sample away and
// begins its own site in its place. The site must build, the jobs of CI must
// find the program in the fork's own sources, and the tests that look at
// content/ must like any content.
func TestFork(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the program once more")
	}
	fork := t.TempDir()
	copyProject(t, filepath.Join("..", ".."), fork)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bulletin := filepath.Join(t.TempDir(), "bulletin") // the name by which TestMain runs the program
	if err := os.Symlink(self, bulletin); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	readme := contents(t, filepath.Join(fork, "README.md"))

	for _, sample := range []string{"content", "site.yaml"} {
		if err := os.RemoveAll(filepath.Join(fork, sample)); err != nil {
			t.Fatal(err)
		}
	}
	in(t, fork, bulletin, "new", "site", ".")
	if contents(t, filepath.Join(fork, "README.md")) != readme {
		t.Error("README.md of the fork must stay as it is")
	}
	in(t, fork, bulletin, "build", "--strict")
	in(t, fork, "go", "test", "./internal/build", "-run", "^(TestEveryAddressAnswers|TestPages)$/^sample$")

	if _, err := exec.LookPath("sh"); err == nil {
		made := strings.TrimSpace(in(t, fork, "sh", filepath.Join(".ci", "bulletin")))
		defer os.RemoveAll(filepath.Dir(made))
		in(t, fork, made, "check", "--strict")
	}
}

// TestRepositoryOfTheProgram lets a repository with texts only take the program
// from another repository, by its address and the name of a version.
func TestRepositoryOfTheProgram(t *testing.T) {
	for _, tool := range []string{"sh", "git"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	program, office := t.TempDir(), t.TempDir()
	put(t, filepath.Join(program, "go.mod"), []byte("module bulletin\n\ngo 1.21\n"))
	put(t, filepath.Join(program, "cmd", "bulletin", "main.go"), []byte("package main\n\nfunc main() { println(commit) }\n\nvar commit string\n"))
	in(t, program, "git", "init", "-q")
	in(t, program, "git", "add", ".")
	in(t, program, "git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "one")
	in(t, program, "git", "tag", "v1")
	put(t, filepath.Join(program, "cmd", "bulletin", "main.go"), []byte("package broken\n"))
	in(t, program, "git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-a", "-m", "two")

	script, err := start.ReadFile("start/dot-ci/bulletin")
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(office, ".ci", "bulletin"), script)
	t.Setenv("BULLETIN_REPOSITORY", program)
	t.Setenv("BULLETIN_REF", "v1")
	made := strings.TrimSpace(in(t, office, "sh", ".ci/bulletin"))
	defer os.RemoveAll(filepath.Dir(made))
	said, err := exec.Command(made).CombinedOutput()
	if want := in(t, program, "git", "rev-parse", "v1"); err != nil || string(said) != want {
		t.Errorf("%s says %q, want the commit %q: %v", made, said, want, err)
	}
}

// in runs a command in a folder and returns what it printed on standard output.
func in(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	c := exec.Command(name, args...)
	var said strings.Builder
	c.Dir, c.Stderr = dir, &said
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s%s", name, args, err, out, said.String())
	}
	return string(out)
}

func contents(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// copyProject copies the project without what builds and tools put there.
func copyProject(t *testing.T, from, to string) {
	t.Helper()
	made := []string{".git", "public", ".bulletin", "dist", "node_modules"}
	err := filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		switch {
		case err != nil:
			return err
		case slices.Contains(made, rel):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type().IsRegular():
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			put(t, filepath.Join(to, rel), data)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
