//go:build !unix

package watch

import "io/fs"

// shut would tell what cannot be read; nobody can be asked without opening it.
func shut(string, bool) bool { return false }

// number would tell a file from another that has taken its place.
func number(fs.FileInfo) uint64 { return 0 }
