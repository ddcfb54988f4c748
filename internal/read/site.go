package read

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"bulletin/internal/diag"
	"bulletin/internal/digest"
	"bulletin/internal/document"
	"bulletin/internal/markdown"
	"bulletin/internal/site"
)

// Options are what the caller hands in.
type Options struct {
	Clock  site.Clock
	Found  func(texts int)                         // told how many texts there are before they are read; may be nil
	Each   func(n int, f func(i int))              // runs f for 0…n-1, maybe several at a time; nil: one after the other
	Memory Memory                                  // what files were read as before; nil for none
	Keep   func(html []byte) (document.Ref, error) // puts a body into the pack, called by several at once; nil: bodies stay in memory
	Again  *Sources                                // is told which texts there are, to read some of them again; nil for nobody
}

// Site reads content/ and joins what it holds. The error is the machine's, or
// that of the context; then there is no site.
func Site(ctx context.Context, fsys fs.FS, cfg *site.Config, o Options) (*site.Site, []diag.Problem, error) {
	if o.Each == nil {
		o.Each = inTurn
	}
	w := &walk{fsys: fsys, cfg: cfg, names: newNaming(cfg.Languages), each: o.Each}
	if err := w.run(ctx); err != nil {
		return nil, nil, err
	}
	w.besides()
	if o.Found != nil {
		o.Found(len(w.sources))
	}
	problems := w.problems
	parts := site.Parts{Files: w.files}
	var err error
	for _, v := range [...]struct {
		name string
		into *[]*site.Topic
	}{{"sources.yaml", &parts.Sources}, {"topics.yaml", &parts.Topics}, {"issues.yaml", &parts.Issues}} {
		if !w.tables[v.name] {
			continue
		}
		var wrong []diag.Problem
		if *v.into, wrong, err = vocabulary(fsys, contentDir+"/"+v.name, cfg); err != nil {
			return nil, nil, err
		}
		problems = append(problems, wrong...)
	}
	r := &reading{fsys: fsys, cfg: cfg, options: o, alone: fmt.Sprintf("%t %s ", cfg.TrustHTML, cfg.Zone), recipe: fmt.Sprintf("%s %t", recipeText(cfg), cfg.Images.AVIF), parser: markdown.New(markdown.Options{TrustHTML: cfg.TrustHTML, Keep: o.Keep})}
	o.Again.begin(r, w)
	wrong, err := r.texts(ctx, w.sources, &parts)
	if err != nil {
		return nil, nil, err
	}
	problems = append(problems, wrong...)
	if parts.Sidecars, wrong, err = r.sidecars(ctx, w.sidecars); err != nil {
		return nil, nil, err
	}
	problems = append(problems, wrong...)
	w.sources = nil // what they hold is among the parts
	parts.Each = o.Each
	s, wrong := site.Join(cfg, o.Clock, parts)
	problems = append(problems, plausible(wrong, problems)...)
	if wrong, err = r.pictures(ctx, s); err != nil {
		return nil, nil, err
	}
	problems = append(problems, wrong...)
	if err := r.attachments(ctx, s); err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(problems, func(a, b diag.Problem) int {
		return cmp.Or(strings.Compare(a.Pos.File, b.Pos.File), a.Pos.Line-b.Pos.Line, a.Pos.Column-b.Pos.Column)
	})
	return s, problems, nil
}

// plausible is what Join found without the titles, dates and texts that are
// missing only because front matter could not be read.
func plausible(joined, before []diag.Problem) []diag.Problem {
	broken, untitled := map[string]bool{}, map[string]bool{}
	for _, p := range before {
		switch {
		case p.Message.Rule() == "front-matter":
			broken[p.Pos.File] = true
		case p.Message == "kind" && known(p.Args[0].(string)) == titleRow:
			untitled[p.Pos.File] = true
		}
	}
	return slices.DeleteFunc(joined, func(p diag.Problem) bool {
		return untitled[p.Pos.File] && p.Message == "title" || broken[p.Pos.File] && (p.Message == "title" || p.Message == "date.missing" || p.Message == "unpublished.blank")
	})
}

func inTurn(n int, f func(i int)) {
	for i := range n {
		f(i)
	}
}

