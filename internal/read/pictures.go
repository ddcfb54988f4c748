package read

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"

	"bulletin/internal/diag"
	"bulletin/internal/media"
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
	looks, errs := make([]*look, len(files)), make([]error, len(files))
	r.options.Each(len(files), func(i int) {
		if ctx.Err() == nil {
			if files[i].Recording != nil {
				looks[i], errs[i] = r.recording(files[i])
			} else {
				looks[i], errs[i] = r.picture(files[i])
			}
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
	for _, l := range looks {
		problems = append(problems, l.Told...)
	}
	for _, u := range uses {
		switch p := looks[place[u.File]].Wrong; {
		case p.Message == "":
		case p.Pos.File != "":
			problems = append(problems, p)
		default:
			problems = append(problems, diag.At(u.At, p.Message, u.Name))
		}
	}
	return problems, nil
}

// attachments finds the size that attached pictures and recordings will have: they
// are published without their metadata. What is wrong with one is found there.
func (r *reading) attachments(ctx context.Context, s *site.Site) error {
	var files []*site.File
	known := make(map[*site.File]bool)
	for e := range s.Texts() {
		if !e.Published() || !e.NamesFiles() {
			continue
		}
		for _, a := range s.Attached(e) {
			cleaned := picture.Known(a.File.Path) || media.Of(a.File.Path) != media.None
			if cleaned && a.File.Size <= maxPicture && !known[a.File] {
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
		if media.Of(files[i].Path) != media.None {
			files[i].Size = int64(len(media.Clean(data)))
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

// picture fills in what pages must know of a picture. What is wrong with it has a
// position only when it is a problem of the file alone.
func (r *reading) picture(f *site.File) (*look, error) {
	l, err := remembered(r, f.Path, r.recipe, func() (*look, error) { return r.look(f) })
	if err != nil {
		return nil, err
	}
	f.Picture = l.Picture
	return l, nil
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
	if m == "picture.format" && media.Unplayable(f.Path) {
		m = "picture.recording"
	}
	if m != "" {
		return &look{Wrong: diag.Problem{Message: m}}, nil
	}
	seen := published(path.Base(f.Path), PictureSum(r.cfg, data), info, Recipe(r.cfg))
	return &look{Picture: seen, Told: remarks(f.Path, data, info)}, nil
}

// remarks are what whoever committed a picture should know of it.
func remarks(file string, data []byte, info picture.Info) (all []diag.Problem) {
	if !info.Format.Ends(file) {
		all = append(all, diag.At(diag.Whole(file), "ending", path.Base(file), info.Format.Name(), info.Format.Ending()))
	}
	if picture.Located(data, info.Format) {
		all = append(all, diag.At(diag.Whole(file), "place", path.Base(file)))
	}
	return all
}

// published is what the site publishes of a picture, by its name and sum.
func published(name, sum string, info picture.Info, recipe picture.Recipe) *site.Picture {
	file := func(v picture.Variant) site.PictureFile {
		const hash = 10
		return site.PictureFile{Path: site.PicturePath(name, sum[:hash], v.Width, v.Format.Ending()), Width: v.Width, Height: v.Height}
	}
	p := &site.Picture{Width: info.Width, Height: info.Height, Tone: info.Tone, Sum: sum}
	for _, v := range recipe.Variants(info) {
		p.Files = append(p.Files, file(v))
	}
	for _, v := range recipe.Smaller(info) {
		p.Smaller = append(p.Smaller, file(v))
	}
	if info.Format != picture.SVG {
		preview := file(recipe.Social(info))
		p.Preview = &preview
	}
	return p
}

// Recipe is how the site's pictures are published.
func Recipe(cfg *site.Config) picture.Recipe {
	return picture.Recipe{Widths: cfg.Images.Widths, Quality: cfg.Images.Quality, AVIF: cfg.Images.AVIF}
}

// PictureSum is the sum of a picture's bytes and of the way it is published, as
// site.Picture.Sum has it.
func PictureSum(cfg *site.Config, data []byte) string {
	sum := sha256.New()
	sum.Write(data)
	sum.Write([]byte(recipeText(cfg)))
	return hex.EncodeToString(sum.Sum(nil))[:32]
}

// recipeText is all that decides, besides its bytes, what is published of a picture
// under its sum. Whether there are AVIFs of it makes no other file another one.
func recipeText(cfg *site.Config) string {
	return fmt.Sprintf("%s %v %d", picture.Version, cfg.Images.Widths, cfg.Images.Quality)
}
