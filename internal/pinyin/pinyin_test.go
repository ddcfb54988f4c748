package pinyin

import (
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/mozillazg/go-pinyin"
)

var update = flag.Bool("update", false, "write readings.txt anew")

// toneless takes the tones off pinyin; ü is v, as it is typed.
var toneless = strings.NewReplacer(
	"ā", "a", "á", "a", "ǎ", "a", "à", "a",
	"ē", "e", "é", "e", "ě", "e", "è", "e", "ê̄", "e", "ế", "e", "ê̌", "e", "ề", "e", "ê", "e",
	"ī", "i", "í", "i", "ǐ", "i", "ì", "i",
	"ō", "o", "ó", "o", "ǒ", "o", "ò", "o",
	"ū", "u", "ú", "u", "ǔ", "u", "ù", "u",
	"ü", "v", "ǖ", "v", "ǘ", "v", "ǚ", "v", "ǜ", "v",
	"ḿ", "m", "m̄", "m", "m̀", "m", "ń", "n", "ň", "n", "ǹ", "n",
)

// The readings are the first of the library's, which is the usual one.
func TestReadings(t *testing.T) {
	bySyllable := make(map[string][]rune)
	for r, all := range pinyin.PinyinDict {
		first, _, _ := strings.Cut(all, ",")
		syllable := toneless.Replace(first)
		bySyllable[syllable] = append(bySyllable[syllable], rune(r))
	}
	var b strings.Builder
	for _, syllable := range slices.Sorted(maps.Keys(bySyllable)) {
		if strings.Trim(syllable, "abcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("%q is not all letters of ASCII", syllable)
		}
		slices.Sort(bySyllable[syllable])
		b.WriteString(syllable + ":" + string(bySyllable[syllable]) + "\n")
	}
	if *update {
		if err := os.WriteFile("readings.txt", []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if b.String() != text {
		t.Error("readings.txt is not what the library says: go test ./internal/pinyin -update")
	}
}

func TestSyllable(t *testing.T) {
	for r, want := range map[rune]string{'外': "wai", '办': "ban", '绿': "lv", '嗯': "n", '〇': "ling", '𠀀': "he", 'a': "", '。': ""} {
		if got, ok := Syllable(r); got != want || ok != (want != "") {
			t.Errorf("%c is read %q, %t", r, got, ok)
		}
	}
}
