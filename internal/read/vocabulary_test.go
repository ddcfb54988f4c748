package read

import (
	"fmt"
	"strings"
	"testing"
)

func TestVocabulary(t *testing.T) {
	cfg, _ := Config(tree("site.yaml", frame))
	for _, c := range []struct {
		text string
		want string
		told []string
	}{
		{"", "", nil},
		{"# none\n", "", nil},
		{"b: {zh: 乙, en: B}\na: {EN: A, zh: 甲}\n", "b:map[en:B zh:乙] a:map[en:A zh:甲] ", nil},
		{"a: {zh: 甲}\nb: 乙\nc:\n", "a:map[zh:甲] b:map[zh:乙] c:map[] ", []string{
			"v:1:1:1 vocabulary(a|en)", "v:2:1:1 vocabulary(b|en)", "v:3:1:1 vocabulary(c|zh)", "v:3:1:1 vocabulary(c|en)",
		}},
		{"a: {zh: 甲, en: A}\nb: {zh: 甲, en: a}\n", "a:map[en:A zh:甲] b:map[en:a zh:甲] ", []string{
			"v:2:9:1 vocabulary.twice(甲|a|b)", "v:2:16:1 vocabulary.twice(a|a|b)",
		}},
		{"a: {zh: 同, en: 同}\na: {zh: 二, en: 三}\n", "a:map[en:同 zh:同] ", []string{"v:2:1:1 duplicate-key(a|1)"}},
		{"a: [x]\nb: {zh: [y], en: B}\nc: {zh: 丙, en: C, fr: D}\n", "a:map[en:a zh:a] b:map[en:B zh:?] c:map[en:C zh:丙] ", []string{
			"v:1:4:0 kind(a|", "v:2:9:0 kind(b.zh|", "v:3:19:2 unknown-key",
		}},
		{"- a\n", "", []string{"v:1:1:0 kind(v|"}},
		{"just text\n", "", []string{"v:1:1:9 kind(v|"}},
		{"a: {zh: 甲, en: A\nb: x", "", []string{"v:2:2:0 kind.broken(a comma"}},
	} {
		t.Run(c.text, func(t *testing.T) {
			topics, problems, err := vocabulary(tree("v", c.text), "v", cfg)
			if broken := strings.Contains(strings.Join(c.told, ""), "kind.broken"); err != nil || (topics == nil) != broken {
				t.Fatal(topics, err)
			}
			got := ""
			for _, topic := range topics {
				got += fmt.Sprintf("%s:%v ", topic.ID, map[string]string(topic.Labels))
			}
			if got != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
			expect(t, problems, c.told...)
		})
	}
}

func TestStrings(t *testing.T) {
	builtin := tree(
		"strings.zh.yaml", "more: 更多\nnext: 下一页\n",
		"strings.en.yaml", "more: More\nnext: Next\nonly_en: x\n",
		"home.html", "",
	)
	cfg, _ := Config(tree("site.yaml", "title: x\nbase_url: https://x.org\nlanguages: [zh, en, fr]"))
	problems := Strings(cfg, nil, builtin)
	expect(t, problems,
		"layouts/strings.zh.yaml:1:1:0 string(only_en|zh)",
		"layouts/strings.fr.yaml:1:1:0 string.file(fr|3)")
	if zh, fr := cfg.Languages[0].Strings, cfg.Languages[2].Strings; zh["only_en"] != "x" || fr["more"] != "More" {
		t.Errorf("in the place of what is missing: %v %v", zh, fr)
	}
	problems = Strings(cfg, tree("strings.zh.yaml", "only_en: 甲\n", "strings.fr.yaml", "more: {\n"), builtin)
	expect(t, problems, "layouts/strings.fr.yaml:1:8:0 kind.broken(a value")

	own := tree(
		"strings.zh.yaml", "only_en: 甲\nmore: '看更多 '\nmine: 我的\n",
		"strings.fr.yaml", "more: Plus\nnext: [a]\nonly_en: ''\nmore: Encore\nnothing:\n",
	)
	problems = Strings(cfg, own, builtin)
	expect(t, problems,
		"layouts/strings.fr.yaml:2:7:0 kind(next|", "layouts/strings.fr.yaml:4:1:4 duplicate-key(more|1)",
		"layouts/strings.fr.yaml:1:1:0 string(next|fr)")
	zh, en, fr := cfg.Languages[0].Strings, cfg.Languages[1].Strings, cfg.Languages[2].Strings
	if zh["more"] != "看更多 " || zh["mine"] != "我的" || zh["next"] != "下一页" || en["more"] != "More" || fr["more"] != "Plus" {
		t.Errorf("%v %v %v", zh, en, fr)
	}
	if len(Strings(cfg, nil, nil)) != 0 {
		t.Error("strings wanted that nobody has")
	}
}
