package main

import (
	"errors"
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
// nothing has changed, again in a copy whose sources have new times, as in a
// fresh checkout, and in one of those after a change of a text; several rounds
// of it, each in a folder of its own. It prints the medians and what the later
// builds cost of the first.
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
	var costs [4][]cost
	var shares [4][]float64
	for i := range rounds {
		source := filepath.Join(dir, fmt.Sprint("site", i))
		if err := corpus.Write(source, n, 1); err != nil {
			return err
		}
		took, err := builds(program, source)
		if err != nil {
			return err
		}
		for k, c := range took {
			costs[k], shares[k] = append(costs[k], c), append(shares[k], 100*c.cpu.Seconds()/took[0].cpu.Seconds())
		}
	}
	fmt.Printf("%d articles, median of %d: from nothing %s", n, rounds, median(costs[0]))
	for k, name := range []string{"", "again", "fresh checkout", "another with one change"} {
		if k > 0 {
			fmt.Printf("   %s %s, %.1f %%", name, median(costs[k]), middle(shares[k]))
		}
	}
	fmt.Println()
	return nil
}

func builds(program, source string) (costs [4]cost, err error) {
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
	if costs[2], err = build(elsewhere); err != nil {
		return costs, err
	}
	elsewhere = source + "-changed"
	if err = checkout(source, elsewhere); err != nil {
		return costs, err
	}
	if err = change(elsewhere); err != nil {
		return costs, err
	}
	costs[3], err = build(elsewhere)
	return costs, err
}

// change adds a paragraph to a text.
func change(source string) error {
	texts, err := filepath.Glob(filepath.Join(source, "content", "*", "*", "*", "*", "index.en.md"))
	if err != nil || len(texts) == 0 {
		return fmt.Errorf("no text to change: %w", err)
	}
	f, err := os.OpenFile(texts[len(texts)/2], os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString("\nOne more paragraph.\n")
	return errors.Join(err, f.Close())
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
