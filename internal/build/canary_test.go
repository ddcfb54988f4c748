package build_test

import (
	"encoding/binary"
	"hash/crc32"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bulletin/internal/build"
)

// Every word of the canary site that begins with qx must be seen at certain
// hours only, most of them never: they stand in drafts, comments, metadata and
// files that nothing shows.
func canaries(t testing.TB) tree {
	s := goldenSite(t, "canary").sources
	word := func(s string) string { return "qxmeta" + s }
	open := "content/news/open/"
	s[open+"photo.jpg"] = plantedJPEG(t, word)
	s[open+"shot.png"] = plantedPNG(t, word)
	s[open+"drawing.svg"] = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="6"><!-- qxmetasvg --><metadata>qxmetasvgmore</metadata><rect width="9" height="6"/></svg>`
	s["content/files/badge.jpg"] = plantedJPEG(t, word)
	s["assets/root/logo.png"] = plantedPNG(t, word)
	s["assets/mark.png"] = plantedPNG(t, word)
	s["layouts/footer.html"] += `<p><img src="{{asset "mark.png"}}" alt="" width="8" height="8"></p>`
	s[open+"qxunlinked.jpg"] = pictureOf(t, "jpeg", 4, 4, 1)
	s["content/news/qxdraftpicture/qxdraftshown.jpg"] = pictureOf(t, "jpeg", 5, 5, 5)
	for _, name := range []string{
		".DS_Store", "Thumbs.db", "~$plan.docx", "#index.en.md#", "index.en.md~", ".index.en.md.swp", "index.en.md.tmp", ".index.zh.md.swo",
	} {
		s[open+name] = "---\ntitle: qxleftover\ndate: 2024-01-01\n---\nqxleftover\n"
		s["content/files/"+name] = "qxleftover"
	}
	return s
}

// plantedJPEG is a picture with words in all places that keep them.
func plantedJPEG(t testing.TB, word func(string) string) string {
	t.Helper()
	segment := func(marker byte, body string) string {
		return "\xff" + string([]byte{marker}) + string(binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))) + body
	}
	exif := "Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x0e\x01\x02\x00\x10\x00\x00\x00\x1a\x00\x00\x00\x00\x00\x00\x00" + word("exifjpegs")
	data := pictureOf(t, "jpeg", 8, 8, 80)
	return data[:2] + segment(0xe1, exif) + segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x>"+word("xmp")+"</x>") +
		segment(0xed, "Photoshop 3.0\x00"+word("iptc")) + segment(0xef, word("app")) + segment(0xfe, word("com")) + data[2:] + word("tail")
}

// plantedPNG is likewise a PNG.
func plantedPNG(t testing.TB, word func(string) string) string {
	t.Helper()
	chunk := func(kind, body string) string {
		b := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), kind+body...)
		return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:])))
	}
	const head = 8 + 4 + 4 + 13 + 4
	data := pictureOf(t, "png", 8, 8, 80)
	return data[:head] + chunk("tEXt", "Author\x00"+word("text")) + chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+word("itxt")) +
		chunk("eXIf", "II*\x00\x08\x00\x00\x00\x00\x00"+word("exifpng")) + chunk("prVt", word("private")) + data[head:] + word("tail")
}

// sung lists the words in a tree, names and manifest included.
func (s tree) sung() map[string]string {
	found := map[string]string{}
	for name, body := range s {
		for rest := strings.ToLower(name + "\n" + body); ; {
			_, after, ok := strings.Cut(rest, "qx")
			if !ok {
				break
			}
			n := 0
			for n < len(after) && 'a' <= after[n] && after[n] <= 'z' {
				n++
			}
			found["qx"+after[:n]] = name
			rest = after[n:]
		}
	}
	return found
}

func TestCanaries(t *testing.T) {
	s := canaries(t)
	planted := s.sung()
	for _, test := range []struct {
		about    string
		settings []setting
		seen     []string // how the words begin that are seen
	}{
		{"before anything", []setting{at("2024-01-01")}, nil},
		{"while it was to be seen", []setting{at("2024-02-10")}, []string{"qxexpired"}},
		{"the second before the end", []setting{at("2024-02-29T23:59:59")}, []string{"qxexpired"}},
		{"the instant of its end", []setting{at("2024-03-01T00:00:00")}, nil},
		{"between", []setting{at("2024-06-01")}, nil},
		{"the second before", []setting{at("2024-08-31T23:59:59")}, nil},
		{"the instant of publication", []setting{at("2024-09-01")}, []string{"qxfuture"}},
		{"later", []setting{at("2030-01-01")}, []string{"qxfuture"}},
		{"-D", []setting{at("2024-06-01"), func(o *build.Options) { o.Clock.Drafts = true }}, []string{"qxdraft"}},
		{"-F", []setting{at("2024-06-01"), func(o *build.Options) { o.Clock.Future = true }}, []string{"qxfuture"}},
		{"-E", []setting{at("2024-06-01"), func(o *build.Options) { o.Clock.Expired = true }}, []string{"qxexpired"}},
		{"-D -F -E", []setting{at("2024-06-01"), preview}, []string{"qxdraft", "qxfuture", "qxexpired"}},
	} {
		t.Run(test.about, func(t *testing.T) {
			t.Parallel()
			out := s.sound(t, test.settings...)
			found := out.sung()
			for word, where := range planted {
				public := slices.ContainsFunc(test.seen, func(begin string) bool { return strings.HasPrefix(word, begin) })
				if at, seen := found[word]; seen && !public {
					t.Errorf("%s of %s is seen in %s", word, where, at)
				} else if !seen && public {
					t.Errorf("%s of %s is not seen", word, where)
				}
			}
			previewed(t, out, strings.HasPrefix(test.about, "-"))
		})
	}
}

// previewed wants the banner and noindex on every page of a preview, and on no
// other page; robots.txt likewise.
func previewed(t *testing.T, out tree, want bool) {
	t.Helper()
	if forbidden := strings.Contains(out["robots.txt"], "Disallow: /\n"); forbidden != want {
		t.Errorf("robots.txt says %q", out["robots.txt"])
	}
	for _, name := range out.pages() {
		p := parse(t, name, out[name])
		banner, noindex := false, false
		for _, n := range p.elements {
			banner = banner || n.Data == "p" && value(n, "class") == "preview" && words(n) != ""
			noindex = noindex || n.Data == "meta" && value(n, "name") == "robots" && strings.Contains(value(n, "content"), "noindex")
		}
		_, leads := leading(p)
		if banner != want || noindex != (want || name == "404.html" || leads) {
			t.Errorf("%s: banner %v, noindex %v", name, banner, noindex)
		}
	}
}

// An attached picture is as large as it says, although it leaves its metadata
// behind.
func TestAttachedPicture(t *testing.T) {
	t.Parallel()
	s := series(1).with(tree{
		"content/news/x/index.zh.md": "---\n标题: 一\n日期: 2024-01-01\n附件: [scan.png]\n---\n正文。\n",
		"content/news/x/scan.png":    plantedPNG(t, func(s string) string { return strings.Repeat(s, 40) }),
	})
	out := s.sound(t)
	page, file := out["zh/news/x.html"], out["zh/news/x/scan.png"]
	if size := strconv.Itoa(len(file)) + " B"; file == "" || !strings.Contains(page, size) {
		t.Errorf("the page does not say %s:\n%s", size, page)
	}
}

// A classified text stops the build, whatever else is said of it, and nothing
// is written.
func TestClassified(t *testing.T) {
	plain := series(1)
	for about, file := range map[string]tree{
		"an article":         {"content/news/x.zh.md": "---\n标题: 一\n日期: 2024-01-01\n密级: 机密\n---\nqx\n"},
		"in English":         {"content/news/x.en.md": "---\ntitle: X\ndate: 2024-01-01\nclassification: secret\n---\nqx\n"},
		"in TOML":            {"content/news/x.en.md": "+++\ntitle = \"X\"\ndate = 2024-01-01\nclassification = \"internal\"\n+++\nqx\n"},
		"a full-width colon": {"content/news/x.zh.md": "---\n标题：一\n日期：2024-01-01\n密级：秘密\n---\nqx\n"},
		"a draft":            {"content/news/x.zh.md": "---\n标题: 一\n密级: 内部\ndraft: true\n---\nqx\n"},
		"a future one":       {"content/news/x.zh.md": "---\n标题: 一\n日期: 2099-01-01\n密级: 机密\n---\nqx\n"},
		"an expired one":     {"content/news/x.zh.md": "---\n标题: 一\n日期: 2014-01-01\nexpiry_date: 2015-01-01\n密级: 绝密\n---\nqx\n"},
		"an empty one":       {"content/news/x.zh.md": "---\n标题: qx\n日期: 2024-01-01\n密级: 机密★10年\n---\n"},
		"a page":             {"content/x.zh.md": "---\n标题: 一\n密级: 机密\n---\nqx\n"},
		"a section":          {"content/news/_index.zh.md": "---\n标题: 一\n密级: 机密\n---\nqx\n"},
		"a section's draft":  {"content/news/_index.zh.md": "---\n标题: 一\n密级: 机密\ndraft: true\n---\nqx\n"},
		"the home":           {"content/_index.zh.md": "---\n标题: 一\n密级: 机密\n---\nqx\n"},
	} {
		t.Run(about, func(t *testing.T) {
			t.Parallel()
			s := plain.with(file)
			r, out := s.make(t)
			if !r.Failed || out != nil || !strings.Contains(problems(r), ": error: classified") {
				t.Errorf("the build did not fail: %s", problems(r))
			}
			for _, severity := range []string{"off", "advice", "warning"} {
				lowered := s.with(tree{"site.yaml": s["site.yaml"] + "rules: {classified: " + severity + "}\n"})
				if r, out := lowered.make(t); !r.Failed || out != nil {
					t.Errorf("classified: %s lets it pass", severity)
				}
			}
			if r, out := s.make(t, preview); !r.Failed || out != nil {
				t.Errorf("a preview lets it pass")
			}
		})
	}
	for _, level := range []string{"公开", "public", " Public "} {
		s := plain.with(tree{"content/news/x.zh.md": "---\n标题: 一\n日期: 2024-01-01\n密级: " + level + "\n---\n可见\n"})
		s.sound(t)
	}
}
