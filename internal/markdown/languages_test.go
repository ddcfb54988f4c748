package markdown

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// The languages of code are the library's: each file is what it says of one.
// Another is added as an empty file with the language's name, and -update.
func TestLanguages(t *testing.T) {
	files, err := filepath.Glob("languages/*.xml")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d languages: %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".xml")
		l, ok := lexers.Get(name).(*chroma.RegexLexer)
		if !ok {
			t.Errorf("the library does not know %s by rules alone", name)
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		switch same := sameRules(data, l); {
		case same:
		case *update:
			data, err := chroma.Marshal(l)
			if err == nil {
				err = os.WriteFile(file, append(data, '\n'), 0o666)
			}
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		default:
			t.Errorf("%s is not what the library says: go test ./internal/markdown -update", file)
		}
	}
}

// sameRules reports whether a file holds a lexer. The order in which its states
// are written is by chance.
func sameRules(data []byte, l *chroma.RegexLexer) bool {
	ours, err := chroma.Unmarshal(data)
	if err != nil {
		return false
	}
	theirs, err := chroma.Marshal(l)
	if err != nil {
		return false
	}
	again, err := chroma.Unmarshal(theirs)
	return err == nil && reflect.DeepEqual(ours.MustRules(), again.MustRules()) && reflect.DeepEqual(ours.Config(), again.Config())
}

// Every language colours something, and what it is made of, and what is written
// in it comes back whole.
func TestLanguagesColour(t *testing.T) {
	for _, l := range languages().Lexers {
		name := l.Config().Name
		tokens, err := chroma.Coalesce(l).Tokenise(nil, "if (x > 1) { return \"好\"; } # 注\n<a href='x'>y</a>\n")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var all strings.Builder
		for token := tokens(); token != chroma.EOF; token = tokens() {
			all.WriteString(token.Value)
		}
		if !strings.Contains(all.String(), "好") || !strings.Contains(all.String(), "y</a>") {
			t.Errorf("%s loses text: %q", name, all.String())
		}
	}
	for _, name := range []string{"html", "HTML", "js", "c++", "c#", "sh", "yml", "dockerfile", "console", "vb.net"} {
		if languages().Get(languageName([]byte(name))) == nil {
			t.Errorf("%s is not known", name)
		}
	}
}
