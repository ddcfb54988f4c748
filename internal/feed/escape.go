package feed

import "unicode/utf8"

// appendXML appends a text as XML, fit for attributes in double quotes too.
// What XML cannot hold is left out.
func appendXML[T string | []byte](dst []byte, s T) []byte {
	from := 0
	for i := 0; i < len(s); {
		n, esc := 1, ""
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			var r rune
			r, n = decode(s, i)
			switch {
			case r == utf8.RuneError && n == 1:
				esc = "\ufffd"
			case r != '\ufffe' && r != '\uffff':
				i += n
				continue
			}
		case c == '&':
			esc = "&amp;"
		case c == '<':
			esc = "&lt;"
		case c == '>':
			esc = "&gt;"
		case c == '"':
			esc = "&#34;"
		case c == '\r': // parsers make a line feed of a bare one
			esc = "&#13;"
		case c >= ' ', c == '\t', c == '\n':
			i++
			continue
		}
		dst = append(dst, s[from:i]...)
		dst = append(dst, esc...)
		i += n
		from = i
	}
	return append(dst, s[from:]...)
}

// appendJSON appends a text as it stands within quotes in JSON.
func appendJSON[T string | []byte](dst []byte, s T) []byte {
	const hex = "0123456789abcdef"
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		r, n := rune(c), 1
		if c >= utf8.RuneSelf {
			r, n = decode(s, i)
			if (r != utf8.RuneError || n > 1) && r != '\u2028' && r != '\u2029' {
				i += n
				continue
			}
		}
		dst = append(dst, s[from:i]...)
		switch r {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, `\n`...)
		default:
			dst = append(dst, '\\', 'u', hex[r>>12], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		}
		i += n
		from = i
	}
	return append(dst, s[from:]...)
}

// decode is the character at i and its length; utf8.RuneError and 1 where
// there is none.
func decode[T string | []byte](s T, i int) (rune, int) {
	// Nearly all are Han or their punctuation, in three bytes.
	if 0xe3 <= s[i] && s[i] <= 0xe9 && i+2 < len(s) && s[i+1]&0xc0 == 0x80 && s[i+2]&0xc0 == 0x80 {
		return rune(s[i]&0x0f)<<12 | rune(s[i+1]&0x3f)<<6 | rune(s[i+2]&0x3f), 3
	}
	return utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
}
