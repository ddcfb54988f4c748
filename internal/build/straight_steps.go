//go:build unix && !linux

package build

import "golang.org/x/sys/unix"

// atOnce is what this system cannot do.
func atOnce(int, string) (int, error) { return -1, unix.ENOSYS }
