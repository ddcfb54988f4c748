package write

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// maxPart is how many bytes a part of a path may have: file systems store no
// longer names.
const maxPart = 255

// A LongError says that a part of a path is longer than file systems store.
type LongError struct {
	Path string
	Part string
}

func (e *LongError) Error() string {
	return fmt.Sprintf("output path %q has a part of %d bytes", e.Path, len(e.Part))
}

// Long returns the part, and how many bytes it may have.
func (e *LongError) Long() (part string, most int) { return e.Part, maxPart }

// Valid says why a path cannot be that of an output: it must be relative, in
// slashes, lead nowhere else, be writable on Windows as well as on Unix, and
// not be one that this package keeps for itself: a ReservedError. A part that is
// too long is a LongError.
func Valid(name string) error {
	if plain(name) {
		return nil
	}
	for part := range strings.SplitSeq(name, "/") {
		if len(part) > maxPart {
			return &LongError{name, part}
		}
	}
	switch why := invalid(name); why {
	case "":
		return nil
	case reserved:
		return &ReservedError{name}
	default:
		return fmt.Errorf("output path %q %s", name, why)
	}
}

// plain reports whether a path is of the kind that nearly all are, and valid:
// small letters, digits and hyphens, and a dot within each part at most.
func plain(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		stem, ending, dotted := strings.Cut(part, ".")
		if !simple(stem) || dotted && !simple(ending) || len(part) > maxPart || len(stem) <= len("com1") && device(stem) {
			return false
		}
	}
	return true
}

func simple(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || 'z' < c) && (c < '0' || '9' < c) && c != '-' {
			return false
		}
	}
	return s != ""
}

const reserved = "is reserved"

// A ReservedError says that this package keeps a path for itself.
type ReservedError struct{ Path string }

func (e *ReservedError) Error() string { return fmt.Sprintf("output path %q %s", e.Path, reserved) }

// Reserved tells errors of this kind apart.
func (e *ReservedError) Reserved() {}

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
	case strings.ContainsAny(name, `<>:"|?*`):
		return "has a character that Windows does not store"
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "has a control character"
	}
	first, _, _ := strings.Cut(name, "/")
	if strings.EqualFold(first, manifestName) || strings.EqualFold(first, asideName) {
		return reserved
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
