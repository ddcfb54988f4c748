package asset

import (
	"strings"
	"testing"
)

func none(string, int) (string, bool) { return "", false }

func TestShrink(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{" \n/* x */ ", ""},
		{"a {\n  color : red ;\n}\n", "a{color :red}"},
		{"a{b: c;; d: e;}", "a{b:c;d:e}"},
		{"a{b: c(;); @x y; }", "a{b:c(;);@x y}"},
		{"a{b: hover{c: d}}", "a{b: hover{c:d}}"},
		{"a{b: c d}", "a{b:c d}"},
		{"a{b{c:d}--x: a , b;--y: ;}", "a{b{c:d}--x: a , b;--y: ;}"},
		{"a{b: c}d{e: f}", "a{b:c}d{e:f}"},
		{"@media (a: b){c{d: e}}", "@media (a: b){c{d:e}}"},
		{"a{b:/**/c}", "a{b:c}"},
		{":root{--a: b;}", ":root{--a: b;}"},
		{":root{--a:;}", ":root{--a:;}"},
		{":root{--a:{b: c; };d: e}", ":root{--a:{b: c; };d:e}"},
		{"a , b > c  d{}", "a,b > c d{}"},
		{"a{b:c}/* x */d{e:f}", "a{b:c}d{e:f}"},
		{"a{b:c/* x */d}", "a{b:c d}"},
		{"a/**/.b{}", "a.b{}"},
		{"a /**/ .b{}", "a .b{}"},
		{"a{margin:1px/**/2px -/**/1px}", "a{margin:1px 2px - 1px}"},
		{"a{width:calc( 1px  +  2px*3 )}", "a{width:calc( 1px + 2px*3 )}"},
		{"a :hover{} a:not( .b ) {}", "a :hover{}a:not( .b ){}"},
		{`a::before{content:"/* not */  a"}`, `a::before{content:"/* not */  a"}`},
		{`a{content:'\'/*';b:c}`, `a{content:'\'/*';b:c}`},
		{"a{b:\"c\\\n  d\"}", "a{b:\"c\\\n  d\"}"},
		{"a{b:url( /*x*/y.png )}", "a{b:url( /*x*/y.png )}"},
		{`a{b:url( "y z.png" )}`, `a{b:url( "y z.png" )}`},
		{":root{--a: ;--b:  x ,  y;--c:{ a : b }}", ":root{--a: ;--b: x , y;--c:{ a : b }}"},
		{":root{ --a : /* x */ b }", ":root{--a : b }"},
		{":root{--a:/* x */;b:c , d}", ":root{--a:;b:c,d}"},
		{"@container style(--a: b , c) {}", "@container style(--a: b , c){}"},
		{"@media screen and (min-width : 1px) , print {a{b:c}}", "@media screen and (min-width : 1px),print{a{b:c}}"},
		{`@charset "utf-8"; a{}`, "a{}"},
		{`a{} @CHARSET 'gbk';b{}`, "a{}b{}"},
		{"\ufeffa{}\r\nb{\r\nc:d}", "a{}b{c:d}"},
		{`.\31 a{} .\31  a{}`, `.\31 a{}.\31  a{}`},
		{"a{b:c", "a{b:c}"},
		{"a{b:c(d", "a{b:c(d)}"},
		{"a{b:\"c", "a{b:\"c\"}"},
		{`a{b:"c\`, `a{b:"c"}`},
		{"a{b:url(c", "a{b:url(c)}"},
		{`a{b:url(c\)`, `a{b:url(c\))}`},
		{"a{b:url(c d", "a{b:url(c d)}"},
		{"a{b:c} /* open", "a{b:c}"},
		{"a, b", "a,b{}"},
		{"}", "}{}"},
		{"@layer a, b", "@layer a,b;"},
		{"a{b:\"c\nd:e}", "a{b:\"c\nd:e}"},
		{"a{b:\\\n c}", "a{b:\\\nc}"},
		{"<!-- a{} -->", "<!-- a{}-->{}"},
		{"a{u:U+26 , u+0-7F}", "a{u:U+26,u+0-7F}"},
		{"a{b:1e/**/+5}", "a{b:1e +5}"},
		{"a{b:1/**/.5 .5/**/%}", "a{b:1 .5 .5 %}"},
		{"a{b:c</**/!-- d}", "a{b:c< !-- d}"},
		{"a{ & b { c : d } }", "a{& b{c :d}}"},
	}
	for _, tt := range tests {
		s := shrink(tt.in, none)
		if got := s.head + s.body; got != tt.want {
			t.Errorf("%q\n got %q\nwant %q", tt.in, got, tt.want)
		}
	}
}

func TestHead(t *testing.T) {
	tests := []struct{ in, head, body string }{
		{`@import "a";b{}`, `@import "a";`, "b{}"},
		{`@charset "x"; @layer a; @import url(b) screen ; @layer c; d{}`, "@layer a;@import url(b) screen;", "@layer c;d{}"},
		{`a{} @import "b";`, "", `a{}@import "b";`},
		{`@layer a{} @import "b";`, "", `@layer a{}@import "b";`},
		{`@import "a"`, `@import "a";`, ""},
		{`a; @import "b"; {}`, "", `a;@import "b";{}`},
	}
	for _, tt := range tests {
		s := shrink(tt.in, none)
		if s.head != tt.head || s.body != tt.body {
			t.Errorf("%q\n got %q %q\nwant %q %q", tt.in, s.head, s.body, tt.head, tt.body)
		}
	}
}

func TestAddresses(t *testing.T) {
	var seen []string
	css := "a{b:url(x.svg)}\n" + `@import "i.css"; c{d:url( 'y\20 z.svg' ) "no.svg" attr(e);src:SRC("s.woff") format("woff")}` + "\n" +
		`f{g:image-set("1.png" 1x,"2.png" type("image/png") 2x)}` + "\n" + `h{i:URL(\75\)p\'.svg)}/* url(no.svg) */`
	s := shrink(css, func(target string, line int) (string, bool) {
		seen = append(seen, string(rune('0'+line))+" "+target)
		return "N", target == "x.svg" || target == "y z.svg"
	})
	want := "1 x.svg,2 i.css,2 y z.svg,2 s.woff,3 1.png,3 2.png,4 u)p'.svg"
	if got := strings.Join(seen, ","); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if !strings.Contains(s.body, "a{b:url(N)}") || !strings.Contains(s.body, `url( "N" )`) {
		t.Error(s.body)
	}
}

// tokens is what a stylesheet means as far as a lexer can tell.
func tokens(css string) []string {
	l := lexer{rest: normal(css)}
	var all []string
	for t := l.next(); t.kind != end; t = l.next() {
		if t.kind != space {
			all = append(all, t.text)
		}
	}
	return all
}

// bare is a token without the white space that ends its last escape.
func bare(token string) string {
	if strings.Contains(token, `\`) {
		return strings.TrimRight(token, " ")
	}
	return token
}

// needed are tokens without the semicolons that end nothing.
func needed(tokens []string) []string {
	var kept []string
	for i, t := range tokens {
		if t != ";" || i+1 < len(tokens) && tokens[i+1] != ";" && tokens[i+1] != "}" {
			kept = append(kept, t)
		}
	}
	return kept
}

func FuzzShrink(f *testing.F) {
	for _, s := range []string{"a{b:c/**/d}", `@import "x";a{}`, ":root{--a: b , c}", "a{b:url(x", `a{b:"\`, "\\\n", "1/**/.5", "a/**/(", "<!-- -->"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, css string) {
		s := shrink(css, none)
		once := s.head + s.body
		l := lexer{rest: once}
		for k := l.next(); k.kind != end; k = l.next() {
			if k.kind == space && strings.Contains(k.text, "/*") {
				t.Fatalf("a comment in %q", once)
			}
		}
		if strings.Contains(strings.ToLower(css), "@charset") {
			return
		}
		before, after := needed(tokens(css)), needed(tokens(once))
		if len(after) < len(before) {
			t.Fatalf("%q became %q", css, once)
		}
		for i := range before {
			if bare(before[i]) != bare(after[i]) && i < len(before)-1 {
				t.Fatalf("%q became %q", before[i], after[i])
			}
		}
		again := shrink(once, none)
		if got := again.head + again.body; got != once {
			t.Fatalf("%q became %q, then %q", css, once, got)
		}
		both := shrink(once+"zz{yy:xx}", none)
		if got := both.head + both.body; got != once+"zz{yy:xx}" {
			t.Fatalf("%q is not whole: %q", once, got)
		}
	})
}
