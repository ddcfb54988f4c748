package markdown

import "strings"

// mended is an address as it was meant: with its scheme where a writer left
// that out (www.example.org, name@example.org) or typed the colon after it in
// full width (https：//example.org).
func mended(address string) string {
	if scheme, rest, ok := strings.Cut(address, "："); ok && known(strings.ToLower(scheme)) {
		return scheme + ":" + rest
	}
	if len(address) > 4 && strings.EqualFold(address[:4], "www.") {
		host := []byte(address)
		if end := hostEnd(host, len("www."), len(host)); end > len("www.") && (end == len(host) || strings.IndexByte("/?#:", host[end]) >= 0) {
			return "http://" + address
		}
	}
	if at := strings.IndexByte(address, '@'); at > 0 && mailbox([]byte(address), at) {
		return "mailto:" + address
	}
	return address
}

// known reports whether links may begin with a scheme.
func known(scheme string) bool {
	switch scheme {
	case "http", "https", "mailto", "tel":
		return true
	}
	return false
}

// mailbox reports whether s, with an @ at an offset, is the address of a
// mailbox and nothing else. The name of a file can look like one: logo@2x.png.
func mailbox(s []byte, at int) bool {
	for _, c := range s[:at] {
		if !localByte(c) {
			return false
		}
	}
	end := hostEnd(s, at+1, len(s))
	return end > at+1 && end == len(s) && !fileName(s)
}
