// Package eyes holds, as tests, what only a browser can tell, and nothing else:
// how pictures stand in their rows, what the viewer of pictures does with keys,
// fingers and the way back, what comes out of a printer, and whether everybody can
// read the pages: every kind of page of the project's own sample, on a small screen
// and a large one, in all colours, by keys and by fingers.
//
// Tests of single things show pages of their own, dressed with the assets and the
// layout of the built-in theme; the others, sites as the program builds them. They
// look for a Chromium without a window in the environment variable CHROME, then for
// chromium and google-chrome; for axe-core, which judges pages by WCAG, in the folder
// of npm packages that BULLETIN_NPM names; and for pdftotext (poppler-utils). Where
// one is not there its tests are skipped, but not in the gate (BULLETIN_CI=1).
// .ci/npm has the versions of packages:
//
//	cp -r .ci/npm /tmp/npm && (cd /tmp/npm && npm ci --ignore-scripts)
//	BULLETIN_NPM=/tmp/npm/node_modules go test ./internal/eyes
package eyes
