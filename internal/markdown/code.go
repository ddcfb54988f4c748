package markdown

import (
	"bytes"
	"embed"
	"io/fs"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// maxCode is how much code is coloured: the lexers' patterns can be slow.
const maxCode = 32 << 10

// The languages that are coloured lie here as files, for the library of all reads
// as many as it has at every start of the program.
//
//go:embed languages
var languageFiles embed.FS

// languages are read when code is met.
var languages = sync.OnceValue(func() *chroma.LexerRegistry {
	all := chroma.NewLexerRegistry()
	files, _ := fs.Glob(languageFiles, "languages/*.xml")
	for _, file := range files {
		all.Register(chroma.MustNewXMLLexer(languageFiles, file)) // which every test of them does
	}
	return all
})

// codeSpan renders code within a line.
func (w *writer) codeSpan(n *ast.CodeSpan) {
	w.put("<code>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			continue
		}
		s := t.Segment.Value(w.source)
		if n := len(s); n > 0 && s[n-1] == '\n' {
			w.code(s[:n-1])
			w.put(" ")
			w.inWord = false
			continue
		}
		w.code(s)
	}
	w.put("</code>")
}

// fenced renders fenced code, coloured if its language is known.
func (w *writer) fenced(n *ast.FencedCodeBlock) {
	language := languageName(n.Language(w.source))
	if language == "" || !w.coloured(n.Lines(), language) {
		w.plainCode(n.Lines(), language)
	}
}

func (w *writer) plainCode(lines *text.Segments, language string) {
	w.put("<pre><code")
	if language != "" {
		w.put(` class="language-`, language, `"`)
	}
	w.put(">")
	for i := range lines.Len() {
		line := lines.At(i)
		w.out = appendEscaped(w.out, line.Value(w.source))
	}
	w.put("</code></pre>\n")
}

// coloured renders code as tokens; false if it cannot, with nothing written.
func (w *writer) coloured(lines *text.Segments, language string) (ok bool) {
	lexer := w.parser.lexer(language)
	if lexer == nil {
		return false
	}
	code := lines.Value(w.source)
	if len(code) == 0 || len(code) > maxCode {
		return false
	}
	at := len(w.out)
	defer func() {
		if recover() != nil {
			w.out, ok = w.out[:at], false
		}
	}()
	tokens, err := lexer.Tokenise(&chroma.TokeniseOptions{State: "root"}, string(code))
	if err != nil {
		return false
	}
	w.put(`<pre class="chroma"><code class="language-`, language, `">`)
	for t := tokens(); t != chroma.EOF; t = tokens() {
		class := className(t.Type)
		if class == "" {
			w.out = appendEscaped(w.out, []byte(t.Value))
			continue
		}
		w.put(`<span class="`, class, `">`)
		w.out = appendEscaped(w.out, []byte(t.Value))
		w.put("</span>")
	}
	w.put("</code></pre>\n")
	return true
}

// inks are the classes of what is coloured in code, by chroma's short names for
// kinds of tokens: words of the language, texts, values and names, notes, what is
// bold and what is stressed. All else is plain.
var inks = func() map[string]string {
	all := map[string]string{}
	for ink, kinds := range map[string]string{
		"k": "k kc kd kn kp kr kt nt ow gd gr err",
		"s": "s sa sb sc dl sd s2 se sh si sx sr s1 ss gi",
		"m": "m mb mf mh mi il mo na nb nc nf no fm",
		"c": "c ch cm c1 cs cp cpf gp ln",
		"b": "gh gu gs",
		"i": "ge",
	} {
		for kind := range strings.FieldsSeq(kinds) {
			all[kind] = ink
		}
	}
	return all
}()

// className is the class of a token, "" for plain text.
func className(t chroma.TokenType) string {
	for ; t != 0; t = t.Parent() {
		if kind, ok := chroma.StandardTypes[t]; ok {
			return inks[kind]
		}
	}
	return ""
}

// lexer finds the lexer of a language once, or nil, once too: to find that
// there is none takes longest.
func (p *Parser) lexer(language string) chroma.Lexer {
	if l, ok := p.lexers.Load(language); ok {
		l, _ := l.(chroma.Lexer)
		return l
	}
	l := languages().Get(language)
	if l == nil {
		p.lexers.Store(language, nil)
		return nil
	}
	l = chroma.Coalesce(l)
	p.lexers.Store(language, l)
	return l
}

// languageName is the language of an info string with what no language's name
// holds left out.
func languageName(info []byte) string {
	const longest = 32
	b := bytes.Map(func(r rune) rune {
		if r < 0x80 && (wordByte(byte(r)) || r == '+' || r == '#' || r == '_' || r == '-') {
			return r
		}
		return -1
	}, info)
	return string(b[:min(len(b), longest)])
}
