package serve

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A sight is what a stream remembers of the page that it is for.
type sight struct {
	sum    string   // of all bytes and the status
	frame  string   // of all but the addresses of stylesheets
	sheets []string // those, as they are written in the page
}

// look takes the sight of an answer.
func look(a answer) sight {
	whole, frame := sha256.New(), sha256.New()
	head := strconv.Itoa(a.status) + " " + a.to + "\n"
	whole.Write([]byte(head))
	whole.Write(a.body)
	frame.Write([]byte(head))
	var v sight
	last := 0
	for _, at := range sheets(a.body) {
		v.sheets = append(v.sheets, html.UnescapeString(string(a.body[at[0]:at[1]])))
		frame.Write(a.body[last:at[0]])
		frame.Write([]byte{0})
		last = at[1]
	}
	frame.Write(a.body[last:])
	v.sum, v.frame = short(whole.Sum(nil)), short(frame.Sum(nil))
	return v
}

func short(sum []byte) string { return hex.EncodeToString(sum[:12]) }

// swaps are the stylesheets to exchange so that one sight becomes the other;
// false when that is not all.
func swaps(from, to sight) ([][2]string, bool) {
	if from.frame != to.frame || len(from.sheets) != len(to.sheets) {
		return nil, false
	}
	var pairs [][2]string
	for i, old := range from.sheets {
		if old != to.sheets[i] {
			pairs = append(pairs, [2]string{old, to.sheets[i]})
		}
	}
	return pairs, true
}

var attribute = regexp.MustCompile(`(?i)\s(rel|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`)

// sheets are the places of the addresses in <link rel="stylesheet">.
func sheets(body []byte) [][2]int {
	var places [][2]int
	for at := 0; ; {
		open := bytes.IndexByte(body[at:], '<')
		if open < 0 {
			return places
		}
		at += open + 1
		if len(body)-at < 5 || !bytes.EqualFold(body[at:at+4], []byte("link")) || body[at+4] > ' ' {
			continue
		}
		end := bytes.IndexByte(body[at:], '>')
		if end < 0 {
			return places
		}
		if href, ok := sheet(body[at : at+end]); ok {
			places = append(places, [2]int{at + href[0], at + href[1]})
		}
		at += end
	}
}

// sheet is the place of the address in a link, if it is one to a stylesheet.
func sheet(tag []byte) (href [2]int, ok bool) {
	found := false
	for _, m := range attribute.FindAllSubmatchIndex(tag, -1) {
		from, to := m[4], m[5]
		for i := 6; from < 0; i += 2 { // the quotation marks that it has
			from, to = m[i], m[i+1]
		}
		if bytes.EqualFold(tag[m[2]:m[3]], []byte("href")) {
			href, ok = [2]int{from, to}, true
		} else if slices.Contains(strings.Fields(strings.ToLower(string(tag[from:to]))), "stylesheet") {
			found = true
		}
	}
	return href, ok && found
}

// have names the bytes of a page: which they are, and whose.
func (s *Server) have(sum string) string { return s.mark + "." + sum }

// inject puts the script into a page, at the end of its body. The page's own
// bytes stay as they are.
func inject(body []byte, have string) []byte {
	at := bodyEnd(body)
	tag := `<script src="` + home + `reload.js" data-have="` + have + `"></script>` + "\n"
	return slices.Concat(body[:at], []byte(tag), body[at:])
}

// bodyEnd is where the last </body> stands, or the end.
func bodyEnd(body []byte) int {
	const tag = "</body"
	for end := len(body); ; {
		at := bytes.LastIndex(body[:end], []byte("</"))
		if at < 0 {
			return len(body)
		}
		if at+len(tag) <= len(body) && strings.EqualFold(string(body[at:at+len(tag)]), tag) {
			return at
		}
		end = at
	}
}
