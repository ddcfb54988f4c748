package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bulletin/internal/corpus"
)

// again builds a corpus of n articles with the program from nothing, again where
// nothing has changed, and again in a copy whose sources have new times, as in
// a fresh checkout; several rounds of it, each in a folder of its own. It prints
// the medians and what the later builds cost of the first.
func again(program string, n, rounds int) error {
	base := ""
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		base = "/dev/shm"
	}
	dir, err := os.MkdirTemp(base, "corpus-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	var first, second, fresh []cost
	var seconds, freshes []float64
	for i := range rounds {
		source := filepath.Join(dir, fmt.Sprint("site", i))
		if err := corpus.Write(source, n, 1); err != nil {
			return err
		}
		costs, err := threeBuilds(program, source)
		if err != nil {
			return err
		}
		first, second, fresh = append(first, costs[0]), append(second, costs[1]), append(fresh, costs[2])
		seconds = append(seconds, costs[1].cpu.Seconds()/costs[0].cpu.Seconds())
		freshes = append(freshes, costs[2].cpu.Seconds()/costs[0].cpu.Seconds())
	}
	fmt.Printf("%d articles, median of %d: from nothing %s   again %s, %.1f %%   fresh checkout %s, %.1f %%\n",
		n, rounds, median(first), median(second), 100*middle(seconds), median(fresh), 100*middle(freshes))
	return nil
}

func threeBuilds(program, source string) (costs [3]cost, err error) {
	build := func(source string) (cost, error) { return timed(program, "build", "-q", "-s", source) }
	time.Sleep(time.Second) // what was written just now is read for safety
	if costs[0], err = build(source); err != nil {
		return costs, err
	}
	time.Sleep(time.Second)
	if _, err = build(source); err != nil { // reads what was young
		return costs, err
	}
	if costs[1], err = build(source); err != nil {
		return costs, err
	}
	elsewhere := source + "-fresh"
	if err = checkout(source, elsewhere); err != nil {
		return costs, err
	}
	costs[2], err = build(elsewhere)
	return costs, err
}

// checkout copies a site: the sources with new times, the destination and what
// the program remembers with their own.
func checkout(from, to string) error {
	kept := []string{"public", ".bulletin"}
	return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if d.IsDir() {
			return os.MkdirAll(target, 0o777)
		}
		body, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(target, body, 0o666); err != nil {
			return err
		}
		top, _, _ := strings.Cut(rel, string(filepath.Separator))
		if !slices.Contains(kept, top) {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		return os.Chtimes(target, info.ModTime(), info.ModTime())
	})
}