// A reading reads texts and pictures, several at a time.
type reading struct {
	fsys    fs.FS
	cfg     *site.Config
	options Options
	parser  *markdown.Parser
	alone   string // what texts are read with that have no files beside them
	recipe  string // what pictures are read with
}

// texts reads every text and files it among the parts, in the order of the
// sources.
func (r *reading) texts(ctx context.Context, sources []source, parts *site.Parts) ([]diag.Problem, error) {
	type result struct {
		text    *text
		edition *site.Edition
		err     error
	}
	results := make([]result, len(sources))
	r.options.Each(len(sources), func(i int) {
		if ctx.Err() == nil {
			results[i].text, results[i].err = r.text(&sources[i])
			results[i].edition = edition(&sources[i], results[i].text)
		}
	})
	if err := cmp.Or(ctx.Err(), r.parser.Err()); err != nil {
		return nil, err
	}
	var problems []diag.Problem
	parts.Editions = make([]*site.Edition, 0, len(sources))
	for i, res := range results {
		if res.err != nil {
			return nil, res.err
		}
		r.options.Again.know(&sources[i], res.text)
		problems = append(problems, res.text.Problems...)
		switch {
		case res.edition == nil:
		case sources[i].index:
			parts.Indexes = append(parts.Indexes, res.edition)
		default:
			parts.Editions = append(parts.Editions, res.edition)
		}
	}
	return problems, nil
}

// edition is what a text is of an article, nil of a text that could not be read.
func edition(s *source, t *text) *site.Edition {
	if t == nil || t.Document == nil {
		return nil
	}
	return &site.Edition{Language: s.language, Key: s.key, File: s.file, Header: t.Header, Body: site.Body{Document: t.Document}}
}

// text reads one text.
func (r *reading) text(s *source) (*text, error) {
	return remembered(r, s.file, r.with(s), func() (*text, error) { return r.parse(s) })
}

// parse makes a text of its file.
func (r *reading) parse(s *source) (*text, error) {
	b := buffers.Get().(*[]byte)
	defer buffers.Put(b)
	data, err := load(r.fsys, s.file, maxText, *b)
	if err != nil {
		p, ok := unread(s.file, err)
		switch {
		case errors.Is(err, errLarge):
			p = diag.At(diag.Whole(s.file), "limit", "this text is larger than 4 MiB", "此文超过 4 MiB")
		case !ok:
			return nil, err
		}
		return &text{Problems: []diag.Problem{p}}, nil
	}
	*b = data
	defer clear(data) // if anything still leads into it, every test shows it
	decoded, problems := decode(s.file, data)
	if decoded == nil {
		return &text{Problems: problems}, nil
	}
	h, body, line, wrong := header(s.file, decoded, r.cfg.Zone)
	problems = append(problems, wrong...)
	if line == 1 && note(s.file) {
		return &text{Problems: append(problems, diag.At(diag.Whole(s.file), "unpublished.note", path.Base(s.file)))}, nil
	}
	r.dateByName(s, &h)
	doc, wrong := r.parser.Parse(body, line, s.folder.beside)
	for i := range wrong {
		wrong[i].Pos.File = s.file
	}
	problems = append(problems, wrong...)
	doc.Sum = digest.Joined(digest.Of(data), digest.Of([]byte(r.with(s))))
	if r.options.Keep != nil && doc.HTML != nil { // of a text that was not parsed
		if doc.Body, err = r.options.Keep(doc.HTML); err != nil {
			return nil, err
		}
		doc.HTML = nil
	}
	return &text{h, doc, problems}, nil
}

// buffers hold texts while they are parsed. Nothing of a text leads into its
// buffer.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// note reports whether a file that has no front matter is meant for those who
// look into the folder: README.md.
func note(file string) bool {
	stem, _, _ := strings.Cut(path.Base(file), ".")
	return strings.EqualFold(stem, "readme")
}

// dateByName dates a text without a date by the name of its file or folder.
func (r *reading) dateByName(s *source, h *site.Header) {
	if h.Date.Set || s.index {
		return
	}
	if written := dateIn(s.file); written != "" {
		if t, m, _ := ParseDate(written, r.cfg.Zone); m == "" {
			h.Date.Value = t
		}
	}
}
