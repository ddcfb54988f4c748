package picture

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/xml"
	"strings"
	"testing"

	"bulletin/internal/diag"
)

const svgHead = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="30">`

func TestCleanSVG(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"untouched", svgHead + "<g  id='a' ><path d=\"M0 0\"/>\n</g></svg>\n", svgHead + "<g  id='a' ><path d=\"M0 0\"/>\n</g></svg>\n"},
		{"comments", "<!-- CANARY -->" + svgHead + "<!-- CANARY --><g/></svg><!-- CANARY -->", svgHead + "<g/></svg>"},
		{"declaration", `<?xml version="1.0" encoding="UTF-8"?><?CANARY x?>` + svgHead + `</svg>`, `<?xml version="1.0" encoding="UTF-8"?>` + svgHead + `</svg>`},
		{"doctype", `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://CANARY/svg11.dtd">` + svgHead + `</svg>`, svgHead + `</svg>`},
		{"metadata", svgHead + `<metadata id="CANARY"><rdf:RDF xmlns:rdf="r" xmlns:dc="d"><dc:source>CANARY</dc:source><!-- CANARY --></rdf:RDF></metadata><g/></svg>`, svgHead + `<g/></svg>`},
		{"editors", `<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/CANARY"` + "\n" + ` xmlns:sodipodi='s' sodipodi:docname="CANARY.svg" width='1'><sodipodi:namedview inkscape:x="CANARY"/><g inkscape:label="CANARY" id="a"/></svg>`,
			`<svg xmlns="http://www.w3.org/2000/svg" width='1'><g id="a"/></svg>`},
		{"undeclared", svgHead + `<g foo:bar="CANARY"/><foo:x>CANARY<g/></foo:x></svg>`, svgHead + `<g/></svg>`},
		{"style", svgHead + `<style>a{b:c/* CANARY > */}d{e:url(#f) ; g:"/* kept */"}</style></svg>`, svgHead + `<style>a{b:c/**/}d{e:url(#f) ; g:&quot;/* kept */&quot;}</style></svg>`},
		{"style in pieces", svgHead + `<style>a{b:c}<!-- CANARY --><![CDATA[d>e{f:g}]]></style></svg>`, svgHead + `<style>a{b:c}d&gt;e{f:g}</style></svg>`},
		{"style as it was", svgHead + `<style><![CDATA[d>e{f:g}]]></style></svg>`, svgHead + `<style><![CDATA[d>e{f:g}]]></style></svg>`},
		{"fragments", svgHead + `<use xlink:href="#a"/><g fill="url(#b)" clip-path='url( "#c" )' style="mask:url('#d')"/></svg>`, svgHead + `<use xlink:href="#a"/><g fill="url(#b)" clip-path='url( "#c" )' style="mask:url('#d')"/></svg>`},
		{"words", svgHead + `<title>on http://a</title><g aria-label="image(1) \ url(x)" transform="rotate(3)"/></svg>`, svgHead + `<title>on http://a</title><g aria-label="image(1) \ url(x)" transform="rotate(3)"/></svg>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, _ := clean(t, []byte(tt.in))
			if string(out) != tt.want {
				t.Errorf("got  %s\nwant %s", out, tt.want)
			}
			if again, _ := clean(t, out); string(again) != string(out) {
				t.Errorf("again %s", again)
			}
		})
	}
}

func TestEmbedded(t *testing.T) {
	photo := insert(encodeJPEG(t, pattern(48, 32)), app(1, "Exif\x00\x00"+string(exif(binary.BigEndian, 6, "CANARY"))))
	code := base64.StdEncoding.EncodeToString(photo)
	for _, in := range []string{
		svgHead + `<image href="data:image/jpeg;base64,` + code[:40] + "\n" + code[40:80] + "&#xA;" + code[80:] + `"/></svg>`,
		svgHead + `<image xlink:href=' DATA:image/JPG;base64,` + code + `'/></svg>`,
		svgHead + `<image href="&#100;ata:image/jpeg;base64,` + code + `"/></svg>`,
		svgHead + `<g style="mask:url(data:image/jpeg;base64,` + code + `)"/></svg>`,
		svgHead + `<style>a{b:url('data:image/jpeg;base64,` + code + `')}</style></svg>`,
	} {
		out, _ := clean(t, []byte(in))
		_, rest, _ := strings.Cut(string(out), "data:image/jpeg;base64,")
		inner := decode64(t, rest[:strings.IndexAny(rest, `"')`)])
		info, wrong := Probe(inner)
		if wrong != sound || structure(info) != (Info{Format: JPEG, Width: 32, Height: 48, Orientation: 1}) || strings.Contains(string(inner), "CANARY") {
			t.Errorf("embedded is %+v %s", info, wrong)
		}
		if again, _ := clean(t, out); string(again) != string(out) {
			t.Error("not the same again")
		}
		if err := xml.Unmarshal(out, new(struct{})); err != nil {
			t.Error(err)
		}
	}
}

