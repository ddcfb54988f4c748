package write

import "golang.org/x/sys/unix"

// exchange lets two files change names, in one step and without waiting for
// the new bytes to be on disk, as ext4 does when one is renamed over another.
func exchange(a *folder, one string, b *folder, other string) error {
	from, err := a.handle()
	if err != nil {
		return err
	}
	to, err := b.handle()
	if err != nil {
		return err
	}
	// The folders stay open meanwhile: they are in use.
	return unix.Renameat2(int(from.Fd()), one, int(to.Fd()), other, unix.RENAME_EXCHANGE)
}
