package site

import (
	"fmt"
	"net/url"
	"path"
	"strings"

	"bulletin/internal/diag"
	"bulletin/internal/document"
)

// Link is a path below the site's base as pages link to it: absolute on the
// host, with the base's own path before it.
func (c *Config) Link(p string) string { return c.Base.EscapedPath() + p }

// Absolute is a link of this site with scheme and host.
func (c *Config) Absolute(link string) string {
	return c.Base.Scheme + "://" + c.Base.Host + link
}

// URL is where the page of that path stands, which has no form yet: absolute on
// the host.
func (c *Config) URL(path string) string {
	switch c.URLs {
	case Folders:
		return c.Link(path + "/")
	case Bare:
		return c.Link(path)
	default:
		return c.Link(path + ".html")
	}
}

// Output is the path of that page's file, relative to the destination.
func (c *Config) Output(path string) string {
	if c.URLs == Folders {
		return path + "/index.html"
	}
	return path + ".html"
}

// URL is where the edition stands: absolute on the host.
func (e *Edition) URL(c *Config) string {
	if e.url == "" {
		return c.URL(e.path)
	}
	return e.url
}

// Output is the path of the edition's file, relative to the destination.
func (e *Edition) Output(c *Config) string { return c.Output(e.path) }

// Folder is the folder that the edition stands in, without its language:
// "news/2024/11".
func (e *Edition) Folder() string {
	_, below, _ := strings.Cut(path.Dir(e.path), "/")
	return below
}

// Beside is the path at which a file that belongs to the edition is published:
// in the folder named like its page.
func (e *Edition) Beside(f *File) string {
	if in, ok := strings.CutPrefix(f.Path, "content/files/"); ok {
		return "files/" + in
	}
	return e.path + "/" + path.Base(f.Path)
}

// Escape is a path with everything percent-encoded that a URL does not take.
func Escape(p string) string { return (&url.URL{Path: p}).EscapedPath() }

// HomePath is the folder of a language's home page.
func HomePath(l *Language) string { return l.Code + "/" }

// Folder is the folder of the section's pages, without the language.
func (s *Section) Folder() string { return slugPart(s.ID) }

// Path is the folder of the section's pages in a language.
func (s *Section) Path(l *Language) string { return l.Code + "/" + s.Folder() + "/" }

// Path is the folder of the topic's pages in a language.
func (t *Topic) Path(l *Language) string { return l.Code + "/topics/" + slugPart(t.ID) + "/" }

// Path is the path of the issue's page in a language, without form.
func (i *Issue) Path(l *Language) string {
	name := slugPart(i.ID)
	if name == "index" {
		name = "issue-index" // the name of the list of issues
	}
	return l.Code + "/issues/" + name
}

// route gives the edition its path: its folder path, or what permalinks says
// of its section, with slug as the last part.
func (e *Edition) route(c *Config) []diag.Problem {
	parts := strings.Split(e.Key, "/")
	for i, part := range parts {
		parts[i] = slugPart(part)
	}
	if e.Slug.Value != "" {
		if !inside(e.Slug.Value) {
			e.path = e.Language.Code + "/" + strings.Join(parts, "/")
			return []diag.Problem{diag.At(e.Place(e.Slug.Spot), "outside", e.Slug.Value)}
		}
		parts[len(parts)-1] = slugPart(e.Slug.Value)
	}
	e.path = strings.Join(parts, "/")
	if s := e.Article.Section; s != nil {
		if pattern, ok := c.Permalinks[s.ID]; ok {
			e.path = e.expand(pattern, s, parts[len(parts)-1])
		}
	}
	e.path = e.Language.Code + "/" + e.path
	return nil
}

// expand fills a pattern of permalinks.
func (e *Edition) expand(pattern string, s *Section, slug string) string {
	d := e.Date.Value
	filled := strings.NewReplacer(
		":section", s.ID,
		":year", fmt.Sprintf("%04d", d.Year()),
		":month", fmt.Sprintf("%02d", int(d.Month())),
		":day", fmt.Sprintf("%02d", d.Day()),
		":slug", slug,
	).Replace(pattern)
	parts := strings.Split(strings.Trim(filled, "/"), "/")
	for i, part := range parts {
		parts[i] = slugPart(part)
	}
	return strings.Join(parts, "/")
}

// PicturePath is the path of a published picture: a readable name, the hash
// that stands for its bytes and the pipeline, its width and its ending. name
// is the file's own, ending includes the dot.
func PicturePath(name, hash string, width int, ending string) string {
	name = Slug(strings.TrimSuffix(name, path.Ext(name)))
	if len(name) > 60 {
		name = strings.Trim(name[:60], "-")
	}
	if name == "" {
		name = "picture"
	}
	return fmt.Sprintf("images/%s.%s-%d%s", name, hash, width, ending)
}

// treeOf is the top folder of content that holds the texts of the edition's
// language, or "" where languages lie beside each other.
func treeOf(e *Edition) string {
	below := strings.TrimPrefix(document.Name(e.File), "content/")
	top, rest, ok := strings.Cut(below, "/")
	if ok && e.Key != "" && strings.HasPrefix(rest, e.Key) && !strings.HasPrefix(below, e.Key) {
		return top
	}
	return ""
}
