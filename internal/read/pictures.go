package read

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path"

	"bulletin/internal/diag"
	"bulletin/internal/picture"
	"bulletin/internal/site"
)

// maxPicture is the size beyond which package picture refuses a file.
const maxPicture = 64 << 20

// pictures looks into every picture that the site shows, each once, and
// reports what is wrong with one wherever it is shown.
func (r *reading) pictures(ctx context.Context, s *site.Site) ([]diag.Problem, error) {
	uses := s.Shown()
	place := make(map[*site.File]int, len(uses))
	var files []*site.File
	for _, u := range uses {
		if _, known := place[u.File]; !known {
			place[u.File] = len(files)
			files = append(files, u.File)
		}
	}
	wrong, errs := make([]diag.Problem, len(files)), make([]error, len(files))
	r.options.Each(len(files), func(i int) {
		if ctx.Err() == nil {
			wrong[i], errs[i] = r.picture(files[i])
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	var problems []diag.Problem
	for _, u := range uses {
		switch p := wrong[place[u.File]]; {
		case p.Message == "":
		case p.Pos.File != "":
			problems = append(problems, p)
		default:
			problems = append(problems, diag.At(u.At, p.Message, u.Name))
		}
	}
	return problems, nil
}

// attachments finds the size that attached pictures will have: they are
// published without their metadata. What is wrong with one is found there.
func (r *reading) attachments(ctx context.Context, s *site.Site) error {
	var files []*site.File
	known := make(map[*site.File]bool)
	for e := range s.Texts() {
		if !e.Published() || !e.NamesFiles() {
			continue
		}
		for _, a := range s.Attached(e) {
			if picture.Known(a.File.Path) && a.File.Size <= maxPicture && !known[a.File] {
				known[a.File] = true
				files = append(files, a.File)
			}
		}
	}
	r.options.Each(len(files), func(i int) {
		data, err := load(r.fsys, files[i].Path, maxPicture, nil)
		if err != nil || ctx.Err() != nil {
			return
		}
		if info, wrong := picture.Probe(data); wrong == "" {
			if clean, err := picture.Clean(data, info); err == nil {
				files[i].Size = int64(len(clean))
			}
		}
	})
	return ctx.Err()
}

// picture fills in what pages must know of a picture, or says what is wrong
// with it; the problem has a position only when it is one of the file alone.
func (r *reading) picture(f *site.File) (diag.Problem, error) {
	l, err := remembered(r, f.Path, picture.Version, func() (*look, error) { return r.look(f) })
	if err != nil {
		return diag.Problem{}, err
	}
	f.Picture = l.Picture
	return l.Wrong, nil
}

// look looks into a picture.
func (r *reading) look(f *site.File) (*look, error) {
	tooLarge := &look{Wrong: diag.Problem{Message: "picture.large"}}
	if f.Size > maxPicture {
		return tooLarge, nil
	}
	data, err := load(r.fsys, f.Path, maxPicture, nil)
	if err != nil {
		if errors.Is(err, errLarge) {
			return tooLarge, nil
		}
		if p, ok := unread(f.Path, err); ok {
			return &look{Wrong: p}, nil
		}
		return nil, err
	}
	info, m := picture.Probe(data)
	if m != "" {
		return &look{Wrong: diag.Problem{Message: m}}, nil
	}
	sum := sha256.New()
	sum.Write(data)
	sum.Write([]byte(picture.Version))
	hash := hex.EncodeToString(sum.Sum(nil))[:10]
	return &look{Picture: &site.Picture{
		Width:  info.Width,
		Height: info.Height,
		Path:   site.PicturePath(path.Base(f.Path), hash, info.Width, info.Format.Ending()),
	}}, nil
}
