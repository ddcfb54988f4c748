package diag

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// one is a message by the name of its rule alone, or with words behind it.
var one = regexp.MustCompile(`^[a-z-]+(\.[a-z]+)*$`)

func TestCatalogue(t *testing.T) {
	seen := map[Message]bool{}
	for _, w := range catalogue {
		for name, text := range map[string]string{"en": w.en, "enHint": w.enHint, "zh": w.zh, "zhHint": w.zhHint} {
			switch {
			case strings.TrimSpace(text) == "":
				t.Errorf("%s has no %s", w.message, name)
			case text != strings.TrimSpace(text), strings.Contains(text, "\n"), strings.Contains(text, "  "):
				t.Errorf("%s: %s is badly spaced: %q", w.message, name, text)
			case strings.HasSuffix(text, "."), strings.HasSuffix(text, "。"):
				t.Errorf("%s: %s ends like a paragraph: %q", w.message, name, text)
			}
		}
		if !one.MatchString(string(w.message)) || seen[w.message] {
			t.Errorf("%q is no name, or is there twice", w.message)
		}
		seen[w.message] = true
		if !IsRule(w.message.Rule()) {
			t.Errorf("%s belongs to no rule", w.message)
		}
	}
	for _, r := range Rules() {
		if !slices.ContainsFunc(catalogue[:], func(w wording) bool { return w.message.Rule() == r.Name }) {
			t.Errorf("the rule %s has no message", r.Name)
		}
	}
	if len(Messages()) != len(catalogue) || !slices.Contains(Messages(), "date.ambiguous") {
		t.Errorf("%d messages of %d", len(Messages()), len(catalogue))
	}
}

// bilingual are messages with arguments that exist once for each language, as
// {1} in English and {2} in Chinese.
func bilingual() map[Message][2]string {
	return map[Message][2]string{
		"config.kind":      {"{2}", "{4}"},
		"kind":             {"{2}", "{4}"},
		"config.broken":    {"{1}", "{2}"},
		"kind.broken":      {"{1}", "{2}"},
		"front-matter":     {"{1}", "{2}"},
		"limit":            {"{1}", "{2}"},
		"date.day":         {"{2}", "{3}"},
		"unpublished-link": {"{2}", "{3}"},
		"pairing.state":    {"{4}", "{5}"},
		"caption":          {"{2}", "{3}"},
	}
}

var slot = regexp.MustCompile(`\{(\d)q?\}`)

// slots are the arguments that texts ask for, quoted or not.
func slots(texts ...string) []string {
	var all []string
	for _, m := range slot.FindAllStringSubmatch(strings.Join(texts, " "), -1) {
		all = append(all, "{"+m[1]+"}")
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Both languages tell the same things: each argument that one shows the other
// shows too, but for those that are words of a language.
func TestBothLanguagesTellTheSame(t *testing.T) {
	special := bilingual()
	for _, w := range catalogue {
		for _, part := range [][2]string{{w.en, w.zh}, {w.enHint, w.zhHint}} {
			en, zh := slots(part[0]), slots(part[1])
			if pair, ok := special[w.message]; ok {
				for i, s := range en {
					if s == pair[0] {
						en[i] = pair[1]
					}
				}
				slices.Sort(en)
			}
			if !slices.Equal(en, zh) {
				t.Errorf("%s: %v in English, %v in Chinese: %q, %q", w.message, en, zh, part[0], part[1])
			}
		}
		if all := slots(w.en, w.enHint, w.zh, w.zhHint); len(all) > 0 && all[0] != "{1}" {
			t.Errorf("%s never uses its first argument", w.message)
		}
	}
	for m := range special {
		if !slices.Contains(Messages(), m) {
			t.Errorf("%s is not in the catalogue", m)
		}
	}
}

func TestChineseIsChinese(t *testing.T) {
	lines := regexp.MustCompile(`(键|标题|日期|理由|草稿): `) // of front matter, as they are to be written
	half := regexp.MustCompile(`\p{Han}[,;:?!]|[,;?!]\p{Han}`)
	for _, w := range catalogue {
		for _, text := range []string{w.zh, w.zhHint} {
			if !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) && text != "{2}" {
				t.Errorf("%s: no Chinese in %q", w.message, text)
			}
			if at := half.FindString(lines.ReplaceAllString(text, "")); at != "" {
				t.Errorf("%s: half-width punctuation %q beside Han: %q", w.message, at, text)
			}
		}
		for _, text := range []string{w.en, w.enHint} {
			// 2024年11月6日 is a date as it may be written
			if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) && !strings.Contains(text, "2024年") {
				t.Errorf("%s: Chinese in %q", w.message, text)
			}
		}
	}
}

func TestTexts(t *testing.T) {
	p := At(Whole("a.md"), "disagree", "issue", "2024-12", `a "b" c`, "b.md", 4)
	for _, c := range []struct{ got, want string }{
		{p.Text(English), `"issue" is "2024-12" here but “a "b" c” in b.md:4`},
		{p.Text(Chinese), `"issue" 在此处为 "2024-12"，在 b.md:4 中为 “a "b" c”`},
		{p.Hint(Chinese), "一篇稿件只有一个值：请改成一致，或只在一处写明"},
		{At(Whole("a.md"), "title").Text(English), "there is no title"},
		{At(Whole("a.md"), "nobody.knows", 1).Text(Chinese), "nobody.knows"},
		{At(Whole("a.md"), "nobody.knows", 1).Hint(English), ""},
		{At(Whole("a.md"), "date", "{2}").Text(English), `"{2}" is not a date`},
		{At(Whole("a.md"), "date", "a\u00a0\u3000b\tc\x1b\u200b").Text(English), "\"a\u00a0\u3000b\\tc\\x1b\\u200b\" is not a date"},
		{At(Whole("a.md"), "date", `a\b`).Text(English), `"a\b" is not a date`},
		{At(Whole("a.md"), "date", strings.Repeat("汉", 81)).Text(English), `"` + strings.Repeat("汉", 79) + `…" is not a date`},
		{At(Whole("a.md"), "date", strings.Repeat("汉", 80)).Text(English), `"` + strings.Repeat("汉", 80) + `" is not a date`},
	} {
		if c.got != c.want {
			t.Errorf("%s\nwanted %s", c.got, c.want)
		}
	}
}

func TestRules(t *testing.T) {
	severity := map[string]Severity{"date": Error, "alt": Warning, "comment": Advice, "no-such-rule": Error}
	for rule, want := range severity {
		if got := DefaultSeverity(rule); got != want {
			t.Errorf("%s: %v, want %v", rule, got, want)
		}
	}
	if fmt.Sprint(Fixed("classified"), Fixed("config"), Fixed("date"), Fixed("no-such-rule")) != "true true false false" {
		t.Error("other rules are fixed")
	}
	if IsRule("no-such-rule") || !IsRule("unpublished-link") {
		t.Error("IsRule")
	}
	for _, s := range []Severity{Off, Advice, Warning, Error} {
		if got, ok := ParseSeverity(" " + strings.ToUpper(s.String()) + " "); !ok || got != s {
			t.Errorf("%v is read as %v", s, got)
		}
	}
	if _, ok := ParseSeverity("fatal"); ok {
		t.Error("fatal is a severity")
	}
}
