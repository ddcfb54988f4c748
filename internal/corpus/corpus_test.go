package corpus

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"go.yaml.in/yaml/v4"
)

// want is the sum of Files(50, 1). Figures measured on another corpus cannot be
// compared with those of this one: change it knowingly.
const want = "cf6704edf0b620c2326b152102015d3a6c6e259d4e83d300b96065a8ec07b6c5"

func TestSameBytes(t *testing.T) {
	for range 2 {
		h := sha256.New()
		for name, body := range Files(50, 1) {
			fmt.Fprintf(h, "%s %d\n%s", name, len(body), body)
		}
		if got := fmt.Sprintf("%x", h.Sum(nil)); got != want {
			t.Fatalf("sum %s, want %s", got, want)
		}
	}
}

func collect(n int, seed uint64) (names []string, files map[string][]byte) {
	files = map[string][]byte{}
	for name, body := range Files(n, seed) {
		names = append(names, name)
		files[name] = body
	}
	return names, files
}

func TestSmallIsTheBeginningOfLarge(t *testing.T) {
	few, some := collect(40, 7)
	many, all := collect(90, 7)
	if !slices.Equal(few, many[:len(few)]) {
		t.Fatal("other files")
	}
	for name := range some {
		if !bytes.Equal(some[name], all[name]) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestStopsWhenToldTo(t *testing.T) {
	for stop := range 30 {
		seen := 0
		for range Files(50, 1) {
			if seen++; seen > stop {
				break
			}
		}
	}
}

var (
	linked   = regexp.MustCompile(`\[[^\]]*\]\(([^)]*)\)`)
	headings = regexp.MustCompile(`(?m)^## `)
	tables   = regexp.MustCompile(`(?m)^\| --- `)
	lists    = regexp.MustCompile(`(?m)^(- |1\. )`)
)

func TestEditions(t *testing.T) {
	names, files := collect(400, 3)
	if len(names) != len(files) {
		t.Fatalf("%d names of %d files", len(names), len(files))
	}
	editions, folders, withTable, broken, web, inside, chineseKeys := 0, 0, 0, 0, 0, 0, 0
	for _, name := range names {
		if !strings.HasSuffix(name, ".md") || strings.Contains(name, "_index") {
			continue
		}
		editions++
		meta, body, _ := strings.Cut(string(files[name])[4:], "---\n")
		checkLength(t, name, body)
		if n := len(headings.FindAllString(body, -1)); n < 2 || n > 4 {
			t.Errorf("%s: %d headings", name, n)
		}
		if !lists.MatchString(body) {
			t.Errorf("%s: no list", name)
		}
		if strings.ContainsAny(body, "{}<>") || strings.Contains(body, "  ") {
			t.Errorf("%s: something is left over: %s", name, body)
		}
		for _, m := range linked.FindAllStringSubmatch(body, -1) {
			if strings.HasPrefix(m[1], "https://") {
				web++
			} else if inside++; files[path.Join(path.Dir(name), m[1])] == nil {
				t.Errorf("%s: %s leads nowhere", name, m[1])
			}
		}
		folders += count(strings.Contains(name, "/index."))
		withTable += count(tables.MatchString(body))
		broken += count(regexp.MustCompile(`(?m)^[^-|#\d\n].*\n[^\n]`).MatchString(body))
		chineseKeys += count(strings.HasPrefix(meta, "标题"))
	}
	t.Logf("%d editions, %d in folders, %d with tables, %d with broken lines, %d with Chinese keys, %d links to hosts, %d inside",
		editions, folders, withTable, broken, chineseKeys, web, inside)
	share(t, "editions", editions, 800, 0.93, 0.99)
	share(t, "in folders", folders, editions, 0.06, 0.15)
	share(t, "with tables", withTable, editions, 0.25, 0.42)
	share(t, "with Chinese keys", chineseKeys, editions/2, 0.4, 0.6)
	share(t, "links inside", inside, editions, 1.5, 3)
	share(t, "links to hosts", web, editions, 1, 2)
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func share(t *testing.T, what string, n, of int, low, high float64) {
	t.Helper()
	if x := float64(n) / float64(of); x < low || x > high {
		t.Errorf("%s: %d of %d", what, n, of)
	}
}

// checkLength counts by itself: what is no letter or digit, and the addresses of links,
// are no words.
func checkLength(t *testing.T, name, body string) {
	t.Helper()
	body = regexp.MustCompile(`\]\([^)]*\)`).ReplaceAllString(body, "]")
	n, low, high := 0, 600, 900
	if strings.HasSuffix(name, ".zh.md") {
		low, high = 800, 1400
		for _, r := range body {
			n += count(unicode.Is(unicode.Han, r))
		}
	} else {
		for word := range strings.FieldsSeq(body) {
			n += count(strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }))
		}
	}
	if n < low || n > high {
		t.Errorf("%s: %d words or Han, not from %d to %d", name, n, low, high)
	}
}

func TestFrontMatter(t *testing.T) {
	keys := map[string]string{"标题": "title", "日期": "date", "来源": "source", "作者": "author", "主题": "topics", "摘要": "summary"}
	_, files := collect(200, 5)
	topics := map[string]struct{ Zh, En string }{}
	if err := yaml.Unmarshal(files["content/topics.yaml"], &topics); err != nil || len(topics) != 40 {
		t.Fatalf("%d topics, %v", len(topics), err)
	}
	id := map[string]string{}
	for name, labels := range topics {
		id[name], id[labels.Zh] = name, name
	}
	used, of := map[string]int{}, map[string][]string{}
	for name, file := range files {
		if path.Ext(name) != ".md" {
			continue
		}
		block, _, _ := strings.Cut(string(file)[4:], "---\n")
		raw, meta := map[string]any{}, map[string]any{}
		if err := yaml.Unmarshal([]byte(block), &raw); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, block)
		}
		for k, v := range raw {
			if keys[k] != "" {
				k = keys[k]
			}
			meta[k] = v
		}
		if title, ok := meta["title"].(string); !ok || title == "" || strings.Contains(block, "{=") {
			t.Errorf("%s: no title: %s", name, block)
		}
		if strings.Contains(name, "_index") {
			continue
		}
		var ids []string
		for _, topic := range meta["topics"].([]any) {
			if id[topic.(string)] == "" {
				t.Errorf("%s: no topic %v", name, topic)
			}
			ids = append(ids, id[topic.(string)])
			used[id[topic.(string)]]++
		}
		key := name[:len(name)-len(".zh.md")]
		if before := of[key]; before != nil && !slices.Equal(before, ids) {
			t.Errorf("%s: topics %v and %v", key, before, ids)
		}
		of[key] = ids
		if !rightMonth(name, block) {
			t.Errorf("%s: filed under another month than its date:\n%s", name, block)
		}
	}
	if used["exchange"] < 3*used["digital"] || len(used) < 35 {
		t.Errorf("topics are not spread as they should be: %v", used)
	}
}

