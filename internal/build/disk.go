package build

import (
	"io/fs"
	"os"
)

// A disk is a folder of the system as a file tree. It loads small files with as
// few questions to the system as can be.
type disk struct {
	tree
	root string
}

type tree interface {
	fs.StatFS
	fs.ReadDirFS
	fs.ReadFileFS
	fs.ReadLinkFS
}

func newDisk(root string) disk { return disk{os.DirFS(root).(tree), root} }
