// Package media says what a recording is, a video or a sound, and makes of it what
// is published: the same recording without what it carries besides itself.
//
// MP4 (.mp4, .m4v, .m4a), WebM, MP3, Ogg and WAV are recordings; browsers play
// them. Probe reads the boxes of an MP4 for the size of its picture and no more of
// the file than it must; of the others it knows the kind alone.
//
// Phones write the place where they stood into an MP4, and names into an MP3.
// Clean takes that out: it blanks the boxes of an MP4 that hold descriptions, so
// that everything else stays where it is, and cuts the labels off an MP3. Other
// files are published as they are.
package media

import (
	"bytes"
	"path"
	"strings"
)

// Version names what Probe finds: what it found before another one is not believed.
const Version = "recording 1"

// A Kind is what a recording is.
type Kind string

// The kinds of recordings; None is a file that is no recording.
const (
	None  Kind = ""
	Video Kind = "video"
	Audio Kind = "audio"
)

// Of is the kind of recording that a file is by its name.
func Of(name string) Kind {
	switch strings.ToLower(path.Ext(name)) {
	case ".mp4", ".m4v", ".webm":
		return Video
	case ".mp3", ".m4a", ".ogg", ".oga", ".wav":
		return Audio
	}
	return None
}

// Probe says how large the picture of a video is, as it is shown: zero where the
// file does not say so, and for a sound.
func Probe(data []byte) (width, height int) {
	if !isMP4(data) {
		return 0, 0
	}
	return frame(data, 0)
}

// Clean returns a recording without descriptions. It changes a copy.
func Clean(data []byte) []byte {
	switch {
	case isMP4(data):
		clean := bytes.Clone(data)
		blank(clean, 0)
		return clean
	case bytes.HasPrefix(data, []byte("ID3")):
		return unlabelled(data)
	}
	return data
}

// unlabelled is an MP3 without the labels before and behind the sound (ID3v2,
// ID3v1).
func unlabelled(data []byte) []byte {
	const head, trailer = 10, 128
	for len(data) > head && string(data[:3]) == "ID3" {
		size := head
		for i, b := range data[6:head] { // seven bits in each byte
			size += int(b&0x7f) << (7 * (3 - i))
		}
		if data[5]&0x10 != 0 {
			size += head // a footer
		}
		if size >= len(data) {
			return data
		}
		data = data[size:]
	}
	if n := len(data) - trailer; n > 0 && string(data[n:n+3]) == "TAG" {
		data = data[:n]
	}
	return data
}
