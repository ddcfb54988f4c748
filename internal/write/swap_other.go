//go:build !linux

package write

import "errors"

// exchange would let two files change names.
func exchange(_ *folder, _ string, _ *folder, _ string) error { return errors.ErrUnsupported }
