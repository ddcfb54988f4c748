// Package media says what a recording is, a video or a sound, and makes of it what
// is published: the same recording without what it carries besides itself.
//
// MP4 (.mp4, .m4v, .m4a), WebM, MP3, Ogg and WAV are recordings; browsers play
// them. Probe reads the boxes of an MP4 for the size of its picture and no more of
// the file than it must; of the others it knows the kind alone.
//
// Phones write the place where they stood into an MP4, and names into an MP3.
// Clean takes that out: it blanks the boxes of an MP4 that hold descriptions, so
// that everything else stays where it is, and cuts the labels off an MP3. What a
// camera writes along with the film, as a track of its own, stays; so do labels of
// WebM, Ogg and WAV.
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

// Unplayable reports whether a file is, by its name, a recording of a kind that
// browsers do not play.
func Unplayable(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".mov", ".avi", ".wmv", ".mkv", ".flv", ".mpg", ".mpeg", ".rm", ".rmvb", ".3gp", ".wma", ".aac", ".amr", ".flac", ".aiff":
		return true
	}
	return false
}

// Known reports whether a file begins as its name says.
func Known(name string, data []byte) bool {
	begins := func(mark string) bool { return bytes.HasPrefix(data, []byte(mark)) }
	switch strings.ToLower(path.Ext(name)) {
	case ".mp4", ".m4v", ".m4a":
		return isMP4(data)
	case ".webm":
		return begins("\x1a\x45\xdf\xa3")
	case ".mp3":
		return isMP3(data)
	case ".ogg", ".oga":
		return begins("OggS")
	case ".wav":
		return begins("RIFF") && len(data) >= 12 && string(data[8:12]) == "WAVE"
	}
	return false
}

// Located reports whether a recording tells where it was taken.
func Located(data []byte) bool {
	return isMP4(data) &&
		(bytes.Contains(data, []byte("\xa9xyz")) || bytes.Contains(data, []byte("quicktime.location")))
}

// Probe says how large the picture of a video is, as it is shown: zero where the
// file does not say so, and for a sound.
func Probe(data []byte) (width, height int) {
	if !isMP4(data) {
		return 0, 0
	}
	return frame(data, 0)
}

// Clean returns a recording without descriptions, in the memory of the one that it
// gets, which is not to be used any more.
func Clean(data []byte) []byte {
	switch {
	case isMP4(data):
		blank(data, 0)
	case isMP3(data):
		return unlabelled(data)
	}
	return data
}

func isMP3(data []byte) bool {
	return bytes.HasPrefix(data, []byte("ID3")) || len(data) > 1 && data[0] == 0xff && data[1]&0xe0 == 0xe0
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
