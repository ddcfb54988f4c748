package feed

import (
	"path"
	"strings"
)

// mediaType is the media type that the ending of a file's URL stands for; "" for
// an ending that is not known.
func mediaType(url string) string {
	switch ending := strings.ToLower(strings.TrimPrefix(path.Ext(url), ".")); ending {
	case "jpg", "jpeg":
		return "image/jpeg"
	case "png", "gif", "webp", "avif":
		return "image/" + ending
	case "svg":
		return "image/svg+xml"
	case "pdf", "zip":
		return "application/" + ending
	case "csv", "html":
		return "text/" + ending
	case "txt", "md":
		return "text/plain"
	case "doc":
		return "application/msword"
	case "docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case "xls":
		return "application/vnd.ms-excel"
	case "xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case "ppt":
		return "application/vnd.ms-powerpoint"
	case "pptx":
		return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	case "mp3":
		return "audio/mpeg"
	case "mp4":
		return "video/mp4"
	}
	return ""
}