func TestUnsafeSVG(t *testing.T) {
	for _, in := range []string{
		`<script>x</script>`, `<SCRIPT/>`, `<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>`, `<metadata><script/></metadata>`,
		`<g onload="x"/>`, `<g OnClick="x"/>`, `<foreignObject/>`, `<foreignObject><p/></foreignObject>`,
		`<a href="javascript:x"/>`, `<a xlink:href=" java&#10;script:x"/>`, `<g fill="javascript:x"/>`, `<a href="https://h"/>`,
		`<image href="http://h/x.png"/>`, `<image href="//h/x.png"/>`, `<image href="x.png"/>`, `<image xlink:href="file:///home/x.png"/>`,
		`<image href="data:text/html,x"/>`, `<image href="data:image/svg+xml;base64,PHN2Zy8+"/>`, `<image href="data:image/png,x"/>`,
		`<use href="data:image/png;base64,PHN2Zy8+"/>`, `<g fill="url(http://h)"/>`, `<g fill="URL( '//h' )"/>`, `<g style="b:u\72l(http://h)"/>`,
		`<g style="a:image-set('http://h' 1x)"/>`, `<style>@import "x";</style>`, `<style>@IMPORT url(x);</style>`, `<style>a{b:url("http://h")}</style>`,
		`<style>a{b:u<!-- -->rl(http://h)}</style>`, `<style>a{b:u<![CDATA[rl(http://h)]]>}</style>`, `<style><g/>a</style>`,
		"<style>a{b:'\n;c:url(http://h);d:'}</style>", `<style>a{b:url(#x/*) url(http://h) /*)}</style>`, `<style>a{b:url("#x"/*)*/ url(http://h)}</style>`,
		`<set attributeName="href" to="x"/>`, `<animate attributeName="xlink:href" values="x"/>`, `<set attributeName="onload" to="x"/>`,
		`<animate attributeName="fill" values="url(http://h)"/>`, `<g xml:base="http://h"/>`, `<iframe/>`, `<audio/>`,
	} {
		if _, wrong := Probe([]byte(svgHead + in + `</svg>`)); wrong != script {
			t.Errorf("%s is %q", in, wrong)
		}
	}
	for _, in := range []string{`<!DOCTYPE svg [<!ENTITY x "y">]>`, `<!DOCTYPE svg SYSTEM "x" [ ]>`} {
		if _, wrong := Probe([]byte(in + svgHead + `&x;</svg>`)); wrong != script {
			t.Errorf("%s is %q", in, wrong)
		}
	}
}

func TestBrokenSVG(t *testing.T) {
	for in, want := range map[string]diag.Message{
		svgHead:                              damage,
		svgHead + "<g></svg>":                damage,
		svgHead + "</svg><svg/>":             damage,
		svgHead + "</svg>x":                  damage,
		svgHead + "&x;</svg>":                damage,
		svgHead + "<g a=b/></svg>":           damage,
		svgHead + "\xff</svg>":               damage,
		"<svg/>":                             damage, // without its namespace nothing is shown
		svgHead + strings.Repeat("<g>", 1e5): damage,
		"<html><svg></svg></html>":           alien,
		"<p>":                                alien,
		"<":                                  alien,
		`<?xml version="1.0" encoding="gbk"?>` + svgHead + "</svg>": damage,
	} {
		if _, wrong := Probe([]byte(in)); wrong != want {
			t.Errorf("%.60s is %q, want %q", in, wrong, want)
		}
	}
}

func TestSizeSVG(t *testing.T) {
	for in, want := range map[string][2]int{
		``:                                {300, 150},
		`width="40" height="30"`:          {40, 30},
		`width="40px" height=" 30.6px "`:  {40, 31},
		`viewBox="0 0 20 10"`:             {20, 10},
		`viewBox="0,0,20,10" width="40"`:  {40, 20},
		`viewBox="0 0 20 10" height="40"`: {80, 40},
		`width="100%" height="100%" viewBox="0 0 8 6"`: {8, 6},
		`width="210mm" height="1in"`:                   {794, 96},
		`width="-1" height="NaN"`:                      {300, 150},
		`width="1e300" height="0.1"`:                   {1000000, 1},
		`viewBox="0 0 x 1"`:                            {300, 150},
	} {
		info, wrong := Probe([]byte(`<svg xmlns="http://www.w3.org/2000/svg" ` + in + `/>`))
		if wrong != sound || info.Width != want[0] || info.Height != want[1] {
			t.Errorf("%s is %d × %d %s", in, info.Width, info.Height, wrong)
		}
	}
}
