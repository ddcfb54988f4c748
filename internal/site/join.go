package site

import "bulletin/internal/diag"

// Parts is what was read, before it is joined.
type Parts struct {
	Editions []*Edition // texts of articles and pages, by File
	Indexes  []*Edition // texts of _index files; Key is the folder: "news"
	Topics   []*Topic   // nil when there is no content/topics.yaml
	Sources  []*Topic
	Files    map[string]*File // see Site.Files
}

// Join makes a site of its parts: it groups editions into articles, lets them
// inherit from each other, files them under sections, gives every page its URL
// and every heading its id, and names what disagrees.
func Join(cfg *Config, clock Clock, parts Parts) (*Site, []diag.Problem) {
	return nil, nil
}

// A Use is a picture shown by a published edition.
type Use struct {
	File    *File
	Edition *Edition
	Name    string // as the writer wrote it
	At      diag.Pos
}

// Shown lists every picture that a published edition shows, in the order of
// the editions' files and of their texts. A file may occur several times.
func (s *Site) Shown() []Use { return nil }

// PicturePath is the path of a published picture: a readable name, the hash
// that stands for its bytes and the pipeline, its width and its ending.
func PicturePath(name, hash string, width int, ending string) string { return "" }

// A State says whether an edition is seen at the site's hour.
type State uint8
