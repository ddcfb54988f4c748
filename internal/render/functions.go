package render

import (
	"fmt"
	"html/template"
	"sync"

	"bulletin/internal/view"
)

// functions are what layouts can call. layouts/README.md says of each what
// stands behind it here.
func (e *edition) functions() template.FuncMap {
	return template.FuncMap{
		"t":        e.t,                             // {{t "key"}} the word of the interface in the page's language
		"asset":    e.asset,                         // {{asset "style.css"}} the address of a file of assets, which is published with it
		"masthead": e.furnished(0, "masthead.html"), // {{masthead .Frame.Furniture}} masthead.html, made once for a Furniture
		"footer":   e.furnished(1, "footer.html"),   // {{footer .Frame.Furniture}} footer.html, made once for a Furniture
		"card":     e.card,                          // {{card .}} card.html for a Card
		"body":     e.body,                          // {{body .Body.Body}} a Text, its links and pictures filled in
		"figure":   figureOf,                        // {{figure .}} a Picture with its caption and credit, which opens in full
		"picture":  pictureOf,                       // {{picture .}} a Picture as wide as the text, loaded at once: the one that the page is about
		"thumb":    thumbOf,                         // {{thumb .}} a Picture, small as on a list
		"day":      day,                             // {{day .Date}} a Date, as <time>
		"linked":   linked,                          // {{linked .}} what a Page is, as JSON-LD
	}
}

// t serves keys that are known only when the page is made.
func (e *edition) t(key string) (string, error) {
	text, ok := e.strings[key]
	if !ok {
		return "", fmt.Errorf("there is no interface string %q", key)
	}
	return text, nil
}

func (e *edition) asset(name string) (string, error) {
	t := e.theme
	t.mutex.Lock()
	t.late = true
	t.mutex.Unlock()
	url, ok := t.Asset(name)
	if !ok {
		return "", fmt.Errorf("there is no %s in assets", name)
	}
	return url, nil
}

// furnished makes a piece of furniture once.
func (e *edition) furnished(which int, name string) func(*view.Furniture) (template.HTML, error) {
	return func(f *view.Furniture) (template.HTML, error) {
		cache := &e.furniture[which]
		if html, ok := cache.Load(f); ok {
			return html.(template.HTML), nil
		}
		html, err := e.partial(name, f)
		if err == nil {
			cache.Store(f, html)
		}
		return html, err
	}
}

func (e *edition) card(c *view.Card) (template.HTML, error) {
	if c == nil {
		return "", nil
	}
	return e.partial("card.html", c)
}

func (e *edition) partial(name string, dot any) (template.HTML, error) {
	l := e.pages[name]
	if l == nil {
		return "", fmt.Errorf("there is no layout %s", name)
	}
	b := buffers.Get().(*Buffer)
	defer buffers.Put(b)
	b.Reset()
	err := l.execute(e, b, dot)
	return template.HTML(b.b), err
}

// body fills the holes of a text.
func (e *edition) body(t view.Text) (template.HTML, error) {
	b := buffers.Get().(*Buffer)
	defer buffers.Put(b)
	var err error
	b.b, err = e.theme.text(b.b[:0], t)
	return template.HTML(b.b), err
}

// A Buffer collects the bytes of a page. Its zero value is empty.
type Buffer struct{ b []byte }

// Write appends to the buffer; it never fails.
func (b *Buffer) Write(p []byte) (int, error) {
	b.b = append(b.b, p...)
	return len(p), nil
}

// WriteString appends to the buffer; it never fails.
func (b *Buffer) WriteString(s string) (int, error) {
	b.b = append(b.b, s...)
	return len(s), nil
}

// Reset empties the buffer and keeps its memory.
func (b *Buffer) Reset() { b.b = b.b[:0] }

// Bytes are the buffer's bytes, until the next change.
func (b *Buffer) Bytes() []byte { return b.b }

// buffers are scratch space and hold no state: what a page says never depends
// on which one it gets.
var buffers = sync.Pool{New: func() any { return new(Buffer) }}
