package read

import (
	"errors"
	"path"

	"bulletin/internal/diag"
	"bulletin/internal/media"
	"bulletin/internal/site"
)

// maxRecording is the size beyond which nobody looks into a recording: it is
// published without telling pages how large its picture is.
const maxRecording = 100 << 20

// recordingOf is a recording by its name; nil for any other file.
func recordingOf(name string) *site.Recording {
	kind := media.Of(name)
	if kind == media.None {
		return nil
	}
	return &site.Recording{Video: kind == media.Video}
}

// recording fills in what pages must know of a recording.
func (r *reading) recording(f *site.File) (*look, error) {
	if f.Size > maxRecording {
		return &look{}, nil
	}
	l, err := remembered(r, f.Path, media.Version, func() (*look, error) {
		data, err := load(r.fsys, f.Path, maxRecording, nil)
		switch {
		case errors.Is(err, errLarge):
			return &look{}, nil
		case err != nil:
			if p, ok := unread(f.Path, err); ok {
				return &look{Wrong: p}, nil
			}
			return nil, err
		}
		if !media.Known(f.Path, data) {
			return &look{Wrong: diag.Problem{Message: "picture.recording"}}, nil
		}
		seen := &look{Recording: &site.Recording{Video: f.Recording.Video}}
		seen.Recording.Width, seen.Recording.Height = media.Probe(data)
		if media.Located(data) {
			seen.Told = []diag.Problem{diag.At(diag.Whole(f.Path), "place", path.Base(f.Path))}
		}
		return seen, nil
	})
	if err == nil && l.Recording != nil {
		f.Recording = l.Recording
	}
	return l, err
}
