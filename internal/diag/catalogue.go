package diag

import (
	"fmt"
	"strconv"
	"strings"
)

// A Language is one that messages are written in.
type Language string

// The languages of messages.
const (
	English Language = "en"
	Chinese Language = "zh"
)

// A wording is what one message says and what the writer should do, in both
// languages. {1} stands for the first argument, {1q} for the first argument in
// quotation marks; a text need not use every argument.
type wording struct {
	message    Message
	en, enHint string
	zh, zhHint string
}

// Text is the problem's message in that language.
func (p Problem) Text(lang Language) string {
	w := find(p.Message)
	if lang == Chinese {
		return expand(w.zh, p.Args)
	}
	return expand(w.en, p.Args)
}

// Hint is what to do about the problem.
func (p Problem) Hint(lang Language) string {
	w := find(p.Message)
	if lang == Chinese {
		return expand(w.zhHint, p.Args)
	}
	return expand(w.enHint, p.Args)
}

// Messages lists every message of the catalogue.
func Messages() []Message {
	all := make([]Message, len(catalogue))
	for i := range catalogue {
		all[i] = catalogue[i].message
	}
	return all
}

func find(m Message) wording {
	for i := range catalogue {
		if catalogue[i].message == m {
			return catalogue[i]
		}
	}
	return wording{message: m, en: string(m), zh: string(m)}
}

func expand(text string, args []any) string {
	if !strings.Contains(text, "{") {
		return text
	}
	pairs := make([]string, 0, 4*len(args))
	for i, a := range args {
		n := strconv.Itoa(i + 1)
		pairs = append(pairs, "{"+n+"}", plain(a), "{"+n+"q}", quote(plain(a)))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func plain(a any) string { return fmt.Sprint(a) }

// quote puts a writer's own words in quotation marks: one line of at most 80
// characters, what cannot be seen spelled out. Words that hold straight marks
// get curly ones.
func quote(s string) string {
	if r := []rune(s); len(r) > 80 {
		s = string(r[:79]) + "…"
	}
	open, end := `"`, `"`
	if strings.Contains(s, `"`) {
		open, end = "“", "”"
	}
	quoted := strconv.QuoteToGraphic(s) // the spaces of Word and of input methods look like spaces
	return open + strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(quoted[1:len(quoted)-1]) + end
}
