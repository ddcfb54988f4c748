// Package eyes holds, as tests, what only a browser can tell, and nothing else:
// how pictures stand in their rows, and what the viewer of pictures does with
// keys, fingers and the way back.
//
// The tests show pages of their own, dressed with the assets and the layout of
// the built-in theme, to a Chromium without a window. They look for it in the
// environment variable CHROME, then for chromium and google-chrome; where there
// is none they are skipped, but not in the gate (BULLETIN_CI=1).
package eyes
