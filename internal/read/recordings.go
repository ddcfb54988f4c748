package read

import (
	"bulletin/internal/media"
	"bulletin/internal/site"
)

// maxRecording is the size beyond which nobody looks into a recording: it is
// published without telling pages how large its picture is.
const maxRecording = 256 << 20

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
	if !f.Recording.Video || f.Size > maxRecording {
		return &look{}, nil
	}
	l, err := remembered(r, f.Path, media.Version, func() (*look, error) {
		data, err := load(r.fsys, f.Path, maxRecording, nil)
		if err != nil {
			if p, ok := unread(f.Path, err); ok {
				return &look{Wrong: p}, nil
			}
			return nil, err
		}
		seen := *f.Recording
		seen.Width, seen.Height = media.Probe(data)
		return &look{Recording: &seen}, nil
	})
	if err == nil && l.Recording != nil {
		f.Recording = l.Recording
	}
	return l, err
}
