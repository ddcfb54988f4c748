// Package assets holds what the built-in theme is dressed with, laid out as
// package asset expects it. Every css/*.css is a part of one stylesheet, joined
// in order of name; a site's own file of the same name takes its place.
package assets

import "embed"

// FS holds the assets.
//
//go:embed css icons js
var FS embed.FS
