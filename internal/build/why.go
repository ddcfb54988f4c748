package build

import (
	"slices"

	"bulletin/internal/ledger"
	"bulletin/internal/write"
)

// A Why tells what became of one output, and for what reasons the build was
// done at all.
type Why struct {
	Path   string
	Known  bool         // it is an output of the site
	Made   bool         // it was made again; else it was known to be as it would be
	Change write.Change // what that did to the output
	Source string       // the text that the output is the page of, "" for none
	Causes []Cause      // none if the build was not done
}

// A Cause is a difference from the build before.
type Cause struct {
	Kind CauseKind
	Path string // of the source or the output, where the difference is in one
}

// A CauseKind says what differs.
type CauseKind int

// The kinds of causes.
const (
	Unknown       CauseKind = iota // no build with these options is remembered
	OtherHour                      // a text is to be seen, or no more, since then
	OtherProgram                   // the program is another
	SourceChanged                  // a file of the source is another, has come or gone
	NamesChanged                   // there are other names in a folder of the source
	OutputChanged                  // somebody changed a file of the destination
	OtherManifest                  // the destination was built otherwise meanwhile
)

// why answers Options.Why when the build is over, or was not done: then r is
// nil. What became of the output w tells already, if it was made.
func (a *again) why(w *Why, r *run) *Why {
	if w.Path == "" {
		return nil
	}
	w.Causes = []Cause{{Kind: Unknown}}
	if a != nil {
		w.Causes = a.causes
	}
	if r == nil {
		before, _ := a.load()
		if before == nil {
			return w
		}
		l, err := before.Unfold()
		w.Known = err == nil && slices.ContainsFunc(l.Outputs, func(out ledger.Output) bool { return out.Path == w.Path })
		return w
	}
	if !w.Known && r.keeping != nil {
		_, w.Known = r.keeping.still[w.Path]
	}
	for _, p := range r.plan.Pages {
		if p.Path == w.Path {
			w.Source = p.Source
		}
	}
	return w
}
