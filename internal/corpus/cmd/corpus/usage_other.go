//go:build !linux

package main

import (
	"os"
	"time"
)

// used is measured on Linux only.
func used() (time.Duration, int64) { return 0, 0 }

// peakOf is not known here.
func peakOf(*os.ProcessState) int64 { return 0 }
