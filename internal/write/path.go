package write

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// Valid says why a path cannot be that of an output: it must be relative, in
// slashes, lead nowhere else, be writable on Windows as well as on Unix, and
// not be one that this package keeps for itself.
func Valid(name string) error {
	if why := invalid(name); why != "" {
		return fmt.Errorf("output path %q %s", name, why)
	}
	return nil
}

func invalid(name string) string {
	switch {
	case name == "":
		return "is empty"
	case !utf8.ValidString(name):
		return "is not UTF-8"
	case strings.HasPrefix(name, "/"):
		return "is absolute"
	case strings.Contains(name, `\`):
		return "has a backslash"
	case path.Clean(name) != name:
		return "is not in its shortest form"
	case len(name) > 1 && name[1] == ':':
		return "begins with a drive"
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "has a control character"
	}
	first, _, _ := strings.Cut(name, "/")
	if strings.EqualFold(first, manifestName) || strings.EqualFold(first, asideName) {
		return "is reserved"
	}
	for part := range strings.SplitSeq(name, "/") {
		switch {
		case part == "." || part == "..":
			return "leads elsewhere"
		case strings.HasSuffix(part, ".") || strings.HasSuffix(part, " "):
			return "has a part that ends in a dot or space"
		case device(part):
			return "has a part that is a device on Windows"
		}
	}
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return "is not local"
	}
	return ""
}

// Windows opens a device for these names in every folder, with any ending.
func device(part string) bool {
	name, _, _ := strings.Cut(part, ".")
	name = strings.ToLower(strings.TrimRight(name, " "))
	switch name {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	for _, port := range []string{"com", "lpt"} {
		if number, ok := strings.CutPrefix(name, port); ok && utf8.RuneCountInString(number) == 1 {
			return strings.Contains("123456789¹²³", number)
		}
	}
	return false
}

// parent is the folder of a path, "" being the destination itself.
func parent(name string) string {
	if at := strings.LastIndexByte(name, '/'); at >= 0 {
		return name[:at]
	}
	return ""
}

// clash finds a planned path that another planned path needs as its folder.
func clash(planned map[string]*plan, name string, above map[string]bool) error {
	if above[name] {
		return fmt.Errorf("output path %q is also the folder of others", name)
	}
	for dir := parent(name); dir != "" && !above[dir]; dir = parent(dir) {
		if planned[dir] != nil {
			return fmt.Errorf("output path %q is also the folder of %q", dir, name)
		}
		above[dir] = true
	}
	return nil
}
