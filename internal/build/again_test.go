package build_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bulletin/internal/build"
	"bulletin/internal/digest"
	"bulletin/internal/ledger"
	"bulletin/internal/write"
)

// An office is a folder with a site, its destination and its cache, and the
// file of the program.
type office struct{ dir string }

func (o office) at(name string) string { return filepath.Join(o.dir, filepath.FromSlash(name)) }

// options are those of a build in which nothing is young: an hour from now.
func (o office) options(settings ...setting) build.Options {
	b := ask(o.at("source"), o.at("source/public"), settings...)
	b.Cache, b.Program = o.at("source/.bulletin"), o.at("program")
	b.Clock.Now = time.Now().Add(time.Hour)
	return b
}

// run builds and tells whether anything was done for it.
func (o office) run(t testing.TB, b build.Options) (r *build.Report, worked bool) {
	t.Helper()
	var wrote atomic.Int64
	b.Wrote = func(string, write.Change) { wrote.Add(1) }
	r, err := build.Run(context.Background(), b)
	check(t, err)
	return r, wrote.Load() > 0
}

// clean wants the destination to be as a clean build makes it.
func (o office) clean(t testing.TB, b build.Options, about string) {
	t.Helper()
	d, err := build.Verify(context.Background(), b)
	check(t, err)
	if d != nil {
		t.Errorf("%s: %s is not as a clean build makes it (%d at %d)", about, d.Path, d.Kind, d.At)
	}
}

func (o office) put(t testing.TB, name, body string) {
	t.Helper()
	check(t, os.MkdirAll(filepath.Dir(o.at(name)), 0o777))
	check(t, os.WriteFile(o.at(name), []byte(body), 0o666))
}

// slip changes a byte of a file and leaves its size and its time.
func (o office) slip(t testing.TB, name, from, to string) {
	t.Helper()
	info, err := os.Stat(o.at(name))
	check(t, err)
	body, err := os.ReadFile(o.at(name))
	check(t, err)
	if !strings.Contains(string(body), from) || len(from) != len(to) {
		t.Fatalf("%s: %q is not in it", name, from)
	}
	check(t, os.WriteFile(o.at(name), []byte(strings.Replace(string(body), from, to, 1)), 0o666))
	check(t, os.Chtimes(o.at(name), info.ModTime(), info.ModTime()))
}

func (o office) move(t testing.TB, from, to string) {
	t.Helper()
	check(t, os.Rename(o.at(from), o.at(to)))
}

// touch gives a file another time.
func (o office) touch(t testing.TB, name string) {
	t.Helper()
	hour := time.Now().Add(-time.Minute)
	check(t, os.Chtimes(o.at(name), hour, hour))
}

// found is a site of many kinds of files, built once.
func found(t testing.TB, settings ...setting) office {
	t.Helper()
	o := office{room(t)}
	s := series(4).with(tree{
		"content/news/a001.en.md":   "---\ntitle: Article 1\ndate: 2024-03-01\nattachments: [/files/form.pdf]\n---\nText.\n\n![A picture](/files/shown.png)\n",
		"content/news/later.en.md":  "---\ntitle: Later\ndate: 2026-03-01\n---\nText.\n",
		"content/news/ends.en.md":   "---\ntitle: Ends\ndate: 2024-03-01\nexpiry_date: 2027-03-01\n---\nText.\n",
		"content/news/draft.en.md":  "---\ntitle: Draft\ndate: 2024-03-01\ndraft: true\n---\nText.\n",
		"content/news/lost.en.md":   "---\ntitle: Lost\ndate: 2024-03-02\ntopics: [unknown]\n---\n" + strings.Repeat("word ", 30) + "\n",
		"content/files/shown.png":   pictureOf(t, "png", 5, 4, 3),
		"content/files/form.pdf":    "form",
		"content/topics.yaml":       "tea: {zh: 茶, en: Tea}\n",
		"layouts/footer.html":       "<footer><p>Foot</p></footer>\n",
		"layouts/strings.en.yaml":   "date: Day\n",
		"assets/css/95-own.css":     ".own { color: red }\n",
		"assets/root/CNAME":         "bulletin.example.org\n",
		"content/news/_index.en.md": "---\ntitle: News\n---\nHello.\n",
		"content/news/_index.zh.md": "---\ntitle: 新闻\n---\n你好。\n",
		"content/news/notes.txt":    "Nothing yet.\n",
	})
	check(t, os.Mkdir(o.at("source"), 0o777))
	s["site.yaml"] += "rules: {topic: warning}\n"
	s.write(t, o.at("source"))
	o.put(t, "program", "the program")
	b := o.options(append(settings, at("2025-01-01"))...)
	if r, worked := o.run(t, b); r.Failed || !worked || len(r.Problems) == 0 {
		t.Fatalf("the first build failed or found no problem: %s", problems(r))
	}
	return o
}

