package ledger

import "syscall"

func sealOf(s *syscall.Stat_t) Seal {
	return Seal{Size: s.Size, Modified: s.Mtim.Nano(), Changed: s.Ctim.Nano(), Number: s.Ino}
}
