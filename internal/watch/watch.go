// Package watch says which files to look at again, and nothing about what has
// happened to them: editors save in too many ways for that to be worth knowing.
//
//	w, err := watch.Start(ctx, watch.Options{Roots: []string{"content", "site.yaml"}})
//	for look := range w.Looks() {
//		// look.Paths, or everything if look.All
//	}
//
// # What is promised
//
// Every change below a root that lasts is followed by a Look that names its
// path, or a folder above it that is new, moved or gone, or says All. A change
// made before Start returned need not be. A Look may name a path at which
// nothing has changed, or nothing is any more.
//
// Looks come when nothing has happened for the time of Debounce, at the latest
// after ten times that. While the receiver is busy they are merged: the next
// one tells all that has happened since, and no change waits for its turn. Of
// permissions only counts whether a file can be read.
//
// # How
//
// The system reports on single folders, so each folder below the roots is
// watched, and one that appears is read again after it is: files may have come
// before. Files are not watched themselves, since many editors save by renaming
// another file over them. A root that is missing, or is a file, is looked for
// from the nearest folder above. Symbolic links are not followed, unless a root
// is one.
//
// Where the system loses events it says so, and everything must be looked at;
// where it says nothing, a slow comparison of sizes, times and file numbers
// finds what was missed. Where it cannot watch (too many folders) or is told
// not to (network drives send no events), the same comparison is made often,
// and names the folder of a file that has come or gone as well. What keeps size,
// time and number cannot be seen that way.
package watch

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Options say what to watch and how.
type Options struct {
	// Roots are the folders and files to watch, with all that is below them.
	// They need not exist yet. Paths in a Look begin with them as given.
	Roots []string
	// Ignore says which paths below the roots do not count; what lies below
	// an ignored folder does not either. It is asked about each path again
	// and again, from one goroutine. Nil ignores nothing.
	Ignore func(path string) bool
	// Debounce is how long nothing must happen before a Look; 0 means 60 ms.
	Debounce time.Duration
	// Poll compares all files at this interval instead of waiting for
	// events; 0 means to use events, where that is possible.
	Poll time.Duration
	// Rescan is how often to search for what events have missed; 0 means
	// every 30 s, less than 0 never.
	Rescan time.Duration
}

// A Look names what to look at again: these paths, sorted, and all below
// them, or everything.
type Look struct {
	Paths []string
	All   bool
}

// A Watcher watches until its context ends.
type Watcher struct {
	options Options
	looks   chan Look
	refuse  func(path string) error // tests make watching a folder fail with it

	source  *fsnotify.Watcher // nil while polling
	events  <-chan fsnotify.Event
	lost    <-chan struct{} // events have been lost
	watched map[string]bool // folders below roots
	guards  map[string]bool // folders above missing roots
	covered map[string]bool // roots that are folders and watched
	known   snapshot
	polled  bool // known is all of one survey, and nothing was told since

	pending pending
	ticker  *time.Ticker
	limits  chan Limit
}

// A Limit is why files are compared at intervals although that was not asked for.
type Limit struct {
	Kind LimitKind
	Err  error // what the system said
}

// A LimitKind says which limit was met.
type LimitKind int

// The kinds of limits. The first two are the user's to raise.
const (
	TooManyFolders  LimitKind = iota // on Linux, fs.inotify.max_user_watches
	TooManyWatchers                  // on Linux, fs.inotify.max_user_instances; or open files
	NoEvents                         // the system cannot watch files, or not these
)

// Start begins to watch. Changes made after it has returned are noticed.
func Start(ctx context.Context, o Options) (*Watcher, error) {
	return start(ctx, o, nil)
}

func start(ctx context.Context, o Options, refuse func(string) error) (*Watcher, error) {
	if len(o.Roots) == 0 {
		return nil, errors.New("nothing to watch")
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if o.Debounce <= 0 {
		o.Debounce = 60 * time.Millisecond
	}
	if o.Rescan == 0 {
		o.Rescan = 30 * time.Second
	}
	roots := make([]string, len(o.Roots))
	for i, root := range o.Roots {
		roots[i] = filepath.Clean(root)
	}
	o.Roots = roots
	w := &Watcher{
		options: o,
		looks:   make(chan Look),
		refuse:  refuse,
		watched: map[string]bool{},
		guards:  map[string]bool{},
		covered: map[string]bool{},
		pending: newPending(o.Debounce),
		limits:  make(chan Limit, 1),
	}
	if o.Poll > 0 {
		w.ticker = time.NewTicker(o.Poll)
	} else {
		w.listen()
	}
	w.survey(ctx)
	w.pending.clear() // what was there from the start is no change
	go w.run(ctx)
	return w, nil
}

// Looks is where to learn what to look at again. It is closed when the
// context ends.
func (w *Watcher) Looks() <-chan Look { return w.looks }

// Limits tells of the limit that was met, once, if one is: when watching begins
// or later.
func (w *Watcher) Limits() <-chan Limit { return w.limits }

func (w *Watcher) run(ctx context.Context) {
	defer close(w.looks)
	defer w.stop()
	for {
		var out chan<- Look
		var next Look
		if w.pending.ready {
			out, next = w.looks, w.pending.look()
		}
		select {
		case <-ctx.Done():
			return
		case event, ok := <-w.events:
			if !ok {
				w.events = nil
				continue
			}
			w.handle(ctx, event)
			if w.source == nil && !w.polled { // it was given up just now
				w.survey(ctx)
			}
		case <-w.lost:
			w.pending.noteLost()
		case out <- next:
			w.pending.clear()
		case <-w.pending.quiet.C:
			w.ripen(ctx, false)
		case <-w.pending.limit.C:
			w.ripen(ctx, true)
		case <-w.ticker.C:
			w.survey(ctx)
		}
	}
}

// ripen makes what is pending ready to be told. After a loss there may be
// folders that are not watched; they must be before anybody looks.
func (w *Watcher) ripen(ctx context.Context, late bool) {
	if w.pending.lost {
		w.pending.lost = false
		w.survey(ctx)
	}
	w.pending.ripen(late)
}

func (w *Watcher) stop() {
	w.pending.quiet.Stop()
	w.pending.limit.Stop()
	w.ticker.Stop()
	if w.source != nil {
		w.source.Close()
	}
}
