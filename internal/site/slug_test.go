package site

import "testing"

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"Hello, World":     "hello-world",
		"图片 1":             "tu-pian-1",
		"聚焦精准":             "ju-jiao-jing-zhun",
		"绿色发展":             "lv-se-fa-zhan",
		"Officials’ Guide": "officials-guide",
		"Café Zürich":      "cafe-zurich",
		"WTO规则":            "wto-gui-ze",
		"２０２４年":            "2024-nian",
		"Ж":                "u436",
		"——":               "",
		"嗯":                "n",
	} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestReadings makes sure that no reading of the dictionary keeps a letter
// beyond ASCII.
func TestReadings(t *testing.T) {
	for r := rune(0x3400); r <= 0x2ffff; r++ {
		for _, c := range syllable(r) {
			if c >= 0x80 {
				t.Errorf("%c reads %q", r, syllable(r))
				break
			}
		}
	}
}
