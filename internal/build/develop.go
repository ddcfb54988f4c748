package build

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"bulletin/internal/diag"
	"bulletin/internal/digest"
	"bulletin/internal/picture"
	"bulletin/internal/read"
	"bulletin/internal/view"
	"bulletin/internal/write"
)

// copies publishes what stands beside the pages. The files of one picture are made
// together.
func (r *run) copies(ctx context.Context, found *collector, put func(write.Output) error) error {
	var plain []view.Copy
	sets := make(map[string][]view.Copy)
	for _, c := range r.plan.Copies {
		if c.Set == "" {
			plain = append(plain, c)
		} else {
			sets[c.Set] = append(sets[c.Set], c)
		}
	}
	all := make([][]view.Copy, 0, len(sets))
	for _, set := range sets {
		all = append(all, set)
	}
	slices.SortFunc(all, func(a, b []view.Copy) int { return strings.Compare(a[0].Path, b[0].Path) })
	var made, done atomic.Int64
	err := r.all(ctx, len(all), func(i int) error {
		developed, err := r.develop(all[i], found, put)
		if developed {
			made.Add(1)
		}
		if r.Pictured != nil {
			r.Pictured(int(done.Add(1)), len(all))
		}
		return err
	})
	r.report.Developed = int(made.Load())
	if err != nil {
		return err
	}
	return r.all(ctx, len(plain), func(i int) error { return r.copy(plain[i], found, put) })
}

// develop publishes files of one picture. It reports whether the picture had to be
// decoded for it.
func (r *run) develop(files []view.Copy, found *collector, put func(write.Output) error) (made bool, err error) {
	for _, c := range files {
		name := setName(c)
		if kept, err := r.has(c.Path, digest.OfText(name+" "+strconv.Itoa(c.Part))); kept || err != nil {
			if err != nil {
				return made, err
			}
			continue
		}
		body := r.dark.part(name, c.Part)
		if body == nil {
			made = true
			parts, wrong, err := r.make(c)
			if err != nil {
				return made, err
			}
			if wrong != "" {
				r.spoiled(c, wrong, found)
				return made, nil
			}
			body = parts[c.Part]
		}
		if err := put(write.Output{Path: c.Path, Body: body}); err != nil {
			return made, err
		}
	}
	return made, nil
}

// sets are those that the site uses.
func (r *run) sets() map[string]bool {
	used := make(map[string]bool)
	for _, c := range r.plan.Copies {
		if c.Set != "" {
			used[setName(c)] = true
		}
	}
	return used
}

// setName is what the set is called in which a file is made.
func setName(c view.Copy) string {
	if c.Kind == view.Usual {
		return c.Set
	}
	return c.Set + "-" + string(c.Kind)
}

// make makes the set in which a file of a picture is.
func (r *run) make(c view.Copy) (parts [][]byte, wrong diag.Message, err error) {
	data, err := r.source.ReadFile(c.Source)
	if err != nil {
		return nil, "", err
	}
	if read.PictureSum(r.config, data) != c.Set { // under its name something else would be kept
		return nil, "", fmt.Errorf("%s has changed since it was looked at; build again", c.Source)
	}
	info, wrong := picture.Probe(data)
	if wrong != "" {
		return nil, wrong, nil
	}
	recipe := read.Recipe(r.config)
	parts, err = r.dark.make(setName(c), recipe.Pixels(info), func() ([][]byte, error) {
		switch c.Kind {
		case view.Preview:
			preview, err := recipe.MakeSocial(data, info)
			return [][]byte{preview}, err
		case view.Smaller:
			return recipe.MakeSmaller(data, info)
		}
		return recipe.Make(data, info)
	})
	if _, damaged := errors.AsType[*picture.DamagedError](err); damaged {
		return nil, "picture.broken", nil
	}
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", c.Source, err)
	}
	return parts, "", nil
}

// spoiled reports what is wrong with a picture wherever it is shown.
func (r *run) spoiled(c view.Copy, wrong diag.Message, found *collector) {
	told := false
	for _, u := range r.site.Shown() {
		if u.File.Path == c.Source {
			found.add(diag.At(u.At, wrong, u.Name))
			told = true
		}
	}
	if !told {
		found.add(diag.At(diag.Whole(c.Source), wrong, path.Base(c.Source)))
	}
}
