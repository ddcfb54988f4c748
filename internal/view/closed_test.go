package view

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"bulletin/internal/document"
	"bulletin/internal/site"
)

// bodies are what Page.Body can be.
func bodies() []reflect.Type {
	return []reflect.Type{
		reflect.TypeFor[Home](), reflect.TypeFor[List](), reflect.TypeFor[Article](),
		reflect.TypeFor[Plain](), reflect.TypeFor[Missing](), reflect.TypeFor[Front](),
		reflect.TypeFor[Index](), reflect.TypeFor[Issue](), reflect.TypeFor[Redirect](),
	}
}

// A view is closed: it is made of texts, numbers and views, and leads nowhere
// else, least of all to the site. It has no part whose order is left to chance.
func TestClosed(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(at reflect.Type, trail string)
	walk = func(at reflect.Type, trail string) {
		if seen[at] {
			return
		}
		seen[at] = true
		if p := at.PkgPath(); p != "" && p != "bulletin/internal/view" && p != "bulletin/internal/document" {
			t.Errorf("%s leads to %s", trail, at)
			return
		}
		switch at.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array:
			walk(at.Elem(), trail)
		case reflect.Struct:
			for i := range at.NumField() {
				f := at.Field(i)
				where := at.Name() + "." + f.Name
				if at == reflect.TypeFor[Page]() && f.Name == "Body" {
					continue // one of bodies
				}
				if !f.IsExported() {
					t.Errorf("%s: layouts and sums cannot see %s", trail, where)
				}
				walk(f.Type, strings.TrimSpace(trail+" "+where))
			}
		case reflect.Func, reflect.Chan, reflect.Map, reflect.Interface, reflect.UnsafePointer:
			t.Errorf("%s is a %s", trail, at.Kind())
		}
	}
	walk(reflect.TypeFor[Page](), "")
	for _, b := range bodies() {
		walk(b, "")
	}
	if len(seen) < 25 {
		t.Errorf("only %d types were seen", len(seen))
	}
}

// Every page that is planned has one of the bodies that are known to be closed.
func TestBodies(t *testing.T) {
	base, err := url.Parse("https://bulletin.example.org/")
	if err != nil {
		t.Fatal(err)
	}
	l := &site.Language{Code: "en", Tag: "en", Name: "English", Strings: map[string]string{}}
	edition := func(key string) *site.Edition {
		e := &site.Edition{Language: l, Key: key, File: "content/" + key + ".en.md"}
		e.Title = site.Field[string]{Value: key, Set: true}
		e.Date = site.Field[time.Time]{Value: time.Unix(0, 0), Set: true}
		e.Issue = site.Field[string]{Value: "1970-1", Set: true}
		e.Aliases = site.Field[[]string]{Value: []string{"/old"}, Set: true}
		e.Body.Document = &document.Document{HTML: []byte("<p>" + key + "</p>")}
		return e
	}
	s, problems := site.Join(&site.Config{
		Title: site.Text{"en": "Bulletin"}, Base: base, Zone: time.UTC, Languages: []*site.Language{l}, URLs: site.Files,
	}, site.Clock{Now: time.Unix(1, 0)}, site.Parts{Editions: []*site.Edition{edition("about"), edition("news/visit")}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	made := map[reflect.Type]bool{}
	for _, p := range Make(s, func(n int, f func(int)) {
		for i := range n {
			f(i)
		}
	}, func() {}).Pages {
		made[reflect.TypeOf(p.Make().Body)] = true
	}
	for _, b := range bodies() {
		if !made[reflect.PointerTo(b)] {
			t.Errorf("no page has the body %s", b)
		}
		delete(made, reflect.PointerTo(b))
	}
	for b := range made {
		t.Errorf("%s is not among the bodies that are tested", b)
	}
}
