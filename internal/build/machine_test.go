package build_test

import (
	"strings"
	"testing"

	"bulletin/internal/feed/feedtest"
)

// What programs read is right by its specification, in every site there is and
// in every form of its addresses.
func TestMachines(t *testing.T) {
	for name, s := range served(t) {
		for _, form := range []string{"files", "folders", "bare"} {
			t.Run(name+"/"+form, func(t *testing.T) {
				t.Parallel()
				const address = "https://city.example.org/offices/fao/"
				out := s.formed(form).sound(t, base(t, address), at("2026-01-01")) // all of the sample is published
				w := serve(t, address, form == "bare", out)
				w.sitemap(t)
				for path, body := range out {
					switch {
					case strings.HasSuffix(path, "feed.xml"):
						other := out[strings.TrimSuffix(path, ".xml")+".json"]
						report(t, path, feedtest.Atom([]byte(body)))
						report(t, path, feedtest.JSON([]byte(other)))
						report(t, path, feedtest.Same([]byte(body), []byte(other)))
					case strings.HasSuffix(path, ".html"):
						_, wrong := feedtest.Linked([]byte(body))
						report(t, path, wrong)
					}
				}
			})
		}
	}
}

func report(t *testing.T, path string, wrong []string) {
	t.Helper()
	for _, w := range wrong {
		t.Errorf("%s: %s", path, w)
	}
}

// sitemap wants the sitemap to list every page that search engines may show, and
// nothing else, and robots.txt to name it.
func (w *website) sitemap(t *testing.T) {
	t.Helper()
	files := map[string][]byte{"sitemap.xml": []byte(w.files["sitemap.xml"])}
	listed, wrong := feedtest.Sitemap(files, w.base.String())
	report(t, "sitemap.xml", wrong)
	left := map[string]bool{}
	for _, url := range listed {
		left[url] = true
	}
	for name, p := range w.pages {
		hidden := name == "index.html" && len(alternates(p)) == 0 // the home says the same
		for _, n := range p.named("meta") {
			hidden = hidden || value(n, "name") == "robots"
		}
		if url := w.at(name).String(); !hidden && !left[url] {
			t.Errorf("the sitemap lacks %s", url)
		} else {
			delete(left, url)
		}
	}
	for url := range left {
		t.Errorf("the sitemap has %s, which is no page", url)
	}
	if !strings.HasSuffix(w.files["robots.txt"], "\n\nSitemap: "+w.base.String()+"sitemap.xml\n") {
		t.Errorf("robots.txt says %q", w.files["robots.txt"])
	}
}
