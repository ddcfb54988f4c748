// Package pinyin reads Chinese characters aloud, for addresses: each by its usual
// reading, without its tone.
//
// The readings are those of github.com/mozillazg/go-pinyin, which keeps them
// where every start of a program would spread them out anew. Here they lie in
// readings.txt until somebody asks.
package pinyin

import (
	_ "embed"
	"strings"
	"sync"
)

// text has a line for each syllable: it, a colon, and the characters read so.
//
//go:embed readings.txt
var text string

// readings are the syllables by their characters.
var readings = sync.OnceValue(func() map[rune]string {
	all := make(map[rune]string, len(text)/3)
	for line := range strings.Lines(text) {
		syllable, characters, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		for _, r := range characters {
			all[r] = syllable
		}
	}
	return all
})

// Syllable is the usual reading of a character, in ASCII; ü is v, as it is typed.
// The bool is false if it has none.
func Syllable(r rune) (string, bool) {
	syllable, ok := readings()[r]
	return syllable, ok
}