var (
	filed = regexp.MustCompile(`/(\d{4})/0?(\d+)/`)
	dated = regexp.MustCompile(`(?m)^(?:date|日期): (\d{4})[-/年]0?(\d+)[-/月]\d+日?$`)
)

func rightMonth(name, block string) bool {
	folder, date := filed.FindStringSubmatch(name), dated.FindStringSubmatch(block)
	return folder != nil && date != nil && slices.Equal(folder[1:], date[1:])
}

// What an article chooses once is chosen by number, so both languages must have
// the same numbers of it.
func TestGrammarsAgree(t *testing.T) {
	e, c := compile(english), compile(chinese)
	chosen := map[string]bool{"heading": true, "source": true, "author": true, "title": true, "occasion": true, "url": true, "site": true}
	for _, g := range []grammar{e, c} {
		for name, r := range g {
			for _, alternative := range r.alternatives {
				for _, p := range alternative {
					if p.kind == own {
						chosen[p.text] = true
					}
					if strings.ContainsAny(p.text, "{}") {
						t.Errorf("%s: no rule %s", name, p.text)
					}
				}
			}
		}
	}
	for name := range chosen {
		if e[name] == nil || c[name] == nil || len(e[name].alternatives) != len(c[name].alternatives) {
			t.Errorf("%s has other numbers of alternatives", name)
		}
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, 20, 9); err != nil {
		t.Fatal(err)
	}
	_, files := collect(20, 9)
	for name, body := range files {
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil || !bytes.Equal(got, body) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkFiles(b *testing.B) {
	for b.Loop() {
		n := 0
		for _, body := range Files(1000, 1) {
			n += len(body)
		}
		b.SetBytes(int64(n))
	}
}
