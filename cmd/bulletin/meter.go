package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A meter shows on the last line of a terminal how far a build has come, once it
// has lasted a second.
type meter struct {
	texts, done, all atomic.Int64
	shown, pictures  atomic.Int64

	mutex sync.Mutex
	width int // of what stands on the line
}

// found tells how many texts are read.
func (m *meter) found(texts int) { m.texts.Store(int64(texts)) }

// made tells how many pages are made; it may be told by several at once.
func (m *meter) made(done, all int) {
	if n := int64(done); n > m.done.Load() {
		m.done.Store(n)
	}
	m.all.Store(int64(all))
}

// pictured tells how many pictures are published, likewise.
func (m *meter) pictured(done, all int) {
	if n := int64(done); n > m.shown.Load() {
		m.shown.Store(n)
	}
	m.pictures.Store(int64(all))
}

// measure begins to show how far a build has come, where someone is looking, and
// returns what ends that.
func (t *terminal) measure() (end func()) {
	m := &t.meter
	for _, n := range []*atomic.Int64{&m.texts, &m.done, &m.all, &m.shown, &m.pictures} {
		n.Store(0)
	}
	if !t.moving || t.quiet || t.document || t.verbose {
		return func() {}
	}
	over, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		for wait := time.Second; ; wait = 100 * time.Millisecond {
			select {
			case <-over:
				return
			case <-time.After(wait):
				m.draw(t.err, t.far())
			}
		}
	}()
	return func() {
		close(over)
		<-gone
		m.beside(t.err, func() {})
	}
}

// far says how far a build has come.
func (t *terminal) far() string {
	m := &t.meter
	switch pictures, all := m.pictures.Load(), m.all.Load(); {
	case pictures > 0:
		return bar(m.shown.Load(), pictures, t.say("pictures %s of %s", "正在处理图片 %s / %s"))
	case all > 0:
		return bar(m.done.Load(), all, t.say("rendering %s of %s", "正在生成页面 %s / %s"))
	case t.meter.texts.Load() > 0:
		return fmt.Sprintf(t.say("reading %s texts", "正在读取 %s 篇稿件"), grouped(t.meter.texts.Load()))
	}
	return ""
}

// bar shows how much of something is done, and says it.
func bar(done, all int64, said string) string {
	const cells = 20
	n := int(done * cells / all)
	return "[" + strings.Repeat("#", n) + strings.Repeat("-", cells-n) + "] " + fmt.Sprintf(said, grouped(done), grouped(all))
}

func (m *meter) draw(w io.Writer, line string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	before := m.width
	if m.width = breadth(line); before+m.width > 0 {
		fmt.Fprintf(w, "\r%s%s", line, strings.Repeat(" ", max(0, before-m.width)))
	}
}

// beside clears the line before something else is printed.
func (m *meter) beside(w io.Writer, print func()) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.width > 0 {
		fmt.Fprintf(w, "\r%s\r", strings.Repeat(" ", m.width))
		m.width = 0
	}
	print()
}

// breadth is how wide a line is: a Chinese character takes two.
func breadth(line string) (n int) {
	for _, r := range line {
		if n++; r > 0x2e80 {
			n++
		}
	}
	return n
}

// grouped is a number with its thousands apart.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
