package picture

import (
	"encoding/base64"
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"unicode"

	"bulletin/internal/diag"
)

// cleanAttribute is the value of an attribute as it is published, or what is
// wrong with it.
func cleanAttribute(a xml.Attr) (string, diag.Message) {
	name := strings.ToLower(a.Name.Local)
	folded := fold(a.Value)
	switch {
	case strings.HasPrefix(name, "on"),
		name == "base" && a.Name.Space == xmlSpace,
		name == "attributename" && (strings.HasPrefix(folded, "on") || strings.HasSuffix(folded, "href")),
		strings.Contains(folded, "javascript:"), strings.Contains(folded, "vbscript:"):
		return "", script
	case name == "href" || name == "src":
		return cleanAddress(a.Value)
	case a.Name.Space == "xmlns" || name == "xmlns":
		return a.Value, sound
	case name == "id", name == "class", strings.HasPrefix(name, "aria-"), strings.HasPrefix(name, "data-"):
		return a.Value, sound
	case name == "style" || styled(folded):
		return cleanStyle(a.Value)
	}
	return a.Value, sound
}

// styled reports whether a value could hold an address as CSS writes it.
func styled(folded string) bool {
	for _, s := range []string{"url(", "image(", "image-set(", "src(", `\`, "expression("} {
		if strings.Contains(folded, s) {
			return true
		}
	}
	return false
}

// fold makes a value comparable: browsers ignore case, white space and control
// characters in a scheme.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || unicode.IsControl(r) || unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// cleanAddress allows a fragment of the drawing itself and embedded data.
func cleanAddress(address string) (string, diag.Message) {
	folded := fold(address)
	switch {
	case folded == "" || folded[0] == '#':
		return address, sound
	case strings.HasPrefix(folded, "data:"):
		return cleanData(address)
	}
	return "", script
}

// cleanData cleans an embedded picture. An embedded font is left as it is.
func cleanData(address string) (string, diag.Message) {
	_, address, _ = strings.Cut(address, ":")
	head, coded, ok := strings.Cut(address, ",")
	kind := fold(head)
	if !ok {
		return "", script
	}
	if font(kind) {
		return "data:" + address, sound
	}
	if !strings.HasPrefix(kind, "image/") || !strings.HasSuffix(kind, ";base64") {
		return "", script
	}
	data, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(strip(coded), "="))
	if err != nil {
		return "", damage
	}
	format, wrong := sniff(data)
	if wrong != sound {
		return "", wrong
	}
	if format == SVG {
		return "", script // a drawing in a drawing could hold another, and so on
	}
	info, wrong := Probe(data)
	if wrong != sound {
		return "", wrong
	}
	clean, err := Clean(data, info)
	if err != nil {
		return "", damage
	}
	return "data:image/" + string(info.Format) + ";base64," + base64.StdEncoding.EncodeToString(clean), sound
}

func font(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	for _, p := range []string{"font/", "application/font-", "application/x-font-", "application/vnd.ms-fontobject"} {
		if strings.HasPrefix(kind, p) {
			return true
		}
	}
	return false
}

func strip(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, s)
}

// cleanStyle takes the comments out of CSS and cleans what it embeds. CSS that
// hides words behind escapes, or loads something, is refused.
func cleanStyle(css string) (string, diag.Message) {
	lower := strings.ToLower(css)
	for _, s := range []string{`\`, "@import", "image-set(", "image(", "src(", "javascript:", "expression(", "-moz-binding", "behavior:"} {
		if strings.Contains(lower, s) {
			return "", script
		}
	}
	var out strings.Builder
	for i := 0; i < len(css); {
		n := 1
		switch {
		case strings.HasPrefix(css[i:], "/*"):
			n = until(css[i:], 2, "*/")
			out.WriteString("/**/") // without it two words could become one
		case css[i] == '"' || css[i] == '\'':
			n = until(css[i:], 1, css[i:i+1])
			// A string ends with its line in CSS, and what follows is CSS again.
			if n == 1 || css[i+n-1] != css[i] || strings.ContainsAny(css[i:i+n], "\n\r\f") {
				return "", script
			}
			out.WriteString(css[i : i+n])
		case strings.EqualFold(css[i:min(len(css), i+4)], "url("):
			n = until(css[i:], 4, ")")
			clean, wrong := cleanURL(css[i : i+n])
			if wrong != sound {
				return "", wrong
			}
			out.WriteString(clean)
		default:
			out.WriteByte(css[i])
		}
		i += n
	}
	return out.String(), sound
}

// until measures a text to the end of the first occurrence of a mark.
func until(s string, from int, mark string) int {
	if i := strings.Index(s[from:], mark); i >= 0 {
		return from + i + len(mark)
	}
	return len(s)
}

// cleanURL cleans a url(…) with or without quotation marks.
func cleanURL(call string) (string, diag.Message) {
	target := strings.Trim(strings.TrimSuffix(call[4:], ")"), " \t\r\n")
	if len(target) > 1 && (target[0] == '"' || target[0] == '\'') {
		if target[len(target)-1] != target[0] {
			return "", script // a parenthesis in an address: none that is allowed has one
		}
		target = target[1 : len(target)-1]
	}
	clean, wrong := cleanAddress(target)
	if wrong != sound {
		return "", wrong
	}
	if clean == target {
		return call, sound
	}
	return "url(" + clean + ")", sound
}

// size is how large a drawing is shown unless told otherwise, in CSS pixels.
func (d *drawing) size() (width, height int) {
	w, h := length(d.root["width"]), length(d.root["height"])
	var box []float64
	for _, f := range strings.FieldsFunc(d.root["viewBox"], func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) {
		n, err := strconv.ParseFloat(f, 64)
		if err != nil {
			n = 0
		}
		box = append(box, n)
	}
	if len(box) == 4 && box[2] > 0 && box[3] > 0 {
		switch {
		case w == 0 && h == 0:
			w, h = box[2], box[3]
		case w == 0:
			w = h * box[2] / box[3]
		case h == 0:
			h = w * box[3] / box[2]
		}
	}
	return whole(w, 300), whole(h, 150)
}

// length reads a length in CSS pixels; 0 if there is none or it is relative.
func length(s string) float64 {
	s = strings.ToLower(strings.TrimSpace(s))
	units := []struct {
		name   string
		pixels float64
	}{{"px", 1}, {"pt", 96. / 72}, {"pc", 16}, {"mm", 96 / 25.4}, {"cm", 96 / 2.54}, {"in", 96}, {"", 1}}
	for _, u := range units {
		number, ok := strings.CutSuffix(s, u.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) || n <= 0 {
			return 0
		}
		return n * u.pixels
	}
	return 0
}

func whole(f float64, otherwise int) int {
	if f == 0 || math.IsNaN(f) {
		return otherwise
	}
	return int(math.Round(min(max(f, 1), 1e6)))
}
