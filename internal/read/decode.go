package read

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"bulletin/internal/diag"
)

// decode makes UTF-8 with \n line ends and without a byte order mark of what a
// writer saved. A text that cannot be read comes back as nil.
func decode(file string, data []byte) ([]byte, []diag.Problem) {
	text, name := transcode(data)
	if text == nil {
		return nil, []diag.Problem{diag.At(diag.Whole(file), "unreadable")}
	}
	text = unixLines(text)
	if name == "" {
		return text, nil
	}
	return text, []diag.Problem{diag.At(diag.Whole(file), "encoding", name)}
}

// transcode returns data as UTF-8, nil when it is no text, and the name of its
// encoding unless that is UTF-8.
func transcode(data []byte) (text []byte, name string) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return utf16(data[2:], unicode.LittleEndian), "UTF-16"
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return utf16(data[2:], unicode.BigEndian), "UTF-16"
	case bytes.IndexByte(data, 0) >= 0:
		return nil, ""
	case utf8.Valid(data):
		if text = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")); text == nil {
			text = []byte{}
		}
		return text, ""
	case !common(data):
		return nil, ""
	}
	if text := printable(data, simplifiedchinese.GBK); text != nil {
		return text, "GBK"
	}
	return printable(data, simplifiedchinese.GB18030), "GB18030"
}

func utf16(data []byte, order unicode.Endianness) []byte {
	if len(data)%2 != 0 {
		return nil
	}
	return printable(data, unicode.UTF16(order, unicode.IgnoreBOM))
}

// printable decodes data, or returns nil when the outcome holds what no writer
// types: replacement, control and private-use characters.
func printable(data []byte, from encoding.Encoding) []byte {
	text, err := from.NewDecoder().Bytes(data)
	if err != nil {
		return nil
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		i += n
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\f':
		case r < ' ', 0x7f <= r && r < 0xa0, r == utf8.RuneError, 0xe000 <= r && r <= 0xf8ff:
			return nil
		}
	}
	if text == nil {
		text = []byte{}
	}
	return text
}

// common reports whether data looks like Chinese in GBK: at least two thirds
// of its characters outside ASCII are among the common Han of GB 2312's first
// level or its punctuation. A text in another legacy encoding (Big5, Shift JIS,
// Windows-1251, Windows-1252) fails: it would decode as well, into nonsense.
func common(data []byte) bool {
	all, good := 0, 0
	for i := 0; i < len(data); i++ {
		lead := data[i]
		if lead < 0x80 {
			continue
		}
		all++
		if i++; i == len(data) {
			break
		}
		trail := data[i]
		switch {
		case '0' <= trail && trail <= '9': // four bytes: GB18030 only
			i += 2
		case trail < 0xa1:
		case 0xb0 <= lead && lead <= 0xd7, 0xa1 <= lead && lead <= 0xa3:
			good++
		}
	}
	return 3*good >= 2*all
}

// unixLines ends every line with \n.
func unixLines(text []byte) []byte {
	i := bytes.IndexByte(text, '\r')
	if i < 0 {
		return text
	}
	out := append(make([]byte, 0, len(text)), text[:i]...)
	for ; i < len(text); i++ {
		switch {
		case text[i] != '\r':
			out = append(out, text[i])
		case i+1 == len(text) || text[i+1] != '\n':
			out = append(out, '\n')
		}
	}
	return out
}