// TestAgain builds, does something, and builds again: where it makes a
// difference the build is done, where it makes none it is not, and always the
// destination is as a clean build makes it.
func TestAgain(t *testing.T) {
	at1 := at("2025-01-01")
	for _, c := range []struct {
		name   string
		do     func(t testing.TB, o office)
		set    setting
		worked bool
	}{
		{name: "nothing"},
		{name: "a file nobody reads", do: func(t testing.TB, o office) { o.put(t, "source/README.md", "x") }},
		{name: "a text's time", do: func(t testing.TB, o office) { o.touch(t, "source/content/news/a002.en.md") }},
		{name: "the program's time", do: func(t testing.TB, o office) { o.touch(t, "program") }},
		{name: "an output's time", do: func(t testing.TB, o office) { o.touch(t, "source/public/en/index.html") }},
		{name: "other jobs", set: jobs(1)},

		{name: "the program", do: func(t testing.TB, o office) { o.slip(t, "program", "program", "pr0gram") }, worked: true},
		{name: "a text", do: func(t testing.TB, o office) { o.slip(t, "source/content/news/a002.en.md", "Text", "Next") }, worked: true},
		{name: "a text's title", do: func(t testing.TB, o office) { o.slip(t, "source/content/news/a002.en.md", "Article", "Particl") }, worked: true},
		{name: "a draft", do: func(t testing.TB, o office) { o.slip(t, "source/content/news/draft.en.md", "true", "no  ") }, worked: true},
		{name: "a new text", do: func(t testing.TB, o office) {
			o.put(t, "source/content/news/new.en.md", "---\ntitle: New\ndate: 2024-03-05\n---\nText.\n")
		}, worked: true},
		{name: "a text that goes", do: func(t testing.TB, o office) { check(t, os.Remove(o.at("source/content/news/a003.en.md"))) }, worked: true},
		{name: "a text of another name", do: func(t testing.TB, o office) {
			o.move(t, "source/content/news/a003.en.md", "source/content/news/b003.en.md")
		}, worked: true},
		{name: "a folder of another name", do: func(t testing.TB, o office) { o.move(t, "source/content/news", "source/content/olds") }, worked: true},
		{name: "a folder instead of a text", do: func(t testing.TB, o office) {
			check(t, os.Remove(o.at("source/content/news/a003.en.md")))
			check(t, os.Mkdir(o.at("source/content/news/a003.en.md"), 0o777))
		}, worked: true},
		{name: "a picture", do: func(t testing.TB, o office) {
			o.put(t, "source/content/files/shown.png", pictureOf(t, "png", 5, 4, 9))
		}, worked: true},
		{name: "an attachment", do: func(t testing.TB, o office) { o.slip(t, "source/content/files/form.pdf", "form", "from") }, worked: true},
		{name: "an attachment's size", do: func(t testing.TB, o office) { o.put(t, "source/content/files/form.pdf", "a longer form") }, worked: true},
		{name: "a topic", do: func(t testing.TB, o office) { o.slip(t, "source/content/topics.yaml", "Tea", "Tee") }, worked: true},
		{name: "a new vocabulary", do: func(t testing.TB, o office) { o.put(t, "source/content/sources.yaml", "us: {zh: 我们, en: We}\n") }, worked: true},
		{name: "site.yaml", do: func(t testing.TB, o office) { o.slip(t, "source/site.yaml", "Bulletin", "Bulletim") }, worked: true},
		{name: "a layout", do: func(t testing.TB, o office) { o.slip(t, "source/layouts/footer.html", "Foot", "Feet") }, worked: true},
		{name: "a new layout", do: func(t testing.TB, o office) { o.put(t, "source/layouts/card.html", "<p>{{.Title}}</p>") }, worked: true},
		{name: "no layouts", do: func(t testing.TB, o office) { check(t, os.RemoveAll(o.at("source/layouts"))) }, worked: true},
		{name: "an interface string", do: func(t testing.TB, o office) { o.slip(t, "source/layouts/strings.en.yaml", "Day", "Dai") }, worked: true},
		{name: "a stylesheet", do: func(t testing.TB, o office) { o.slip(t, "source/assets/css/95-own.css", "red", "tan") }, worked: true},
		{name: "a new stylesheet", do: func(t testing.TB, o office) { o.put(t, "source/assets/css/96-more.css", ".more {}") }, worked: true},
		{name: "a file of the top", do: func(t testing.TB, o office) { o.slip(t, "source/assets/root/CNAME", "example", "exemple") }, worked: true},
		{name: "a new file of the top", do: func(t testing.TB, o office) { o.put(t, "source/assets/root/.well-known/x", "x") }, worked: true},

		{name: "another base", set: base(t, "https://other.example.org/"), worked: true},
		{name: "drafts", set: func(o *build.Options) { o.Clock.Drafts = true }, worked: true},
		{name: "strict", set: func(o *build.Options) { o.Strict = true }},
		{name: "another hour", set: at("2025-01-02"), worked: true},
		{name: "no cache", set: func(o *build.Options) { o.Cache = "" }, worked: true},

		{name: "an output that goes", do: func(t testing.TB, o office) { check(t, os.Remove(o.at("source/public/en/index.html"))) }, worked: true},
		{name: "an output edited", do: func(t testing.TB, o office) { o.slip(t, "source/public/en/index.html", "Article", "Articel") }, worked: true},
		{name: "the manifest", do: func(t testing.TB, o office) { o.put(t, "source/public/.bulletin-manifest", "") }, worked: true},
		{name: "the manifest goes", do: func(t testing.TB, o office) { check(t, os.Remove(o.at("source/public/.bulletin-manifest"))) }, worked: true},
		{name: "a killed build's lines", do: func(t testing.TB, o office) {
			f, err := os.OpenFile(o.at("source/public/.bulletin-manifest"), os.O_APPEND|os.O_WRONLY, 0)
			check(t, err)
			_, err = f.WriteString("  en/index.html\n")
			check(t, err)
			check(t, f.Close())
		}, worked: true},
		{name: "the destination goes", do: func(t testing.TB, o office) { check(t, os.RemoveAll(o.at("source/public"))) }, worked: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := found(t)
			first, _ := o.run(t, o.options(at1))
			if c.do != nil {
				c.do(t, o)
			}
			set := c.set
			if set == nil {
				set = func(*build.Options) {}
			}
			b := o.options(at1, set)
			if b.AsOf != "" && c.name == "no cache" {
				b.Cache = ""
			}
			r, worked := o.run(t, b)
			if c.name == "strict" {
				if !r.Failed {
					t.Error("the build does not fail for its warnings")
				}
				return
			}
			if worked != c.worked {
				t.Errorf("worked: %t", worked)
			}
			if !worked && problems(r) != problems(first) {
				t.Errorf("other problems: %s", difference(problems(first), problems(r)))
			}
			o.clean(t, b, c.name)
			after, worked := o.run(t, b)
			if worked != (b.Cache == "") {
				t.Errorf("the build after that worked: %t", worked)
			}
			if strings.Contains(problems(after), "foreign") {
				t.Errorf("what was mended is told again: %s", problems(after))
			}
		})
	}
}

