package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"bulletin/internal/corpus"
)

// A cost is what one process took.
type cost struct {
	cpu, wall time.Duration
	peak      int64 // bytes, where the system tells; else 0
}

// ratio builds a corpus of n articles with the program and does the least work
// for the same output, in turn, each in a process of its own and into a folder
// never used before, with nothing remembered, and prints every pair and the medians.
func ratio(program string, n, pairs int) error {
	base := ""
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		base = "/dev/shm" // memory, so that no disk is measured
	}
	dir, err := os.MkdirTemp(base, "corpus-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	source := filepath.Join(dir, "source")
	if err := corpus.Write(source, n, 1); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var builds, leasts []cost
	var ratios []float64
	files, size := 0, int64(0)
	for i := range pairs + 1 { // the first pair warms up and does not count
		out := filepath.Join(dir, "build"+strconv.Itoa(i))
		if err := os.RemoveAll(filepath.Join(source, ".bulletin")); err != nil {
			return err // what builds remember
		}
		b, err := timed(program, "build", "-q", "-s", source, "-d", out)
		if err != nil {
			return err
		}
		if files, size, err = measure(out); err != nil {
			return err
		}
		l, err := timed(self, "least", source, filepath.Join(dir, "least"+strconv.Itoa(i)), strconv.Itoa(files), strconv.FormatInt(size, 10))
		if err != nil {
			return err
		}
		if i == 0 {
			continue
		}
		builds, leasts, ratios = append(builds, b), append(leasts, l), append(ratios, b.cpu.Seconds()/l.cpu.Seconds())
		fmt.Printf("build %s   least %s   ratio %.2f\n", b, l, ratios[len(ratios)-1])
	}
	fmt.Printf("%d articles, %d files, %d bytes\nmedian: build %s   least %s   ratio %.2f   %.0f articles/s\n", n, files, size,
		median(builds), median(leasts), middle(ratios), float64(n)/median(builds).wall.Seconds())
	return nil
}

func timed(name string, args ...string) (cost, error) {
	cmd := exec.Command(name, args...)
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return cost{}, fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	s := cmd.ProcessState
	return cost{s.UserTime() + s.SystemTime(), time.Since(began), peakOf(s)}, nil
}

func (c cost) String() string {
	return fmt.Sprintf("%.2f s CPU, %.2f s, %d MB", c.cpu.Seconds(), c.wall.Seconds(), c.peak>>20)
}

// measure counts the files below dir and their bytes.
func measure(dir string) (files int, size int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		files, size = files+1, size+info.Size()
		return err
	})
	return files, size, err
}

func median(costs []cost) cost {
	var cpu, wall []float64
	peak := int64(0)
	for _, c := range costs {
		cpu, wall, peak = append(cpu, float64(c.cpu)), append(wall, float64(c.wall)), max(peak, c.peak)
	}
	return cost{time.Duration(middle(cpu)), time.Duration(middle(wall)), peak}
}

func middle(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
