package read

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

const chinese = "---\r\n标题：市外办举办“外事干部”培训班\r\n---\r\n11月5日至6日，培训班在市委党校举行。\r\n"

func encoded(t testing.TB, e encoding.Encoding, s string) string {
	t.Helper()
	out, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDecode(t *testing.T) {
	unix := strings.ReplaceAll(chinese, "\r\n", "\n")
	russian := "Делегация посетила наш город и провела встречу с представителями администрации."
	for _, c := range []struct{ name, in, want, told string }{
		{"empty", "", "", ""},
		{"UTF-8", "a 北京\n", "a 北京\n", ""},
		{"BOM", "\ufeffa\n", "a\n", ""},
		{"only BOM", "\ufeff", "", ""},
		{"CRLF", "a\r\nb\r\n", "a\nb\n", ""},
		{"CR", "a\rb\r", "a\nb\n", ""},
		{"mixed", "a\r\r\n\nb", "a\n\n\nb", ""},
		{"UTF-16 LE", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), chinese), unix, "encoding [UTF-16]"},
		{"UTF-16 BE", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), chinese), unix, "encoding [UTF-16]"},
		{"UTF-16 cut off", "\xff\xfea", "", "unreadable []"},
		{"UTF-16 half a pair", "\xff\xfe\x00\xd8a\x00", "", "unreadable []"},
		{"UTF-16 without BOM", "a\x00b\x00", "", "unreadable []"},
		{"GBK", encoded(t, simplifiedchinese.GBK, chinese), unix, "encoding [GBK]"},
		{"GBK with rare Han", encoded(t, simplifiedchinese.GBK, "前总理朱镕基会见代表团"), "前总理朱镕基会见代表团", "encoding [GBK]"},
		{"GB18030", encoded(t, simplifiedchinese.GB18030, "会见代表团，合影留念。𠀀"), "会见代表团，合影留念。𠀀", "encoding [GB18030]"},
		{"GBK quotation marks", encoded(t, simplifiedchinese.GBK, "the “Belt and Road”"), "the “Belt and Road”", "encoding [GBK]"},
		{"Windows-1252", encoded(t, charmap.Windows1252, "café, résumé, don’t"), "", "unreadable []"},
		{"Windows-1251", encoded(t, charmap.Windows1251, russian), "", "unreadable []"},
		{"Big5", encoded(t, traditionalchinese.Big5, "市政府舉辦外事幹部培訓班，歡迎各界人士參加。"), "", "unreadable []"},
		{"Shift JIS", encoded(t, japanese.ShiftJIS, "代表団は市役所を訪問しました。"), "", "unreadable []"},
		{"cut off", "a 北京"[:7], "", "unreadable []"},
		{"NUL", "a\x00b", "", "unreadable []"},
		{"JPEG", "\xff\xd8\xff\xe0\x00\x10JFIF", "", "unreadable []"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, problems := decode("a.md", []byte(c.in))
			told := ""
			for _, p := range problems {
				told += fmt.Sprint(p.Message, " ", p.Args)
			}
			if string(text) != c.want || told != c.told {
				t.Errorf("got %q, %s; want %q, %s", text, told, c.want, c.told)
			}
			if unreadable := strings.HasPrefix(told, "unreadable"); unreadable != (text == nil) {
				t.Errorf("text is nil: %v", text == nil)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "a\r\nb", "\ufeffx", "\xff\xfea\x00", encoded(f, simplifiedchinese.GBK, chinese), "\x81\x30\x81\x30"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, problems := decode("a.md", data)
		if text == nil != (len(problems) == 1 && problems[0].Message == "unreadable") {
			t.Fatalf("%q, %v", text, problems)
		}
		if !utf8.Valid(text) || strings.ContainsAny(string(text), "\r\x00") {
			t.Fatalf("%q", text)
		}
	})
}
