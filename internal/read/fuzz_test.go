package read

import (
	"bytes"
	"reflect"
	"testing"
	"unicode/utf8"

	"bulletin/internal/site"
)

func FuzzHeader(f *testing.F) {
	for _, s := range []string{
		"", "# x\n", "---\n---\n", "---\ntitle: x\n---\nbody\n", "---\ntitle: x\n", "+++\ntitle = 'x'\n[params]\na = 1\n+++\nb",
		"\n---\n标题：［a，b］\ntopics: [a, \"b\nc\", {d: e}]\n...\n---\n", "---\nsummary: |\n  a\n  ---\n----\nx",
		"---\nattachments:\n  - path: a\n    标题：b # c\n  - {file: x}\n  - \"y\n  z\"\nparams: {a: &b [c], d: *b}\n---\n",
		"---\ntitle: 'a''b'\ndeck: \"a\\tb\" # c\ntopics: a、b；c\ngallery: 图 1.png, 2.png\ndate: ２０２４年1月2日 下午3:00\nweight: x\ndraft: ?\n---\n",
		"---\ntopics: [a # b\n  , [c] ]x\n draft: 1\nkeywords:\n- >\n  a\n  b\n-\n  - c\n---\n",
		"+++\n[[attachments]]\npath='a'\n[[attachments]]\n[attachments.x]\ntags=[{a=1},\"\"\"\nb\"\"\"]\ndate=2024-01-02T03:04:05Z\n+++\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, _ := decode("a.md", data)
		if text == nil {
			return
		}
		before := bytes.Clone(text)
		if b, ok := fenced(text); ok && b.closed {
			if raw, _ := recognise(text, b); len(raw) != b.end-b.start {
				t.Fatalf("the block is %q, not %q", text[b.start:b.end], raw)
			}
		}
		h, body, line, problems := header("a.md", text, china())
		if !bytes.Equal(before, text) {
			t.Fatal("the text was changed")
		}
		if !bytes.HasSuffix(text, body) {
			t.Fatalf("the body %q is no end of the text", body)
		}
		if n := 1 + bytes.Count(text[:len(text)-len(body)], []byte("\n")); line != n {
			t.Fatalf("the body begins on line %d, not %d", n, line)
		}
		lines := bytes.Split(text, []byte("\n"))
		within := func(what any, s site.Spot) {
			if s.Line < 1 || int(s.Line) > len(lines) || s.Column < 1 || s.Width < 0 ||
				int(s.Column+s.Width) > 1+utf8.RuneCount(lines[s.Line-1]) {
				t.Fatalf("%v stands at %v in %q", what, s, text)
			}
		}
		for _, p := range problems {
			within(p, site.Spot{Line: int32(p.Pos.Line), Column: int32(p.Pos.Column), Width: int32(p.Pos.Width)})
			if p.Message.Rule() == "front-matter" && len(p.Args) > 2 {
				t.Fatal(p)
			}
		}
		v := reflect.ValueOf(h)
		for i := range v.NumField() {
			if f := v.Field(i); f.FieldByName("Set").Bool() {
				within(v.Type().Field(i).Name, f.FieldByName("Spot").Interface().(site.Spot))
			}
		}
		for _, a := range h.Attachments.Value {
			within(a.Path, a.Spot)
		}
	})
}
