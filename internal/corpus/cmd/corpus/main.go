// Command corpus makes the corpora that builds are measured on, and does the
// least work that a build of them could be.
//
//	corpus write DIR N [SEED]
//	corpus least SRC DST FILES BYTES
//	corpus ratio PROGRAM N [PAIRS]
//	corpus again PROGRAM N [ROUNDS]
//
// write writes a bulletin of N articles into DIR (seed 1 unless told).
//
// least reads every edition below SRC, converts it with goldmark and writes
// FILES files of BYTES bytes in all into DST, which must not exist: what a build
// cannot do without, and nothing else. FILES and BYTES are those of a real
// build. It prints the processor time, the time that passed and the memory. The
// figure is frozen: a change of what it does makes older measurements
// worthless.
//
// ratio builds N articles with PROGRAM and does the least work for the same
// output, in turn, PAIRS times (5 unless told), and prints the medians.
//
// again builds N articles with PROGRAM from nothing, again, and again in a fresh
// checkout, ROUNDS times (5 unless told), and prints the medians.
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"bulletin/internal/corpus"
)

var errUsage = errors.New("usage: corpus write DIR N [SEED] | corpus least SRC DST FILES BYTES | corpus ratio PROGRAM N [PAIRS] | corpus again PROGRAM N [ROUNDS]")

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "corpus:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "write":
		return write(args[1], args[2], "1")
	case len(args) == 4 && args[0] == "write":
		return write(args[1], args[2], args[3])
	case len(args) == 5 && args[0] == "least":
		return least(args[1], args[2], args[3], args[4])
	case len(args) == 3 && args[0] == "ratio":
		return compare(ratio, args[1], args[2], "5")
	case len(args) == 4 && args[0] == "ratio":
		return compare(ratio, args[1], args[2], args[3])
	case len(args) == 3 && args[0] == "again":
		return compare(again, args[1], args[2], "5")
	case len(args) == 4 && args[0] == "again":
		return compare(again, args[1], args[2], args[3])
	}
	return errUsage
}

func compare(measure func(program string, articles, times int) error, program, n, times string) error {
	articles, err := strconv.Atoi(n)
	if err != nil || articles < 1 {
		return errUsage
	}
	p, err := strconv.Atoi(times)
	if err != nil || p < 1 {
		return errUsage
	}
	return measure(program, articles, p)
}

func write(dir, n, seed string) error {
	articles, err := strconv.Atoi(n)
	if err != nil || articles < 0 {
		return errUsage
	}
	s, err := strconv.ParseUint(seed, 10, 64)
	if err != nil {
		return errUsage
	}
	return corpus.Write(dir, articles, s)
}

func least(src, dst, files, bytes string) error {
	n, err := strconv.Atoi(files)
	if err != nil || n < 1 {
		return errUsage
	}
	total, err := strconv.ParseInt(bytes, 10, 64)
	if err != nil || total < 0 {
		return errUsage
	}
	if _, err := os.Lstat(dst); err == nil {
		return fmt.Errorf("%s exists: what was just deleted or is overwritten costs more, measure into a fresh folder", dst)
	}
	began := time.Now()
	editions, err := leastWork(src, dst, n, total)
	if err != nil {
		return err
	}
	wall := time.Since(began)
	cpu, peak := used()
	fmt.Printf("editions %d  files %d  bytes %d  cpu %.3f s  wall %.3f s  peak %.1f MB\n",
		editions, n, total, cpu.Seconds(), wall.Seconds(), float64(peak)/(1<<20))
	return nil
}
