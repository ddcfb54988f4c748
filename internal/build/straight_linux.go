package build

import "golang.org/x/sys/unix"

// atOnce opens a file below a folder without following links.
func atOnce(from int, name string) (int, error) {
	return unix.Openat2(from, name, &unix.OpenHow{Flags: forReading, Resolve: unix.RESOLVE_NO_SYMLINKS | unix.RESOLVE_BENEATH})
}
