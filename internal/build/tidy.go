package build

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// builds is for how many builds a set is kept that none of them used.
const builds = 10

var setFile = regexp.MustCompile(`^[0-9a-f]{32}(-preview|-avif)?(\.set|-[0-9]+\.set\.new)$`)

// tidy counts for how many builds each set of the cache has not been used, and drops
// those that were not for ten. It is told which this build uses, and touches nothing
// but sets.
func (d *darkroom) tidy(used map[string]bool) {
	if d.dir == "" || d.reads {
		return
	}
	entries, err := os.ReadDir(d.dir)
	if err != nil {
		return
	}
	file := filepath.Join(d.dir, "unused")
	before := readUnused(file)
	var lines []string
	for _, e := range entries {
		name := e.Name()
		if !setFile.MatchString(name) || used[strings.TrimSuffix(name, setEnding)] {
			continue
		}
		n := before[name] + 1
		if n > builds && os.Remove(filepath.Join(d.dir, name)) == nil {
			continue
		}
		lines = append(lines, name+" "+strconv.Itoa(n)+"\n")
	}
	if len(lines) > 0 || len(before) > 0 {
		_ = replaceFile(file, func(w io.Writer) error {
			_, err := io.WriteString(w, strings.Join(lines, ""))
			return err
		})
	}
}

// readUnused reads for how many builds sets have not been used. What cannot be read
// was used just now.
func readUnused(file string) map[string]int {
	text, _, err := readCache(file)
	counts := make(map[string]int)
	if err != nil {
		return counts
	}
	for line := range strings.Lines(text) {
		name, number, _ := strings.Cut(strings.TrimSpace(line), " ")
		if n, err := strconv.Atoi(number); err == nil && setFile.MatchString(name) {
			counts[name] = n
		}
	}
	return counts
}
