package picture

import (
	"path"
	"strings"
)

// Name is what people call the format.
func (f Format) Name() string {
	if f == WebP {
		return "WebP"
	}
	return strings.ToUpper(string(f))
}

// Ends reports whether a file's name ends as those of the format do.
func (f Format) Ends(name string) bool {
	switch ending := strings.ToLower(path.Ext(name)); ending {
	case ".jpg", ".jpeg", ".jpe", ".jfif":
		return f == JPEG
	case ".apng":
		return f == PNG
	default:
		return ending == f.Ending()
	}
}
