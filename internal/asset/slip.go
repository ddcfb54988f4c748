package asset

import "unicode/utf8"

// A Slip is where a stylesheet is cut off or closes what is not open, or has the
// full-width form of a character that CSS gives a meaning: what follows is lost,
// or belongs to other rules than it seems.
type Slip struct {
	File string // from the top of the tree
	Line int    // from 1
	What string // a bracket, a quotation mark or the beginning of a comment
	Open bool   // it is opened here and never closed
	Mean string // the character that is meant; "" where What is not full-width
}

// meant are the characters of CSS that are easily typed full-width in Chinese.
var meant = map[string]string{"｛": "{", "｝": "}", "：": ":", "；": ";", "，": ",", "（": "(", "）": ")"}

// slips notes the first slip.
func (s *shrinker) slips(line int, what string, open bool) {
	if s.slip.Line == 0 {
		s.slip = Slip{Line: line, What: what, Open: open, Mean: meant[what]}
	}
}

// wide notes a full-width character that stands for one of CSS.
func (s *shrinker) wide(t token) {
	if t.kind == quoted || t.kind == broken || t.kind == link || t.kind == brokenURL {
		return
	}
	for _, r := range t.text {
		if r >= utf8.RuneSelf && meant[string(r)] != "" {
			s.slips(t.line, string(r), false)
		}
	}
}
