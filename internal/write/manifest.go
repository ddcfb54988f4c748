package write

import (
	"bytes"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"bulletin/internal/digest"
)

const header = "bulletin-manifest 2\n"

// An entry is what the manifest says about a path.
type entry struct {
	sum  digest.Sum
	mark mark
}

type mark byte

const (
	known   mark = iota // the file was left with this sum
	unknown             // the program's, in an unknown state
	maybe               // the program's if it has this sum
)

// parse reads what can be read. A last line without its end may be the
// beginning of another path, so it does not count; torn says that there is one.
// The sums of a manifest with another header mean something else: of a path that
// it lists nothing is known but whose it is.
func parse(data []byte) (entries map[string]entry, torn bool) {
	other := !bytes.HasPrefix(data, []byte(header))
	entries = make(map[string]entry, bytes.Count(data, []byte("\n")))
	for len(data) > 0 {
		end := bytes.IndexByte(data, '\n')
		if end < 0 {
			return entries, true
		}
		if name, e, ok := parseLine(string(data[:end])); ok {
			if other {
				e = entry{mark: unknown}
			}
			entries[name] = e
		}
		data = data[end+1:]
	}
	return entries, false
}

func parseLine(line string) (string, entry, bool) {
	sum, name, ok := strings.Cut(line, "  ")
	if !ok || invalid(name) != "" {
		return "", entry{}, false
	}
	if sum == "-" {
		return name, entry{mark: unknown}, true
	}
	var e entry
	if rest, ok := strings.CutPrefix(sum, "?"); ok {
		sum, e.mark = rest, maybe
	}
	raw, err := hex.DecodeString(sum)
	if err != nil || len(raw) != len(e.sum) {
		return "", entry{}, false
	}
	e.sum = digest.Sum(raw)
	return name, e, true
}

func (e entry) line(name string) []byte {
	line := make([]byte, 0, len(name)+2*len(e.sum)+4)
	switch e.mark {
	case unknown:
		line = append(line, '-')
	case maybe:
		line = hex.AppendEncode(append(line, '?'), e.sum[:])
	default:
		line = hex.AppendEncode(line, e.sum[:])
	}
	line = append(line, "  "...)
	line = append(line, name...)
	return append(line, '\n')
}

func format(entries map[string]entry) []byte {
	var b bytes.Buffer
	b.WriteString(header)
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		b.Write(entries[name].line(name))
	}
	return b.Bytes()
}

// record adds lines to the manifest, on disk before anything they speak of is
// touched.
func (s *Site) record(names []string, about func(string) entry) error {
	if len(names) == 0 {
		return nil
	}
	var b bytes.Buffer
	switch {
	case s.added:
	case s.torn:
		b.WriteString("\x00\n") // makes the torn line unreadable for good
	case len(s.found) == 0:
		b.WriteString(header)
	}
	for _, name := range names {
		b.Write(about(name).line(name))
	}
	s.added = true
	if err := s.trouble("record"); err != nil {
		s.lock.Write(b.Bytes()[:b.Len()/2])
		return err
	}
	if _, err := s.lock.Write(b.Bytes()); err != nil {
		return err
	}
	if err := s.trouble("sync"); err != nil {
		return err
	}
	return s.lock.Sync()
}
