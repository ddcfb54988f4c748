package ledger

import "syscall"

func sealOf(s *syscall.Stat_t) Seal {
	return Seal{Size: s.Size, Modified: s.Mtimespec.Nano(), Changed: s.Ctimespec.Nano(), Number: s.Ino}
}
