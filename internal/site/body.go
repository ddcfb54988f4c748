package site

import "bulletin/internal/document"

// A Body is the parsed text of an edition.
type Body struct {
	*document.Document // never nil once read
}