// TestAgainTellsTheSame holds the whole report of a build that was not done
// against the one before.
func TestAgainTellsTheSame(t *testing.T) {
	o := found(t)
	if err := os.RemoveAll(o.at("source/.bulletin")); err != nil {
		t.Fatal(err)
	}
	b := o.options(preview, at("2025-01-01"))
	first, _ := o.run(t, b)
	first.Made, first.Developed, first.Stats = 0, 0, write.Stats{Same: first.Stats.Same + first.Stats.Created + first.Stats.Changed}
	second, worked := o.run(t, b)
	if worked {
		t.Fatal("it was done again")
	}
	if !first.Next.Equal(second.Next) {
		t.Errorf("next at %v, was at %v", second.Next, first.Next)
	}
	if first.Idle || !second.Idle {
		t.Errorf("idle: %t, then %t", first.Idle, second.Idle)
	}
	first.Next, second.Next, second.Idle = time.Time{}, time.Time{}, false
	if got, want := fmt.Sprintf("%#v", second), fmt.Sprintf("%#v", first); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// TestAgainInTime lets the hour come at which a text is seen, and one go.
func TestAgainInTime(t *testing.T) {
	o := found(t)
	for _, c := range []struct {
		hour   string
		worked bool
	}{
		{"2025-01-01T00:00", true}, {"2025-06-01T00:00", false}, {"2026-02-28T23:59", false},
		{"2026-03-01T00:00", true}, {"2026-03-01T00:00", false}, {"2027-02-28T23:59", false},
		{"2027-03-01T00:00", true}, {"2040-01-01T00:00", false},
		{"2026-04-01T00:00", true}, {"2025-01-01T00:00", true}, // clocks are set back
	} {
		hour, err := time.ParseInLocation("2006-01-02T15:04", c.hour, time.FixedZone("", 8*3600))
		check(t, err)
		b := o.options()
		b.Clock.Now = hour
		if _, worked := o.run(t, b); worked != c.worked {
			t.Errorf("%s: worked: %t", c.hour, worked)
		}
		o.clean(t, b, c.hour)
	}
}

// TestAgainElsewhere copies everything to another place: the sources with new
// times, as a checkout has them, the destination with its own, as a cache of CI
// has it.
func TestAgainElsewhere(t *testing.T) {
	o := found(t)
	o.run(t, o.options(at("2025-01-01"))) // takes the seals of what was just made
	there := office{room(t)}
	check(t, os.Mkdir(there.at("source"), 0o777))
	read(t, o.at("source")).write(t, there.at("source"))
	there.put(t, "program", "the program")
	for name := range read(t, o.at("source/public")) {
		info, err := os.Stat(o.at("source/public/" + name))
		check(t, err)
		check(t, os.Chtimes(there.at("source/public/"+name), info.ModTime(), info.ModTime()))
	}
	b := there.options(at("2025-01-01"))
	if _, worked := there.run(t, b); worked {
		t.Error("the copy is built again")
	}
	there.slip(t, "source/content/news/a002.en.md", "Text", "Next")
	if _, worked := there.run(t, b); !worked {
		t.Error("a change of the copy is not built")
	}
	there.clean(t, b, "the copy")
	there.slip(t, "source/public/en/index.html", "Article", "Articel")
	if _, worked := there.run(t, b); !worked {
		t.Error("an edited output of the copy stays")
	}
	there.clean(t, b, "the edited copy")
}

// TestAgainDamaged damages the ledger in every way: the build is done, and
// never wrong.
func TestAgainDamaged(t *testing.T) {
	o := found(t)
	b := o.options(at("2025-01-01"))
	files, err := filepath.Glob(o.at("source/.bulletin/*.ledger"))
	check(t, err)
	if len(files) != 1 {
		t.Fatalf("ledgers: %v", files)
	}
	whole, err := os.ReadFile(files[0])
	check(t, err)
	damaged := map[string][]byte{"empty": {}, "text": []byte("bulletin ledger 1\n"), "longer": append(whole[:len(whole):len(whole)], 0)}
	for i := range 6 {
		damaged[fmt.Sprintf("cut at %d/6", i)] = whole[:len(whole)*i/6]
		flipped := append([]byte(nil), whole...)
		flipped[len(whole)*i/6+7] ^= 4
		damaged[fmt.Sprintf("flipped at %d/6", i)] = flipped
	}
	newer := append([]byte(nil), whole...)
	copy(newer, "bulletin ledger 9\n")
	damaged["newer"] = newer
	for name, data := range damaged {
		check(t, os.WriteFile(files[0], data, 0o666))
		o.slip(t, "source/content/news/a002.en.md", "Te", "Ta")
		if _, worked := o.run(t, b); !worked {
			t.Errorf("%s: a change is not built", name)
		}
		o.clean(t, b, name)
		o.slip(t, "source/content/news/a002.en.md", "Ta", "Te")
	}
	check(t, os.WriteFile(files[0], whole, 0o666)) // of a build that is long past
	if _, worked := o.run(t, b); !worked {
		t.Error("a ledger of before is believed")
	}
	o.clean(t, b, "restored from before")
}

// TestAgainYoung changes a source right after a build, and leaves all that can
// be seen of it from outside: where systems do not tell the last change, only
// its age gives it away.
func TestAgainYoung(t *testing.T) {
	o := found(t)
	b := o.options(at("2025-01-01"))
	b.Clock.Now = time.Now() // as it is: everything is young
	o.slip(t, "source/content/news/a002.en.md", "Text", "Test")
	if _, worked := o.run(t, b); !worked {
		t.Fatal("not built")
	}
	for _, word := range []string{"Next", "Best", "Rest"} {
		body, err := os.ReadFile(o.at("source/content/news/a002.en.md"))
		check(t, err)
		o.slip(t, "source/content/news/a002.en.md", string(body[len(body)-6:len(body)-2]), word)
		if _, worked := o.run(t, b); !worked {
			t.Errorf("%s is not built", word)
		}
		o.clean(t, b, word)
	}
}

// TestLedgersAreFew builds into many destinations.
func TestLedgersAreFew(t *testing.T) {
	o := found(t)
	for i := range 14 {
		b := o.options(at("2025-01-01"))
		b.Destination = o.at(fmt.Sprint("public", i))
		o.run(t, b)
	}
	files, err := filepath.Glob(o.at("source/.bulletin/*.ledger"))
	check(t, err)
	if len(files) != 10 {
		t.Errorf("%d files in the cache", len(files))
	}
	b := o.options(at("2025-01-01"))
	b.Destination = o.at("public13")
	if _, worked := o.run(t, b); worked {
		t.Error("the last destination is forgotten")
	}
}

// TestAgainNeedsRoom has a cache that cannot be written to.
func TestAgainNeedsRoom(t *testing.T) {
	o := found(t)
	check(t, os.RemoveAll(o.at("source/.bulletin")))
	b := o.options(at("2025-01-01"))
	b.Program = o.at("missing")
	if r, worked := o.run(t, b); !worked || r.Failed {
		t.Error("not built")
	}
	if files, _ := filepath.Glob(o.at("source/.bulletin/*.ledger")); len(files) > 0 {
		t.Errorf("a ledger of no program: %v", files)
	}
}

// TestForeignIsNotRemembered: what somebody else left in the destination is
// looked at again by the next build.
func TestForeignIsNotRemembered(t *testing.T) {
	o := found(t)
	b := o.options(at("2025-01-01"))
	o.put(t, "source/content/news/b.en.md", "---\ntitle: B\ndate: 2024-03-02\n---\nText.\n")
	o.run(t, b)
	o.put(t, "source/public/en/news/b.html", "mine")
	check(t, os.Remove(o.at("source/content/news/b.en.md")))
	if r, _ := o.run(t, b); !strings.Contains(problems(r), "foreign") {
		t.Errorf("not told: %s", problems(r))
	}
	for i, want := range []bool{true, false} {
		if _, worked := o.run(t, b); worked != want {
			t.Errorf("%d: worked: %t", i, worked)
		}
	}
}

// TestAgainNoLinks puts a link to a folder where the site had the folder: the
// build is done, and says so.
func TestAgainNoLinks(t *testing.T) {
	o := found(t)
	o.move(t, "source/public/en", "elsewhere")
	if err := os.Symlink(o.at("elsewhere"), o.at("source/public/en")); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	if r, err := build.Run(context.Background(), o.options(at("2025-01-01"))); err == nil && !r.Failed {
		t.Error("a link in the place of a folder is taken for the folder")
	}
}

// TestAgainYoungOutputs has outputs whose seals agree and whose bytes do not,
// as a change within a tick of the clock leaves them.
func TestAgainYoungOutputs(t *testing.T) {
	o := found(t)
	b := o.options(at("2025-01-01"))
	o.run(t, b) // takes the seals of what was just made
	files, err := filepath.Glob(o.at("source/.bulletin/*.ledger"))
	check(t, err)
	data, err := os.ReadFile(files[0])
	check(t, err)
	for _, young := range []bool{false, true} {
		folded, err := ledger.Decode(string(data))
		check(t, err)
		l, err := folded.Unfold()
		check(t, err)
		l.Outputs[0].Young, l.Outputs[0].Sum = young, digest.Of(nil)
		check(t, os.WriteFile(files[0], l.Encode(), 0o666))
		if _, worked := o.run(t, b); worked != young {
			t.Errorf("young %t: worked: %t", young, worked)
		}
	}
}

// TestAgainMeanwhile changes the program, an output and a source while the build
// runs: what is remembered must not be taken for what was built.
func TestAgainMeanwhile(t *testing.T) {
	for name, meddle := range map[string]func(o office){
		"the program": func(o office) { _ = os.WriteFile(o.at("program"), []byte("another program"), 0o666) },
		"an output":   func(o office) { _ = os.WriteFile(o.at("source/public/404.html"), []byte("edited"), 0o666) },
		"a source": func(o office) {
			_ = os.WriteFile(o.at("source/content/news/a002.en.md"), []byte("---\ntitle: Other\ndate: 2024-03-02\n---\n"), 0o666)
		},
	} {
		o := found(t)
		o.put(t, "source/content/news/new.en.md", "---\ntitle: New\ndate: 2024-03-05\n---\nText.\n")
		b := o.options(at("2025-01-01"))
		b.Clock.Now, b.Jobs = time.Now(), 1
		b.Wrote = func(path string, _ write.Change) {
			if path == "zh/news/feed.xml" {
				meddle(o)
				time.Sleep(150 * time.Millisecond) // longer than a seal is young
			}
		}
		_, err := build.Run(context.Background(), b)
		check(t, err)
		b.Wrote = nil
		if _, worked := o.run(t, b); !worked {
			t.Errorf("%s: not built again", name)
		}
		o.clean(t, b, name)
	}
}

// TestOthersLedgers: what has the ending of a ledger and is none stays.
func TestOthersLedgers(t *testing.T) {
	o := found(t)
	for i := range 12 {
		o.put(t, fmt.Sprintf("source/.bulletin/year%d.ledger", i), "x")
	}
	o.put(t, "source/.bulletin/my.ledger.new", "x")
	o.touch(t, "source/.bulletin/my.ledger.new")
	b := o.options(at("2025-01-02"))
	b.Clock.Now = time.Now().Add(48 * time.Hour)
	o.run(t, b)
	if files, _ := filepath.Glob(o.at("source/.bulletin/*ledger*")); len(files) != 15 { // and two of ours
		t.Errorf("left: %v", files)
	}
}

// TestAgainOddFiles has a pipe where a text was, and a file whose name is no
// text.
func TestAgainOddFiles(t *testing.T) {
	o := found(t)
	b := o.options(at("2025-01-01"))
	if err := os.WriteFile(o.at("source/content/news/a\xff.png"), nil, 0o666); err == nil {
		first, _ := o.run(t, b)
		if second, _ := o.run(t, b); problems(first) != problems(second) {
			t.Errorf("told otherwise: %s", difference(problems(first), problems(second)))
		}
		check(t, os.Remove(o.at("source/content/news/a\xff.png")))
		o.run(t, b)
	}
	check(t, os.Remove(o.at("source/content/news/a002.en.md")))
	if err := exec.Command("mkfifo", o.at("source/content/news/a002.en.md")).Run(); err != nil {
		t.Skip("no pipes here: ", err)
	}
	b.Why = "en/index.html" // then everything is asked again
	if r, worked := o.run(t, b); !worked || r.Failed {
		t.Errorf("worked: %t", worked)
	}
}

// An output that somebody has edited is written again by a strict build too.
func TestStrictMendsOutputs(t *testing.T) {
	o := office{room(t)}
	check(t, os.Mkdir(o.at("source"), 0o777))
	series(3).write(t, o.at("source"))
	o.put(t, "program", "the program")
	b := o.options()
	b.Strict = true
	for _, what := range []string{"built", "edited"} {
		if r, _ := o.run(t, b); r.Failed {
			t.Fatalf("%s: %s", what, problems(r))
		}
		o.clean(t, b, what)
		o.put(t, "source/public/en/index.html", "by hand")
	}
}
