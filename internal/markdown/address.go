package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// addressParser finds addresses that stand bare in the text: http://…,
// https://…, www.… and name@host.
//
// It waits for the character that only addresses have in such a place (the
// colon, the dot after www, the at sign) and looks back over what has been
// read, so that an address needs no space before it: 请访问https://example.org。
// It ends before anything that is not ASCII, and gives back punctuation that
// more likely belongs to the sentence.
type addressParser struct{ www bool }

func (p addressParser) Trigger() []byte {
	if p.www {
		return []byte{':', '@', '.'}
	}
	return []byte{':', '@'}
}

func (addressParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	_, segment := block.PeekLine()
	source, at := block.Source(), segment.Start
	switch source[at] {
	case ':':
		scheme := schemeBefore(source, at)
		if scheme == 0 || !bytes.HasPrefix(source[at:segment.Stop], []byte("://")) {
			return nil
		}
		return bareURL(parent, block, at-scheme, at+3, segment.Stop, nil)
	case '.':
		if at < 3 || !equalFold(source[at-3:at], "www") || at > 3 && wordByte(source[at-4]) {
			return nil
		}
		return bareURL(parent, block, at-3, at-3, segment.Stop, []byte("http"))
	}
	return bareEmail(parent, block, pc, at, segment.Stop)
}

// schemeBefore is the length of the http or https that ends at a place.
func schemeBefore(source []byte, at int) int {
	n := 0
	switch {
	case at >= 5 && equalFold(source[at-5:at], "https"):
		n = 5
	case at >= 4 && equalFold(source[at-4:at], "http"):
		n = 4
	default:
		return 0
	}
	if at > n && wordByte(source[at-n-1]) {
		return 0
	}
	return n
}

// bareURL makes the link that begins at start and whose host begins at host.
func bareURL(parent ast.Node, block text.Reader, start, host, limit int, protocol []byte) ast.Node {
	source := block.Source()
	end := hostEnd(source, host, limit)
	if end == host {
		return nil
	}
	if end < limit && source[end] == ':' {
		for end++; end < limit && digit(source[end]); end++ {
		}
	}
	if end < limit && (source[end] == '/' || source[end] == '?' || source[end] == '#') {
		for end < limit && addressByte(source[end]) {
			end++
		}
	}
	end = host + sentence(source[host:end])
	_, segment := block.PeekLine()
	if end <= segment.Start || !giveBack(parent, segment.Start, start) {
		return nil
	}
	block.Advance(end - segment.Start)
	n := ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(text.NewSegment(start, end)))
	n.Protocol = protocol
	n.SetPos(start)
	return n
}

// hostEnd is where the host name that begins at i ends, or i if there is none:
// at least two labels of letters, digits and hyphens.
func hostEnd(source []byte, i, limit int) int {
	begin, dots := i, 0
	for i < limit && (wordByte(source[i]) || source[i] == '-' || source[i] == '.') {
		if source[i] == '.' {
			if i == begin || source[i-1] == '.' || i+1 >= limit || !wordByte(source[i+1]) {
				break
			}
			dots++
		}
		i++
	}
	if dots == 0 {
		return begin
	}
	return i
}

// addressByte reports whether a path may hold c. Asterisks and brackets are
// left to Markdown.
func addressByte(c byte) bool {
	switch c {
	case '"', '<', '>', '[', ']', '\\', '^', '`', '{', '|', '}', '*':
		return false
	}
	return ' ' < c && c < 0x7F
}

// sentence is the length of s without the punctuation at its end that belongs
// to the sentence around it.
func sentence(s []byte) int {
	n := len(s)
	for n > 0 {
		switch s[n-1] {
		case '?', '!', '.', ',', ':', ';', '_', '~', '\'', '-':
			n--
		case ')':
			if bytes.Count(s[:n], []byte("(")) >= bytes.Count(s[:n], []byte(")")) {
				return n
			}
			n--
		default:
			return n
		}
	}
	return n
}

// bareEmail makes the link of the mail address around the @ at a place.
func bareEmail(parent ast.Node, block text.Reader, pc parser.Context, at, limit int) ast.Node {
	const longest = 64
	source := block.Source()
	start := at
	for start > 0 && at-start < longest && localByte(source[start-1]) {
		start--
	}
	for start < at && !wordByte(source[start]) {
		start++
	}
	end := hostEnd(source, at+1, limit)
	if start == at || end == at+1 {
		return nil
	}
	for end > at && !wordByte(source[end-1]) {
		end--
	}
	for d, ok := lastDelimiter(parent, start); ok; d, ok = lastDelimiter(parent, start) {
		pc.RemoveDelimiter(d)
	}
	if !giveBack(parent, at, start) {
		return nil
	}
	block.Advance(end - at)
	n := ast.NewAutoLink(ast.AutoLinkEmail, ast.NewTextSegment(text.NewSegment(start, end)))
	n.SetPos(start)
	return n
}

// lastDelimiter returns an underscore among what was read last, after start.
func lastDelimiter(parent ast.Node, start int) (*parser.Delimiter, bool) {
	for c := parent.LastChild(); c != nil; c = c.PreviousSibling() {
		switch n := c.(type) {
		case *parser.Delimiter:
			return n, n.Char == '_' && n.Segment.Start >= start
		case *ast.Text:
			if n.Segment.Start <= start {
				return nil, false
			}
		default:
			return nil, false
		}
	}
	return nil, false
}

// giveBack takes what lies between start and at out of the text that has been
// read so far, if that is plain text.
func giveBack(parent ast.Node, at, start int) bool {
	first := parent.LastChild()
	for stop := at; ; first = first.PreviousSibling() {
		t, ok := first.(*ast.Text)
		if !ok || t.Segment.Stop != stop || t.IsRaw() || t.Segment.Padding != 0 {
			return start == at
		}
		if t.Segment.Start <= start {
			break
		}
		stop = t.Segment.Start
	}
	for next := first.NextSibling(); next != nil; next = first.NextSibling() {
		parent.RemoveChild(parent, next)
	}
	t := first.(*ast.Text)
	if t.Segment.Start == start {
		parent.RemoveChild(parent, t)
	} else {
		t.Segment.Stop = start
	}
	return true
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

func wordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || digit(c)
}

func localByte(c byte) bool {
	return wordByte(c) || c == '.' || c == '_' || c == '-' || c == '+'
}

// equalFold compares with a word of lower-case ASCII.
func equalFold(b []byte, word string) bool {
	if len(b) != len(word) {
		return false
	}
	for i := range b {
		if b[i]|0x20 != word[i] {
			return false
		}
	}
	return true
}
