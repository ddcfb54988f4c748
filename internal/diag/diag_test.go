package diag

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func place(file string, line, column int) Pos { return Pos{File: file, Line: line, Column: column} }

func TestApplySorts(t *testing.T) {
	unsorted := []Problem{
		At(place("b.md", 1, 1), "title"),
		At(place("a.md", 10, 1), "date", "x"),
		At(place("a.md", 2, 9), "date", "x"),
		At(place("a.md", 2, 1), "date", "y"),
		At(place("a.md", 2, 1), "date", "x"),
		At(place("a.md", 2, 1), "date.missing"),
		At(place("a.md", 2, 1), "date", "x"),
		At(place("a.md", 2, 1), "alt", "x"),
	}
	was := slices.Clone(unsorted)
	var got []string
	for _, p := range (Settings)(nil).Apply(unsorted) {
		got = append(got, fmt.Sprint(p.Pos.File, p.Pos.Line, p.Pos.Column, p.Message, p.Args))
	}
	want := []string{
		"a.md2 1alt[x]", "a.md2 1date[x]", "a.md2 1date[y]", "a.md2 1date.missing[]",
		"a.md2 9date[x]", "a.md10 1date[x]", "b.md1 1title[]",
	}
	for i := range want {
		want[i] = strings.ReplaceAll(want[i], " ", "")
	}
	for i := range got {
		got[i] = strings.ReplaceAll(got[i], " ", "")
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwanted %q", got, want)
	}
	if fmt.Sprint(unsorted) != fmt.Sprint(was) {
		t.Error("the problems handed in were changed")
	}
}

func TestApplySettings(t *testing.T) {
	problems := []Problem{
		At(place("a", 1, 1), "alt", "x"), At(place("a", 2, 1), "link", "x"), At(place("a", 3, 1), "link.like", "x", "y"),
		At(place("a", 4, 1), "classified", "内部"), At(place("a", 5, 1), "config.need", "x"), At(place("a", 6, 1), "comment"),
	}
	settings := Settings{"alt": Off, "link": Warning, "classified": Off, "config": Advice, "comment": Error, "date": Off}
	var got []string
	for _, p := range settings.Apply(problems) {
		got = append(got, string(p.Message)+" "+p.Severity.String())
	}
	want := []string{"link warning", "link.like warning", "classified error", "config.need error", "comment error"}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwanted %q", got, want)
	}
}

func TestWorst(t *testing.T) {
	if got := Worst(nil); got != Off {
		t.Errorf("nothing is %v", got)
	}
	if got := Worst([]Problem{{Severity: Advice}, {Severity: Warning}, {Severity: Advice}}); got != Warning {
		t.Errorf("%v, want a warning", got)
	}
}

func TestSuggest(t *testing.T) {
	keys := []string{"title", "date", "updated", "标题", "责任编辑", "unknown-key", "图片 1.png"}
	for word, want := range map[string]string{
		"titel": "title", "Title": "title", "tilte": "title", "ttile": "title", "titles": "title", "titl": "title",
		"update": "updated", "unknown_key": "unknown-key", "责任编缉": "责任编辑", "标提": "标题", "图片1.jpg": "图片 1.png",
		"xyzzy": "", "": "", "a": "", "标": "", "网址": "",
	} {
		if got := Suggest(word, keys); got != want {
			t.Errorf("%q suggests %q, want %q", word, got, want)
		}
	}
	if got := Suggest("dat", []string{"data", "date"}); got != "data" {
		t.Errorf("%q, want the first of two alike", got)
	}
	if got := Suggest("date", []string{"dates", "date"}); got != "date" {
		t.Errorf("%q, want the nearest", got)
	}
	if got := Suggest("date", nil); got != "" {
		t.Errorf("%q out of nothing", got)
	}
}
